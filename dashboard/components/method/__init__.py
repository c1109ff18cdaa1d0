"""The parts of the page on method and data."""

from typing import Final

PAGE: Final = "method"
"""Path of the page."""
