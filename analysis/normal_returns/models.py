"""The normal-return models by name: what each estimates, on what, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from analysis.errors import N_
from analysis.normal_returns import factors
from analysis.normal_returns.fit import NormalReturnFit, Regressors, UnavailableModel
from analysis.normal_returns.garch import fit_garch
from analysis.normal_returns.linear import LinearModel
from analysis.normal_returns.nonsynchronous import fit_dimson, fit_scholes_williams
from analysis.normal_returns.robust import fit_huber, fit_lad

Fit = Callable[[np.ndarray, Regressors, np.ndarray, slice], NormalReturnFit | UnavailableModel]


@dataclass(frozen=True, slots=True)
class NormalReturnModel:
    """A model that can be estimated.

    Attributes
    ----------
    name
        What the study spec calls it.
    needs
        Columns that it takes from the regressors: ``"market"``, ``"sector"``, ``"rf"``, …
    fit
        Function of all returns (T,), the regressors by column (T,), the usable estimation
        rows (M,) and the slice of event rows; gives a fit or a refusal.
    title
        English template: what the model is called.
    equation
        The normal return in the papers' letters.
    degrees_of_freedom
        In M, the number of estimation rows.
    prediction
        English template: the covariance V of the prediction errors of the event rows.
    source
        Where the model comes from.
    linear
        The design of a model estimated by ordinary least squares, else None.
    """

    name: str
    needs: tuple[str, ...]
    fit: Fit
    title: str
    equation: str
    degrees_of_freedom: str
    prediction: str
    source: str
    linear: LinearModel | None = None


LEAST_SQUARES = N_("V = s² (I + X*(X'X)⁻¹X*'), with s² the squared residuals over df.")
NOTHING_ESTIMATED = N_("V = s² I about zero: nothing is estimated, so nothing is added.")
INSTRUMENTS = N_(
    "V = s² (I + X*CX*'), C = (Z'X)⁻¹Z'Z(X'Z)⁻¹, instruments Z = 1 and the sum of three "
    "neighbouring market returns."
)
SUMMED_BETA = N_(
    "V = s² I + X*CX*', s² about the line a + b R_m, C the covariance of a and of the summed b."
)
ROBUST = N_("V = scale² I + X*CX*', scale = 1.4826 MAD, C the estimator's covariance; t is close.")
FILTERED = N_(
    "V = diag(h): filtered up to the session before, forecast from τ = −1 on; errors t with ν."
)


def _linear(
    model: LinearModel, title: str, equation: str, df: str, source: str, prediction: str
) -> NormalReturnModel:
    return NormalReturnModel(
        model.name, model.needs, model.fit, title, equation, df, prediction, source, model
    )


_ALL = (
    _linear(
        factors.MEAN_ADJUSTED,
        N_("Mean-adjusted returns"),
        "E[R] = a",
        "M − 1",
        "Brown and Warner (1980)",
        LEAST_SQUARES,
    ),
    _linear(
        factors.MARKET_ADJUSTED,
        N_("Market-adjusted returns"),
        "E[R] = R_m",
        "M",
        "Brown and Warner (1980)",
        NOTHING_ESTIMATED,
    ),
    _linear(
        factors.MARKET,
        N_("Market model"),
        "E[R] = a + b R_m",
        "M − 2",
        "MacKinlay (1997)",
        LEAST_SQUARES,
    ),
    _linear(
        factors.MARKET_EX_FIRM,
        N_("Market model, benchmark without the firm"),
        "E[R] = a + b R_m(−i)",
        "M − 2",
        "MacKinlay (1997)",
        LEAST_SQUARES,
    ),
    _linear(
        factors.CAPM,
        N_("Capital asset pricing model"),
        "E[R] = r_f + b (R_m − r_f)",
        "M − 1",
        "Sharpe (1964), Lintner (1965)",
        LEAST_SQUARES,
    ),
    _linear(
        factors.FF3,
        N_("Fama–French three factors"),
        "E[R] = r_f + a + b MKT + s SMB + h HML",
        "M − 4",
        "Fama and French (1993)",
        LEAST_SQUARES,
    ),
    _linear(
        factors.FF5,
        N_("Fama–French five factors"),
        "E[R] = r_f + a + b MKT + s SMB + h HML + r RMW + c CMA",
        "M − 6",
        "Fama and French (2015)",
        LEAST_SQUARES,
    ),
    _linear(
        factors.CARHART,
        N_("Carhart four factors"),
        "E[R] = r_f + a + b MKT + s SMB + h HML + m MOM",
        "M − 5",
        "Carhart (1997)",
        LEAST_SQUARES,
    ),
    _linear(
        factors.MARKET_SECTOR,
        N_("Market and sector"),
        "E[R] = a + b R_m + g (R_sector(−i) − R_m)",
        "M − 3",
        "MacKinlay (1997), multifactor models",
        LEAST_SQUARES,
    ),
    NormalReturnModel(
        "scholes-williams",
        ("market",),
        fit_scholes_williams,
        N_("Scholes–Williams beta"),
        "E[R] = a + b R_m, b = (b₋₁ + b₀ + b₊₁) / (1 + 2ρ_m)",
        "M − 4",
        INSTRUMENTS,
        "Scholes and Williams (1977)",
    ),
    NormalReturnModel(
        "dimson",
        ("market",),
        fit_dimson,
        N_("Dimson beta"),
        "E[R] = a + b R_m, b = Σ_k b_k from R = a + Σ_k b_k R_m,t+k",
        "M − 2 (lags + leads) − 2",
        SUMMED_BETA,
        "Dimson (1979)",
    ),
    NormalReturnModel(
        "huber",
        ("market",),
        fit_huber,
        N_("Market model, Huber's M-estimator"),
        "E[R] = a + b R_m",
        "M − 2",
        ROBUST,
        "Huber (1964)",
    ),
    NormalReturnModel(
        "lad",
        ("market",),
        fit_lad,
        N_("Market model, least absolute deviations"),
        "E[R] = a + b R_m",
        "M − 2",
        ROBUST,
        "Koenker and Bassett (1978)",
    ),
    NormalReturnModel(
        "garch",
        ("market",),
        fit_garch,
        N_("Market model with GARCH(1,1)-t errors"),
        "E[R] = a + b R_m, h_t = ω + A e²_{t−1} + B h_{t−1}",
        "ν (estimated)",
        FILTERED,
        "Bollerslev (1986, 1987)",
    ),
)

MODELS: Mapping[str, NormalReturnModel] = MappingProxyType({model.name: model for model in _ALL})


def estimator(name: str, *, lags: int = 1, leads: int = 1, day0: int | None = None) -> Fit:
    """Return the fit function of a model, with the settings that only some models have.

    Parameters
    ----------
    name
        One of ``MODELS``.
    lags, leads
        Shifts of the benchmark in Dimson's beta, from -lags to +leads.
    day0
        Row of tau = 0, from which on a GARCH variance takes no more data.
    """
    if name == "dimson":
        return partial(fit_dimson, lags=lags, leads=leads)
    if name == "garch":
        return partial(fit_garch, day0=day0)
    return MODELS[name].fit
