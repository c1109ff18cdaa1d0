"""The normal return of each model, term by term."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.errors import N_
from dashboard.studies.explanations import columns


@dataclass(frozen=True, slots=True)
class Term:
    """A coefficient times a regressor.

    Attributes
    ----------
    parameter
        Name of the coefficient among the fit's parameters; empty where it is one.
    symbol, regressor
        LaTeX of the coefficient, and of the regressor (empty for the constant).
    column, what
        Title of the regressor's column, and what it is, as English templates.
    values
        The regressor from the table of regressors.
    python
        The same as Python, for a frame ``table``.
    """

    parameter: str
    symbol: str
    regressor: str
    column: str
    what: str
    values: Callable[[pd.DataFrame], pd.Series]
    python: str

    @property
    def latex(self) -> str:
        """The term as LaTeX."""
        difference = " - " in self.regressor and self.symbol
        regressor = f"({self.regressor})" if difference else self.regressor
        joint = r"\," if self.symbol and regressor else ""
        return f"{self.symbol}{joint}{regressor}"


def _plain(parameter: str, symbol: str, regressor: str, name: str, column: str, what: str) -> Term:
    return Term(
        parameter, symbol, regressor, column, what, lambda table: table[name], f'table["{name}"]'
    )


def _factor(parameter: str, letter: str, name: str, title: str, what: str) -> Term:
    return _plain(parameter, rf"\hat{{{letter}}}", rf"\mathrm{{{title}}}", name, title, what)


CONSTANT = Term(
    "alpha",
    r"\hat{a}",
    "",
    "",
    "",
    lambda table: pd.Series(np.ones(len(table)), index=table.index),
    "np.ones(len(table))",
)
MARKET = _plain(
    "beta", r"\hat{b}", "R_m", "market", columns.MARKET, N_("the return of the benchmark")
)
WHOLE_MARKET = _plain(
    "", "", "R_m", "market", columns.MARKET, N_("the return of the benchmark, taken whole")
)
EX_FIRM = _plain(
    "beta",
    r"\hat{b}",
    "R_{m(-i)}",
    "market_ex_firm",
    columns.EX_FIRM,
    N_("the return of the benchmark without the security"),
)
RISK_FREE = _plain("", "", "r_f", "rf", columns.RISK_FREE, N_("the risk-free rate"))
EXCESS = Term(
    "beta",
    r"\hat{b}",
    "R_m - r_f",
    columns.EXCESS,
    N_("the return of the benchmark above the risk-free rate"),
    lambda table: table["market"] - table["rf"],
    'table["market"] - table["rf"]',
)
SECTOR = Term(
    "gamma",
    r"\hat{g}",
    "R_s - R_m",
    columns.SECTOR,
    N_("the return of the sector without the security, less that of the benchmark"),
    lambda table: table["sector"] - table["market"],
    'table["sector"] - table["market"]',
)
_MKT = _factor(
    "beta", "b", "mkt_rf", "MKT", N_("the return of the market above the risk-free rate")
)
_SMB3 = _factor("smb", "s", "smb_3f", "SMB", N_("the return of small shares less that of large"))
_SMB5 = _factor("smb", "s", "smb", "SMB", N_("the return of small shares less that of large"))
_HML = _factor("hml", "h", "hml", "HML", N_("the return of value shares less that of growth"))
_RMW = _factor("rmw", "r", "rmw", "RMW", N_("the return of profitable firms less that of others"))
_CMA = _factor(
    "cma", "c", "cma", "CMA", N_("the return of firms that invest little less that of others")
)
_MOM = _factor("mom", "m", "mom", "MOM", N_("the return of past winners less that of losers"))

TERMS: Mapping[str, tuple[Term, ...]] = MappingProxyType(
    {
        "mean-adjusted": (CONSTANT,),
        "market-adjusted": (WHOLE_MARKET,),
        "market": (CONSTANT, MARKET),
        "market-ex-firm": (CONSTANT, EX_FIRM),
        "capm": (RISK_FREE, EXCESS),
        "ff3": (RISK_FREE, CONSTANT, _MKT, _SMB3, _HML),
        "carhart": (RISK_FREE, CONSTANT, _MKT, _SMB3, _HML, _MOM),
        "ff5": (RISK_FREE, CONSTANT, _MKT, _SMB5, _HML, _RMW, _CMA),
        "market-sector": (CONSTANT, MARKET, SECTOR),
        "scholes-williams": (CONSTANT, MARKET),
        "dimson": (CONSTANT, MARKET),
        "huber": (CONSTANT, MARKET),
        "lad": (CONSTANT, MARKET),
        "garch": (CONSTANT, MARKET),
    }
)
"""The normal return of each of ``MODELS``, in the order in which it is written."""
