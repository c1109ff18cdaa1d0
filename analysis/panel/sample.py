"""From a panel's estimates to the sample that the tests work on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from analysis.errors import N_, StudyError
from analysis.event_sample import EventSample, Residuals, StoredResiduals, stack_gaps
from analysis.panel.estimates import PanelEstimates
from analysis.panel.lines import LINES, Lines
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel


@dataclass(frozen=True, slots=True)
class LineResiduals:
    """Residuals of line models, computed when a block is asked for.

    Attributes
    ----------
    returns
        (S, T) returns of the panel.
    regressor
        (T,) or (S, T) regressor of the model, or None.
    security, start
        (N,) row of the security and first estimation session of each event.
    columns
        Sessions of the estimation window, M.
    alpha, beta
        (N,) the lines.
    """

    returns: np.ndarray
    regressor: np.ndarray | None
    security: np.ndarray
    start: np.ndarray
    columns: int
    alpha: np.ndarray
    beta: np.ndarray

    def block(self, events: slice) -> np.ndarray:
        """Return (n, M) residuals of some events, NaN where a return is missing."""
        security, start = self.security[events], self.start[events]
        values = windows_of(self.returns, security, start, self.columns)
        values -= self.alpha[events, None]
        if self.regressor is not None:
            x = windows_of(self.regressor, security, start, self.columns)
            x *= self.beta[events, None]
            values -= x
        return values


def windows_of(
    values: np.ndarray, security: np.ndarray, start: np.ndarray, length: int
) -> np.ndarray:
    """Return (n, length) sessions from ``start`` on, of (T,) or of (S, T) values."""
    view = sliding_window_view(values, length, axis=-1)
    return np.asarray(view[start] if values.ndim == 1 else view[security, start])


def panel_sample(panel: ReturnPanel, estimates: PanelEstimates) -> EventSample:
    """Return the sample of the events that could be studied.

    Raises
    ------
    StudyError
        When there is none.
    """
    if not estimates.ok.any():
        raise StudyError(
            N_("A joint test of {count} events was asked for."),
            N_("None of them could be studied."),
            N_("Read the reasons beside the events."),
            count=len(estimates.ok),
        )
    if estimates.spec.model in LINES:
        return _line_sample(panel, estimates)
    return _fitted_sample(panel, estimates)


def _line_sample(panel: ReturnPanel, estimates: PanelEstimates) -> EventSample:
    spec, ok = estimates.spec, estimates.ok
    events, lines = estimates.events[ok], estimates.lines[ok]
    name = LINES[spec.model][0]
    x = None if name is None else panel.regressors[name]
    at, length = events.row + spec.window.first, len(spec.window)
    returns = windows_of(panel.returns, events.security, at, length)
    expected = np.broadcast_to(lines.alpha[:, None], returns.shape)
    leverage = np.broadcast_to(lines.constant[:, None], returns.shape)
    if x is not None:
        x_event = windows_of(x, events.security, at, length)
        expected = expected + lines.beta[:, None] * x_event
        leverage = leverage + lines.precision[:, None] * (x_event - lines.centre[:, None]) ** 2
    residuals = LineResiduals(
        panel.returns,
        x,
        events.security,
        events.row + spec.estimation.first,
        len(spec.estimation),
        lines.alpha,
        lines.beta,
    )
    variance = lines.sigma2[:, None] * (1 + leverage)
    gap = _line_gap(spec, residuals) if on_one_date(events) else None
    return _sample(events, spec, lines, residuals, (returns, expected, variance), gap)


def on_one_date(events: PanelEvents) -> bool:
    """Say whether all events have the same tau = 0."""
    return bool((events.row == events.row[0]).all())


def _line_gap(spec: PanelSpec, residuals: LineResiduals) -> np.ndarray | None:
    n, length = len(residuals.start), spec.window.first - spec.estimation.last - 1
    if length < 1:
        return np.empty((n, 0)) if length == 0 else None
    between = replace(residuals, start=residuals.start + residuals.columns, columns=length)
    return between.block(slice(0, n))


def _fitted_sample(panel: ReturnPanel, estimates: PanelEstimates) -> EventSample:
    spec, ok = estimates.spec, estimates.ok
    events, lines = estimates.events[ok], estimates.lines[ok]
    fits = [fit for fit in estimates.fits if fit is not None]
    at = events.row + spec.window.first
    returns = windows_of(panel.returns, events.security, at, len(spec.window))
    residuals = np.full((len(fits), len(spec.estimation)), np.nan)
    for i, fit in enumerate(fits):
        residuals[i, fit.rows - events.row[i] - spec.estimation.first] = fit.residuals
    expected = np.array([fit.expected for fit in fits])
    variance = np.array([np.diag(fit.prediction_covariance) for fit in fits])
    arrays = (returns, expected, variance)
    series = [fit.gap_errors for fit in fits if fit.gap_errors is not None]
    gap = (
        stack_gaps(series, len(fits), spec.estimation, spec.window) if on_one_date(events) else None
    )
    return _sample(events, spec, lines, StoredResiduals(residuals), arrays, gap)


def _sample(
    events: PanelEvents,
    spec: PanelSpec,
    lines: Lines,
    residuals: Residuals,
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray],
    gap: np.ndarray | None,
) -> EventSample:
    returns, expected, variance = arrays
    return EventSample(
        window=spec.window,
        estimation=spec.estimation,
        kind=spec.kind,
        security=events.security,
        event_row=events.row,
        returns=returns,
        expected=expected,
        ar_variance=variance,
        car=lines.car,
        car_variance=lines.car_variance,
        sigma2=lines.sigma2,
        df=lines.df,
        n_estimation=lines.n_estimation,
        residuals=residuals,
        gap=gap,
    )
