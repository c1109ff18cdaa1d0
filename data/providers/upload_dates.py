"""Dates as people and spreadsheets write them.

A column has one form, the one that most of its cells have; cells of another form are faults.
27/01/2025 is read if some day above 12 fixes the order of the whole column, or if the reader
chooses it. Two-digit years and seconds since 1970 are refused, Excel's serial numbers read only
if the reader says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import N_, DataError
from data.providers.upload_models import DateChoice, Statement

ASKED_DATES: Final = N_("The dates in column '{header}' of the upload {file} were to be read.")
NOT_A_DATE: Final = N_("The cell is not a date in the form of the others.")
NO_SUCH_DAY: Final = N_("There is no such day in the calendar, or not from 1900 to 2100.")

_TIME: Final = (
    r"(?:(?:T|\s+)(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY: Final = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_MONTH: Final = r"(?P<month_name>[^\W\d_]{3,10})\.?"
_FORMS: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "year-month-day": r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})" + _TIME,
        "yyyymmdd": r"(?P<y>(?:19|20)\d{2}|2100)(?P<m>\d{2})(?P<d>\d{2})",
        "年月日": r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
        r"(?:\s*[((][日月火水木金土][))])?",
        "day month-name year": _WEEKDAY
        + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s.-]+"
        + _MONTH
        + r"[\s,-]+(?P<y>\d{4})",
        "month-name day year": _WEEKDAY
        + _MONTH
        + r"[\s-]+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,\s*|[\s-]+)(?P<y>\d{4})",
        "numeric": r"(?P<one>\d{1,2})([-/.])(?P<two>\d{1,2})\2(?P<y>\d{4})" + _TIME,
        "two-digit year": r"\d{1,2}([-/.])\d{1,2}\1\d{1,2}" + _TIME,
        "serial": r"(?P<serial>[2-7]\d{4})(?:\.\d*)?",
        "seconds": r"\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19}",
    }.items()
}
DESCRIPTIONS: Final = (
    N_("year-month-day"),
    N_("yyyymmdd"),
    N_("day month-name year"),
    N_("month-name day year"),
    N_("numeric, day-first"),
    N_("numeric, month-first"),
    N_("serial, excel-serial"),
    N_("day-first, month-first"),
    N_("excel-serial"),
)
"""What readers are told of the forms that dates have, and of those to choose from."""
_CLEARLY_DATES: Final = frozenset(_FORMS) - {"serial", "seconds", "two-digit year"}
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier jän jänner",
            "feb february februar févr fév février fevr fevrier",
            "mar march mär märz mrz mars maerz",
            "apr april avr avril",
            "may mai",
            "jun june juni juin",
            "jul july juli juil juillet",
            "aug august août aout",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember déc décembre decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_YEARS: Final = range(1900, 2101)
_SAMPLE: Final = 200


class BadDate(NamedTuple):
    """A cell that is no date; ``position`` counts from 0."""

    position: int
    problem: str


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """A column read as dates.

    Attributes
    ----------
    days
        Shape (n,), datetime64[D], NaT for cells that are no dates.
    form
        How they are written.
    """

    days: npt.NDArray[np.datetime64]
    form: str
    bad: tuple[BadDate, ...]
    statements: tuple[Statement, ...] = ()


def looks_like_dates(column: pa.Array) -> bool:
    """Return whether four in five of the first cells are clearly dates."""
    if pa.types.is_date(column.type):
        return True
    if not pa.types.is_string(column.type):
        return False
    cells = [_clean(cell) for cell in column.slice(0, _SAMPLE).to_pylist() if cell and cell.strip()]
    good = sum(any(_FORMS[form].fullmatch(c) for form in _CLEARLY_DATES) for c in cells)
    return bool(cells) and good >= 0.8 * len(cells)


def to_dates(column: pa.Array, header: str, file: str, chosen: DateChoice | None) -> Dates:
    """Read a column of strings, date32 or doubles as days.

    Raises
    ------
    DataError
        No form fits, or the form does not say which day is meant.
    """
    if pa.types.is_date(column.type):
        return _ready_dates(column)
    if pa.types.is_floating(column.type):
        column = _whole_numbers(column)
    encoded = pc.dictionary_encode(column.fill_null(""))
    cells = [_clean(cell) for cell in encoded.dictionary.to_pylist()]
    form = _form_of(cells, header, file)
    order = _order(cells, form, header, file, chosen)
    found = [_day(cell, form, order) for cell in cells]
    _refuse_utc_times(cells, form, header, file)
    days = np.array([day or np.datetime64("NaT") for day, _ in found], dtype="datetime64[D]")
    indices = encoded.indices.to_numpy(zero_copy_only=False)
    problems = [found[index][1] for index in indices]
    bad = tuple(BadDate(row, problem) for row, problem in enumerate(problems) if problem)
    timed = sum(_time(cell, form) not in ("", "00:00") for cell in cells)
    return Dates(days[indices], _described(form, order), bad, _time_statement(timed))


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _whole_numbers(column: pa.Array) -> pa.Array:
    return pa.array(
        ["" if value is None else f"{value:.15g}" for value in column.to_pylist()], pa.string()
    )


def _ready_dates(column: pa.Array) -> Dates:
    days = column.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    outside = ~np.isnat(days) & ((years < _YEARS.start) | (years >= _YEARS.stop))
    bad = [BadDate(int(row), NO_SUCH_DAY) for row in np.flatnonzero(outside)]
    bad += [BadDate(int(row), NOT_A_DATE) for row in np.flatnonzero(np.isnat(days))]
    days[outside] = np.datetime64("NaT")
    return Dates(days, N_("stored as dates"), tuple(sorted(bad)))


def _form_of(cells: list[str], header: str, file: str) -> str:
    counts = {
        form: sum(pattern.fullmatch(cell) is not None for cell in cells)
        for form, pattern in _FORMS.items()
    }
    best = max(counts, key=lambda form: counts[form])
    if 2 * counts[best] < len([cell for cell in cells if cell]) or not counts[best]:
        raise _refused(file, header, N_("Its cells, such as '{example}', are no dates."), cells)
    if best == "two-digit year":
        found = N_("'{example}' has a year of two digits: day, month and year cannot be told.")
        raise _refused(file, header, found, _matching(cells, best))
    if best == "seconds":
        found = N_("'{example}' looks like seconds since 1970, whose day depends on the zone.")
        raise _refused(file, header, found, _matching(cells, best))
    return best


def _order(
    cells: list[str], form: str, header: str, file: str, chosen: DateChoice | None
) -> DateChoice | None:
    if form == "serial":
        if chosen == "excel-serial":
            return chosen
        raise _undecided(
            file,
            header,
            N_("'{example}' may be a serial number of Excel, of the 1900 or the 1904 system."),
            _matching(cells, form),
            ("excel-serial",),
        )
    if form != "numeric":
        return None
    if chosen in ("day-first", "month-first"):
        return chosen
    pairs = [(int(m["one"]), int(m["two"])) for m in map(_FORMS[form].fullmatch, cells) if m]
    day_first = any(one > 12 for one, _ in pairs)
    month_first = any(two > 12 for _, two in pairs)
    if day_first == month_first:
        found = (
            N_("Some dates have the day first and some the month, such as '{example}'.")
            if day_first
            else N_("'{example}' has the day or the month first: no day above 12 tells which.")
        )
        options = ("day-first", "month-first")
        raise _undecided(file, header, found, _matching(cells, form), options)
    return "day-first" if day_first else "month-first"


def _matching(cells: Iterable[str], form: str) -> list[str]:
    return [cell for cell in cells if _FORMS[form].fullmatch(cell)]


def _day(cell: str, form: str, order: DateChoice | None) -> tuple[date | None, str]:
    """Return the day, or None and the problem."""
    match = _FORMS[form].fullmatch(cell)
    if match is None:
        return None, NOT_A_DATE
    parts = match.groupdict()
    if "serial" in parts:
        return _EXCEL_EPOCH + timedelta(days=int(parts["serial"])), ""
    month = parts.get("m") or _MONTHS.get((parts.get("month_name") or "").casefold(), 0)
    day = parts.get("d")
    if form == "numeric":
        one_two = (parts["one"], parts["two"])
        day, month = one_two if order == "day-first" else one_two[::-1]
    if int(parts["y"]) not in _YEARS:
        return None, NO_SUCH_DAY
    try:
        return date(int(parts["y"]), int(month), int(day or 0)), ""
    except ValueError:
        return None, NO_SUCH_DAY


def _time(cell: str, form: str) -> str:
    match = _FORMS[form].fullmatch(cell)
    time = (match.groupdict().get("time") or "") if match else ""
    return "00:00" if time and not time.strip("0:.") else time


def _refuse_utc_times(cells: list[str], form: str, header: str, file: str) -> None:
    for cell in cells:
        match = _FORMS[form].fullmatch(cell)
        zone = (match.groupdict().get("zone") or "").upper() if match else ""
        utc = zone in ("Z", "UTC", "GMT") or zone.strip("+-0:") == ""
        if zone and utc and _time(cell, form) not in ("", "00:00"):
            found = N_("'{example}' is a time in UTC, whose day at the exchange may be another.")
            raise _refused(file, header, found, [cell])


def _time_statement(timed: int) -> tuple[Statement, ...]:
    if not timed:
        return ()
    return (Statement(N_("The dates have a time of day: it was left out, the day stands.")),)


def _described(form: str, order: DateChoice | None) -> str:
    return f"{form}, {order}" if order else form


def _refused(file: str, header: str, found: str, examples: list[str]) -> DataError:
    return DataError(
        ASKED_DATES,
        found,
        N_("Write the dates as 2025-01-27."),
        file=file,
        header=header,
        example=next((cell for cell in examples if cell), "")[:60],
    )


def _undecided(
    file: str, header: str, found: str, examples: list[str], options: tuple[str, ...]
) -> DataError:
    return DataError(
        ASKED_DATES,
        found,
        N_("Write the dates as 2025-01-27, or choose how they are meant: {listed}."),
        file=file,
        header=header,
        example=examples[0][:60],
        choice="dates",
        options=options,
        listed=", ".join(options),
    )
