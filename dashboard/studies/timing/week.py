"""Abnormal returns session by session around an event, and the date that the data choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.panel.returns_panel import PanelSpec, ReturnPanel
from analysis.significance.student_t import quantile
from analysis.study import StudySpec, run_study
from analysis.timing.date_search import DateSearch, Score, search_date
from analysis.timing.session_scores import SessionScores, session_scores
from analysis.windows import EventWindow, event_row
from dashboard.studies.basket_members import LeftOut
from dashboard.studies.basket_sides import Sides
from dashboard.studies.single import Study
from data.load import LoadedPrices

SCORES: Final[tuple[Score, ...]] = ("scaled", "sar")
WEEK: Final = EventWindow(-5, 4)
"""With 27 January 2025 as tau = 0 in New York: 17 to 31 January."""


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """What each session of a search window shows for one security or basket.

    Attributes
    ----------
    subject
        Ticker or basket.
    exchange
        Calendar of the sessions.
    sessions, tau
        (L,) the sessions and their event time.
    scores
        Their abnormal returns and scores.
    half
        (L,) half-width of the range of an ordinary session's abnormal return.
    level
        Probability of that range.
    search
        By score: the session that the data choose, or why it cannot be judged.
    others
        First and last session that the other windows were taken from.
    members, left_out
        Names in the numbers, and those left out with the reason.
    sources
        The prices.
    spec
        How it was estimated.
    """

    subject: str
    exchange: str
    sessions: pd.DatetimeIndex
    tau: np.ndarray
    scores: SessionScores
    half: np.ndarray
    level: float
    search: dict[Score, DateSearch | StudyError]
    others: tuple[pd.Timestamp, pd.Timestamp] | None
    members: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    sources: tuple[LoadedPrices, ...]
    spec: StudySpec

    @property
    def ar(self) -> np.ndarray:
        """(L,) abnormal returns, in fractions."""
        return np.asarray(self.scores.ar[0])

    def score(self, name: Score) -> np.ndarray:
        """(L,) scores of one kind."""
        return np.asarray(getattr(self.scores, name)[0])


def week_of_security(study: Study, span: EventWindow = WEEK) -> Week:
    """Score the sessions of a search window for the security of a study.

    Raises
    ------
    StudyError
        When the prices, the windows or the model do not allow it.
    """
    return _week(
        subject=study.security.security,
        exchange=study.security.exchange,
        series=study.returns.security,
        regressors=study.regressors.table,
        session=pd.Timestamp(study.result.session),
        spec=study.request.spec,
        span=span,
        members=(study.security.security,),
        left_out=(),
        sources=study.sources,
    )


def week_of_basket(measured: Sides, spec: StudySpec, span: EventWindow = WEEK) -> Week:
    """Score the sessions of a search window for a basket's equal-weight portfolio.

    Parameters
    ----------
    measured
        The basket's members; what is on the other side of a spread is left out.
    spec
        How they are estimated.
    span
        The search window.

    Raises
    ------
    StudyError
        When the prices, the windows or the model do not allow it.
    """
    side = measured.sides[0]
    values = np.mean([member.returns.to_numpy(dtype=float) for member in side.members], axis=0)
    return _week(
        subject=side.identifier,
        exchange=measured.exchange,
        series=pd.Series(values, index=side.members[0].returns.index),
        regressors=side.members[0].regressors,
        session=pd.Timestamp(measured.event.session),
        spec=spec,
        span=span,
        members=side.tickers,
        left_out=side.left_out,
        sources=(measured.benchmark, *(member.loaded for member in side.members)),
    )


def _week(
    *,
    subject: str,
    exchange: str,
    series: pd.Series,
    regressors: pd.DataFrame,
    session: pd.Timestamp,
    spec: StudySpec,
    span: EventWindow,
    members: tuple[str, ...],
    left_out: tuple[LeftOut, ...],
    sources: tuple[LoadedPrices, ...],
) -> Week:
    index = pd.DatetimeIndex(series.index)
    zero = event_row(index, session)
    panel = ReturnPanel(
        series.to_numpy(dtype=float)[None],
        {name: regressors[name].to_numpy(dtype=float) for name in MODELS[spec.model].needs},
    )
    how = PanelSpec.of(spec, span)
    scores = session_scores(panel, np.array([zero]), how)
    if not len(scores):
        raise _refusal(series.rename(subject), regressors, session, replace(spec, windows=(span,)))
    # Windows that end before the searched one begins: the event is in none of them.
    rows = np.arange(-spec.estimation.first, zero + span.first - span.last)
    others = session_scores(panel, rows, how)
    return Week(
        subject=subject,
        exchange=exchange,
        sessions=index[zero + span.first : zero + span.last + 1],
        tau=np.arange(span.first, span.last + 1),
        scores=scores,
        half=_half(scores, spec.level),
        level=spec.level,
        search={name: _search(scores, others, name) for name in SCORES},
        others=(index[others.row[0] + span.first], index[others.row[-1] + span.last])
        if len(others)
        else None,
        members=members,
        left_out=left_out,
        sources=sources,
        spec=spec,
    )


def _refusal(
    series: pd.Series, regressors: pd.DataFrame, session: pd.Timestamp, spec: StudySpec
) -> StudyError:
    """Return why a search window cannot be studied, in the words of ``run_study``."""
    try:
        run_study(series, regressors, session.date(), spec)
    except StudyError as refusal:
        return refusal
    return StudyError(
        N_("A search for the date in {length} sessions was asked for."),
        N_("Not every one of them can be compared with what was expected of it."),
        N_("Search fewer sessions, or choose a security with a longer history."),
        length=len(spec.windows[0]),
    )


def _half(scores: SessionScores, level: float) -> np.ndarray:
    error = np.abs(scores.ar[0] / scores.sar[0])
    return np.asarray(quantile(level, int(scores.df[0])) * error)


def _search(scores: SessionScores, others: SessionScores, name: Score) -> DateSearch | StudyError:
    try:
        return search_date(scores, others, name)
    except StudyError as refusal:
        return refusal
