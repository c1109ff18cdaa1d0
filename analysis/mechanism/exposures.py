"""The cross-section of CARs on what exposed each firm, with standard errors from other dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.errors import N_, StudyError
from analysis.windows import EstimationWindow, EventWindow

LEAST_DATES = 19
LEAST_FIRMS = 30

Progress = Callable[[int, int], None]
SlopesAt = Callable[[int, EstimationWindow, EventWindow], np.ndarray]
"""Gives the (3,) slopes on the date of a row."""


@dataclass(frozen=True, slots=True, eq=False)
class CrossSection:
    """Returns of S firms, of the market and of a theme, on T sessions.

    Attributes
    ----------
    returns
        (T, S) returns, in fractions, NaN where missing.
    market
        (T,) returns of the market.
    theme
        (T,) returns of the equal-weight basket that stands for the theme.
    members
        Columns of the basket's members, which are taken out of the theme that they are
        compared with.
    """

    returns: np.ndarray
    market: np.ndarray
    theme: np.ndarray
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Exposures:
    """What exposed each firm before one date, and its CAR after it.

    Attributes
    ----------
    firms
        (n,) columns of the firms that could be studied.
    car
        (n,) CARs of the market model.
    values
        (n, 3) slope on the theme (what the market does not explain of it), return over the
        estimation window, and beta, in their own units.
    """

    firms: np.ndarray
    car: np.ndarray
    values: np.ndarray


LEAST_SESSIONS = 4
"""A constant, two slopes, and one degree of freedom."""
NAMES = ("theme", "run_up", "beta")
"""The exposures, in the order of the columns."""


@dataclass(frozen=True, slots=True, eq=False)
class ExposureSlopes:
    """Coefficients of the cross-sectional regression on standardised exposures.

    Attributes
    ----------
    slope
        (3,) change of the CAR for one standard deviation of each exposure, in fractions.
    placebo
        (B, 3) the same on dates without the event.
    standard_error
        (3,) standard deviation of the slopes on these dates.
    naive_error
        (3,) least-squares standard error that takes the firms for independent.
    p_value
        (3,) (1 + #{|slope_b| >= |slope|}) / (B + 1).
    floor
        Smallest p-value that there can be.
    r_squared
        Share of the variance of the CARs that the exposures explain on the event date.
    rows
        (B,) the other dates.
    exposures
        The event's own.
    """

    slope: np.ndarray
    placebo: np.ndarray
    standard_error: np.ndarray
    naive_error: np.ndarray
    p_value: np.ndarray
    floor: float
    r_squared: float
    rows: np.ndarray
    exposures: Exposures


def exposures_at(
    section: CrossSection, row: int, estimation: EstimationWindow, window: EventWindow
) -> Exposures:
    """Measure every firm's exposures before a date, and its CAR at it.

    The theme is first cleared of the market by regression; a member of the theme's basket is
    compared with the basket without it.

    Raises
    ------
    StudyError
        When the estimation window is too short for a regression on market and theme.
    """
    if len(estimation) < LEAST_SESSIONS:
        raise StudyError(
            N_("Exposures over the estimation window {window} were asked for."),
            N_("It has {length} sessions; a regression on two series needs {required}."),
            N_("Choose a longer estimation window."),
            window=estimation,
            length=len(estimation),
            required=LEAST_SESSIONS,
        )
    learnt = slice(row + estimation.first, row + estimation.last + 1)
    event = slice(row + window.first, row + window.last + 1)
    own = section.returns[learnt]
    firms = np.flatnonzero(
        ~np.isnan(own).any(axis=0) & ~np.isnan(section.returns[event]).any(axis=0)
    )
    y, market = own[:, firms], section.market[learnt]
    design = np.column_stack((np.ones(len(market)), market))
    line, residuals = _line(design, y)
    expected = line[0] + np.outer(section.market[event], line[1])
    car = (section.returns[event][:, firms] - expected).sum(axis=0)
    themes = section.theme[learnt][:, None]
    theme = _slopes_on(design, themes, residuals)
    size = len(section.members)
    places = np.flatnonzero(np.isin(firms, section.members))
    if len(places) and size > 1:
        without = (size * themes - y[:, places]) / (size - 1)
        theme[places] = _slopes_on(design, without, residuals[:, places])
    run_up = np.prod(1 + y, axis=0) - 1
    return Exposures(firms, car, np.column_stack((theme, run_up, line[1])))


def _line(design: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    q, r = np.linalg.qr(design)
    projected = q.T @ y
    return np.linalg.solve(r, projected), y - q @ projected


def _slopes_on(design: np.ndarray, themes: np.ndarray, residuals: np.ndarray) -> np.ndarray:
    """Return the slopes on the theme in regressions on market and theme (Frisch-Waugh).

    Parameters
    ----------
    themes
        (T, 1) for all firms, or (T, n): each firm has a theme of its own.
    """
    cleared = _line(design, themes)[1]
    return np.asarray((cleared * residuals).sum(axis=0) / (cleared * cleared).sum(axis=0))


def cross_section_slopes(found: Exposures) -> tuple[np.ndarray, np.ndarray, float]:
    """Regress CARs on standardised exposures.

    Returns
    -------
    tuple
        (3,) slopes, (3,) naive standard errors, R squared.
    """
    values = (found.values - found.values.mean(axis=0)) / found.values.std(axis=0, ddof=1)
    design = np.column_stack((np.ones(len(values)), values))
    coefficients, residuals = _line(design, found.car[:, None])
    errors = residuals[:, 0]
    s2 = errors @ errors / (len(values) - design.shape[1])
    covariance = s2 * np.linalg.inv(design.T @ design)
    about = found.car - found.car.mean()
    return (
        coefficients[1:, 0],
        np.sqrt(np.diag(covariance))[1:],
        float(1 - errors @ errors / (about @ about)),
    )


def slopes_at(
    section: CrossSection, row: int, estimation: EstimationWindow, window: EventWindow
) -> np.ndarray:
    """Return the (3,) slopes of the cross-section on the date of a row."""
    return cross_section_slopes(exposures_at(section, row, estimation, window))[0]


def exposure_slopes(
    section: CrossSection,
    row: int,
    others: np.ndarray,
    estimation: EstimationWindow,
    window: EventWindow,
    progress: Progress | None = None,
    *,
    kept: SlopesAt | None = None,
) -> ExposureSlopes:
    """Regress the CARs of a date on exposures, and judge the slopes by those of other dates.

    Parameters
    ----------
    row
        Session of tau = 0.
    others
        (B,) sessions without the event; those whose windows leave the panel are passed over.
    progress
        Called with the dates done and their number.
    kept
        What gives the slopes of ``section`` on another date, where they are kept.

    Raises
    ------
    StudyError
        With fewer than 30 firms, or fewer than 19 other dates.

    Notes
    -----
    On one date the errors of the firms are correlated, so the least-squares standard error is
    too small by an unknown factor. The slopes on other dates vary as much as such a slope
    does by chance (Fama and MacBeth 1973, on dates without the event).
    """
    tell = progress or (lambda _done, _total: None)
    first = min(estimation.first, window.first)
    inside = others[(others + first >= 0) & (others + window.last < len(section.market))]
    event = exposures_at(section, row, estimation, window)
    if len(event.firms) < LEAST_FIRMS or len(inside) < LEAST_DATES:
        raise StudyError(
            N_("A cross-section of CARs on exposures was asked for."),
            N_("{firms} firms and {dates} other dates can be studied."),
            N_("At least {least_firms} firms and {least_dates} dates are needed: choose a "
               "shorter estimation window."),
            firms=len(event.firms),
            dates=len(inside),
            least_firms=LEAST_FIRMS,
            least_dates=LEAST_DATES,
        )  # fmt: skip
    slope, naive, r_squared = cross_section_slopes(event)
    there = kept or partial(slopes_at, section)
    placebo = np.empty((len(inside), 3))
    for i, other in enumerate(inside):
        placebo[i] = there(int(other), estimation, window)
        tell(i + 1, len(inside))
    beyond = np.sum(np.abs(placebo) >= np.abs(slope), axis=0)
    return ExposureSlopes(
        slope=slope,
        placebo=placebo,
        standard_error=placebo.std(axis=0, ddof=1),
        naive_error=naive,
        p_value=(1 + beyond) / (len(inside) + 1),
        floor=1 / (len(inside) + 1),
        r_squared=r_squared,
        rows=inside,
        exposures=event,
    )
