"""What the shared controls can mean; an address that asks for anything else gets the default."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from analysis.errors import StudyError
from analysis.windows import parse_window
from dashboard.components.upload import uploads
from dashboard.studies.choices import basket_names, event_identifiers, models, security_names
from dashboard.studies.request import OWN_MARKET, SOURCES

_TICKER: Final = re.compile(r"\^?[A-Z0-9][A-Z0-9.=^-]{0,14}")
"""What a ticker may look like, though nobody here knows it yet: it can be fetched."""


def can_be_meant(key: str) -> Callable[[str], bool]:
    """Return what says whether a value of a shared control can be meant at all."""
    return _KNOWN[key]


def _subject(text: str) -> bool:
    return text in basket_names() or all(map(_ticker, text.split(",")))


def _ticker(text: str) -> bool:
    return text in security_names() or text in uploads() or bool(_TICKER.fullmatch(text))


def _benchmark(text: str) -> bool:
    return text == OWN_MARKET or _ticker(text)


def _event(text: str) -> bool:
    if text in event_identifiers():
        return True
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _window(text: str) -> bool:
    try:
        first, last = parse_window(text)
    except StudyError:
        return False
    return first <= last


_KNOWN: Final[dict[str, Callable[[str], bool]]] = {
    "security": _subject,
    "compare": _subject,
    "benchmark": _benchmark,
    "event": _event,
    "model": lambda text: text in models(),
    "models": lambda text: text in models(),
    "estimation": _window,
    "window": _window,
    "span": _window,
    "returns": lambda text: text in ("simple", "log"),
    "source": lambda text: text in SOURCES,
}
