"""The last five steps: three markets, Nvidia, who was hit, the rebound and the recovery."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.significance.result import HypothesisTest
from analysis.windows import EventWindow
from dashboard.studies.single import Dollars, Study
from dashboard.studies.story_moves import (
    Abnormal,
    Bars,
    Groups,
    Recoveries,
    bar,
    basket_moves,
    currency_of,
    prices_of,
    recovery,
    returns_of,
    study_of,
)
from dashboard.studies.story_step import Step
from dashboard.studies.story_week import SHARE
from dashboard.studies.story_words import Money, Percent, Quote, Security, Sentence
from data.calendars import first_reacting_session
from data.catalogue import basket, event
from data.providers.snapshot import sp500_returns

CRASH: Final = "crash-2025-01-27"
MONDAY: Final = {
    N_("Tokyo"): ("^N225", "9984.T", "6857.T"),
    N_("Europe"): ("^STOXX50E", "ASML.AS", "SU.PA"),
    N_("New York"): ("^GSPC", "NVDA", "VST"),
}
"""The index and two shares of each market, in the order in which they traded."""
BASKETS: Final = (
    "GPU_INFRA",
    "SEMI_EQUIP",
    "AI_POWER",
    "EU_INFRA",
    "HYPERSCALER",
    "EDGE_DEVICE",
    "AI_SOFTWARE",
    "NON_AI_CONTROL",
)
TUESDAY: Final = ("NVDA", "AVGO", "VST", "ASML.AS", "6857.T")
INDEX: Final = "^GSPC"


def markets() -> Step:
    """Tell of the fall in the order of the markets."""
    crash = event(CRASH)
    day = first_reacting_session(crash.public_at, "XNYS")
    bars = tuple(bar(ticker, day, place) for place, group in MONDAY.items() for ticker in group)
    moves = {entry.security: Percent(entry.value) for entry in bars}
    return Step(
        id="markets",
        title=Sentence(N_("{day}: Tokyo, then Europe, then New York"), {"day": day}),
        sentences=(
            Sentence(
                N_(
                    "In Tokyo {softbank} moved {softbank_move} and {advantest} {advantest_move}; "
                    "in Europe {asml} {asml_move} and {schneider} {schneider_move}; in New York "
                    "{nvidia} {nvidia_move} and {vistra} {vistra_move}."
                ),
                {
                    **_move("softbank", "9984.T", moves),
                    **_move("advantest", "6857.T", moves),
                    **_move("asml", "ASML.AS", moves),
                    **_move("schneider", "SU.PA", moves),
                    **_move("nvidia", "NVDA", moves),
                    **_move("vistra", "VST", moves),
                },
            ),
            Sentence(
                N_(
                    "The indices of the three markets moved far less: {nikkei} {nikkei_move}, "
                    "{stoxx} {stoxx_move}, {sp} {sp_move}."
                ),
                {
                    **_move("nikkei", "^N225", moves),
                    **_move("stoxx", "^STOXX50E", moves),
                    **_move("sp", "^GSPC", moves),
                },
            ),
        ),
        drawn=Bars(bars, N_("Return")),
        claims=("A0-08", "A1-14", "A3-23"),
        explorer={"security": "6857.T", "event": CRASH},
        events=(CRASH,),
        securities=tuple(moves),
    )


def _move(name: str, ticker: str, moves: dict[str, Percent]) -> dict[str, Security | Percent]:
    return {name: Security(ticker), f"{name}_move": moves[ticker]}


def nvidia() -> Step:
    """Tell of Nvidia's session in the measure of its ordinary ones."""
    study = study_of(SHARE, CRASH, "0,0", "-10,10")
    car, sq = study.headline.car, study.headline.test("sq")
    assert isinstance(sq, HypothesisTest)
    assert sq.p_lower is not None
    value = _dollars(study)
    n = int(sq.facts["n"])
    day = study.result.session
    return Step(
        id="nvidia",
        title=Sentence(
            N_("{security}: {value} in one session"),
            {"security": Security(SHARE), "value": Money(value.value.change, "USD")},
        ),
        sentences=(
            Sentence(
                N_(
                    "{security} returned {raw} on {day}; {abnormal} of it is abnormal "
                    "({level} interval {low} to {high})."
                ),
                {
                    "security": Security(SHARE),
                    "raw": Percent(car.raw_return),
                    "day": day,
                    "abnormal": Percent(car.value),
                    "level": Percent(study.request.spec.level, 0, sign=False),
                    "low": Percent(study.headline.interval[0]),
                    "high": Percent(study.headline.interval[1]),
                },
            ),
            Sentence(
                N_(
                    "Of the {n} ordinary sessions before it, {beyond} fell as far; in market "
                    "value the abnormal part is {abnormal}."
                ),
                {
                    "n": n,
                    "beyond": round(sq.p_lower * (n + 1)) - 1,
                    "abnormal": Money(value.value.abnormal, "USD"),
                },
            ),
        ),
        drawn=Abnormal(study, EventWindow(-10, 10)),
        claims=("A3-13", "A1-04", "A3-17", "A4-05"),
        explorer={"security": SHARE, "event": CRASH},
        events=(CRASH,),
        securities=(SHARE, study.benchmark.security),
    )


def _dollars(study: Study) -> Dollars:
    if not isinstance(study.dollars, Dollars):
        raise study.dollars
    return study.dollars


def groups() -> Step:
    """Tell who was hit and who was not."""
    moves = sorted((basket_moves(name, CRASH) for name in BASKETS), key=lambda moved: moved.mean)
    day = first_reacting_session(event(CRASH).public_at, "XNYS")
    others = sp500_returns().loc[pd.Timestamp(day)].dropna().to_numpy(dtype=float)
    lowest, control = moves[0], next(m for m in moves if m.basket == "NON_AI_CONTROL")
    chips = next(m for m in moves if m.basket == "GPU_INFRA")
    return Step(
        id="groups",
        title=Sentence(N_("Who was hit: chips and power, not the whole market")),
        sentences=(
            Sentence(
                N_(
                    "Hardest hit on average: {lowest}, {lowest_mean} abnormal; {chips} "
                    "{chips_mean}; {control} {control_mean}."
                ),
                {
                    "lowest": basket(lowest.basket).name,
                    "lowest_mean": Percent(lowest.mean),
                    "chips": basket(chips.basket).name,
                    "chips_mean": Percent(chips.mean),
                    "control": basket(control.basket).name,
                    "control_mean": Percent(control.mean),
                },
            ),
            Sentence(
                N_(
                    "Of the {count} members of the S&P 500, {up} rose that day; the middle one "
                    "returned {median} while the index returned {index}."
                ),
                {
                    "count": len(others),
                    "up": int((others > 0).sum()),
                    "median": Percent(float(np.median(others))),
                    "index": Percent(float(returns_of(INDEX)[pd.Timestamp(day)])),
                },
            ),
        ),
        drawn=Groups(tuple(moves)),
        claims=("A0-06", "A2-04", "A2-14", "A2-22", "A3-17"),
        explorer={"security": "VST", "event": CRASH},
        events=(CRASH,),
        securities=tuple(dict.fromkeys(ticker for moved in moves for ticker in moved.members)),
    )


def rebound() -> Step:
    """Tell what came back the day after, and where the fall went on."""
    fall = first_reacting_session(event(CRASH).public_at, "XNYS")
    day = first_reacting_session(event("rebound-2025-01-28").public_at, "XNYS")
    pairs = {ticker: (bar(ticker, fall), bar(ticker, day)) for ticker in TUESDAY}
    closes = prices_of(SHARE).history.closes
    before, after, then = (
        float(closes[pd.Timestamp(when)]) for when in (fall - timedelta(days=3), fall, day)
    )
    return Step(
        id="rebound",
        title=Sentence(N_("{day}: a part comes back"), {"day": day}),
        sentences=(
            Sentence(
                N_(
                    "{security} returned {move} and closed at {price}, which makes good {share} of "
                    "the day before's fall."
                ),
                {
                    "security": Security(SHARE),
                    "move": Percent(pairs[SHARE][1].value),
                    "price": Quote(then, currency_of(SHARE)),
                    "share": Percent((then - after) / (before - after), 0, sign=False),
                },
            ),
            Sentence(
                N_(
                    "Tokyo, where this was the first session after New York's fall, had a second "
                    "bad day: {security} moved {move}."
                ),
                {"security": Security("6857.T"), "move": Percent(pairs["6857.T"][1].value)},
            ),
        ),
        drawn=Bars(tuple(entry for pair in pairs.values() for entry in pair), N_("Return")),
        claims=("A3-19", "A2-11"),
        explorer={"security": SHARE, "event": "rebound-2025-01-28"},
        events=("rebound-2025-01-28", "trump-doral"),
        securities=TUESDAY,
    )


def regained() -> Step:
    """Tell when the last close before the fall was regained."""
    fall = first_reacting_session(event(CRASH).public_at, "XNYS")
    index, share = recovery(INDEX, fall), recovery(SHARE, fall)
    results = event("nvidia-results-q4-fy2025")
    return Step(
        id="recovery",
        title=Sentence(
            N_("The index is back after {index} sessions, {security} after {share}"),
            {"index": index.sessions, "share": share.sessions, "security": Security(SHARE)},
        ),
        sentences=(
            Sentence(
                N_(
                    "The {index} closed above its level of {base_day} on {index_day}, {security} "
                    "on {share_day}."
                ),
                {
                    "index": Security(INDEX),
                    "base_day": index.base_day,
                    "index_day": index.regained,
                    "security": Security(SHARE),
                    "share_day": share.regained,
                },
            ),
            Sentence(
                N_(
                    "{security}'s lowest close in between, {low} on {low_day}, lies {depth} under "
                    "that level; other news, such as its results of {results}, had come by then, "
                    "so this is no measure of the shock."
                ),
                {
                    "security": Security(SHARE),
                    "low": Quote(share.lowest * share.base, currency_of(SHARE)),
                    "low_day": share.lowest_day,
                    "depth": Percent(1 - share.lowest, 1, sign=False),
                    "results": results.public_at.date(),
                },
            ),
        ),
        drawn=Recoveries((index, share)),
        claims=("A3-19", "A3-16", "A3-01"),
        explorer={"security": SHARE, "event": CRASH, "span": "-5,20"},
        events=(CRASH, results.id),
        securities=(INDEX, SHARE),
    )
