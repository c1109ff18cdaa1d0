"""How the numbers of a spread are made: long one basket, short another."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from analysis.errors import N_
from dashboard.studies.basket import BasketStudy, Pair
from dashboard.studies.basket_members import Side
from dashboard.studies.causes.race import Race, SpreadOutcome
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import PANDAS, pair_code, request_code, settings
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import added as added_up
from dashboard.studies.explanations.latex import bracketed, factors, lines, percent
from dashboard.studies.explanations.moves import abnormal_return
from dashboard.studies.explanations.multiplicity import benjamini_hochberg
from dashboard.studies.explanations.naming import difference, side_name
from dashboard.studies.explanations.position import Position, position_of
from dashboard.studies.explanations.ranks import scaled_sq_p_value, sq_p_value
from dashboard.studies.explanations.standard_error import standard_error
from dashboard.studies.explanations.student_t import interval, t_p_value

RACE: Final = """\
from dashboard.studies.basket_request import basket_request
from dashboard.studies.causes.race import SpreadOutcome, race

request = {request}
outcomes = [found for found in race(request).spreads.values() if isinstance(found, SpreadOutcome)]
family = {{" − ".join(sorted((found.long, found.short))): found.p_value for found in outcomes}}
name = "{name}"
"""


def spread_explanations(study: BasketStudy | Pair) -> tuple[Explanation, ...]:
    """Return what can be explained of the spread of a study, its abnormal return first."""
    position = position_of(study)
    if position is None:
        return ()
    found = (
        _abnormal(position),
        interval(position),
        _ranked(position),
        t_p_value(position),
        standard_error(position),
        raw_return(position),
    )
    return tuple(explanation for explanation in found if explanation is not None)


def race_explanations(race: Race, long: str, short: str) -> tuple[Explanation, ...]:
    """Return what can be explained of one spread of the race, as its chart and table show it."""
    study = next(
        pair for pair in race.studies if (pair.spread.long, pair.spread.short) == (long, short)
    )
    position = position_of(study)
    assert position is not None  # a pair has two sides
    ranked = _ranked(position) or sq_p_value(position)
    found = (_abnormal(position), interval(position), ranked, _adjusted(race, study))
    return tuple(explanation for explanation in found if explanation is not None)


def raw_return(position: Position) -> Explanation:
    """Explain what the position earned over its first window, the market's part included."""
    window = position.headline
    days = position.result.abnormal.sessions[position.result.abnormal.rows_of(window.car.window)]
    rows = _member_rows(position, pd.DatetimeIndex(days))
    log = position.request.spec.returns == "log"
    values = [float(value) for value in rows[columns.RETURN]]
    whole = position.spread.raw_return(window)
    shown = [percent(value) for value in values]
    if log or len(values) == 1:
        made = added_up(shown)
    else:
        made = rf"{factors([f'(1 + {bracketed(term)})' for term in shown])} - 1"
    if len(values) == 1:
        row = rows.iloc[0]
        sides = (percent(float(row[columns.LONG])), percent(float(row[columns.SHORT])))
        made = rf"{sides[0]} - {bracketed(sides[1])}"
    total = "R.sum()" if log else "(1 + R).prod() - 1"
    return Explanation(
        title=N_("Return of {security}"),
        meaning=N_(
            "What a position that is long the one basket and short the other earned on {first}, "
            "with the same amount in each member of a side."
        )
        if len(values) == 1
        else N_(
            "What a position that is long the one basket and short the other earned from {first} "
            "to {last}, with the same amount in each member of a side on every session."
        ),
        formula=lines(
            r"R_\tau = \frac{1}{N_L} \sum_{i \in L} R_{i\tau} - "
            r"\frac{1}{N_S} \sum_{i \in S} R_{i\tau}",
            r"R = \sum_\tau R_\tau" if log else r"R = \prod_\tau (1 + R_\tau) - 1",
        ),
        worked=f"R = {made} = {percent(whole)}",
        steps=(*_side_steps(position),),
        rows=rows,
        sources=position.sources,
        code=f"{pair_code(position.request, PANDAS)}\n"
        "sides = [\n"
        "    pd.concat([member.returns for member in side.members], axis=1)"
        ".mean(axis=1, skipna=False)\n"
        "    for side in (pair.long, pair.short)\n"
        "]\n"
        f'R = (sides[0] - sides[1]).loc["{days[0].date()}":"{days[-1].date()}"]\n'
        f'print(f"{{{total}:.4%}}")\n',
        value=whole,
        facts={"security": position.name, "first": days[0].date(), "last": days[-1].date()},
    )


def _abnormal(position: Position) -> Explanation:
    found = abnormal_return(position)
    return replace(found, steps=(*_side_steps(position), *found.steps))


def _ranked(position: Position) -> Explanation | None:
    found = scaled_sq_p_value(position)
    if found is None:
        return None
    return replace(
        found,
        meaning=N_(
            "How often the two baskets drifted as far apart on ordinary sessions, after each "
            "abnormal return was divided by the volatility to be expected at its time."
        ),
    )


def _side_steps(position: Position) -> tuple[Step, ...]:
    step = N_("${symbol}$ = {value}: members of {basket}: {members}")

    def members(symbol: str, side: Side) -> Step:
        return step, {
            "symbol": symbol,
            "value": Quantity(len(side.members), "number", 0),
            "basket": side_name(side),
            "members": ", ".join(side.tickers),
        }

    return members("N_L", position.long), members("N_S", position.short)


def _member_rows(position: Position, days: pd.DatetimeIndex) -> pd.DataFrame:
    long, short = (position.side(short=short).reindex(days).to_numpy() for short in (False, True))
    members = {
        member.security: member.returns.reindex(days).to_numpy()
        for side in (position.long, position.short)
        for member in side.members
    }
    return pd.DataFrame(
        {
            columns.DATE: days,
            columns.RETURN: long - short,
            columns.LONG: long,
            columns.SHORT: short,
            **members,
        }
    )


def _adjusted(race: Race, study: Pair) -> Explanation:
    outcomes = [found for found in race.spreads.values() if isinstance(found, SpreadOutcome)]
    family = {_unordered(found.long, found.short): found.p_value for found in outcomes}
    both = [side for pair in race.studies for side in (pair.long, pair.short)]
    sides = {side.identifier: side_name(side) for side in both}
    own = study.spread.long, study.spread.short
    asked_for = (*((found.long, found.short) for found in outcomes), own)
    names = {_unordered(*pair): difference(sides[pair[0]], sides[pair[1]]) for pair in asked_for}
    name = _unordered(*own)
    request = study.request
    asked = request_code("basket_request", {"event": request.event} | settings(request))
    code = RACE.format(request=asked, name=name)
    sources = {s.history.security: s for pair in race.studies for s in pair.sources}
    return benjamini_hochberg(family, name, names, tuple(sources.values()), code)


def _unordered(long: str, short: str) -> str:
    """Name a spread and its reverse alike, for they are one test."""
    return " − ".join(sorted((long, short)))
