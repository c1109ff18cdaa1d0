"""A structural time series: a level that drifts, and donors that pull it along."""

from __future__ import annotations

import warnings

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from analysis.counterfactual.donors import Counterfactual, DonorPanel
from analysis.errors import N_, StudyError


def structural_series(panel: DonorPanel, chosen: np.ndarray, level: float) -> Counterfactual:
    """Expect of the security's log price what a local level with regression on donors forecasts.

    Variances and coefficients come from the estimation window by maximum likelihood; the
    Kalman filter then runs on to the session before the event, and forecasts from there.

    Parameters
    ----------
    chosen
        (J,) booleans: the donors used as regressors (those of the LASSO).

    Raises
    ------
    StudyError
        When no donor was chosen, or the likelihood has no maximum that can be found.

    Notes
    -----
    The state-space model of Brodersen et al. (2015), 2.1 to 2.3, with maximum likelihood in
    place of their spike-and-slab prior: the interval holds the uncertainty of the level and of
    the observation, not that of the parameters. Forecasts of the log price are turned into
    simple returns, so that the effect compares with those of the other methods.
    """
    if not chosen.any():
        raise StudyError(
            N_("A structural time series was asked for."),
            N_("The LASSO keeps no donor: none moves with the security."),
            N_("Read the other methods, or choose another estimation window."),
        )
    price = 100 * np.cumsum(np.log1p(panel.returns))
    donors = 100 * np.cumsum(np.log1p(panel.donors[:, chosen]), axis=0)
    first, split = panel.learnt, panel.event.start
    model = sm.tsa.UnobservedComponents(price[first], level="local level", exog=donors[first])
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            # The parameters' own covariance enters nothing here, and takes as long as the fit.
            fitted = model.fit(disp=False, maxiter=500, cov_type="none")
        except ConvergenceWarning as failure:
            raise StudyError(
                N_("A structural time series was asked for."),
                N_("Its likelihood has no maximum that could be found."),
                N_("Read the other methods, or choose another estimation window."),
            ) from failure
    until = fitted
    if split > first.stop:
        until = fitted.append(price[first.stop : split], exog=donors[first.stop : split])
    ahead = until.get_forecast(panel.event.stop - split, exog=donors[panel.event])
    one_step = np.concatenate((np.asarray(until.fittedvalues), np.asarray(ahead.predicted_mean)))
    offset = first.start
    path = np.full(len(price), np.nan)
    path[offset : offset + len(one_step)] = one_step
    expected = np.full(len(price), np.nan)
    expected[offset + 1 :] = (path[offset + 1 :] - price[offset:-1]) / 100
    # After the event began, what is expected of a session continues the forecast itself.
    event = panel.event
    expected[event.start + 1 : event.stop] = np.diff(path[event.start : event.stop]) / 100
    expected = np.expm1(expected)
    gap = panel.returns - expected
    gap[offset] = 0.0
    learnt = gap[first][1:]
    weights = np.zeros(len(panel.names))
    weights[chosen] = np.asarray(fitted.params)[-int(chosen.sum()) :]
    return Counterfactual(
        method="structural",
        expected=expected,
        gap=gap,
        weights=weights,
        interval=_interval(
            float(gap[event].sum()),
            float(path[event.stop - 1] - price[event.start - 1]) / 100,
            float(np.asarray(ahead.se_mean)[-1]) / 100,
            level,
        ),
        level=level,
        rmse=float(np.sqrt(np.mean(learnt**2))),
        r_squared=float(1 - learnt.var() / panel.returns[first][1:].var()),
    )


def _interval(effect: float, expected: float, error: float, level: float) -> tuple[float, float]:
    """Turn the normal interval of the log price into one of the effect, a simple return."""
    half = float(stats.norm.ppf(0.5 + level / 2)) * error
    growth = float(np.exp(expected))
    return effect - growth * float(np.expm1(half)), effect - growth * float(np.expm1(-half))
