"""A structural time series: a level that drifts, and donors that pull it along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from scipy import stats
from scipy.fft import dst
from scipy.optimize import minimize_scalar

from analysis.counterfactual.donors import Counterfactual, DonorPanel
from analysis.errors import N_, StudyError


def structural_series(panel: DonorPanel, chosen: np.ndarray, level: float) -> Counterfactual:
    """Expect of the security's log price what a local level with regression on donors forecasts.

    Variances and coefficients come from the estimation window by maximum likelihood; the
    Kalman filter of statsmodels then runs on to the session before the event, and forecasts
    from there.

    Parameters
    ----------
    chosen
        (J,) booleans: the donors used as regressors (those of the LASSO).

    Raises
    ------
    StudyError
        When no donor was chosen.

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
    estimate = local_level(price[first], donors[first])
    # The parameters' own covariance enters nothing here.
    fitted = model.smooth(estimate.parameters, cov_type="none")
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
    weights[chosen] = estimate.coefficients
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


@dataclass(frozen=True, slots=True, eq=False)
class LocalLevel:
    """Maximum-likelihood estimates of a local level with regression.

    Attributes
    ----------
    irregular, level
        Variances of the observation and of the level's steps.
    coefficients
        (k,) of the regressors.
    log_likelihood
        Of the T - 1 differences.
    """

    irregular: float
    level: float
    coefficients: np.ndarray
    log_likelihood: float

    @property
    def parameters(self) -> np.ndarray:
        """All in the order of statsmodels."""
        return np.concatenate(([self.irregular, self.level], self.coefficients))


def local_level(y: np.ndarray, x: np.ndarray) -> LocalLevel:
    """Estimate y = mu + x b + e, mu a random walk, by exact maximum likelihood.

    Parameters
    ----------
    y
        (T,) observations.
    x
        (T, k) regressors.

    Notes
    -----
    Differences lose the unknown first level: their errors are a moving average with variance
    level + 2 irregular and first covariance - irregular, so that sine waves turn them into
    independent ones of variance level + irregular (2 - 2 cos(pi j / T)). Given the share of the
    level in both variances, coefficients and scale are those of weighted least squares; the
    share is searched on a grid from 0 to 1 and between the best one's neighbours.
    """
    n = len(y) - 1
    dy = dst(np.diff(y), type=1, norm="ortho")
    dx = dst(np.diff(x, axis=0), type=1, norm="ortho", axis=0)
    waves = 2 - 2 * np.cos(np.pi * np.arange(1, n + 1) / (n + 1))

    def given(share: float) -> tuple[float, float, np.ndarray]:
        """Return minus the log-likelihood, the scale and the coefficients."""
        variance = share + (1 - share) * waves
        weight = 1 / np.sqrt(variance)
        coefficients = np.linalg.lstsq(dx * weight[:, np.newaxis], dy * weight, rcond=None)[0]
        errors = (dy - dx @ coefficients) * weight
        scale = float(errors @ errors) / n
        unlikely = 0.5 * (n * (np.log(2 * np.pi * scale) + 1) + np.log(variance).sum())
        return float(unlikely), scale, coefficients

    near = np.logspace(-6, -0.5, 30)
    grid = np.concatenate(([0.0], near, 1 - near[::-1], [1.0]))
    best = int(np.argmin([given(share)[0] for share in grid]))
    between = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = minimize_scalar(
        lambda share: given(share)[0], bounds=between, method="bounded", options={"xatol": 1e-10}
    )
    share = float(min((grid[best], found.x), key=lambda share: given(share)[0]))
    unlikely, scale, coefficients = given(share)
    return LocalLevel((1 - share) * scale, share * scale, coefficients, -unlikely)


def _interval(effect: float, expected: float, error: float, level: float) -> tuple[float, float]:
    """Turn the normal interval of the log price into one of the effect, a simple return."""
    half = float(stats.norm.ppf(0.5 + level / 2)) * error
    growth = float(np.exp(expected))
    return effect - growth * float(np.expm1(half)), effect - growth * float(np.expm1(-half))
