"""How far a table lags behind its exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.calendars import first_reacting_session, sessions
from data.errors import N_
from data.prices import Provenance

_CURRENT = N_("Up to date")
_ONE_BEHIND = N_("1 session behind")
_BEHIND = N_("{sessions_behind} sessions behind")


@dataclass(frozen=True, slots=True)
class Staleness:
    """How many finished sessions a table lacks at its end.

    Attributes
    ----------
    sessions_behind
        Finished sessions of the exchange after the table's as-of day.
    label
        English template for a badge; it may name ``{sessions_behind}``.
    """

    sessions_behind: int
    label: str

    @property
    def text(self) -> str:
        """The label in English."""
        return self.label.format(sessions_behind=self.sessions_behind)


def staleness(provenance: Provenance, now: datetime, exchange: str) -> Staleness:
    """Count the sessions that ended after a table's as-of day.

    Parameters
    ----------
    provenance
        Of the table.
    now
        The moment to count to, with its zone.
    exchange
        exchange_calendars code.

    Raises
    ------
    DataError
        ``now`` has no zone or lies outside the calendar, or the exchange is unknown.
    """
    next_day = provenance.as_of + timedelta(days=1)
    last_finished = first_reacting_session(now, exchange) - timedelta(days=1)
    behind = 0
    if next_day <= last_finished:
        behind = len(sessions(exchange, next_day, last_finished))
    if behind == 0:
        return Staleness(0, _CURRENT)
    return Staleness(behind, _ONE_BEHIND if behind == 1 else _BEHIND)
