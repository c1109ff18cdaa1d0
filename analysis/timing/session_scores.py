"""Abnormal returns of every session of a search window, each over what was expected of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import N_, StudyError
from analysis.panel.estimates import estimate_events
from analysis.panel.lines import LINES
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.panel.sample import windows_of
from analysis.significance.volatility_scaled import DECAY


@dataclass(frozen=True, slots=True, eq=False)
class SessionScores:
    """N search windows of L sessions, each with an estimation window of its own.

    Attributes
    ----------
    row
        (N,) session of tau = 0 of each window.
    ar
        (N, L) abnormal returns, in fractions.
    sar
        (N, L) over their forecast-error standard deviations.
    scaled
        (N, L) over the exponentially weighted volatility expected the session before; NaN
        where the estimation window does not come before the search window.
    df
        (N,) degrees of freedom of each window's residual variance.
    """

    row: np.ndarray
    ar: np.ndarray
    sar: np.ndarray
    scaled: np.ndarray
    df: np.ndarray

    def __getitem__(self, which: slice | np.ndarray) -> SessionScores:
        return SessionScores(
            self.row[which],
            self.ar[which],
            self.sar[which],
            self.scaled[which],
            self.df[which],
        )

    def __len__(self) -> int:
        return len(self.row)


def session_scores(panel: ReturnPanel, rows: np.ndarray, spec: PanelSpec) -> SessionScores:
    """Score every session of the search windows around some sessions of one series.

    Parameters
    ----------
    panel
        One series, S = 1, with its regressors.
    rows
        (N,) sessions of tau = 0. Windows that cannot be studied are left out.
    spec
        Model, estimation window and the search window.

    Raises
    ------
    StudyError
        When the model is not one of the lines that are estimated for all windows at once.

    Notes
    -----
    SAR_t = AR_t / (s sqrt(1 + h_tt)); Campbell, Lo and MacKinlay (1997), 4.4.13, for one
    session. sigma2_t|t-1 starts at s2 with the first estimation residual and runs over all
    sessions since, those of the search window included, each as soon as it is past.
    """
    if spec.model not in LINES:
        raise StudyError(
            N_("A search for the date under the model “{model}” was asked for."),
            N_("It needs the model anew at thousands of dates; that is done for {known} only."),
            N_("Choose one of these models."),
            model=spec.model,
            known=", ".join(LINES),
        )
    inside = rows[
        (rows + min(spec.estimation.first, spec.window.first) >= 0)
        & (rows + spec.window.last < panel.sessions)
    ]
    events = PanelEvents(np.zeros(len(inside), dtype=int), inside)
    found = estimate_events(panel, events, spec)
    events, lines = events[found.ok], found.lines[found.ok]
    name = LINES[spec.model][0]
    x = None if name is None else panel.regressor(name, 0)
    first = min(spec.estimation.first, spec.window.first)
    span = max(spec.window.last, spec.estimation.last) - first + 1
    own = windows_of(panel.returns[0], np.zeros(len(events), int), events.row + first, span)
    errors = own - lines.alpha[:, None]
    leverage = np.broadcast_to(lines.constant[:, None], errors.shape)
    if x is not None:
        market = windows_of(x, np.zeros(len(events), int), events.row + first, span)
        errors = errors - lines.beta[:, None] * market
        leverage = leverage + lines.precision[:, None] * (market - lines.centre[:, None]) ** 2
    at = slice(spec.window.first - first, spec.window.last - first + 1)
    ar = errors[:, at]
    before = spec.estimation.last < spec.window.first
    sigma = _expected_volatility(errors, lines.sigma2)[:, at] if before else np.nan
    complete = ~np.isnan(ar).any(axis=1)
    scores = SessionScores(
        row=events.row,
        ar=ar,
        sar=ar / np.sqrt(lines.sigma2[:, None] * (1 + leverage[:, at])),
        scaled=ar / sigma,
        df=lines.df,
    )
    return scores if complete.all() else scores[complete]


def _expected_volatility(errors: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return (N, T) sigma_t|t-1; a missing error leaves the variance as it was."""
    variance = start.astype(float).copy()
    expected = np.empty_like(errors)
    for t in range(errors.shape[1]):
        expected[:, t] = variance
        e2 = errors[:, t] ** 2
        variance = np.where(np.isnan(e2), variance, DECAY * variance + (1 - DECAY) * e2)
    return np.asarray(np.sqrt(expected))
