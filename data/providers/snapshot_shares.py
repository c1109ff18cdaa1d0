"""Share counts embedded in the project, each with its day, its grade and its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import N_, DataError, Sentences
from data.prices import Provenance
from data.providers.snapshot import snapshot_provenance
from data.providers.snapshot_files import verified_table
from data.snapshot_notes import PROXY, SHARE_NOTES
from data.snapshot_tables import SNAPSHOT


@dataclass(frozen=True, slots=True)
class ShareCount:
    """Shares outstanding of one security, on the share basis of January 2025.

    Attributes
    ----------
    shares
        Number of shares (in units of the listed share or receipt).
    as_of
        The day or the end of the period that the count belongs to.
    basis
        What was counted.
    grade
        A filing nearest to the event; B vendor count of June 2025 or diluted fiscal-year
        average; C count of 2026; D market value over price.
    is_proxy
        True for grade D: not for market values of January 2025.
    notes
        What to know before using it, as English sentences.
    provenance
        Where it comes from.
    """

    security: str
    shares: int
    as_of: date
    basis: str
    grade: str
    is_proxy: bool
    notes: tuple[str, ...]
    provenance: Provenance

    @property
    def counted(self) -> Sentences:
        """``basis`` for people: one of ``data.snapshot_notes.SHARE_BASES`` with its day."""
        day = re.search(r"\d{4}-\d{2}-\d{2}", self.basis)
        if day is None:
            return Sentences(((self.basis, {}),))
        return Sentences(((self.basis.replace(day[0], "{day}"), {"day": day[0]}),))


def shares_outstanding(security: str, folder: Path = SNAPSHOT) -> ShareCount:
    """Return the share count of a security.

    Raises
    ------
    DataError
        There is none for this security.
    """
    counts = _share_rows(folder)
    if security not in counts:
        raise DataError(
            N_("The number of shares of {security} was asked for."),
            N_("The snapshot has counts of {count} securities, not of this one."),
            N_("Leave the security out of market values, or give a count of your own."),
            security=security,
            count=len(counts),
        )
    row = counts[security]
    is_proxy = row["grade"] == "D"
    return ShareCount(
        security=security,
        shares=row["shares"],
        as_of=row["as_of"],
        basis=row["basis"],
        grade=row["grade"],
        is_proxy=is_proxy,
        notes=(*SHARE_NOTES.get(security, ()), *((PROXY,) if is_proxy else ())),
        provenance=snapshot_provenance("shares", folder),
    )


@cache
def _share_rows(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["ticker"]: row for row in verified_table(folder, "shares").to_pylist()}
