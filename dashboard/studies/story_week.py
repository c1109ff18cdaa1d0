"""The first four steps: the release, Stargate, a quiet week, and the weekend."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.significance.student_t import quantile
from analysis.windows import EventWindow, parse_window
from dashboard.studies.single import Study
from dashboard.studies.story_moves import (
    MARKETS,
    Abnormal,
    Bars,
    News,
    abnormal_bar,
    market_days,
    prices_of,
    study_of,
)
from dashboard.studies.story_step import Step
from dashboard.studies.story_words import Percent, Quote, Security, Sentence
from data.calendars import first_reacting_session
from data.catalogue import event

SHARE: Final = "NVDA"
PARTNERS: Final = ("ORCL", "9984.T", "ARM", "MSFT", "NVDA")
"""Securities that the catalogue names for Stargate, each on one listing."""
TWO_SESSIONS: Final = "0,1"
WEEKEND: Final = ("wang-earth-shattering", "boj-hike-meta-capex", "short-case-nvidia")
"""Events between the quiet week and the fall, besides the one that the step tells."""
HOLDS_ZERO: Final = N_(
    "Over the {count} sessions they add up to {car}; the {level} interval, {low} to {high}, "
    "includes zero."
)
LEAVES_ZERO: Final = N_(
    "Over the {count} sessions they add up to {car}; the {level} interval, {low} to {high}, "
    "does not include zero."
)


def release() -> Step:
    """Tell of R1 and of who could react first."""
    r1 = event("r1-release")
    day = r1.public_at.date()
    days = [date_.date() for date_ in pd.bdate_range(day - timedelta(days=3), periods=6)]
    shown = market_days(r1, days)
    tokyo, europe, new_york = shown.markets
    return Step(
        id="release",
        title=Sentence(
            N_("{day}: R1 appears while {place} is closed"),
            {"day": day, "place": next(m.place for m in shown.markets if day in m.closed)},
        ),
        sentences=(
            Sentence("{what}", {"what": r1.what_happened}),
            Sentence(
                N_(
                    "The clock said {tokyo_time} in Tokyo, {europe_time} in Frankfurt and "
                    "{new_york_time} in New York. In the first session that could react the "
                    "{tokyo_index} moved {tokyo_move} ({tokyo_day}), the {europe_index} "
                    "{europe_move} ({europe_day}) and the {new_york_index} {new_york_move} "
                    "({new_york_day})."
                ),
                {
                    f"{name}_{what}": fact
                    for name, market in (
                        ("tokyo", tokyo),
                        ("europe", europe),
                        ("new_york", new_york),
                    )
                    for what, fact in (
                        ("time", market.local_time),
                        ("index", Security(market.index)),
                        ("move", Percent(market.reaction)),
                        ("day", market.first),
                    )
                },
            ),
        ),
        drawn=shown,
        claims=("A1-01", "A1-02", "A2-04", "A3-06"),
        explorer={"security": SHARE, "event": r1.id},
        events=(r1.id,),
        securities=tuple(index for _, _, index in MARKETS),
    )


def stargate() -> Step:
    """Tell of the plan that lifted the same shares a day later."""
    plan = event("stargate")
    bars = {ticker: abnormal_bar(ticker, plan.id, TWO_SESSIONS) for ticker in PARTNERS}
    oracle, softbank, nvidia = (bars[ticker] for ticker in ("ORCL", "9984.T", "NVDA"))
    return Step(
        id="stargate",
        title=Sentence(N_("{day}: Stargate lifts the same shares"), {"day": plan.public_at.date()}),
        sentences=(
            Sentence("{what}", {"what": plan.what_happened}),
            Sentence(
                N_(
                    "Over {count} sessions, beyond what their index explains, {oracle} moved "
                    "{oracle_move}, {softbank} {softbank_move} and {nvidia} {nvidia_move}: the "
                    "fall of the next week starts from a height that this news had raised."
                ),
                {
                    "count": len(EventWindow(*parse_window(TWO_SESSIONS))),
                    "oracle": Security("ORCL"),
                    "oracle_move": Percent(oracle.value),
                    "softbank": Security("9984.T"),
                    "softbank_move": Percent(softbank.value),
                    "nvidia": Security("NVDA"),
                    "nvidia_move": Percent(nvidia.value),
                },
            ),
        ),
        drawn=Bars(
            tuple(sorted(bars.values(), key=lambda bar: -bar.value)),
            N_("Cumulative abnormal return"),
        ),
        claims=("A0-03", "A3-02", "A3-03", "A3-04", "A3-06"),
        explorer={"security": "ORCL", "event": plan.id, "window": TWO_SESSIONS},
        events=(plan.id,),
        securities=PARTNERS,
    )


def quiet() -> Step:
    """Tell of the sessions in which Nvidia hardly moved."""
    study = study_of(SHARE, "r1-release", "0,3", "-5,3")
    window = study.headline.car.window
    first, last = study.days_of(window)
    values = study.result.abnormal.values[study.result.abnormal.rows_of(window)]
    low, high = study.headline.interval
    return Step(
        id="quiet",
        title=Sentence(
            N_("{first} to {last}: prices hardly answer"), {"first": first, "last": last}
        ),
        sentences=(
            Sentence(
                N_(
                    "R1 was public, and {security}'s abnormal returns were {values}: {outside} of "
                    "{count} left the range that holds {level} of ordinary sessions."
                ),
                {
                    "security": Security(SHARE),
                    "values": tuple(Percent(float(value)) for value in values),
                    "outside": unusual(study, window),
                    "count": len(values),
                    "level": Percent(study.request.spec.level, 0, sign=False),
                },
            ),
            Sentence(
                HOLDS_ZERO if low <= 0 <= high else LEAVES_ZERO,
                {
                    "count": len(values),
                    "car": Percent(study.headline.car.value),
                    "level": Percent(study.request.spec.level, 0, sign=False),
                    "low": Percent(low),
                    "high": Percent(high),
                },
            ),
        ),
        drawn=Abnormal(study, EventWindow(-5, 3)),
        claims=("A1-01", "A2-15", "A3-06"),
        explorer={"security": SHARE, "event": "r1-release", "window": "0,3", "span": "-5,5"},
        events=("r1-release",),
        securities=(SHARE, study.benchmark.security),
    )


def unusual(study: Study, window: EventWindow) -> int:
    """Count the sessions whose abnormal return leaves its own prediction interval."""
    abnormal = study.result.abnormal
    rows = abnormal.rows_of(window)
    reach = quantile(study.request.spec.level, abnormal.df, abnormal.error_df)
    half = reach * abnormal.standard_errors[rows]
    return int((np.abs(abnormal.values[rows]) > half).sum())


def weekend() -> Step:
    """Tell of what became known between the close on Friday and Monday."""
    app = event("app-store-number-one")
    sessions = {first_reacting_session(app.public_at, exchange) for _, exchange, _ in MARKETS}
    session = min(sessions)
    history = prices_of(SHARE).history
    closes = history.closes.loc[: pd.Timestamp(session) - pd.Timedelta(days=1)].dropna()
    day = closes.index[-1].date()
    told = tuple(event(name) for name in (*WEEKEND, app.id, "crash-2025-01-27"))
    return Step(
        id="weekend",
        title=Sentence(N_("The weekend: everybody hears of it")),
        sentences=(
            Sentence("{what}", {"what": app.what_happened}),
            Sentence(
                N_(
                    "{security} had closed at {price} on {day}; Tokyo, Europe and New York could "
                    "all first react on {session}."
                ),
                {
                    "security": Security(SHARE),
                    "price": Quote(float(closes.iloc[-1]), history.currency),
                    "day": day,
                    "session": session,
                },
            ),
        ),
        drawn=News(told, min(entry.public_at.date() for entry in told), session),
        claims=("A0-05", "A2-15"),
        explorer={"security": SHARE, "event": app.id},
        events=tuple(entry.id for entry in told[:-1]),
        securities=(SHARE,),
    )
