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
PEERS: Final = N_("Sector return")
EXPECTED: Final = N_("Expected")
AR: Final = N_("Abnormal return")
SUM: Final = N_("Abnormal returns, summed")
WEIGHT: Final = N_("Weight")
IN_INDEX: Final = N_("Weight in the index")
CONTRIBUTION: Final = N_("Contribution to the index's return")
RANK: Final = N_("Rank")
SIGMA: Final = N_("Expected volatility")
SCALED: Final = N_("Sum over volatility")
SCALED_RETURN: Final = N_("Return over the volatility expected")
SECURITY: Final = N_("Security")
CAR: Final = N_("Cumulative abnormal return")
SE: Final = N_("Standard error")
SCAR: Final = "SCAR"
SIDE: Final = N_("Side")
FIRST: Final = N_("First sum")
SECOND: Final = N_("Second sum")
RATIO: Final = N_("Slope over its error")
LEVEL: Final = N_("Value of equal holdings")
PEAK: Final = N_("Highest so far")
FALL: Final = N_("Fall from it")
BEFORE: Final = N_("Price before")
AFTER: Final = N_("Price after")
WHEN: Final = N_("When")
LARGEST: Final = N_("Largest statistic")
TESTED: Final = N_("What is tested")
P: Final = N_("p-value")
TIMES: Final = N_("p-value times tests over rank")
ADJUSTED: Final = N_("Adjusted p")

AS_OF: Final = N_("As of")
GRADE: Final = N_("Grade")
VALUE: Final = N_("Value before")
CHANGE: Final = N_("Change, close to close")
PART: Final = N_("Part of the return")
WORTH: Final = N_("Value times part")
LEFT: Final = N_("Left over by the model")

ESTIMATE: Final = N_("Estimate")
SLOPE: Final = N_("Slope")
P_FOR: Final = N_("p-value for the claim")
P_AGAINST: Final = N_("p-value against the claim")
CLASS: Final = N_("Class")
PRICES: Final = N_("Prices followed")
SESSIONS: Final = N_("Sessions until back")

CHOICES: Final = (N_("Model"), N_("Benchmark"), N_("Estimation"), N_("Event window"), N_("Returns"))
LOW: Final = N_("Interval from")
HIGH: Final = N_("Interval to")
MEDIAN: Final = N_("Median estimate")
MEDIAN_SCAR: Final = N_("Median estimate over its standard error")
SHARE: Final = N_("Share of intervals beyond zero")

ESTIMATION: Final = N_("estimation")
BETWEEN: Final = N_("volatility only")
EVENT: Final = N_("event")
ORDINARY: Final = N_("date without an event")
COMPARED: Final = N_("another date")

PERCENT: Final = frozenset(
    {LONG, SHORT, RETURN, MARKET, EX_FIRM, RISK_FREE, EXCESS, SECTOR, EXPECTED, AR, SUM, SIGMA}
    | {
        LOW,
        HIGH,
        MEDIAN,
        SHARE,
        PEERS,
        CAR,
        SE,
        FIRST,
        SECOND,
        FALL,
        PART,
        LEFT,
        ESTIMATE,
        IN_INDEX,
        CONTRIBUTION,
        "MKT",
        "SMB",
        "HML",
        "RMW",
        "CMA",
        "MOM",
    }
)
"""Columns in fractions, to be read in percent."""

MONEY: Final = frozenset({VALUE, CHANGE, WORTH})
"""Columns in whole units of a currency."""

KNOWN: Final = (
    PERCENT
    | MONEY
    | {DATE, LAST, TAU, ROLE, PRICE, CLOSE, SHARES, RANK, SCALED, SECURITY, SCAR}
    | {
        MEDIAN_SCAR,
        SCALED_RETURN,
        SIDE,
        RATIO,
        LEVEL,
        PEAK,
        BEFORE,
        AFTER,
        WHEN,
        WEIGHT,
        TESTED,
        P,
        TIMES,
        ADJUSTED,
        SLOPE,
        P_FOR,
        P_AGAINST,
        CLASS,
        PRICES,
        SESSIONS,
        AS_OF,
        GRADE,
    }
)
"""Every title but those of securities, whose columns hold their returns or what a model left."""
