"""How a move becomes an amount of money."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import study_code
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import bracketed, number, percent
from dashboard.studies.single import Dollars, Study
from data.load import CHOSEN_SNAPSHOT, LoadedPrices
from data.providers.snapshot import snapshot_prices


def value_change(study: Study) -> Explanation | None:
    """Explain the change of the market value over the headline window."""
    dollars = study.dollars
    if not isinstance(dollars, Dollars):
        return None
    currency = study.security.currency
    (before, after), (first, last) = dollars.closes, dollars.days
    shares = dollars.shares.shares
    change = dollars.value.change
    step = N_("${symbol}$ = {value}: close of {day}, not adjusted for dividends")
    return Explanation(
        title=N_("Change of the market value of {security}"),
        meaning=N_("What all shares of {security} together gained or lost from {first} to {last}."),
        formula=r"\Delta V = N\,(P_1 - P_0)",
        worked=rf"\Delta V = {shares:,} \cdot ({number(after)} - {number(before)})".replace(
            f"{shares:,}", f"{shares:,}".replace(",", "{,}")
        )
        + rf" = {number(change, 0)}\ \text{{{currency}}}",
        steps=(
            *_share_steps(dollars),
            (
                step,
                {"symbol": "P_0", "value": Quantity(before, "price", 2, currency), "day": first},
            ),
            (step, {"symbol": "P_1", "value": Quantity(after, "price", 2, currency), "day": last}),
        ),
        rows=pd.DataFrame(
            {
                columns.DATE: pd.DatetimeIndex([first, last]),
                columns.CLOSE: [before, after],
                columns.SHARES: [shares, shares],
            }
        ),
        sources=_sources(study),
        code=f"{study_code(study)}\n"
        "before, after = study.dollars.closes\n"
        "shares = study.dollars.shares.shares\n"
        'print(f"{shares * (after - before):.0f}")\n',
        value=change,
        unit="money",
        currency=currency,
        facts={"security": study.security.security, "first": first, "last": last},
        notes=_proxy(dollars),
    )


def abnormal_value(study: Study) -> Explanation | None:
    """Explain the part of the change of the market value that the model did not expect."""
    whole, dollars = value_change(study), study.dollars
    if whole is None or not isinstance(dollars, Dollars):
        return None
    car, before = study.headline.car.value, dollars.closes[0]
    shares = number(dollars.shares.shares, 0)
    return replace(
        whole,
        title=N_("Abnormal change of the market value of {security}"),
        meaning=N_(
            "The part of the gain or loss of {security} that its model did not expect, at the "
            "market value of {first}."
        ),
        formula=r"V_0 \cdot \mathit{CAR}, \quad V_0 = N\,P_0",
        worked=rf"{shares} \cdot {number(before)} \cdot {bracketed(percent(car, 6))} = "
        rf"{number(dollars.value.abnormal, 0)}\ \text{{{whole.currency}}}",
        steps=(
            *whole.steps[:-1],
            (
                N_("${symbol}$ = {value}: the abnormal return, explained by itself"),
                {"symbol": r"\mathit{CAR}", "value": Quantity(car, digits=4)},
            ),
        ),
        rows=whole.rows.iloc[:1].assign(**{columns.CAR: car}),
        code=f"{study_code(study)}\n"
        "before = study.dollars.shares.shares * study.dollars.closes[0]\n"
        'print(f"{before * study.headline.car.value:.0f}")\n',
        value=dollars.value.abnormal,
    )


def _share_steps(dollars: Dollars) -> tuple[Step, ...]:
    shares, origin = dollars.shares, dollars.shares.provenance
    return (
        (
            N_("${symbol}$ = {value} shares: {basis}, {day}, grade {grade}"),
            {
                "symbol": "N",
                "value": Quantity(shares.shares, "number", 0),
                "basis": shares.counted,
                "day": shares.as_of,
                "grade": shares.grade,
            },
        ),
        (
            N_("The share count stands in {file}, SHA-256 {hash}."),
            {"file": origin.file, "hash": origin.sha256[:12]},
        ),
    )


def _proxy(dollars: Dollars) -> tuple[Step, ...]:
    return ((N_("Made from a proxy share count."), {}),) if dollars.shares.is_proxy else ()


def _sources(study: Study) -> tuple[LoadedPrices, ...]:
    if study.security.provenance.source == "snapshot":
        return study.sources[:1]
    return (LoadedPrices(snapshot_prices(study.security.security), CHOSEN_SNAPSHOT),)
