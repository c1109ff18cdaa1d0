"""The error raised when outside data cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


def N_(template: str) -> str:
    """Mark a template for the message catalogues; it is translated where it is shown."""
    return template


class DataError(ValueError):
    """Prices, a file or a catalogue cannot be used as they are.

    Parameters
    ----------
    asked, found, remedy
        English templates for ``str.format``: what was asked, what there is, what to do.
        Written as ``N_("...")`` at the call so that the message catalogues collect them.
    **facts
        The values that the templates name.
    """

    def __init__(self, asked: str, found: str, remedy: str, **facts: object) -> None:
        self.templates = (asked, found, remedy)
        self.facts = facts
        super().__init__(" ".join(template.format(**facts) for template in self.templates))

    @property
    def asked(self) -> str:
        """What was asked, in English."""
        return self.templates[0].format(**self.facts)

    @property
    def found(self) -> str:
        """What there is, in English."""
        return self.templates[1].format(**self.facts)

    @property
    def remedy(self) -> str:
        """What to do, in English."""
        return self.templates[2].format(**self.facts)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences that are a fact of another one; English as text, translated where shown.

    Attributes
    ----------
    parts
        English templates, each with the facts that it names.
    """

    parts: tuple[tuple[str, Mapping[str, object]], ...]

    def __str__(self) -> str:
        return "; ".join(template.format(**facts) for template, facts in self.parts)
