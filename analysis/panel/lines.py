"""The three models whose normal return is a line alpha + beta R_m, for many events at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np

from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.running_sums import (
    COUNT,
    LARGEST_RATIO,
    XX,
    XY,
    YY,
    RunningSums,
    X,
    Y,
    running_sums,
)

# Model: name of its regressor, and how much of the line is estimated.
LINES: Mapping[str, tuple[str | None, int]] = MappingProxyType(
    {
        "market": ("market", 2),
        "market-ex-firm": ("market_ex_firm", 2),
        "mean-adjusted": (None, 1),
        "market-adjusted": ("market", 0),
    }
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines alpha + beta x of N events, with the leverage of a prediction.

    A prediction at x has variance sigma2 (1 + constant + precision (x - centre)^2).

    Attributes
    ----------
    alpha, beta, sigma2, df, n_estimation
        (N,) the line, its residual variance, degrees of freedom and rows.
    constant, precision, centre
        (N,) 1 / M or zero; 1 / sum (x - centre)^2 or zero; mean of x.
    car, car_variance
        (N,) sum of abnormal returns over the window and its variance.
    """

    alpha: np.ndarray
    beta: np.ndarray
    sigma2: np.ndarray
    df: np.ndarray
    n_estimation: np.ndarray
    constant: np.ndarray
    precision: np.ndarray
    centre: np.ndarray
    car: np.ndarray
    car_variance: np.ndarray

    @classmethod
    def empty(cls, n: int) -> Lines:
        """Return n lines that are not estimated yet."""
        return cls(*(np.full(n, np.nan) for _ in fields(cls)))

    def put(self, where: slice | np.ndarray, lines: Lines) -> None:
        """Write lines into these."""
        for f in fields(self):
            getattr(self, f.name)[where] = getattr(lines, f.name)

    def __getitem__(self, which: slice | np.ndarray) -> Lines:
        return Lines(*(getattr(self, f.name)[which] for f in fields(self)))


def line_sums(panel: ReturnPanel, model: str, workers: int = 2) -> RunningSums:
    """Return the running sums that a line model needs; one for any number of events."""
    name, estimated = LINES[model]
    if estimated == 0 and name is not None:
        return running_sums(
            None, panel.returns - panel.regressors[name], centre=False, workers=workers
        )
    x = None if name is None else panel.regressors[name]
    return running_sums(x, panel.returns, workers=workers)


def fit_lines(
    sums: RunningSums, events: PanelEvents, spec: PanelSpec
) -> tuple[Lines, np.ndarray, np.ndarray]:
    """Estimate the line of each event and sum its window.

    Parameters
    ----------
    sums
        From ``line_sums`` for the same model.
    events
        n events whose windows lie inside the panel.

    Returns
    -------
    tuple
        Lines; (n,) whether the event has the returns that it needs; (n,) whether its numbers
        are good to ten digits. Where they are not, the one-event path is to be taken.

    Notes
    -----
    MacKinlay (1997), equations 3, 5, 8 and 10, in moments about the centres: Sxx, Sxy, Syy.
    """
    length = len(spec.window)
    inside, end = sums.window(
        events.security, events.row + spec.estimation.first, len(spec.estimation)
    )
    event, _ = sums.window(events.security, events.row + spec.window.first, length)
    usable = (inside[COUNT] >= spec.required) & (event[COUNT] == length)
    estimated = LINES[spec.model][1]
    with np.errstate(divide="ignore", invalid="ignore"):
        lines, rss, sxx = _moments(inside, event, length, estimated)
    sure = LARGEST_RATIO * rss > end[YY]
    if estimated == 2:
        sure &= LARGEST_RATIO * sxx > end[XX]
    sure &= lines.df > 0
    _uncentre(lines, sums, events, estimated)
    return lines, usable, sure


def _moments(
    inside: np.ndarray, event: np.ndarray, length: int, estimated: int
) -> tuple[Lines, np.ndarray, np.ndarray]:
    """Return lines about the centres, residual and regressor sums of squares."""
    m, zero = inside[COUNT], np.zeros(inside.shape[1])
    y_mean, x_mean = (inside[Y] / m, inside[X] / m) if estimated else (zero, zero.copy())
    constant = 1 / m if estimated else zero
    rss = inside[YY] - inside[Y] * y_mean
    sxx = inside[XX] - inside[X] * x_mean
    beta, precision = zero.copy(), zero
    if estimated == 2:
        sxy = inside[XY] - inside[X] * y_mean
        beta, precision = sxy / sxx, 1 / sxx
        rss = rss - beta * sxy
    df = m - estimated
    sigma2 = rss / df
    reach = event[X] - length * x_mean
    car = event[Y] - length * y_mean - beta * reach
    variance = sigma2 * (length + length**2 * constant + precision * reach**2)
    alpha = y_mean - beta * x_mean
    lines = Lines(alpha, beta, sigma2, df, m, constant, precision, x_mean, car, variance)
    return lines, rss, sxx


def _uncentre(lines: Lines, sums: RunningSums, events: PanelEvents, estimated: int) -> None:
    x, y = sums.x_centre[events.security], sums.y_centre[events.security]
    if estimated:
        lines.alpha[...] += y - lines.beta * x
        lines.centre[...] += x
    else:
        lines.beta[...] = 1.0
