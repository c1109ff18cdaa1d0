"""Linear models: mean, market, sector and the published factors.

Returns are simple and in fractions; factor returns and the risk-free rate are those of
Kenneth French's library divided by 100.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.normal_returns.fit import Regressors
from analysis.normal_returns.linear import LinearModel


def _take(*names: str) -> Callable[[Regressors], tuple[np.ndarray, ...]]:
    return lambda regressors: tuple(regressors[name] for name in names)


def _nothing(regressors: Regressors) -> tuple[np.ndarray, ...]:
    del regressors
    return ()


def _excess_market(regressors: Regressors) -> tuple[np.ndarray, ...]:
    return (regressors["market"] - regressors["rf"],)


def _market_and_sector(regressors: Regressors) -> tuple[np.ndarray, ...]:
    market = regressors["market"]
    return market, regressors["sector"] - market


MEAN_ADJUSTED = LinearModel("mean-adjusted", (), ("alpha",), _nothing)
MARKET_ADJUSTED = LinearModel(
    "market-adjusted",
    ("market",),
    (),
    _nothing,
    intercept=False,
    offset="market",
    fixed=(("alpha", 0.0), ("beta", 1.0)),
)
MARKET = LinearModel("market", ("market",), ("alpha", "beta"), _take("market"))
MARKET_EX_FIRM = LinearModel(
    "market-ex-firm", ("market_ex_firm",), ("alpha", "beta"), _take("market_ex_firm")
)
# The restriction alpha = 0 is what the CAPM adds to the market model, so it is kept.
CAPM = LinearModel(
    "capm",
    ("market", "rf"),
    ("beta",),
    _excess_market,
    intercept=False,
    offset="rf",
    fixed=(("alpha", 0.0),),
)
MARKET_SECTOR = LinearModel(
    "market-sector", ("market", "sector"), ("alpha", "beta", "gamma"), _market_and_sector
)
_FF3 = ("mkt_rf", "smb_3f", "hml")
_FF5 = ("mkt_rf", "smb", "hml", "rmw", "cma")
FF3 = LinearModel("ff3", ("rf", *_FF3), ("alpha", "beta", "smb", "hml"), _take(*_FF3), offset="rf")
FF5 = LinearModel(
    "ff5",
    ("rf", *_FF5),
    ("alpha", "beta", "smb", "hml", "rmw", "cma"),
    _take(*_FF5),
    offset="rf",
)
CARHART = LinearModel(
    "carhart",
    ("rf", *_FF3, "mom"),
    ("alpha", "beta", "smb", "hml", "mom"),
    _take(*_FF3, "mom"),
    offset="rf",
)
