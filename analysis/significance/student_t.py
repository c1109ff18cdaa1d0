"""The t test of one security's CAR."""

from __future__ import annotations

import math

from scipy.special import stdtr, stdtrit

from analysis.abnormal_returns import CAR
from analysis.errors import N_
from analysis.significance.result import HypothesisTest


def t_test(car: CAR) -> HypothesisTest:
    """Test CAR = 0 with the full prediction-error variance.

    The reference is t with the model's degrees of freedom, M - p; for a model whose errors
    are Student t with nu degrees of freedom, p = 2 T_nu(-|SCAR| sqrt(nu / (nu - 2))). A sum
    of several such errors is not quite Student t: for a longer window that p is close.

    Notes
    -----
    Campbell, Lo and MacKinlay (1997), equation 4.4.13; equal to the t of the sum of the
    event dummies in Karafiath (1988).
    """
    statistic = car.scar
    df, scale = _reference(car)
    return HypothesisTest(
        name="t",
        title=N_("t test with prediction-error variance"),
        null=N_("The cumulative abnormal return of the window is zero."),
        assumes=ASSUMES_NORMAL if car.error_df is None else ASSUMES_CONDITIONAL,
        statistic=statistic,
        p_value=float(2 * stdtr(df, -abs(statistic) / scale)),
        distribution="t",
        df=(df,),
        p_lower=float(stdtr(df, statistic / scale)),
        p_upper=float(stdtr(df, -statistic / scale)),
    )


def t_interval(car: CAR, level: float) -> tuple[float, float]:
    """Return the two-sided interval of the CAR at ``level``, in fractions."""
    half = quantile(level, car.df, car.error_df) * car.standard_error
    return car.value - half, car.value + half


def quantile(level: float, df: int, error_df: float | None = None) -> float:
    """Return how many standard errors an interval reaches to either side.

    Parameters
    ----------
    df
        Degrees of freedom of the model.
    error_df
        Those of its errors, where the model fits Student t errors.
    """
    shape, scale = _reference_of(df, error_df)
    return float(stdtrit(shape, 0.5 + level / 2)) * scale


def _reference(car: CAR) -> tuple[float, float]:
    return _reference_of(car.df, car.error_df)


def _reference_of(df: int, error_df: float | None) -> tuple[float, float]:
    """Return degrees of freedom, and the scale that gives a fitted error its unit variance."""
    if error_df is None:
        return float(df), 1.0
    return error_df, math.sqrt((error_df - 2) / error_df)


ASSUMES_NORMAL = N_(
    "Normal, independent residuals of constant variance. One event is one draw: no large "
    "sample mends fat tails."
)
ASSUMES_CONDITIONAL = N_(
    "The errors over their conditional standard deviation are independent and Student t."
)
