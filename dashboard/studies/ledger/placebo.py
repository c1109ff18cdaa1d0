"""Dates without an event, on every exchange, and the statistics of a family at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.significance.rolling import rolling_cars
from analysis.verdicts.placebo_dates import scaled_at, studentised_slope
from analysis.verdicts.tails import rank_tails, smallest_visible
from analysis.windows import EventWindow
from dashboard.studies.ledger.case import (
    Case,
    Specification,
    member_responses,
    response_and_design,
)
from dashboard.studies.ledger.finding import Formal, Unavailable
from dashboard.studies.ledger.records import Message
from dashboard.studies.ledger.shelf import Shelf
from data.catalogue import event, events, reacting_session
from data.errors import N_

SHOCK = "crash-2025-01-27"
REFERENCE = "XNYS"
MIN_ROWS = 100
MARGIN = 10
"""Sessions kept between the last placebo window and the first catalogued event."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceboDates:
    """Pseudo-dates of the shock: sessions of the reference exchange before every event.

    Attributes
    ----------
    days
        (B,) dates.
    """

    days: pd.DatetimeIndex

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last date."""
        return (self.days[0].date(), self.days[-1].date()) if len(self.days) else None

    def rows(self, case: Case) -> np.ndarray:
        """Return (B,) rows of tau = 0 as far from each date as the case is from the shock.

        On another exchange the session of a date is its first session on or after it.
        """
        shock = reacting_session(event(SHOCK), case.exchange)
        offset = case.row0 - int(case.sessions.searchsorted(pd.Timestamp(shock)))
        return np.asarray(case.sessions.searchsorted(self.days)) + offset


def placebo_dates(shelf: Shelf, history: int, reach: tuple[int, int]) -> PlaceboDates:
    """Return the dates that leave room for estimation and stay clear of all events.

    Parameters
    ----------
    history
        Sessions of the estimation window before tau = 0.
    reach
        Sessions before and after the date that any test needs besides.
    """
    sessions = shelf.sessions(REFERENCE)
    first_event = min(reacting_session(entry, REFERENCE) for entry in events())
    last = int(sessions.searchsorted(pd.Timestamp(first_event))) - MARGIN - reach[1]
    begin = history + reach[0] + 1
    # Other exchanges have fewer sessions a year, so their rows run short a few days earlier.
    earliest = sessions[min(begin, len(sessions) - 1)] + timedelta(days=14)
    chosen = sessions[begin : max(begin, last)]
    return PlaceboDates(chosen[chosen >= earliest])


def placebo_statistics(case: Case, dates: PlaceboDates, shelf: Shelf) -> np.ndarray:
    """Return (B,) sums over their expected volatility, under the frozen specification."""
    spec = case.specification
    response, design = response_and_design(case, spec, shelf)
    return scaled_at(response, design, dates.rows(case), spec.window, case.kernel)


def examine_slope(
    case: Case, spec: Specification, dates: PlaceboDates, shelf: Shelf, alpha: float
) -> Formal | Unavailable:
    """Regress the members' sums of the second term on those of the first.

    The slope over its least-squares error is ranked among those of the placebo dates, all
    members moved together.
    """
    responses, design = member_responses(case, spec, shelf)
    rows = np.append(dates.rows(case), case.row0)
    windows = [EventWindow(*term.window) for term in case.hypothesis.terms[:2]]
    x, y = (
        np.array([sums_at(own, design, rows, spec, window) for own in responses])
        for window in windows
    )
    slopes, ratios = studentised_slope(x, y)
    reference = ratios[:-1][np.isfinite(ratios[:-1])]
    slope, ratio = float(slopes[-1]), float(ratios[-1])
    if not np.isfinite(ratio) or len(reference) < 19:
        return Unavailable(reason=Message(NO_SLOPE))
    error = slope / ratio
    smallest = smallest_visible(reference, case.hypothesis.direction, alpha)
    low, high = np.quantile(reference, [0.025, 0.975], method="weibull")
    last = case.hypothesis.terms[-1].window
    days = case.sessions[[case.row0 + spec.window.first, case.row0 + spec.window.last]]
    return Formal(
        estimate=slope,
        unit="slope",
        interval=(slope - float(high) * error, slope - float(low) * error),
        smallest_visible=None if smallest is None else smallest * error,
        test="placebo",
        tails=rank_tails(reference, ratio, case.hypothesis.direction),
        draws=len(reference),
        effective_draws=len(reference) / (last[1] + 1),
        confirmation=None,
        confirming_shares=0,
        scaled=None,
        rows=len(spec.window),
        span=(days[0].date(), days[1].date()),
        facts={"ratio": ratio, "members": int(np.isfinite(x[:, -1] + y[:, -1]).sum())},
    )


def sums_at(
    response: np.ndarray,
    design: np.ndarray,
    rows: np.ndarray,
    spec: Specification,
    window: EventWindow,
) -> np.ndarray:
    """Return (B,) sums of abnormal returns over a window at B rows, NaN where there is none."""
    found = np.full(len(rows), np.nan)
    inside = (rows + spec.window.first >= 0) & (rows + window.last < len(response))
    cars = rolling_cars(response, design, rows[inside], spec.window, window, MIN_ROWS)
    found[inside] = cars.car
    return found


NO_SLOPE = N_("Too few shares or placebo dates for a slope.")
