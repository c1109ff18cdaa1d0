"""Estimates, CARs and their variances for many events of a panel."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np

from analysis.normal_returns.fit import NormalReturnFit
from analysis.panel.lines import LINES, Lines, fit_lines, line_sums
from analysis.panel.one_event import as_line, fit_event
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.running_sums import RunningSums

CHUNK = 16_384

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class PanelEstimates:
    """What one window shows for each of N events; NaN for events that cannot be studied.

    Attributes
    ----------
    events, spec
        What was studied, and how.
    ok
        (N,) whether the event has numbers.
    lines
        Alpha, beta, residual variance, degrees of freedom, CAR and its variance.
    fits
        For a model that is not a line: the fit of each event, None where there is none.
    """

    events: PanelEvents
    spec: PanelSpec
    ok: np.ndarray
    lines: Lines
    fits: tuple[NormalReturnFit | None, ...] = ()

    @property
    def standard_error(self) -> np.ndarray:
        """(N,) forecast-error standard deviation of the CAR."""
        return np.asarray(np.sqrt(self.lines.car_variance))

    @property
    def scar(self) -> np.ndarray:
        """(N,) CAR over its standard error."""
        return np.asarray(self.lines.car / self.standard_error)


def estimate_events(
    panel: ReturnPanel,
    events: PanelEvents,
    spec: PanelSpec,
    workers: int = 2,
    progress: Progress | None = None,
) -> PanelEstimates:
    """Estimate the normal-return model of every event and sum its window.

    Parameters
    ----------
    panel, events, spec
        Returns, where the events are in them, and how they are studied.
    workers
        Chunks of events worked on at a time.
    progress
        Called with the number of events done since the last call.

    Notes
    -----
    The market model, the market model without the firm, mean-adjusted and market-adjusted
    returns come from running sums: a few look-ups an event. Other models are estimated one
    event at a time, as are the events whose running sums are too inexact.
    """
    advance = progress or (lambda _done: None)
    if spec.model in LINES:
        return _estimate_lines(panel, events, spec, workers, advance)
    fits: list[NormalReturnFit | None] = []
    lines = Lines.empty(len(events))
    for i, (security, row) in enumerate(zip(events.security, events.row, strict=True)):
        fit = fit_event(panel, spec, int(security), int(row))
        fits.append(fit)
        if fit is not None:
            lines.put(slice(i, i + 1), _summary(fit, _event_returns(panel, spec, security, row)))
        advance(1)
    ok = np.array([fit is not None for fit in fits], dtype=bool)
    return PanelEstimates(events, spec, ok, lines, tuple(fits))


def _estimate_lines(
    panel: ReturnPanel, events: PanelEvents, spec: PanelSpec, workers: int, advance: Progress
) -> PanelEstimates:
    sums = line_sums(panel, spec.model, workers)
    lines, ok = Lines.empty(len(events)), np.zeros(len(events), dtype=bool)

    def work(start: int) -> int:
        part = slice(start, min(start + CHUNK, len(events)))
        _estimate_chunk(panel, sums, events[part], spec, lines[part], ok[part])
        return part.stop - start

    starts = range(0, len(events), CHUNK)
    if len(starts) <= 1:
        for start in starts:
            advance(work(start))
    else:
        with ThreadPoolExecutor(workers) as pool:
            for done in pool.map(work, starts):
                advance(done)
    return PanelEstimates(events, spec, ok, lines)


def _estimate_chunk(
    panel: ReturnPanel,
    sums: RunningSums,
    events: PanelEvents,
    spec: PanelSpec,
    lines: Lines,
    ok: np.ndarray,
) -> None:
    first = events.row + min(spec.estimation.first, spec.window.first)
    last = events.row + max(spec.estimation.last, spec.window.last)
    inside = (first >= 0) & (last < panel.sessions)
    everything = bool(inside.all())
    found, usable, sure = fit_lines(sums, events if everything else events[inside], spec)
    ok[inside] = usable
    lines.put(slice(None) if everything else inside, found)
    for i in np.flatnonzero(inside)[usable & ~sure]:
        security, row = int(events.security[i]), int(events.row[i])
        fit = fit_event(panel, spec, security, row)
        ok[i] = fit is not None
        if fit is not None:
            returns = _event_returns(panel, spec, security, row)
            lines.put(slice(i, i + 1), as_line(fit, returns))
    if not ok.all():
        lines.put(~ok, Lines.empty(int(np.sum(~ok))))


def _event_returns(panel: ReturnPanel, spec: PanelSpec, security: int, row: int) -> np.ndarray:
    return panel.returns[security, row + spec.window.first : row + spec.window.last + 1]


def _summary(fit: NormalReturnFit, returns: np.ndarray) -> Lines:
    """Write any fit in the columns that all models share; what it lacks is NaN."""
    known = {
        "alpha": fit.parameters.get("alpha", np.nan),
        "beta": fit.parameters.get("beta", np.nan),
        "sigma2": fit.sigma2,
        "df": fit.df,
        "n_estimation": fit.n_estimation,
        "car": (returns - fit.expected).sum(),
        "car_variance": fit.prediction_covariance.sum(),
    }
    return Lines(*(np.array([known.get(f.name, np.nan)]) for f in fields(Lines)))
