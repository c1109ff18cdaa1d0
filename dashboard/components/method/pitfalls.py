"""Where naive tests mislead, with numbers from these prices."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import cache
from dashboard.components.frame import link_to
from dashboard.components.table import show_long_table, show_table
from dashboard.language import Language
from dashboard.studies.basket_request import DEFAULT_BASKET, basket_request
from dashboard.studies.explanations.pitfalls import ALPHA, dependence, fat_tails, many_tests
from dashboard.studies.single import Study
from data.catalogue import basket
from data.providers.snapshot import snapshot_provenance

RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def show_pitfalls(study: Study | None, language: Language) -> tuple[tuple[str, pd.DataFrame], ...]:
    """Show three ways in which a naive test misleads, and return their tables with captions.

    Parameters
    ----------
    study
        The study of the controls; None where they ask for a basket.
    """
    if study is not None:
        _show_fat_tails(study, language)
    tables = (_show_dependence(language), _show_many(language))
    link_to("firmness", language.text("How firm is the result?"), {})
    return tables


def _show_fat_tails(study: Study, language: Language) -> None:
    t, found = language.text, fat_tails(study)
    st.header(t("Fat tails: the t test takes extreme days for rarer than they are"), anchor="tails")
    said = t(
        "Of {sessions} ordinary sessions of {security}, {beyond} lie beyond the bounds that a "
        "normal distribution leaves in 1 of 100; {expected} would be expected. The excess kurtosis "
        "is {kurtosis}, where a normal distribution has 0.",
        sessions=found.sessions,
        security=study.security.security,
        beyond=found.beyond,
        expected=language.number(found.expected, 1),
        kurtosis=language.number(found.kurtosis, 1),
    )
    joint = " " if language.code == "en" else ""
    if found.sq_p is not None and found.sq_floor is not None:
        said += joint + t(
            "So the t test's p-value of {t_p} promises more than the data can know. The rank "
            "of the event among them gives {sq_p}; so many sessions can give nothing below "
            "{floor}.",
            t_p=_written(found.t_p, language),
            sq_p=language.probability(found.sq_p),
            floor=language.probability(found.sq_floor),
        )
    st.write(said)


def _written(p: float, language: Language) -> str:
    if p >= 0.00005:
        return language.probability(p)
    digit, exponent = f"{p:.0e}".split("e")
    return f"{digit} × 10{str(int(exponent)).translate(RAISED)}"


def _show_dependence(language: Language) -> tuple[str, pd.DataFrame]:
    t = language.text
    title = t("Common movement: many securities are not many witnesses")
    st.header(title, anchor="dependence")
    with st.spinner(t("Studying the baskets …")):
        study = cache.basket(basket_request(basket=DEFAULT_BASKET))
    found = dependence(study.headline)
    st.write(
        t(
            "The {members} members of “{basket}” move together on ordinary days as well: the mean "
            "correlation of what the market leaves of them is {rbar}, so they tell as much as "
            "{effective} independent shares. Tests that count {members} witnesses reject far too "
            "often: the last column says how often at a nominal 5%, if nothing happened.",
            members=found.members,
            basket=language.of(basket(DEFAULT_BASKET).name),
            rbar=language.number(found.rbar, 2),
            effective=language.number(found.effective, 1),
        )
    )
    table = pd.DataFrame(
        [
            {
                t("Test"): t(name),
                t("p-value"): _written(p, language),
                t("Rejects a true null"): t("about 5%")
                if size is None
                else language.percent(size, 0, sign=False),
            }
            for name, p, size in found.rows
        ]
    )
    show_table(
        table,
        title,
        "dependence",
        language,
        numbers=lambda: pd.DataFrame(
            [(t(name), p, ALPHA if size is None else size) for name, p, size in found.rows],
            columns=list(table.columns),
        ),
        sources=study.sources,
    )
    return title, table


def _show_many(language: Language) -> tuple[str, pd.DataFrame]:
    t = language.text
    title = t("Many tests: some reject whatever happens")
    st.header(title, anchor="many")
    with st.spinner(t("Testing the members of the S&P 500 …")):
        found = many_tests()
    ordinary, event = found.ordinary, found.event
    st.write(
        t(
            "A t test of each of the {tested} members of the S&P 500 at 5% picks out {plain} of "
            "them on an average session from {first} to {last}, weeks before DeepSeek-V3; after "
            "Holm's adjustment {holm} are left. On {day} it picks out {event}, and {event_holm} "
            "after Holm. What news there was on the earlier sessions is not known here: some of "
            "those moves are real.",
            tested=int(event["tested"]),
            plain=language.number(float(ordinary["plain"].mean()), 1),
            first=language.date(ordinary["date"].iloc[0]),
            last=language.date(ordinary["date"].iloc[-1]),
            holm=language.number(float(ordinary["holm"].mean()), 1),
            day=language.date(event["date"]),
            event=int(event["plain"]),
            event_holm=int(event["holm"]),
        )
    )
    table = pd.DataFrame(
        {
            t("Date"): [day.isoformat() for day in found.table["date"]],
            t("Shares tested"): found.table["tested"],
            t("p below 5%"): found.table["plain"],
            t("after Holm"): found.table["holm"],
            t("after Benjamini and Hochberg"): found.table["benjamini_hochberg"],
        }
    )
    with st.expander(t("Session by session")):
        origin = snapshot_provenance("sp500_daily")
        behind = (f"{origin.file}, SHA-256 {origin.sha256}.",)
        show_long_table(table, title, "many", language, noted=behind)
    return title, table
