"""Names of closed days, and closed days that exchange_calendars 4.13 does not know."""

from __future__ import annotations

from datetime import date
from typing import Final

from data.errors import N_

_LUNAR = N_("Lunar New Year")
_CLEARING = N_("Settlement without trading before Lunar New Year")
_SEPTEMBER_11 = N_("Attacks of 11 September 2001")
_SANDY = N_("Hurricane Sandy")

UNLISTED: Final[dict[str, dict[date, str]]] = {
    "XHKG": {
        date(2023, 9, 1): N_("Typhoon Saola"),
        date(2023, 9, 8): N_("Black rainstorm warning"),
    },
    "XTAI": {
        date(2022, 2, 4): _LUNAR,
        date(2023, 1, 18): _CLEARING,
        date(2024, 10, 31): N_("Typhoon Kong-rey"),
    },
}
"""Days without trading that the library takes for sessions; the prices have no row on them."""

NAMED: Final[dict[str, dict[date, str]]] = {
    "XNYS": {
        date(2001, 9, 11): _SEPTEMBER_11,
        date(2001, 9, 12): _SEPTEMBER_11,
        date(2001, 9, 13): _SEPTEMBER_11,
        date(2001, 9, 14): _SEPTEMBER_11,
        date(2004, 6, 11): N_("National Day of Mourning for Ronald Reagan"),
        date(2007, 1, 2): N_("National Day of Mourning for Gerald Ford"),
        date(2012, 10, 29): _SANDY,
        date(2012, 10, 30): _SANDY,
        date(2018, 12, 5): N_("National Day of Mourning for George H. W. Bush"),
        date(2025, 1, 9): N_("National Day of Mourning for Jimmy Carter"),
    },
    "XTKS": {
        date(2025, 3, 20): N_("Vernal Equinox Day"),
        date(2025, 9, 23): N_("Autumnal Equinox Day"),
    },
    "XHKG": {date(2025, 1, day): _LUNAR for day in (29, 30, 31)},
    "XKRX": {
        date(2025, 1, 27): N_("Temporary public holiday"),
        **{date(2025, 1, day): N_("Seollal (Lunar New Year)") for day in (28, 29, 30)},
    },
    "XTAI": {
        **{date(2025, 1, day): _CLEARING for day in (23, 24)},
        **{date(2025, 1, day): _LUNAR for day in (27, 28, 29, 30, 31)},
    },
}
"""Reasons of closures that the library knows by date alone, or names clumsily."""

PLAIN_NAMES: Final[dict[str, str]] = {
    "Christmas": N_("Christmas Day"),
    "Coming of Age Day": N_("Coming of Age Day"),
    "Culture Day": N_("Culture Day"),
    "Dr. Martin Luther King Jr. Day": N_("Martin Luther King Jr. Day"),
    "July 4th": N_("Independence Day"),
    "Juneteenth National Independence Day": N_("Juneteenth"),
    "Thanksgiving": N_("Thanksgiving Day"),
    "President's Day": N_("Presidents' Day"),
    "Emperor Akihito's Birthday": N_("Emperor's Birthday"),
    "Emperor Naruhito's Birthday": N_("Emperor's Birthday"),
    "Health and Sports Day": N_("Sports Day"),
    "Health and Sports Day (2020)": N_("Sports Day"),
    "Health and Sports Day (2021)": N_("Sports Day"),
    "Marine Day (2020)": N_("Marine Day"),
    "Marine Day (2021)": N_("Marine Day"),
    "Mountain Day (2020)": N_("Mountain Day"),
    "Mountain Day (2021)": N_("Mountain Day"),
    "Citizen's Holiday Golden Week": N_("Citizens' Holiday"),
    "Seollal (New Year's Day by the lunar)": N_("Seollal (Lunar New Year)"),
    "Chuseok (Korean Thanksgiving Day)": N_("Chuseok"),
    "Weekend Christmas": N_("Christmas Day (observed)"),
    "Weekend Boxing Day": N_("Boxing Day (observed)"),
    "Peace Memorial Day extra Friday": N_("Peace Memorial Day (bridge day)"),
    "Peace Memorial Day extra Monday": N_("Peace Memorial Day (bridge day)"),
    "Women and Children's Day extra Friday": N_("Women and Children's Day (bridge day)"),
    "Women and Children's Day extra Monday": N_("Women and Children's Day (bridge day)"),
    "National Day of the Republic of China extra Friday": N_(
        "National Day of the Republic of China (bridge day)"
    ),
    "National Day of the Republic of China extra Monday": N_(
        "National Day of the Republic of China (bridge day)"
    ),
}
"""The usual name where the library's differs."""

LIBRARY_NAMES: Final = (
    N_("All Saints Day"),
    N_("Arbor Day"),
    N_("Ascension Day"),
    N_("Assumption Day"),
    N_("Bastille Day"),
    N_("Belgium Independence Day"),
    N_("Berchtold's Day"),
    N_("Boxing Day"),
    N_("Buddha's Birthday"),
    N_("Canada Day"),
    N_("Canadian Thanksgiving"),
    N_("Children's Day"),
    N_("Christmas Eve"),
    N_("Civic Holiday"),
    N_("Constitution Day"),
    N_("Constitution Memorial Day"),
    N_("Day of German Unity"),
    N_("Early May Bank Holiday"),
    N_("Easter Monday"),
    N_("End of Year Holiday"),
    N_("Epiphany"),
    N_("Family Day"),
    N_("Ferragosto"),
    N_("Good Friday"),
    N_("Greenery Day"),
    N_("Hangul Proclamation Day"),
    N_("Hong Kong Special Region Establishment Day"),
    N_("Immaculate Conception"),
    N_("Independence Movement Day"),
    N_("Korean National Foundation Day"),
    N_("Labor Day"),
    N_("Labor Thanksgiving Day"),
    N_("Labour Day"),
    N_("Marine Day"),
    N_("Memorial Day"),
    N_("Mountain Day"),
    N_("National Day"),
    N_("National Day of the Republic of China"),
    N_("National Foundation Day"),
    N_("National Liberation Day"),
    N_("New Year's Day"),
    N_("New Year's Eve"),
    N_("New Year's Holiday"),
    N_("Peace Memorial Day"),
    N_("Queen's Day"),
    N_("Respect for the Aged Day"),
    N_("Showa Day"),
    N_("Spring Bank Holiday"),
    N_("Summer Bank Holiday"),
    N_("Swiss National Day"),
    N_("Taiwan Restoration Day"),
    N_("Teachers' Day"),
    N_("Victoria Day"),
    N_("Whit Monday"),
    N_("Women and Children's Day"),
)
"""Names that the library gives well, marked so that they are translated."""
