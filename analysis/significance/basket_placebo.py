"""The placebo in time for a basket: all events moved together."""

from __future__ import annotations

import numpy as np

from analysis.dates_away import MARGIN
from analysis.errors import N_
from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.significance.many_firms import Wording
from analysis.significance.result import HypothesisTest, TestResult

PLACEBO = Wording(
    "placebo",
    N_("Placebo dates, all firms moved together"),
    N_("The mean standardised CAR is one of those at dates without an event."),
    N_(
        "The event date is exchangeable with the placebo dates: the basket's correlation and "
        "variance are those of ordinary times. Neighbouring placebo windows overlap."
    ),
)
MOST = 500_000
NONE_LEFT = N_("No date is left at which every event could be placed away from the others.")
NOT_STUDIED = N_("{count} of the events cannot be studied themselves.")


def basket_placebo_test(
    panel: ReturnPanel,
    events: PanelEvents,
    spec: PanelSpec,
    margin: int = MARGIN,
    most: int = MOST,
) -> TestResult:
    """Compare the mean SCAR with its values at every shift of all events in time.

    Parameters
    ----------
    panel, events, spec
        As in ``estimate_events``. The longer the panel, the more dates.
    margin
        Rows that a placebo event keeps away from every event of its own security, and its
        window from theirs. Events on one date keep away from that date.
    most
        Events that are estimated at most; beyond it, shifts are taken evenly spaced.

    Returns
    -------
    HypothesisTest or UnavailableTest
        p = (1 + #{|S_b| >= |S|}) / (B + 1) with B shifts; the model is estimated anew for
        every firm at every shift, on the estimation window before it. Floor 1 / (B + 1).

    Notes
    -----
    Moving all firms by one number of sessions keeps their correlation, the calendar
    alignment of events on different dates included.
    """
    observed = estimate_events(panel, events, spec)
    if not observed.ok.all():
        return PLACEBO.refuse(NOT_STUDIED, count=int(np.sum(~observed.ok)))
    n = len(events)
    shifts = _evenly(_shifts(panel, events, spec, margin), max(1, most // n))
    if len(shifts) == 0:
        return PLACEBO.refuse(NONE_LEFT)
    moved = PanelEvents(
        np.tile(events.security, len(shifts)),
        np.repeat(shifts, n) + np.tile(events.row, len(shifts)),
    )
    estimates = estimate_events(panel, moved, spec)
    whole = estimates.ok.reshape(-1, n).all(axis=1)
    means = estimates.scar.reshape(-1, n)[whole].mean(axis=1)
    if len(means) == 0:
        return PLACEBO.refuse(NONE_LEFT)
    statistic, b = float(observed.scar.mean()), len(means)
    return HypothesisTest(
        name=PLACEBO.name,
        title=PLACEBO.title,
        null=PLACEBO.null,
        assumes=PLACEBO.assumes,
        statistic=statistic,
        p_value=float((1 + np.sum(np.abs(means) >= abs(statistic))) / (b + 1)),
        p_lower=float((1 + np.sum(means <= statistic)) / (b + 1)),
        p_upper=float((1 + np.sum(means >= statistic)) / (b + 1)),
        distribution="empirical",
        floor=1 / (b + 1),
        effective_n=b / len(spec.window),
        facts={"n": float(n), "placebo_dates": float(b), "dropped": float(np.sum(~whole))},
    )


def _shifts(panel: ReturnPanel, events: PanelEvents, spec: PanelSpec, margin: int) -> np.ndarray:
    """Return the shifts that keep every window in the panel and away from the security's events."""
    first = min(spec.estimation.first, spec.window.first)
    last = max(spec.estimation.last, spec.window.last)
    shifts = np.arange(
        -int(events.row.min()) - first, panel.sessions - int(events.row.max()) - last
    )
    away = max(margin + 1, len(spec.window))
    allowed = np.ones(len(shifts), dtype=bool)
    for security in np.unique(events.security):
        rows = np.unique(events.row[events.security == security])
        distances = np.unique(rows[:, None] - rows[None, :])
        allowed &= (np.abs(shifts[:, None] - distances[None, :]) >= away).all(axis=1)
    return np.asarray(shifts[allowed])


def _evenly(shifts: np.ndarray, most: int) -> np.ndarray:
    return shifts[:: -(-len(shifts) // most)] if len(shifts) > most else shifts
