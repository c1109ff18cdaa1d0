"""What is known about the embedded figures: origins, conventions, doubts.

The sentences stand here once. ``data.snapshot_build`` writes them into the manifest and
``data.providers.snapshot`` puts them into the provenance of every history.
"""

from __future__ import annotations

from typing import Final

from data.errors import N_

YAHOO_COPIES: Final = N_(
    "Public copies of Yahoo Finance daily bars, reconciled with one another and checked against "
    "Financial Modeling Prep, IEX, FRED, KRX and JPX."
)

ORIGINS: Final[dict[str, str]] = {
    "daily": YAHOO_COPIES,
    "universe": N_("List of the securities in the daily table, with what each one lacks."),
    "sp500_daily": YAHOO_COPIES,
    "sp500_members": N_(
        "Dated membership list of 27 December 2024, confirmed by a second list; weights of the "
        "SPY fund on 16 January 2025."
    ),
    "long_history": YAHOO_COPIES,
    "factors": N_(
        "Fama-French five factors, three-factor SMB and momentum, in public copies of Kenneth "
        "French's data library."
    ),
    "shares": N_("Company filings, a data vendor, or market value over price: see the grade."),
    "bars_60m": N_("Public copies of 60-minute bars of nine securities."),
    "bars_5m_sp500": N_("Public copies of five-minute bars of the S&P 500 index."),
}
"""Where each table comes from."""

CONVENTIONS: Final[dict[str, tuple[str, ...]]] = {
    "daily": (
        "Share basis of January 2025: later splits are undone, volumes included.",
        "close is not adjusted for dividends; adj_close(t)/adj_close(t-1)-1 is the total return.",
        "Local currency; volume in shares; a missing value has no source and is never filled.",
    ),
    "universe": ("return_2025_01_27_pct is in percent; fields lists the columns with figures.",),
    "sp500_daily": ("adj_close only; share basis of January 2025; USD.",),
    "sp500_members": (
        "Members of 27 January 2025 under the symbols of that day; weights in percent of SPY.",
    ),
    "long_history": ("close and adj_close only; same basis and levels as the daily table.",),
    "factors": (
        "Percent per day in the file; data.providers.snapshot.factors() returns fractions.",
        "smb belongs to the five-factor set, smb_3f to the three-factor set.",
    ),
    "shares": (
        "Shares on the basis of January 2025; each row has its own as_of.",
        "Grade A: company filing nearest to the event; B: vendor count of June 2025 or diluted "
        "average of a fiscal year; C: count of 2026; D: market value over price, a proxy.",
    ),
    "bars_60m": ("Start of the bar in UTC; the last bar of a day leaves out the closing auction.",),
    "bars_5m_sp500": ("Start of the bar in UTC; index points, no volume.",),
}
"""How to read each table."""

BASIS_ADJUSTED: Final = N_(
    "Share basis of January 2025; returns from dividend-adjusted closes (adj_close)."
)
BASIS_CLOSE: Final = N_(
    "Share basis of January 2025; returns from closes not adjusted for dividends (close): the "
    "sources have no adjusted closes."
)
BASIS_INDEX: Final = N_("Index points; a price index, dividends left out.")
BASIS_DAX: Final = N_("Index points; a performance index, dividends included.")
BASIS_VIX: Final = N_("Implied volatility in percent per year; its changes are not returns.")
BASIS_MEMBER: Final = N_(
    "Share basis of January 2025; returns from dividend-adjusted closes (adj_close), the only "
    "column."
)

_ONE_COPY = N_("Known from one copy only.")
_NO_ADJ = N_("No adjusted closes in the sources: dividends are not in the returns.")
_NO_CLOSE_ON_DAY = N_(
    "Only adjusted closes on 27 January 2025: no dollar price or range of that day."
)
_CLOSE_ENDS = N_("Closes end before adjusted closes do: see the data note.")
_CONTINUED = N_("The last closes continue from an adjusted copy, as no distribution was seen.")
_XETRA_HOLES = N_(
    "Days are missing, 24 January 2025 among them: no one-day return for 27 January 2025."
)
_CHART_SERVICE = N_(
    "From a chart service alone, which was wrong on some days for other securities."
)
_PARIS = N_("No closes after 30 December 2024; one copy only after 12 May 2025.")
_LEVELS = N_("Levels are approximate after a spin-off; returns are not affected.")
_LEFT_EARLY = N_("The copies end early (a takeover): the last row is not the end of trading.")
_SPUN_OFF = N_("Starts at its spin-off.")

DOUBTS: Final[dict[str, tuple[str, ...]]] = {
    "0700.HK": (_ONE_COPY, _CHART_SERVICE, _NO_ADJ),
    "2330.TW": (N_("22 August 2022 and 29 March 2024: two sources differ by 0.4%."),),
    "AI": (_CONTINUED,),
    "AIQ": (_NO_CLOSE_ON_DAY,),
    "AMBA": (_CONTINUED,),
    "ANSS": (_LEFT_EARLY,),
    "ASML": (
        N_("29 November 2012: capital repayment with share consolidation, not a usable return."),
    ),
    "ASML.AS": (_ONE_COPY, _CHART_SERVICE, _NO_ADJ),
    "BBAI": (_CONTINUED,),
    "BDX": (_LEVELS,),
    "CAP.PA": (_NO_CLOSE_ON_DAY, _PARIS),
    "CCJ": (_CLOSE_ENDS,),
    "CMCSA": (_LEVELS,),
    "CORZ": (N_("Relisted on 24 January 2024: no earlier rows."),),
    "DD": (_LEVELS,),
    "DFS": (_LEFT_EARLY,),
    "DSY.PA": (_NO_CLOSE_ON_DAY, _PARIS),
    "ENR.DE": (_XETRA_HOLES, _ONE_COPY, N_("Copied by hand, 42 days in all."), _NO_ADJ),
    "ERIC": (_NO_CLOSE_ON_DAY,),
    "ESTC": (_CONTINUED,),
    "FEZ": (_CLOSE_ENDS,),
    "FI": (N_("Traded as FISV later."),),
    "FTV": (_LEVELS,),
    "GEV": (_SPUN_OFF,),
    "GTLB": (_CONTINUED,),
    "HES": (_LEFT_EARLY,),
    "HON": (_LEVELS,),
    "IFX.DE": (_XETRA_HOLES, _ONE_COPY),
    "IPG": (_LEFT_EARLY,),
    "JNPR": (_LEFT_EARLY,),
    "LR.PA": (_NO_CLOSE_ON_DAY, N_("One copy only after 12 May 2025.")),
    "MMC": (N_("Traded as MRSH later."),),
    "MOD": (
        N_("27 January 2025: 97.49 here, 98.05 at a second vendor; -26% is good to half a point."),
    ),
    "NBIS": (N_("Trading resumed on 21 October 2024 (formerly Yandex)."),),
    "OKLO": (
        N_("A shell company before 10 May 2024: do not estimate on earlier rows."),
        _CONTINUED,
    ),
    "PARA": (N_("Traded as PSKY later."),),
    "SAP": (_NO_CLOSE_ON_DAY,),
    "SAP.DE": (N_("Adjusted closes from 2 June 2023 to 17 November 2025 only."),),
    "SFTBY": (_ONE_COPY, _NO_ADJ),
    "SMR": (N_("A shell company before 3 May 2022: do not estimate on earlier rows."),),
    "SOLV": (_SPUN_OFF,),
    "SONY": (_NO_CLOSE_ON_DAY,),
    "SU.PA": (
        _NO_CLOSE_ON_DAY,
        _PARIS,
        N_("28 January 2025 closes at the low of the day; the New York receipt fell as much."),
    ),
    "TCEHY": (_NO_CLOSE_ON_DAY, _ONE_COPY),
    "TLN": (_CONTINUED,),
    "TOELY": (_NO_CLOSE_ON_DAY, _ONE_COPY, N_("Two decimals only.")),
    "VGK": (_CLOSE_ENDS,),
    "VLTO": (_SPUN_OFF,),
    "WBA": (_LEFT_EARLY,),
    "WDC": (N_("Closes are rebuilt from a spin-off factor of 1.323 and rounded to about a cent."),),
    "^GDAXI": (_ONE_COPY,),
    "^IXIC": (N_("4 August 2023: the official close lies under the low of the range's source."),),
    "^NDX": (N_("Known from one copy only after 31 May 2024."),),
    "^STOXX50E": (
        _ONE_COPY,
        N_("Closes only; no rows on 15 trading days that are holidays in Switzerland."),
    ),
}
"""Known doubts of single securities."""

ALL_CLASSES: Final = N_("Counts all share classes: do not add the classes.")
RECEIPTS: Final = N_("In units of the New York receipt (ADR).")
PROXY: Final = N_(
    "Market value over price of August 2026: too high where shares were issued since January "
    "2025; not for market values of January 2025."
)

SHARE_NOTES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("BRK-B", "DELL", "GOOG", "GOOGL", "META"), (ALL_CLASSES,)),
    **dict.fromkeys(
        ("ARM", "BABA", "BIDU", "ERIC", "INFY", "JD", "NOK", "SAP", "SONY", "TSM"), (RECEIPTS,)
    ),
}
"""Remarks on single share counts."""

SHARE_BASES: Final = (
    N_("weighted average basic shares, quarter ended {day}"),
    N_("weighted average basic shares, quarter ended {day} (all share classes)"),
    N_("weighted average diluted shares, fiscal year (SEC filing)"),
    N_("shares outstanding, data vendor"),
    N_("shares outstanding, data vendor, June 2025"),
    N_("market value / price (proxy), August 2026"),
)
"""What the share counts are counts of, as the table of share counts words it."""
