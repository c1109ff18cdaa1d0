"""The gate for price tables: every fault at once, nothing dropped, nothing mended.

Plain pandas: a fault needs its date, value and severity, and some rules need the exchange's
calendar, which a schema library would only wrap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.calendars import sessions
from data.errors import N_, DataError, Sentences
from data.prices import COLUMNS
from data.schedules import known_from

Severity = Literal["refuse", "flag"]

PRICES: Final = ("open", "high", "low", "close", "adj_close")
LARGEST_FALL: Final = -0.5
LARGEST_RISE: Final = 1.0
"""Daily returns at or beyond these are flagged: a missed 2:1 split, either way, and beyond."""

NOT_DATES: Final = N_("The rows are not indexed by date.")
ZONED: Final = N_("The dates carry a time zone or a time of day; local midnights are expected.")
MISSING_DATE: Final = N_("A row has no date.")
EMPTY: Final = N_("There are no rows.")
MISSING_COLUMN: Final = N_("The column is missing.")
UNKNOWN_COLUMN: Final = N_("The column is not known.")
TWICE_COLUMN: Final = N_("The column appears more than once.")
NOT_NUMBERS: Final = N_("The column does not hold floating-point numbers.")
UNSORTED: Final = N_("The dates are not in ascending order.")
DUPLICATE: Final = N_("The date appears more than once.")
FUTURE: Final = N_("The date lies after the last known day.")
INFINITE: Final = N_("The value is infinite.")
NOT_POSITIVE: Final = N_("The price is not positive.")
NEGATIVE_VOLUME: Final = N_("The volume is negative.")
NO_PRICE: Final = N_("Neither adj_close nor close has a value.")
INNER_GAP: Final = N_("The price that gives returns is missing inside the series.")
OUTSIDE_RANGE: Final = N_("The price lies outside the day's low and high.")
NO_ROW: Final = N_("The exchange had a session, but there is no row.")
CLOSED_DAY: Final = N_("The exchange was closed, but there is a row.")
LARGE_MOVE: Final = N_("The price halved or doubled in a day: genuine, or a split not undone.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a table.

    Attributes
    ----------
    security
        The table's symbol.
    date, column, value
        Where it is and what stands there; None where that makes no sense. A large move has the
        return as its value.
    problem
        English sentence, one of this module's constants.
    severity
        ``refuse``: the table cannot be used. ``flag``: it can, and the fault is to be shown.
    """

    security: str
    date: date | None
    column: str | None
    value: float | str | None
    problem: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class DataReport:
    """All faults of a table, in the order of the checks."""

    security: str
    rows: int
    faults: tuple[Fault, ...]

    @property
    def refusals(self) -> tuple[Fault, ...]:
        """Faults that forbid the use of the table."""
        return tuple(fault for fault in self.faults if fault.severity == "refuse")

    @property
    def flags(self) -> tuple[Fault, ...]:
        """Faults to be shown beside the table."""
        return tuple(fault for fault in self.faults if fault.severity == "flag")

    def require(self) -> None:
        """Raise a DataError that lists every refusal, if there is any."""
        if not self.refusals:
            return
        raise DataError(
            N_("The price table of {security} was checked."),
            N_("It has {count} faults that forbid its use: {faults}"),
            N_("Correct the table and load it again."),
            security=self.security,
            count=len(self.refusals),
            faults=Sentences(tuple(map(_line, self.refusals))),
        )


def check_prices(
    table: pd.DataFrame, *, security: str, exchange: str, known_until: date | None = None
) -> DataReport:
    """Check a price table against its schema, its calendar and itself.

    Parameters
    ----------
    table
        Frame that is to become the table of a ``PriceHistory``.
    security, exchange
        Symbol, and the code of the calendar that the rows should follow.
    known_until
        Last day that can have figures; today if not given.

    Returns
    -------
    DataReport
        Every fault found. Values are checked only where the schema allows it.
    """
    known_until = known_until or datetime.now(UTC).date()
    faults = list(_schema_faults(table, security))
    if isinstance(table.index, pd.DatetimeIndex) and len(table) and table.columns.is_unique:
        numeric = [c for c in COLUMNS if c in table and pd.api.types.is_float_dtype(table[c])]
        numbers = table[numeric]
        faults += _index_faults(table.index, security, known_until)
        faults += _value_faults(numbers, security)
        if not any(fault.severity == "refuse" for fault in faults):
            faults += _range_faults(numbers, security)
            faults += _return_faults(numbers, security)
            faults += _calendar_faults(table.index, security, exchange)
    return DataReport(security, len(table), tuple(faults))


def _line(fault: Fault) -> tuple[str, dict[str, object]]:
    place = [str(part) for part in (fault.date, fault.column, fault.value) if part is not None]
    facts: dict[str, object] = {"place": " ".join(place), "problem": fault.problem}
    return (N_("{place}: {problem}"), facts) if place else (fault.problem, {})


def _schema_faults(table: pd.DataFrame, security: str) -> Iterator[Fault]:
    def fault(column: str | None, value: str | None, problem: str) -> Fault:
        return Fault(security, None, column, value, problem, "refuse")

    if table.empty:
        yield fault(None, None, EMPTY)
    if not isinstance(table.index, pd.DatetimeIndex):
        yield fault(None, type(table.index).__name__, NOT_DATES)
    for column in COLUMNS:
        if column not in table:
            yield fault(column, None, MISSING_COLUMN)
    for column in table.columns[table.columns.duplicated()].unique():
        yield fault(str(column), None, TWICE_COLUMN)
    for position, column in enumerate(table.columns):
        kind = table.dtypes.iloc[position]
        if column not in COLUMNS:
            yield fault(str(column), None, UNKNOWN_COLUMN)
        elif not pd.api.types.is_float_dtype(kind):
            yield fault(str(column), str(kind), NOT_NUMBERS)


def _index_faults(index: pd.DatetimeIndex, security: str, known_until: date) -> Iterator[Fault]:
    def fault(day: date | None, problem: str) -> Fault:
        return Fault(security, day, None, None, problem, "refuse")

    if index.hasnans:
        yield fault(None, MISSING_DATE)
    days = index[index.notna()]
    if days.tz is not None or (days != days.normalize()).any():
        yield fault(None, ZONED)
    days = days.tz_localize(None)
    if not days.is_monotonic_increasing:
        yield fault(None, UNSORTED)
    for day in days[days.duplicated()].unique():
        yield fault(day.date(), DUPLICATE)
    for day in days[days.normalize() > pd.Timestamp(known_until)]:
        yield fault(day.date(), FUTURE)


def _value_faults(numbers: pd.DataFrame, security: str) -> Iterator[Fault]:
    infinite = numbers.isin([np.inf, -np.inf])
    yield from _cells(numbers, infinite, security, INFINITE, "refuse")
    priced = numbers[[column for column in PRICES if column in numbers]]
    yield from _cells(priced, (priced <= 0) & np.isfinite(priced), security, NOT_POSITIVE, "refuse")
    volume = numbers[[column for column in ("volume",) if column in numbers]]
    negative = (volume < 0) & np.isfinite(volume)
    yield from _cells(volume, negative, security, NEGATIVE_VOLUME, "refuse")


def _range_faults(numbers: pd.DataFrame, security: str) -> Iterator[Fault]:
    inside = numbers[["open", "close"]]
    wrong = inside.lt(numbers["low"], axis="index") | inside.gt(numbers["high"], axis="index")
    yield from _cells(inside, wrong, security, OUTSIDE_RANGE, "flag")


def _return_faults(numbers: pd.DataFrame, security: str) -> Iterator[Fault]:
    present = [column for column in ("adj_close", "close") if numbers[column].notna().any()]
    if not present:
        yield Fault(security, None, None, None, NO_PRICE, "refuse")
        return
    price = numbers[[present[0]]]
    inner = price.isna() & price.ffill().notna() & price.bfill().notna()
    yield from _cells(price, inner, security, INNER_GAP, "flag")
    moves = numbers[present].pct_change(fill_method=None)
    large = (moves <= LARGEST_FALL) | (moves >= LARGEST_RISE)
    yield from _cells(moves, large, security, LARGE_MOVE, "flag")


def _calendar_faults(index: pd.DatetimeIndex, security: str, exchange: str) -> Iterator[Fault]:
    days = index[index >= pd.Timestamp(known_from(exchange))]
    if not len(days):
        return
    expected = sessions(exchange, days[0].date(), days[-1].date())
    for missing in expected.difference(days):
        yield Fault(security, missing.date(), None, None, NO_ROW, "flag")
    for stray in days.difference(expected):
        yield Fault(security, stray.date(), None, None, CLOSED_DAY, "flag")


def _cells(
    values: pd.DataFrame, wrong: pd.DataFrame, security: str, problem: str, severity: Severity
) -> Iterator[Fault]:
    for row, column in zip(*np.nonzero(wrong.to_numpy()), strict=True):
        moment = values.index[row]
        day = None if pd.isna(moment) else pd.Timestamp(moment).date()
        value = float(values.iloc[row, column])
        yield Fault(security, day, str(values.columns[column]), value, problem, severity)
