"""The t test of one security's CAR."""

from __future__ import annotations

from scipy import stats

from analysis.abnormal_returns import CAR
from analysis.errors import N_
from analysis.significance.result import HypothesisTest


def t_test(car: CAR) -> HypothesisTest:
    """Test CAR = 0 with the full prediction-error variance, t with M - p degrees of freedom.

    Campbell, Lo and MacKinlay (1997), equation 4.4.13; equal to the t of the sum of the
    event dummies in Karafiath (1988).
    """
    statistic = car.scar
    return HypothesisTest(
        name="t",
        title=N_("t test with prediction-error variance"),
        null=N_("The cumulative abnormal return of the window is zero."),
        assumes=N_(
            "Normal, independent residuals of constant variance. One event is one draw: "
            "no large sample mends fat tails."
        ),
        statistic=statistic,
        p_value=float(2 * stats.t.sf(abs(statistic), car.df)),
        distribution="t",
        df=(float(car.df),),
        p_lower=float(stats.t.cdf(statistic, car.df)),
        p_upper=float(stats.t.sf(statistic, car.df)),
    )


def t_interval(car: CAR, level: float) -> tuple[float, float]:
    """Return the two-sided interval of the CAR at ``level``, in fractions."""
    half = float(stats.t.ppf(0.5 + level / 2, car.df)) * car.standard_error
    return car.value - half, car.value + half
