"""The market model whose variance follows a GARCH(1,1) with Student t errors."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from analysis.normal_returns.fit import (
    NormalReturnFit,
    Regressors,
    UnavailableModel,
    gap_errors,
)
from analysis.normal_returns.linear import COLLINEAR, NO_VARIANCE

# Six parameters, three of which only the rare large shocks inform.
MIN_ROWS = 100
# arch keeps nu above 2.05; at that bound it found no finite variance.
LEAST_NU = 2.06
PERCENT = 100.0
PARAMETERS = ("alpha", "beta", "omega", "arch", "garch", "nu")
# arch estimates in percent, where its optimiser is at home; these bring back fractions.
UNITS = np.array([PERCENT, 1.0, PERCENT**2, 1.0, 1.0, 1.0])


def fit_garch(
    returns: np.ndarray,
    regressors: Regressors,
    rows: np.ndarray,
    event: slice,
    *,
    day0: int | None = None,
) -> NormalReturnFit | UnavailableModel:
    """Fit R = alpha + beta R_m + e, e = sqrt(h) z, h_t = omega + arch e_t-1^2 + garch h_t-1.

    Parameters
    ----------
    returns, regressors, rows, event
        As for every model.
    day0
        Row of tau = 0; the first event row where not given. Rows before it have the variance
        filtered with data to the session before, with the estimates held fixed; rows from it
        on the forecast from data to tau = -1, so that the event never widens its own error.

    Returns
    -------
    NormalReturnFit or UnavailableModel
        sigma2 is e'e / df, df = M - 6; V = diag(h), without the sampling error of alpha and
        beta; error_df = nu.

    Notes
    -----
    Bollerslev (1986, 1987), maximum likelihood by ``arch``. z is Student t with nu degrees of
    freedom scaled to unit variance. Sessions without a return are passed over: h carries on
    from the last one that has one.
    """
    name, market = "garch", regressors["market"]
    m = len(rows)
    if m < MIN_ROWS:
        return UnavailableModel(name, TOO_SHORT, {"rows": m, "required": MIN_ROWS})
    if np.ptp(market[rows]) <= COLLINEAR * np.abs(market[rows]).max():
        return UnavailableModel(name, CONSTANT_MARKET, {})
    if int(rows[-1]) >= (event.start if day0 is None else min(event.start, day0)):
        return UnavailableModel(name, NOT_BEFORE, {})
    if not np.ptp(returns[rows]):
        return UnavailableModel(name, NO_VARIANCE, {"rows": m})
    # Imported here because arch takes longer to load than a study to run.
    from arch.univariate import GARCH, LS, StudentsT

    estimated = LS(
        PERCENT * returns[rows],
        PERCENT * market[rows],
        volatility=GARCH(),
        distribution=StudentsT(),
        rescale=False,
    ).fit(disp="off", show_warning=False)
    values = np.asarray(estimated.params) / UNITS
    if estimated.convergence_flag != 0 or not np.isfinite(values).all():
        return UnavailableModel(name, NO_CONVERGENCE, {"rows": m})
    if values[-1] <= LEAST_NU:
        return UnavailableModel(name, INFINITE_VARIANCE, {"nu": float(values[-1])})
    alpha, beta, *variance_equation, nu = values.tolist()
    errors = returns - alpha - beta * market
    last = float(estimated.conditional_volatility[-1] / PERCENT) ** 2
    h = _variances(errors, int(rows[-1]), last, variance_equation, event, day0)
    residuals = errors[rows]
    return NormalReturnFit(
        model=name,
        parameters=dict(zip(PARAMETERS, values.tolist(), strict=True)),
        parameter_covariance=np.asarray(estimated.param_cov) / np.outer(UNITS, UNITS),
        residuals=residuals,
        sigma2=float(residuals @ residuals) / (m - len(PARAMETERS)),
        df=m - len(PARAMETERS),
        rows=rows,
        expected=alpha + beta * market[event],
        prediction_covariance=np.diag(h),
        gap_errors=gap_errors(errors, rows, event),
        error_df=nu,
    )


def _variances(
    errors: np.ndarray,
    last_row: int,
    last_variance: float,
    equation: list[float],
    event: slice,
    day0: int | None,
) -> np.ndarray:
    """Carry h from the last estimation row to the event rows (L,); no error from day0 on enters."""
    omega, arch, garch = equation
    first_unseen = event.start if day0 is None else day0
    h, path = omega + arch * errors[last_row] ** 2 + garch * last_variance, []
    for row in range(last_row + 1, event.stop):
        path.append(h)
        if row >= first_unseen:
            h = omega + (arch + garch) * h
        elif not np.isnan(errors[row]):
            h = omega + arch * errors[row] ** 2 + garch * h
    return np.array(path[event.start - last_row - 1 :])


TOO_SHORT = N_(
    "The estimation window holds {rows} usable sessions; a GARCH model with Student t errors "
    "is estimated on {required} at least."
)
CONSTANT_MARKET = N_("The benchmark's return does not vary in the estimation window.")
NOT_BEFORE = N_(
    "Its variance is carried forward from the estimation window, which must come before the event."
)
INFINITE_VARIANCE = N_(
    "Its errors have {nu:.2f} degrees of freedom: tails too fat for a variance, which needs more "
    "than two."
)
NO_CONVERGENCE = N_("Its likelihood found no maximum on the {rows} estimation sessions.")
