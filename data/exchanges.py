"""Which exchange's calendar a security follows, told from its Yahoo Finance symbol."""

from __future__ import annotations

from typing import Final

from data.errors import N_, DataError

SUFFIXES: Final[dict[str, str]] = {
    "AS": "XAMS",
    "BR": "XBRU",
    "DE": "XETR",
    "HK": "XHKG",
    "KQ": "XKRX",
    "KS": "XKRX",
    "L": "XLON",
    "MC": "XMAD",
    "MI": "XMIL",
    "PA": "XPAR",
    "SS": "XSHG",
    "SW": "XSWX",
    "SZ": "XSHG",
    "T": "XTKS",
    "TO": "XTSE",
    "TW": "XTAI",
    "TWO": "XTAI",
}
"""Exchange code (ISO 10383, as exchange_calendars spells it) of each known symbol suffix."""

INDICES: Final[dict[str, str]] = {
    "^AEX": "XAMS",
    "^FCHI": "XPAR",
    "^FTSE": "XLON",
    "^GDAXI": "XETR",
    "^HSI": "XHKG",
    "^KS11": "XKRX",
    "^N225": "XTKS",
    # The Euro Stoxx 50 spans several exchanges. Xetra's calendar is the one among them that is
    # closed on 24 and 31 December, as the embedded series is.
    "^STOXX50E": "XETR",
    "^TWII": "XTAI",
}
"""Exchange code of the indices that do not follow New York."""


def exchange_of(security: str) -> str:
    """Return the exchange_calendars code of a Yahoo Finance symbol.

    Symbols without a suffix, and indices not listed in ``INDICES``, follow New York (XNYS).

    Raises
    ------
    DataError
        The symbol ends in a suffix whose exchange is not known: guessing New York would put
        its rows on the wrong sessions.
    """
    if security.startswith("^"):
        return INDICES.get(security, "XNYS")
    _, dot, suffix = security.rpartition(".")
    if not dot:
        return "XNYS"
    if suffix not in SUFFIXES:
        raise DataError(
            N_("The exchange of {security} was asked for."),
            N_("The suffix .{suffix} is not known; known are {known}."),
            N_("Use a symbol with a known suffix; New York share classes take a hyphen (BRK-B)."),
            security=security,
            suffix=suffix,
            known=", ".join(f".{known}" for known in SUFFIXES),
        )
    return SUFFIXES[suffix]
