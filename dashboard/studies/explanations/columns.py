"""The titles of the columns of input rows, as English templates."""

from __future__ import annotations

from typing import Final

from analysis.errors import N_

DATE: Final = N_("Date")
LAST: Final = N_("Last day")
TAU: Final = "tau"
ROLE: Final = N_("Used for")
PRICE: Final = N_("Price with dividends")
CLOSE: Final = N_("Close")
SHARES: Final = N_("Shares")
LONG: Final = N_("Long side")
SHORT: Final = N_("Short side")
RETURN: Final = N_("Return")
MARKET: Final = N_("Benchmark return")
EX_FIRM: Final = N_("Benchmark without the security")
RISK_FREE: Final = N_("Risk-free rate")
EXCESS: Final = N_("Benchmark less risk-free rate")
SECTOR: Final = N_("Sector less benchmark")
EXPECTED: Final = N_("Expected")
AR: Final = N_("Abnormal return")
SUM: Final = N_("Abnormal returns, summed")
RANK: Final = N_("Rank")
SIGMA: Final = N_("Expected volatility")
SCALED: Final = N_("Sum over volatility")
SECURITY: Final = N_("Security")
CAR: Final = N_("Cumulative abnormal return")
SE: Final = N_("Standard error")
SCAR: Final = "SCAR"
TESTED: Final = N_("What is tested")
P: Final = N_("p-value")
TIMES: Final = N_("p-value times tests over rank")
ADJUSTED: Final = N_("Adjusted p")

ESTIMATION: Final = N_("estimation")
BETWEEN: Final = N_("volatility only")
EVENT: Final = N_("event")

PERCENT: Final = frozenset(
    {LONG, SHORT, RETURN, MARKET, EX_FIRM, RISK_FREE, EXCESS, SECTOR, EXPECTED, AR, SUM, SIGMA}
    | {CAR, SE, "MKT", "SMB", "HML", "RMW", "CMA", "MOM"}
)
"""Columns in fractions, to be read in percent."""

KNOWN: Final = (
    PERCENT
    | {DATE, LAST, TAU, ROLE, PRICE, CLOSE, SHARES, RANK, SCALED, SECURITY, SCAR}
    | {TESTED, P, TIMES, ADJUSTED}
)
"""Every title but those of securities, whose columns hold their returns or what a model left."""
