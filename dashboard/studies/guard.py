"""What must be said before a reader trusts a study of a security and a date of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.study import StudySpec
from analysis.windows import EstimationWindow, EventWindow
from dashboard.studies.alignment import aligned_returns
from dashboard.studies.single import Study
from data.checks import LARGEST_FALL, LARGEST_RISE
from data.prices import PriceHistory

FEW_ROWS: Final = 100
"""Estimation rows below which the model is poorly known."""
MANY: Final = 0.1
"""Share of the estimation window that may lack returns without a word."""
THIN: Final = 0.1
"""Share of sessions without a move, or without a trade, from which a share trades thinly."""

MOVED = N_("{asked} is no session ({reason}); the study takes {session} as tau = 0.")
CALENDARS = N_(
    "{security} trades on {own} and {benchmark} on {other}: on one date they know different "
    "news, so beta and the abnormal return mix two days. Choose an index of the same market, or "
    "the Dimson model."
)
FEW = N_(
    "The model is estimated on only {rows} sessions; with fewer than {least} its parameters and "
    "every p-value are poorly known."
)
GAPS = N_(
    "Sessions of the estimation window without a return: {missing} of {length}. The model rests "
    "on {rows}; the first is of {first}."
)
SPLIT = N_(
    "A split of {ratio} for 1 on {day} lies among the sessions studied. The prices are on one "
    "share basis, so that no return comes from it."
)
LARGE_MOVE = N_(
    "On {day} the price of {security} moved by {move} in one session: genuine, or a split that "
    "the file does not undo. Check it before you trust the numbers."
)
STALE = N_(
    "On {share} of the sessions estimated on, the price of {security} did not move at all: it "
    "trades thinly. Beta is then too small; the Scholes–Williams and Dimson models correct that."
)
UNTRADED = N_(
    "On {count} of the sessions estimated on, {security} was not traded; the closes of those days "
    "are old prices."
)


@dataclass(frozen=True, slots=True)
class Caution:
    """A problem that does not stop a study, as an English template with its facts.

    ``fractions`` are facts to be written as percentages, with a sign where they are moves.
    """

    template: str
    facts: dict[str, object] = field(default_factory=dict)
    fractions: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reach:
    """The events that a pair of price histories can be asked about.

    Attributes
    ----------
    first, last
        Span of the prices that both have.
    earliest, latest
        First and last session that has its estimation and event window inside; None where the
        histories are too short for any.
    """

    first: date
    last: date
    earliest: date | None
    latest: date | None


def reach(own: PriceHistory, other: PriceHistory, spec: StudySpec) -> Reach:
    """Return which sessions of a security can be studied against a benchmark.

    A session counts when its first event window has every return of both, and its estimation
    window as many as a study needs.
    """
    first, last = max(own.first, other.first), min(own.last, other.last)
    returns = aligned_returns(own, other, spec.returns)
    known = (returns.security.notna() & returns.benchmark.notna()).to_numpy()
    window, estimation = spec.windows[0], spec.estimation
    needed = min(spec.min_estimation, len(estimation))
    rows = np.flatnonzero(
        (_known_in(known, window) == len(window)) & (_known_in(known, estimation) >= needed)
    )
    if not len(rows):
        return Reach(first, last, None, None)
    days = pd.DatetimeIndex(returns.security.index)
    return Reach(first, last, days[rows[0]].date(), days[rows[-1]].date())


def _known_in(known: np.ndarray, window: EstimationWindow | EventWindow) -> np.ndarray:
    """Return (T,) how many sessions of a window around each are known; -1 beyond the ends."""
    total = np.concatenate(([0], np.cumsum(known)))
    start = np.arange(len(known)) + window.first
    stop = np.arange(len(known)) + window.last + 1
    inside = (start >= 0) & (stop <= len(known))
    counts = np.full(len(known), -1)
    counts[inside] = total[stop[inside]] - total[start[inside]]
    return counts


def cautions(study: Study) -> tuple[Caution, ...]:
    """Return what a reader must know of a study that could be done."""
    return tuple(
        caution
        for part in (_of_dates, _of_rows, _of_splits, _of_trading)
        for caution in part(study)
    )


def _of_dates(study: Study) -> Iterator[Caution]:
    if study.event.moved:
        facts = {"asked": study.event.asked, "reason": study.event.moved}
        yield Caution(MOVED, facts | {"session": study.event.session})
    if study.returns.calendars_differ:
        yield Caution(
            CALENDARS,
            {
                "security": study.security.security,
                "own": study.security.exchange,
                "benchmark": study.benchmark.security,
                "other": study.benchmark.exchange,
            },
        )


def _of_rows(study: Study) -> Iterator[Caution]:
    rows = study.result.fit.n_estimation
    missing = sum(len(dropped.sessions) for dropped in study.result.dropped)
    length = len(study.request.spec.estimation)
    if missing > MANY * length:
        facts = {"missing": missing, "length": length, "rows": rows}
        yield Caution(GAPS, facts | {"first": study.result.estimation_span[0]})
    if rows < FEW_ROWS:
        yield Caution(FEW, {"rows": rows, "least": FEW_ROWS})


def _of_splits(study: Study) -> Iterator[Caution]:
    first, last = _span(study)
    fetched = study.sources[0].fetched
    if fetched is not None:
        splits = fetched.actions["split"].loc[first:last]
        for day, ratio in splits[splits != 0.0].items():
            yield Caution(SPLIT, {"ratio": f"{ratio:g}", "day": pd.Timestamp(str(day)).date()})
    if study.security.provenance.source != "upload":
        return
    returns = study.returns.security.loc[first:last]
    for day, value in returns[(returns <= LARGEST_FALL) | (returns >= LARGEST_RISE)].items():
        facts = {"day": pd.Timestamp(str(day)).date(), "security": study.security.security}
        yield Caution(LARGE_MOVE, facts, {"move": float(value)})


def _of_trading(study: Study) -> Iterator[Caution]:
    name = study.security.security
    returns = study.returns.security.to_numpy()[study.result.fit.rows]
    share = float(np.mean(returns == 0.0))
    if share >= THIN:
        yield Caution(STALE, {"security": name}, {"share": share})
    first, last = study.result.estimation_span
    table = study.security.table
    inside = table.index.slice_indexer(pd.Timestamp(first), pd.Timestamp(last))
    volume = table["volume"].to_numpy()[inside]
    untraded = int(np.sum(volume == 0.0))
    if untraded >= THIN * len(volume) > 0 and np.nanmax(volume) > 0:
        yield Caution(UNTRADED, {"count": untraded, "security": name})


def _span(study: Study) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last session studied, estimation window included."""
    days = study.result.abnormal.sessions
    ends = (*study.result.estimation_span, days[0].date(), days[-1].date())
    return pd.Timestamp(min(ends)), pd.Timestamp(max(ends))
