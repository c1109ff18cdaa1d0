"""What tells names and groups apart on these charts: words, colours and hatching."""

from __future__ import annotations

import re
from typing import Final

from analysis.errors import N_
from dashboard.charts.drawing import BLUE, GREY, ORANGE
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.sector.universe import CAMPS, camp_of, group_label, label_of

YELLOW: Final = "#B98A00"
PALE: Final = "#9AA3AB"
CAMP_COLOURS: Final = dict(zip(CAMPS, (ORANGE, YELLOW, BLUE, GREY, PALE), strict=True))
CAMP_HATCHES: Final = dict(zip(CAMPS, ("", "/", "", ".", "x"), strict=True))

MEASURES: Final = {"car": N_("Abnormal return"), "raw": N_("Return")}

HEADINGS: Final = {
    "ai-chips": N_("AI chips"),
    "chip-equipment": N_("Chip tools"),
    "servers-networking": N_("Servers"),
    "data-centres": N_("Data centres"),
    "power-cooling": N_("Power gear"),
    "power-producers": N_("Electricity"),
    "nuclear-uranium": N_("Nuclear"),
    "gas-supply": N_("Gas"),
    "hyperscalers": N_("Cloud giants"),
    "software-internet": N_("Software"),
    "security-software": N_("Cyber security"),
    "china": N_("China"),
    "asia-listing": N_("East Asia"),
    "europe-listing": N_("Europe"),
    "foreign-adr": N_("ADRs"),
    "defensive": N_("Far from AI"),
}
"""The groups in a word or two, for small rectangles."""


def measure_title(measure: str, language: Language, *, several: bool) -> str:
    """Return what a measure is called over one session, or over several."""
    if measure == "car" and several:
        return language.text("Cumulative abnormal return")
    return language.text(MEASURES[measure])


def name_of(ticker: str, language: Language) -> str:
    """Return the name that people use for a security."""
    return security_names().get(ticker, (ticker, ticker))[language.code == "ja"]


def short_name(ticker: str, language: Language, marked: str = "") -> str:
    """Return a ticker with as much of the name as fits beside a bar on a phone."""
    plain = re.sub(r"\s*[(（].*", "", name_of(ticker, language))
    room = 8 if language.code == "ja" else 15
    words = plain if len(plain) <= room else plain[: room - 1].rstrip(" ・,&") + "…"
    label = f"<b>{ticker}</b>" if words.upper() == ticker else f"{words} <b>{ticker}</b>"
    return f"▶ <b>{label}</b>" if ticker == marked else label


def group_name(group: str, language: Language) -> str:
    """Return what a group of the catalogue is called."""
    label = group_label(group)
    return language.text("not catalogued") if label is None else language.of(label)


def group_heading(group: str, language: Language) -> str:
    """Return a group's name in a word or two."""
    return language.text(HEADINGS[group]) if group in HEADINGS else group_name(group, language)


def camp_name(group: str, language: Language) -> str:
    """Return what the camp of a group is called."""
    return language.text(camp_of(group))


def choice_name(identifier: str, language: Language) -> str:
    """Return what a choice of names is called: all names, a basket or a group."""
    label = label_of(identifier)
    return language.text(label) if isinstance(label, str) else language.of(label)
