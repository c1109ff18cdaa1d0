"""Read the cells of an upload as dates, securities and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import N_, DataError
from data.providers.upload_columns import Columns, understand_columns
from data.providers.upload_content import ASKED, GIVE_CSV
from data.providers.upload_dates import Dates, to_dates
from data.providers.upload_faults import (
    BAD_SECURITY,
    NO_SECURITY,
    CellMarks,
    marked,
    number_marks,
    row_marks,
)
from data.providers.upload_measure import measure_of, percent_of
from data.providers.upload_models import (
    Measure,
    RawTable,
    Statement,
    Unit,
    UploadChoices,
    UploadLimits,
)
from data.providers.upload_numbers import (
    FORMULA,
    DecimalMark,
    Numbers,
    decimal_mark,
    is_formula,
    is_missing,
    to_numbers,
)

_LONGEST_SECURITY: Final = 100
_CONTROL: Final = "[\\x00-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]"


@dataclass(slots=True)
class Reading:
    """What is known of an upload while it is being read; ``values`` are by column position."""

    raw: RawTable
    columns: Columns
    dates: Dates
    decimal: DecimalMark | None
    numbers: dict[int, Numbers]
    measure: Measure
    unit: Unit
    fields: dict[str, int]
    names: tuple[str, ...]
    codes: npt.NDArray[np.int64]
    marks: list[CellMarks] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    ignored: list[Statement] = field(default_factory=list)


def read_cells(raw: RawTable, file: str, choices: UploadChoices, limits: UploadLimits) -> Reading:
    """Read the cells of a table and note everything that is wrong with them.

    Raises
    ------
    DataError
        The table cannot be understood, or a cell is too long.
    """
    _refuse_long_cells(raw, file, limits)
    columns = understand_columns(raw, file, choices)
    header = raw.names[columns.date].strip()
    dates = to_dates(raw.columns[columns.date], header, file, choices.dates)
    used = [*columns.fields.values(), *(i for i in columns.securities.values() if i >= 0)]
    mark = decimal_mark([raw.columns[i] for i in used], raw.delimiter, file, choices.decimal)
    numbers = {
        i: to_numbers(raw.columns[i], mark, scaled=columns.fields.get("volume") == i) for i in used
    }
    measure, fields, statements, ignored = _measured(raw, columns, numbers, file, choices)
    percent = False
    if measure == "returns":
        values, signs = _together([numbers[i] for i in fields.values() or used])
        named = raw.names[fields["return"]] if fields else ""
        percent, reason = percent_of(values, signs, named, file, choices.unit)
        statements.append(reason)
    names, codes, marks = _securities(raw, columns)
    reading = Reading(
        raw=raw,
        columns=columns,
        dates=dates,
        decimal=mark if any(pa.types.is_string(raw.columns[i].type) for i in used) else None,
        numbers=numbers,
        measure=measure,
        unit="price" if measure == "prices" else "percent" if percent else "fraction",
        fields=fields,
        names=names,
        codes=codes,
        marks=marks,
        statements=[*raw.statements, *columns.statements, *dates.statements, *statements],
        ignored=[*columns.ignored, *ignored],
    )
    _mark_cells(reading)
    _state_cells(reading)
    return reading


def _refuse_long_cells(raw: RawTable, file: str, limits: UploadLimits) -> None:
    for name, column in zip(raw.names, raw.columns, strict=True):
        if pa.types.is_string(column.type) and len(column):
            longest = pc.max(pc.utf8_length(column)).as_py() or 0
            if longest > limits.cell_characters:
                raise DataError(
                    ASKED,
                    N_("Column '{header}' has a cell of {longest} characters; {limit} are read."),
                    GIVE_CSV,
                    file=file,
                    header=name[:60],
                    longest=longest,
                    limit=limits.cell_characters,
                )


def _together(numbers: list[Numbers]) -> tuple[npt.NDArray[np.float64], float]:
    """Return all values, and the share of them with a percent sign."""
    values = np.concatenate([column.values for column in numbers])
    known = int(np.count_nonzero(~np.isnan(values)))
    signs = sum(int(np.count_nonzero(column.percent)) for column in numbers)
    return values, signs / known if known else 0.0


def _measured(
    raw: RawTable,
    columns: Columns,
    numbers: dict[int, Numbers],
    file: str,
    choices: UploadChoices,
) -> tuple[Measure, dict[str, int], list[Statement], list[Statement]]:
    """Return prices or returns, the fields that are kept, and the reasons."""
    fields = columns.fields
    unnamed = not fields or bool(columns.statements)
    if unnamed:
        values, signs = _together([numbers[i] for i in fields.values() or list(numbers)])
        measure, reason = measure_of(values, signs, file, choices.measure)
        renamed = {"close" if measure == "prices" else "return": i for i in fields.values()}
        return measure, renamed, [reason], []
    priced = {name: i for name, i in fields.items() if name != "return"}
    has_price = bool({"close", "adj_close"} & set(priced))
    measure = choices.measure or ("prices" if has_price else "returns")
    if (measure == "prices" and not has_price) or (measure == "returns" and "return" not in fields):
        raise DataError(
            ASKED,
            N_("Prices or returns: {measure} were chosen, its columns are {fields}."),
            N_("Name the column of figures close or return, or choose the other."),
            file=file,
            measure=measure,
            fields=", ".join(fields),
        )
    kept = priced if measure == "prices" else {"return": fields["return"]}
    ignored = [
        Statement(
            N_("Column '{header}' was left out: the figures are {measure}."),
            {"header": raw.names[i].strip(), "measure": measure},
        )
        for name, i in fields.items()
        if name not in kept
    ]
    reason = Statement(N_("The headers say that the figures are {measure}."), {"measure": measure})
    return measure, kept, [reason], ignored


def _securities(
    raw: RawTable, columns: Columns
) -> tuple[tuple[str, ...], npt.NDArray[np.int64], list[CellMarks]]:
    """Return the securities, the number of each row's, and what is wrong with their names."""
    count = len(raw.rows)
    if columns.security is None:
        return tuple(columns.securities), np.zeros(count, dtype=np.int64), []
    column = raw.columns[columns.security]
    if not pa.types.is_string(column.type):
        cells = [
            "" if cell is None else f"{cell:.15g}" for cell in column.cast(pa.float64()).to_pylist()
        ]
        column = pa.array(cells, pa.string())
    encoded = pc.dictionary_encode(pc.utf8_trim_whitespace(column).fill_null(""))
    names = tuple(encoded.dictionary.to_pylist())
    missing = is_missing(encoded.dictionary)
    wrong = np.array(
        [len(name) > _LONGEST_SECURITY or bool(re.search(_CONTROL, name)) for name in names],
        dtype=bool,
    )
    formula = is_formula(encoded.dictionary)
    indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    rules = [(NO_SECURITY, missing[indices]), (BAD_SECURITY, (wrong & ~formula)[indices])]
    marks = marked(rules, columns.security, None)
    return names, np.where((missing | wrong | formula)[indices], -1, indices), marks


def _mark_cells(reading: Reading) -> None:
    raw, columns = reading.raw, reading.columns
    formulas = {i: is_formula(column) for i, column in enumerate(raw.columns)}
    by_position = {i: name for name, i in columns.securities.items()}
    unit = 100.0 if reading.unit == "percent" else 1.0
    meaning = {i: name for name, i in reading.fields.items()}
    wide = "close" if reading.measure == "prices" else "return"
    for i, formula in formulas.items():
        if i in reading.numbers and (i in meaning or i in by_position):
            field_name, security = meaning.get(i, wide), by_position.get(i)
            scale = unit if field_name == "return" else 1.0
            numbers = reading.numbers[i]
            reading.marks += number_marks(numbers, formula, field_name, i, security, scale)
        else:
            reading.marks += marked([(FORMULA, formula)], i, None)
    problems = sorted({bad.problem for bad in reading.dates.bad})
    for problem in problems:
        cells = np.zeros(len(raw.rows), dtype=bool)
        cells[[bad.position for bad in reading.dates.bad if bad.problem == problem]] = True
        rule = (problem, cells & ~formulas[columns.date])
        reading.marks += marked([rule], columns.date, None)
    reading.marks += row_marks(reading.dates.days, reading.codes, columns.date)


def _state_cells(reading: Reading) -> None:
    used = list(reading.fields.values()) or list(reading.numbers)
    missing = sum(int(is_missing(reading.raw.columns[i]).sum()) for i in used)
    scaled = sum(reading.numbers[i].scaled for i in used)
    signed = sum(reading.numbers[i].signed for i in used)
    for count, sentence in (
        (missing, N_("Cells that are empty or say that there is no figure: {count}.")),
        (scaled, N_("Volumes read with K, M or B as thousands, millions or billions: {count}.")),
        (
            signed,
            N_("Figures whose currency sign was left out (the currency is unknown): {count}."),
        ),
    ):
        if count:
            reading.statements.append(Statement(sentence, {"count": count}))
