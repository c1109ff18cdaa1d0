"""Many events, each of one security, ready to be tested together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.returns import ReturnKind
from analysis.study_result import EventStudyResult
from analysis.windows import EstimationWindow, EventWindow


class Residuals(Protocol):
    """Estimation residuals of N events, given out in blocks so that they need not all exist."""

    def block(self, events: slice) -> np.ndarray:
        """Return (n, M) residuals of some events, a column a session; NaN where missing."""
        ...


@dataclass(frozen=True, slots=True)
class StoredResiduals:
    """Residuals held in memory.

    Attributes
    ----------
    values
        (N, M) residuals in event time, NaN where missing.
    """

    values: np.ndarray

    def block(self, events: slice) -> np.ndarray:
        """Return (n, M) residuals of some events."""
        return self.values[events]


@dataclass(frozen=True, slots=True)
class EventSample:
    """Abnormal returns of N events over one window, with all that the tests ask for.

    Attributes
    ----------
    window, estimation
        Event window of L sessions and estimation window of M sessions.
    kind
        ``"simple"`` or ``"log"`` returns.
    security
        (N,) a whole number for each security; a security may have several events.
    event_row
        (N,) row of tau = 0 in sessions; equal rows are one date.
    returns, expected
        (N, L) actual and normal returns, in fractions.
    ar_variance
        (N, L) forecast-error variance of each abnormal return.
    car, car_variance
        (N,) CAR and its forecast-error variance 1'V1.
    sigma2, df, n_estimation
        (N,) residual variance, its degrees of freedom and the estimation rows used.
    residuals
        (N, M) estimation residuals in event time, by blocks.
    gap
        (N, G) actual less normal returns of the sessions between estimation window and event
        window, for events on one date; NaN where missing, None where the estimation window
        does not come first.
    """

    window: EventWindow
    estimation: EstimationWindow
    kind: ReturnKind
    security: np.ndarray
    event_row: np.ndarray
    returns: np.ndarray
    expected: np.ndarray
    ar_variance: np.ndarray
    car: np.ndarray
    car_variance: np.ndarray
    sigma2: np.ndarray
    df: np.ndarray
    n_estimation: np.ndarray
    residuals: Residuals
    gap: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.car)

    @property
    def ar(self) -> np.ndarray:
        """(N, L) abnormal returns."""
        return np.asarray(self.returns - self.expected)

    @property
    def sar(self) -> np.ndarray:
        """(N, L) abnormal returns over their forecast-error standard deviations."""
        return np.asarray(self.ar / np.sqrt(self.ar_variance))

    @property
    def scar(self) -> np.ndarray:
        """(N,) CAR over its standard error (Campbell, Lo, MacKinlay 1997, 4.4.13)."""
        return np.asarray(self.car / np.sqrt(self.car_variance))

    @property
    def columns(self) -> int:
        """Sessions of the estimation window, missing ones included."""
        return len(self.estimation)

    @property
    def is_complete(self) -> bool:
        """Whether no event lacks a residual."""
        return bool(np.all(self.n_estimation == self.columns))


def sample_from_results(
    results: Sequence[EventStudyResult], sessions: pd.DatetimeIndex, window: EventWindow
) -> EventSample:
    """Put studies of one event each side by side.

    Parameters
    ----------
    results
        Studies with the same estimation window, kind of return and model.
    sessions
        The sessions that all their returns are indexed by.
    window
        One of their event windows.

    Raises
    ------
    StudyError
        When there is none, or when they were not studied alike.
    """
    _require_alike(results, sessions)
    first = results[0]
    rows = sessions.get_indexer(pd.DatetimeIndex([result.session for result in results]))
    estimation = first.spec.estimation
    names = {name: code for code, name in enumerate(dict.fromkeys(r.security for r in results))}
    residuals = np.full((len(results), len(estimation)), np.nan)
    for i, result in enumerate(results):
        residuals[i, result.fit.rows - rows[i] - estimation.first] = result.fit.residuals
    cuts = [result.abnormal.rows_of(window) for result in results]
    blocks = [r.abnormal.covariance[cut, cut] for r, cut in zip(results, cuts, strict=True)]
    return EventSample(
        window=window,
        estimation=estimation,
        kind=first.spec.returns,
        security=np.array([names[result.security] for result in results]),
        event_row=np.asarray(rows),
        returns=_stack(r.abnormal.returns[c] for r, c in zip(results, cuts, strict=True)),
        expected=_stack(r.abnormal.expected[c] for r, c in zip(results, cuts, strict=True)),
        ar_variance=_stack(np.diag(block) for block in blocks),
        car=np.array([r.abnormal.values[c].sum() for r, c in zip(results, cuts, strict=True)]),
        car_variance=np.array([block.sum() for block in blocks]),
        sigma2=np.array([result.fit.sigma2 for result in results]),
        df=np.array([result.fit.df for result in results]),
        n_estimation=np.array([result.fit.n_estimation for result in results]),
        residuals=StoredResiduals(residuals),
        gap=_gap(results, window) if len(set(rows.tolist())) == 1 else None,
    )


def _gap(results: Sequence[EventStudyResult], window: EventWindow) -> np.ndarray | None:
    before = [result.abnormal.values[: result.abnormal.rows_of(window).start] for result in results]
    gaps = [result.fit.gap_errors for result in results]
    series = [
        np.concatenate((gap, ar)) for gap, ar in zip(gaps, before, strict=True) if gap is not None
    ]
    return stack_gaps(series, len(results), results[0].spec.estimation, window)


def stack_gaps(
    series: Sequence[np.ndarray], n: int, estimation: EstimationWindow, window: EventWindow
) -> np.ndarray | None:
    """Return (n, G) errors between the windows from series that end where the event begins.

    None where the estimation window does not come first, or a series is missing.
    """
    length = window.first - estimation.last - 1
    if length < 0 or len(series) < n:
        return None
    return np.array([values[len(values) - length :] for values in series]).reshape(n, length)


def _stack(rows: Iterable[np.ndarray]) -> np.ndarray:
    return np.stack(list(rows))


def _require_alike(results: Sequence[EventStudyResult], sessions: pd.DatetimeIndex) -> None:
    alike = {(r.spec.estimation, r.spec.returns, r.fit.model) for r in results}
    if len(alike) != 1:
        raise StudyError(
            N_("A joint test of {count} events was asked for."),
            N_("They were studied in {ways} different ways."),
            N_("Give studies with one estimation window, one model and one kind of return."),
            count=len(results),
            ways=len(alike),
        )
    for result in results:
        day = pd.Timestamp(result.estimation_span[0])
        row = int(result.fit.rows[0])
        if (
            pd.Timestamp(result.session) not in sessions
            or row >= len(sessions)
            or sessions[row] != day
        ):
            raise StudyError(
                N_("A joint test with {security} on {session} was asked for."),
                N_("Its returns are on other sessions than the ones given."),
                N_("Study all securities on one index of sessions."),
                security=result.security,
                session=result.session,
            )
