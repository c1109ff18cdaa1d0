"""Any model for the events of a panel, one event at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.normal_returns.fit import NormalReturnFit, UnavailableModel
from analysis.normal_returns.models import estimator
from analysis.panel.lines import Lines
from analysis.panel.returns_panel import PanelSpec, ReturnPanel


@dataclass(frozen=True, slots=True)
class EventRows:
    """Rows of one event that its model may use.

    Attributes
    ----------
    usable
        (M,) estimation rows with a return and every regressor.
    event
        Rows of the event window, all of them complete.
    """

    usable: np.ndarray
    event: slice


def event_rows(panel: ReturnPanel, spec: PanelSpec, security: int, row: int) -> EventRows | None:
    """Return the rows of an event, or None where it lacks returns that it needs."""
    first, stop = row + spec.estimation.first, row + spec.estimation.last + 1
    event = slice(row + spec.window.first, row + spec.window.last + 1)
    if min(first, event.start) < 0 or max(stop, event.stop) > panel.sessions:
        return None
    series = [panel.returns[security], *(panel.regressor(n, security) for n in spec.needs)]
    if not all(np.isfinite(values[event]).all() for values in series):
        return None
    present = np.logical_and.reduce([np.isfinite(values[first:stop]) for values in series])
    usable = np.flatnonzero(present) + first
    return EventRows(usable, event) if len(usable) >= spec.required else None


def fit_event(
    panel: ReturnPanel, spec: PanelSpec, security: int, row: int
) -> NormalReturnFit | None:
    """Estimate the model for one event; None where it cannot be."""
    rows = event_rows(panel, spec, security, row)
    if rows is None:
        return None
    regressors = {name: panel.regressor(name, security) for name in spec.needs}
    estimate = estimator(spec.model, lags=spec.dimson_lags, leads=spec.dimson_leads, day0=row)
    fit = estimate(panel.returns[security], regressors, rows.usable, rows.event)
    return None if isinstance(fit, UnavailableModel) else fit


def as_line(fit: NormalReturnFit, returns: np.ndarray) -> Lines:
    """Write a fit of a line model as one line, with the CAR of event returns (L,)."""
    alpha, beta = fit.parameters["alpha"], fit.parameters.get("beta", 0.0)
    constant = precision = centre = 0.0
    if fit.model == "mean-adjusted":
        constant = 1 / fit.n_estimation
    elif fit.model != "market-adjusted":
        scaled = fit.parameter_covariance / fit.sigma2
        constant, precision = 1 / fit.n_estimation, scaled[1, 1]
        centre = -scaled[0, 1] / scaled[1, 1]
    return Lines(
        *(
            np.array([value])
            for value in (
                alpha,
                beta,
                fit.sigma2,
                float(fit.df),
                float(fit.n_estimation),
                constant,
                precision,
                centre,
                float((returns - fit.expected).sum()),
                float(fit.prediction_covariance.sum()),
            )
        )
    )
