"""Numbers and sums as LaTeX."""

from __future__ import annotations

from collections.abc import Sequence

LISTED = 3
"""Terms of a sum that are written out; longer sums keep their first and their last."""


def percent(value: float, digits: int = 4) -> str:
    """Write a fraction as a percentage."""
    return rf"{round(100 * value, digits) + 0.0:.{digits}f}\%"


def number(value: float, digits: int = 4) -> str:
    """Write a number with separated thousands."""
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace(",", "{,}")


def bracketed(text: str) -> str:
    """Put a negative number in brackets, so that it can stand behind a sign."""
    return f"({text})" if text.startswith("-") else text


def added(terms: Sequence[str]) -> str:
    """Write a sum; one of many terms as its first, its second and its last."""
    shown = _listed(terms)
    return " + ".join([shown[0], *(bracketed(term) for term in shown[1:])])


def factors(terms: Sequence[str]) -> str:
    """Write a product; one of many factors as its first, its second and its last."""
    return r" \cdot ".join(_listed(terms))


def _listed(terms: Sequence[str]) -> list[str]:
    return [*terms[:2], r"\cdots", terms[-1]] if len(terms) > LISTED else list(terms)


def lines(*rows: str) -> str:
    """Put equations under each other, one a line, so that each can wrap on a narrow screen."""
    return "\n".join(rows)
