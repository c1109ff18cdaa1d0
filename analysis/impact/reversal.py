"""Over-reaction: whether those that fell most on the first day came back most afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.errors import N_, StudyError

FEWEST = 5
"""Names below which a slope across names is not drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Reversal:
    """The slope of later abnormal returns on those of the first day, across names.

    Attributes
    ----------
    slope, intercept
        Least squares across names; a negative slope is a return of part of the first move.
    ols_error
        Its textbook standard error, which takes the names to be independent.
    names
        Names behind the slope, N.
    drawn, drawn_t
        (B,) slopes at the placebo dates, and each over its own textbook error.
    p_value
        (1 + #{|t_b| >= |t|}) / (B + 1): rank of the studentised slope among the placebo dates.
    p_slope
        The same rank of the plain slope.
    """

    slope: float
    intercept: float
    ols_error: float
    names: int
    drawn: np.ndarray
    drawn_t: np.ndarray
    p_value: float
    p_slope: float

    @property
    def placebo_error(self) -> float:
        """Textbook error times the root mean square of ``drawn_t``.

        The slopes themselves have another scale at the placebo dates: on a quiet day the names'
        returns lie close together, and a slope on them is far less sure.
        """
        return self.ols_error * float(np.sqrt(np.mean(self.drawn_t**2)))

    @property
    def t(self) -> float:
        """Slope over its textbook error."""
        return self.slope / self.ols_error

    @property
    def floor(self) -> float:
        """Smallest p-value that there can be."""
        return 1 / (len(self.drawn) + 1)


def reversal(
    first: np.ndarray, later: np.ndarray, placebo_first: np.ndarray, placebo_later: np.ndarray
) -> Reversal:
    """Fit later on first abnormal returns across names, and the same at dates without an event.

    Parameters
    ----------
    first, later
        (N,) abnormal returns of the first day and of the later window, in fractions.
    placebo_first, placebo_later
        (B, N) the same at the placebo dates, all names moved together; NaN for a name that could
        not be studied on a date. Dates with fewer than half of the names are left out.

    Raises
    ------
    StudyError
        When there are too few names, or no placebo dates.

    Notes
    -----
    DeBondt and Thaler (1985) ask the question; the distribution of the slope over dates is that of
    Fama and MacBeth (1973). On one shared date the names' later returns share what happened later,
    so the textbook error is too small.
    """
    known = ~np.isnan(placebo_first) & ~np.isnan(placebo_later)
    enough = known.sum(axis=1) >= max(min(FEWEST, len(first)), len(first) / 2)
    if len(first) < FEWEST or not enough.any():
        raise StudyError(
            N_("The slope of later on first-day abnormal returns was asked for."),
            N_("There are {names} names and {dates} dates without an event."),
            N_("Name a basket of at least {fewest} securities with a longer history."),
            names=len(first),
            dates=int(enough.sum()),
            fewest=FEWEST,
        )
    slope, error = slopes(first[np.newaxis], later[np.newaxis])
    drawn, errors = slopes(placebo_first[enough], placebo_later[enough])
    t, b = float(slope[0] / error[0]), len(drawn)
    return Reversal(
        slope=float(slope[0]),
        intercept=float(later.mean() - slope[0] * first.mean()),
        ols_error=float(error[0]),
        names=len(first),
        drawn=drawn,
        drawn_t=drawn / errors,
        p_value=(1 + int((np.abs(drawn / errors) >= abs(t)).sum())) / (b + 1),
        p_slope=(1 + int((np.abs(drawn) >= abs(slope[0])).sum())) / (b + 1),
    )


def slopes(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the slope of each row of ``y`` (B, N) on that of ``x``, and its textbook error.

    A name with a NaN in either is left out of its row.
    """
    known = ~np.isnan(x) & ~np.isnan(y)
    n = known.sum(axis=1, keepdims=True)
    dx, dy = (_about_mean(values, known, n) for values in (x, y))
    spread = (dx * dx).sum(axis=1)
    slope = (dx * dy).sum(axis=1) / spread
    rest = dy - slope[:, np.newaxis] * dx
    return slope, np.sqrt((rest * rest).sum(axis=1) / (n[:, 0] - 2) / spread)


def _about_mean(values: np.ndarray, known: np.ndarray, n: np.ndarray) -> np.ndarray:
    filled = np.where(known, values, 0.0)
    return np.asarray(np.where(known, filled - filled.sum(axis=1, keepdims=True) / n, 0.0))


def slope_interval(reversal: Reversal, level: float) -> tuple[float, float]:
    """Return the slope less and plus its textbook error times the quantile of |t| at the dates."""
    reach = float(np.quantile(np.abs(reversal.drawn_t), level, method="higher"))
    half = reach * reversal.ols_error
    return reversal.slope - half, reversal.slope + half
