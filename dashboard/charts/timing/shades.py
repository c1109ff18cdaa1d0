"""Cells coloured by a move, with ink that stays legible on them in both themes."""

from __future__ import annotations

from typing import Final

from plotly.colors import find_intermediate_color, hex_to_rgb, label_rgb

FALLS: Final = ("#F6D9C8", "#A8430F")
RISES: Final = ("#D3E4F5", "#1B5C9E")
NOTHING: Final = "#C9CDD1"
DARK_INK: Final = "#1A1A1A"
LIGHT_INK: Final = "#FFFFFF"
TURN: Final = 0.55
"""Strength from which light ink is the more legible."""


def shade(value: float, full: float) -> str:
    """Return the colour of a move; ``full`` is the size at which it is strongest."""
    if value == 0:
        return NOTHING
    pale, strong = (hex_to_rgb(colour) for colour in (FALLS if value < 0 else RISES))
    return str(label_rgb(find_intermediate_color(pale, strong, _strength(value, full))))


def ink(value: float, full: float) -> str:
    """Return the colour of writing on ``shade(value, full)``."""
    return LIGHT_INK if _strength(value, full) > TURN else DARK_INK


def _strength(value: float, full: float) -> float:
    return float(min(abs(value) / full, 1.0))
