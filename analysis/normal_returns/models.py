"""The normal-return models by name, with the regressors that each needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from analysis.normal_returns.fit import NormalReturnFit, UnavailableModel
from analysis.normal_returns.market import (
    fit_market_adjusted,
    fit_market_model,
    fit_mean_adjusted,
)

Fit = Callable[
    [np.ndarray, Mapping[str, np.ndarray], np.ndarray, slice], NormalReturnFit | UnavailableModel
]


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
    """

    name: str
    needs: tuple[str, ...]
    fit: Fit


MODELS: Mapping[str, NormalReturnModel] = MappingProxyType(
    {
        model.name: model
        for model in (
            NormalReturnModel("market", ("market",), fit_market_model),
            NormalReturnModel("market-adjusted", ("market",), fit_market_adjusted),
            NormalReturnModel("mean-adjusted", (), fit_mean_adjusted),
        )
    }
)
