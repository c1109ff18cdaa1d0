"""Daily prices of one security, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

import pandas as pd

from data.calendars import sessions
from data.errors import N_, DataError
from data.schedules import known_from

Source = Literal["snapshot", "yahoo", "upload"]

COLUMNS: Final = ("open", "high", "low", "close", "adj_close", "volume")
"""Columns of a price table, in this order, all float with NaN for what no source gives."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a table comes from and what it is good for; shown under every chart.

    Attributes
    ----------
    source
        The kind of provider.
    origin
        One sentence: where the figures come from.
    file, sha256
        Name of the file and its SHA-256; two of each, separated by a comma, where a daily table
        is continued backwards by the long history.
    rows, first, last
        Size and span of the table that this provenance belongs to.
    as_of
        The day the figures are good for.
    fetched_at
        When they were fetched; None for the embedded snapshot, whose manifest fixes its content.
    basis
        Share basis, and the price column that gives returns.
    doubts
        Known doubts about this security, as English sentences.
    """

    source: Source
    origin: str
    file: str
    sha256: str
    rows: int
    first: date
    last: date
    as_of: date
    fetched_at: datetime | None
    basis: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PriceHistory:
    """Daily prices of one security.

    Attributes
    ----------
    security, name
        Yahoo Finance symbol and the name people use.
    exchange
        exchange_calendars code of the calendar that the rows follow.
    currency
        ISO 4217 code of the prices.
    table
        Frame of shape (days, 6) with the columns ``COLUMNS``, indexed by ``date`` (naive local
        midnights, ascending). Read-only: providers hand out arrays that cannot be written;
        take a copy before changing anything.
    provenance
        Where the table comes from.
    """

    security: str
    name: str
    exchange: str
    currency: str
    table: pd.DataFrame
    provenance: Provenance

    def __post_init__(self) -> None:
        if tuple(self.table.columns) != COLUMNS or not isinstance(
            self.table.index, pd.DatetimeIndex
        ):
            raise DataError(
                N_("A price history of {security} was asked for."),
                N_("The table has the columns {columns} and a {index}."),
                N_("Give the columns {expected}, indexed by date."),
                security=self.security,
                columns=", ".join(map(str, self.table.columns)),
                index=type(self.table.index).__name__,
                expected=", ".join(COLUMNS),
            )

    @property
    def return_column(self) -> Literal["adj_close", "close"]:
        """The column that gives returns: adj_close if any day has one, else close."""
        return "adj_close" if self.table["adj_close"].notna().any() else "close"

    @property
    def total_return_price(self) -> pd.Series[float]:
        """Price whose ratio from day to day is the total return, in ``currency``.

        The column ``return_column``, whole: days without an adjusted close stay missing where
        other days have one, because adjusted and unadjusted closes have different levels.
        """
        return self.table[self.return_column].rename("total_return_price")

    @property
    def closes(self) -> pd.Series[float]:
        """Closes not adjusted for dividends, in ``currency``; for market values and dollars."""
        return self.table["close"]

    @property
    def first(self) -> date:
        """Date of the first row."""
        return pd.Timestamp(self.table.index[0]).date()

    @property
    def last(self) -> date:
        """Date of the last row."""
        return pd.Timestamp(self.table.index[-1]).date()

    def on_sessions(self, first: date | None = None, last: date | None = None) -> PriceHistory:
        """Return the history with one row for every session of its exchange.

        A session without figures is a row of NaN, so that the return over a gap is missing and
        never a return of several days. Rows before the calendar is known (New York: 1970) stand
        as they are.

        Parameters
        ----------
        first, last
            Span of the result; the first and the last row of the history if not given.

        Raises
        ------
        DataError
            A row lies on a day without a session, or the calendar does not reach the span.
        """
        begin, end = pd.Timestamp(first or self.first), pd.Timestamp(last or self.last)
        edge = max(begin, pd.Timestamp(known_from(self.exchange)))
        days = sessions(self.exchange, edge.date(), end.date())
        table = self.table.loc[begin:end]
        stray = table.index[table.index >= edge].difference(days)
        if len(stray):
            raise DataError(
                N_("{security} was asked for on the sessions of {exchange}."),
                N_("It has rows on days without a session: {days}."),
                N_("Correct the dates, or name the exchange that the rows follow."),
                security=self.security,
                exchange=self.exchange,
                days=", ".join(str(day.date()) for day in stray[:5]),
            )
        early = table.index[table.index < edge]
        return replace(self, table=table.reindex(early.append(days).rename("date")))
