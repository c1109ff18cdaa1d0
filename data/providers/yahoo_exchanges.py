"""Which calendar a listing follows, told from the exchange that Yahoo Finance names."""

from __future__ import annotations

from typing import Final

from data.errors import DataError
from data.exchanges import INDICES, exchange_of

CALENDARS: Final[dict[str, str]] = {
    "AMS": "XAMS",
    "ASE": "XNYS",
    "ASX": "XASX",
    "BRU": "XBRU",
    "BSE": "XBOM",
    "BTS": "XNYS",
    "BUD": "XBUD",
    "CBT": "CMES",
    "CCC": "24/7",
    "CCY": "24/5",
    "CME": "CMES",
    "CMX": "CMES",
    "CPH": "XCSE",
    "CXI": "XNYS",
    "DJI": "XNYS",
    "EBS": "XSWX",
    "FRA": "XFRA",
    "GER": "XETR",
    "HEL": "XHEL",
    "HKG": "XHKG",
    "ICE": "XICE",
    "ISE": "XDUB",
    "IST": "XIST",
    "JKT": "XIDX",
    "JNB": "XJSE",
    "JPX": "XTKS",
    "KLS": "XKLS",
    "KOE": "XKRX",
    "KSC": "XKRX",
    "LIS": "XLIS",
    "LSE": "XLON",
    "MCE": "XMAD",
    "MEX": "XMEX",
    "MIL": "XMIL",
    "NAS": "XNYS",
    "NCM": "XNYS",
    "NGM": "XNYS",
    "NIM": "XNYS",
    "NMS": "XNYS",
    "NSI": "XBOM",
    "NYB": "IEPA",
    "NYM": "CMES",
    "NYQ": "XNYS",
    "NYS": "XNYS",
    "NZE": "XNZE",
    "OEM": "XNYS",
    "OQB": "XNYS",
    "OQX": "XNYS",
    "OSA": "XTKS",
    "OSL": "XOSL",
    "PAR": "XPAR",
    "PCX": "XNYS",
    "PNK": "XNYS",
    "PRA": "XPRA",
    "SAO": "BVMF",
    "SES": "XSES",
    "SET": "XBKK",
    "SGO": "XSGO",
    "SHH": "XSHG",
    "SHZ": "XSHG",
    "SNP": "XNYS",
    "STO": "XSTO",
    "TAI": "XTAI",
    "TOR": "XTSE",
    "TWO": "XTAI",
    "VIE": "XWBO",
    "WCB": "XNYS",
    "WSE": "XWAR",
}
"""exchange_calendars code of each exchange as Yahoo Finance abbreviates it."""

SUBUNITS: Final[dict[str, tuple[str, float]]] = {
    "GBp": ("GBP", 0.01),
    "ZAc": ("ZAR", 0.01),
}
"""Currency (ISO 4217) and factor of the hundredths in which some exchanges quote."""


def calendar_of(ticker: str, yahoo_exchange: str) -> str | None:
    """Return the exchange_calendars code of a listing; None if it is not known.

    The project's own list of indices comes first, then Yahoo's exchange, then the suffix: a
    symbol without a suffix may be a coin or a currency pair, which New York's calendar does
    not fit.
    """
    if ticker in INDICES:
        return INDICES[ticker]
    if yahoo_exchange in CALENDARS:
        return CALENDARS[yahoo_exchange]
    if "." not in ticker:
        return None
    try:
        return exchange_of(ticker)
    except DataError:
        return None
