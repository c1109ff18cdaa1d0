"""How a move becomes an amount of money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import study_code
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import bracketed, number, percent
from dashboard.studies.single import Dollars, Study
from data.load import CHOSEN_SNAPSHOT, LoadedPrices
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_shares import ShareCount


def value_change(study: Study) -> Explanation | None:
    """Explain the change of the market value over the headline window."""
    dollars = study.dollars
    if not isinstance(dollars, Dollars):
        return None
    found = change_of_value(
        study.security.currency,
        dollars.shares,
        dollars.closes,
        dollars.days,
        (value_source(study.sources[0]),),
        f"{study_code(study)}\n"
        "before, after = study.dollars.closes\n"
        "shares = study.dollars.shares.shares\n",
    )
    return replace(found, notes=_proxy(dollars))


def change_of_value(
    currency: str,
    shares: ShareCount,
    closes: tuple[float, float],
    days: tuple[date, date],
    sources: tuple[LoadedPrices, ...],
    code: str,
) -> Explanation:
    """Explain what all shares of a security gained or lost between two closes.

    Parameters
    ----------
    closes, days
        The first and the last.
    code
        Lines that leave ``before``, ``after`` and ``shares``.
    """
    count, (before, after), (first, last) = shares.shares, closes, days
    change = count * (after - before)
    step = N_("${symbol}$ = {value}: close of {day}, not adjusted for dividends")
    return Explanation(
        title=N_("Change of the market value of {security}"),
        meaning=N_("What all shares of {security} together gained or lost from {first} to {last}."),
        formula=r"\Delta V = N\,(P_1 - P_0)",
        worked=rf"\Delta V = {number(count, 0)} \cdot ({number(after)} - {number(before)})"
        rf" = {number(change, 0)}\ \text{{{currency}}}",
        steps=(
            *share_steps(shares),
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
                columns.SHARES: [count, count],
            }
        ),
        sources=sources,
        code=f'{code}print(f"{{shares * (after - before):.0f}}")\n',
        value=change,
        unit="money",
        currency=currency,
        facts={"security": shares.security, "first": first, "last": last},
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


def share_steps(shares: ShareCount) -> tuple[Step, ...]:
    """Say how many shares there were, on which day, and where the count stands."""
    origin = shares.provenance
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


def value_source(loaded: LoadedPrices) -> LoadedPrices:
    """Return where the closes of a market value stand: always in the snapshot."""
    if loaded.history.provenance.source == "snapshot":
        return loaded
    return LoadedPrices(snapshot_prices(loaded.history.security), CHOSEN_SNAPSHOT)
