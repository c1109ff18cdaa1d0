"""The ledger as a list: filters, counts and contradictions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.components.ledger_words import KINDS, UNITS, VERDICTS, amount
from dashboard.components.table import Words, in_words, offer_csv, show_table
from dashboard.components.url import follow_url
from dashboard.language import Language
from dashboard.studies.ledger import Entry, Ledger
from dashboard.studies.ledger.records import VERDICTS as OUTCOMES
from dashboard.studies.ledger.records import HypothesisOutcome
from data.catalogue import basket, baskets

ALL = ""
FILTERS = ("article", "speaker", "kind", "verdict", "basket", "q")
"""Keys of the filters, and parameters of the URL."""


def filtered(ledger: Ledger, language: Language, page: str) -> tuple[Entry, ...]:
    """Offer the filters and return the claims that pass them, sorted."""
    t, entries = language.text, ledger.entries
    words = {"verdict": lambda v: t(VERDICTS[v][0]), "kind": lambda k: t(KINDS[k])}
    names = {entry.article.id: language.of(entry.article.publisher) for entry in entries}
    columns = st.columns(3)

    def choose(
        column: int, key: str, label: str, options: tuple[str, ...], shown: Callable[[str], str]
    ) -> None:
        changed = follow_url(key, ALL, page)
        state = st.session_state
        if state[key] not in options:
            state[key] = ALL
        columns[column].selectbox(
            label,
            (ALL, *options),
            format_func=lambda option: shown(option) if option else t("all"),
            key=key,
            on_change=changed,
        )

    # The same value in both languages, so that a link and a change of language keep the choice.
    speakers = {entry.claim.speaker.en: language.of(entry.claim.speaker) for entry in entries}
    choose(0, "article", t("Article"), tuple(names), lambda a: f"{a} · {names[a]}")
    choose(1, "speaker", t("Speaker"), tuple(speakers), speakers.__getitem__)
    choose(2, "kind", t("Kind of claim"), tuple(KINDS), words["kind"])
    choose(0, "verdict", t("Verdict"), OUTCOMES, words["verdict"])
    choose(
        1,
        "basket",
        t("Basket"),
        tuple(entry.id for entry in baskets()),
        lambda b: language.of(basket(b).name),
    )
    changed = follow_url("q", "", page)
    columns[2].text_input(t("Search"), key="q", on_change=changed)
    return passing(ledger, {key: str(st.session_state[key]) for key in FILTERS})


def passing(ledger: Ledger, filters: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return the claims that pass filters, sorted; one that is none of its options lets all pass.

    Parameters
    ----------
    filters
        What stands in the URL, by ``FILTERS``.
    """
    entries = ledger.entries
    known: dict[str, Collection[str]] = {
        "article": {entry.article.id for entry in entries},
        "speaker": {entry.claim.speaker.en for entry in entries},
        "kind": set(KINDS),
        "verdict": set(OUTCOMES),
        "basket": {entry.id for entry in baskets()},
    }
    article, speaker, kind, verdict, held = (
        value if (value := filters.get(key, ALL)) in options else ALL
        for key, options in known.items()
    )
    wanted = filters.get("q", "").casefold().split()
    return tuple(
        entry
        for entry in entries
        if article in (ALL, entry.article.id)
        and speaker in (ALL, entry.claim.speaker.en)
        and kind in (ALL, entry.claim.kind)
        and verdict in (ALL, entry.verdict)
        and (not held or _speaks_of(entry, held))
        and all(word in _searchable(entry) for word in wanted)
    )


def said_filters(language: Language) -> tuple[tuple[str, str], ...]:
    """Return the filters that are set, as pairs of a label and a value in words."""
    t, state = language.text, st.session_state
    words = (
        ("article", t("Article"), str),
        ("speaker", t("Speaker"), str),
        ("kind", t("Kind of claim"), lambda kind: t(KINDS[kind])),
        ("verdict", t("Verdict"), lambda verdict: t(VERDICTS[verdict][0])),
        ("basket", t("Basket"), lambda name: language.of(basket(name).name)),
        ("q", t("Search"), str),
    )
    set_ones = tuple((label, say(state[key])) for key, label, say in words if state.get(key))
    return set_ones or ((t("Claims"), t("all")),)


def _speaks_of(entry: Entry, identifier: str) -> bool:
    members = set(basket(identifier).tickers)
    named = {place.about for place in entry.claim.bears_on}
    tested = {ticker for test in entry.tests for side in test.members for ticker in side}
    return identifier in named or bool(members & (named | tested))


def _searchable(entry: Entry) -> str:
    claim = entry.claim
    return " ".join(
        (
            claim.id,
            *(text for pair in (claim.claim, claim.speaker) for text in (pair.en, pair.ja)),
            entry.article.publisher.en,
            entry.article.publisher.ja,
        )
    ).casefold()


def show_list(
    entries: tuple[Entry, ...], language: Language, opened: Callable[[str], None]
) -> None:
    """Show the claims as a table that sorts; choosing a row opens its evidence."""
    t = language.text
    if not entries:
        st.info(t("No claim passes these filters. Set one of them to “all”."))
        return
    table = claims_table(entries, language)

    def chosen() -> None:
        rows = st.session_state["ledger-table"]["selection"]["rows"]
        if rows:
            opened(entries[rows[0]].claim.id)

    words: Words = {
        t("Adjusted p"): language.probability,
        t("Firmness"): partial(language.percent, digits=0, sign=False),
    }
    st.dataframe(
        in_words(table, words),
        hide_index=True,
        key="ledger-table",
        on_select=chosen,
        selection_mode="single-row",
        height=520,
        alt=t("Claims with their verdicts"),
        column_config={
            t("Claim"): st.column_config.TextColumn(width="large"),
        },
    )
    offer_csv(
        lambda: claims_numbers(entries, language),
        t("Claims with their verdicts"),
        "claims",
        language,
        noted=ledger_sources(entries, language),
    )


def claims_table(entries: tuple[Entry, ...], language: Language) -> pd.DataFrame:
    """Return the claims with verdict and headline test, a row a claim."""
    return pd.DataFrame([_row(entry, language) for entry in entries])


def claims_numbers(entries: tuple[Entry, ...], language: Language) -> pd.DataFrame:
    """Return the claims with the headline test's estimate and interval, unrounded in its unit."""
    t, table = language.text, claims_table(entries, language)
    rows = [_numbers(entry.headline) for entry in entries]
    titles = (t("Estimate"), t("Interval from"), t("Interval to"))
    for title, values in zip(titles, zip(*rows, strict=True), strict=True):
        table[title] = pd.Series(values, dtype=float)
    units = [None if e.headline is None else e.headline.unit for e in entries]
    table[t("Unit")] = ["" if unit is None else t(UNITS[unit]) for unit in units]
    return table


def _numbers(head: HypothesisOutcome | None) -> tuple[float | None, float | None, float | None]:
    if head is None:
        return (None, None, None)
    return (head.estimate, *(head.interval or (None, None)))


def ledger_sources(entries: tuple[Entry, ...], language: Language) -> tuple[str, ...]:
    """Return the price tables behind the entries' tests as one short line; none without tests."""
    origins = [
        origin for entry in entries for test in entry.tests for origin in test.provenance.values()
    ]
    if not origins:
        return ()
    files = {
        f"{file} SHA-256 {digest[:12]}"
        for origin in origins
        for file, digest in zip(origin.file.split(", "), origin.sha256.split(", "), strict=True)
    }
    line = language.text(
        "Prices: embedded snapshot, as of {as_of}; {files}.",
        as_of=language.date(max(origin.as_of for origin in origins)),
        files=language.listed(sorted(files)),
    )
    return (line,)


def _row(entry: Entry, language: Language) -> dict[str, object]:
    t, head = language.text, entry.headline
    p = None if head is None or head.p is None else head.p
    return {
        t("Id"): entry.claim.id,
        t("Verdict"): t(VERDICTS[entry.verdict][0]),
        t("Claim"): language.of(entry.claim.claim),
        t("Speaker"): language.of(entry.claim.speaker),
        t("Kind of claim"): t(KINDS[entry.claim.kind]),
        t("Fact check"): t(entry.claim.fact_check),
        t("Estimate"): "" if head is None else amount(head.estimate, head.unit, language),
        t("Adjusted p"): None if p is None else p.adjusted,
        t("Firmness"): entry.firmness,
    }


def show_counts(ledger: Ledger, language: Language) -> None:
    """Count the verdicts by article and by kind of claim."""
    for position, (title, table) in enumerate(count_tables(ledger, language)):
        st.subheader(title)
        show_table(
            table,
            title,
            f"counts-{position}",
            language,
            noted=ledger_sources(ledger.entries, language),
        )


def count_tables(ledger: Ledger, language: Language) -> tuple[tuple[str, pd.DataFrame], ...]:
    """Return the verdicts counted by article, and by kind of claim, each under its title."""
    t = language.text
    articles = {e.article.id: language.of(e.article.publisher) for e in ledger.entries}
    kinds = {kind: t(word) for kind, word in KINDS.items()}
    return (
        (t("By article"), _counted(ledger, t("By article"), articles, language)),
        (t("By kind of claim"), _counted(ledger, t("By kind of claim"), kinds, language)),
    )


def _counted(ledger: Ledger, title: str, names: dict[str, str], language: Language) -> pd.DataFrame:
    t = language.text
    rows = []
    for key, name in names.items():
        own = tuple(e for e in ledger.entries if key in (e.claim.kind, e.article.id))
        counts = ledger.counts(own)
        rows.append(
            {title: name}
            | {t(VERDICTS[verdict][0]): str(count) for verdict, count in counts.items()}
            | {t("all"): str(len(own))}
        )
    return pd.DataFrame(rows)


def show_contradictions(ledger: Ledger, language: Language, opened: Callable[[str], None]) -> None:
    """Set the articles side by side where they cannot all be right, with the record."""
    t = language.text
    for contradiction in ledger.contradictions:
        with st.container(border=True):
            st.subheader(language.of(contradiction.topic), anchor=contradiction.id.lower())
            for column, side in zip(
                st.columns(len(contradiction.sides)), contradiction.sides, strict=True
            ):
                column.markdown(language.of(side.position))
                for claim in side.claims:
                    column.button(
                        claim, key=f"{contradiction.id}-{claim}", on_click=opened, args=(claim,)
                    )
            for fact in contradiction.record:
                st.markdown("**" + t("On the record") + "** " + language.of(fact.text))
