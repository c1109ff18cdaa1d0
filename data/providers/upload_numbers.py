"""Numbers as people and spreadsheets write them.

Thousands may be separated by the mark that is not the decimal one, by a space or by an
apostrophe; a currency sign may stand before a number, a percent sign after it, and K, M or B
after a volume. Full-width digits are read as digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import N_, DataError
from data.providers.upload_content import ASKED

DecimalMark = Literal[".", ","]
Marks = npt.NDArray[np.bool_]

MISSING: Final = frozenset(
    ("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", ".", "..", "n.a.")
)
"""Cells, in lower case, that stand for no value."""

TEXT: Final = N_("The cell is not a number.")
FORMULA: Final = N_("The cell is a spreadsheet formula; formulas are refused.")

_CURRENCY: Final = "[$€£¥₩]"
_SIGNS: Final = rf"(?:[+\-−]?\s?{_CURRENCY}?|{_CURRENCY}\s?[+\-−])\s?"
_PLAIN: Final = {
    ".": r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$",
    ",": r"^[+-]?\d+([eE][+-]?\d{1,3})?$",
}
_NUMBER_LIKE: Final = (
    r"^[\s$€£¥￥₩+\-−]*[.,]?[0-9０-９][0-9０-９.．,，'’\s\x{a0}\x{202f}]*"
    r"([eE][+-]?\d+)?\s*[%％KMBkmb]?$"
)
_GROUPS: Final = {".": r"[,\s'’]", ",": r"[.\s'’]"}
_WRITTEN: Final = {
    mark: rf"^{_SIGNS}((\d{{1,3}}({_GROUPS[mark]}\d{{3}})+|\d+)({point}\d*)?|{point}\d+)"
    rf"(E[+-]?\d{{1,3}})?\s?[%KMB]?$"
    for mark, point in ((".", r"\."), (",", ","))
}
_SCALE: Final = {"K": 1e3, "M": 1e6, "B": 1e9}

_EDGE: Final = rf"^{_SIGNS}"
_END: Final = r"\s?%?$"
_DECISIVE: Final = {
    mark: f"{_EDGE}("
    rf"\d*{point}(\d{{1,2}}|\d{{4,}})|0\d*{point}\d+|\d{{4,}}{point}\d+|{point}\d+"
    rf"|\d{{1,3}}([{others}]\d{{3}})+{point}\d*|\d{{1,3}}({other}\d{{3}}){{2,}}"
    rf"){_END}"
    for mark, point, other, others in ((".", r"\.", ",", r",\s'’"), (",", ",", r"\.", r".\s'’"))
}
_GROUP_OR_DECIMAL: Final = {
    mark: rf"{_EDGE}[1-9]\d{{0,2}}{mark}\d{{3}}{_END}" for mark in (r"\.", ",")
}
_STARTS_FORMULA: Final = r"^[\s\"']*[=+\-@＝＋－＠]"


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A column read as numbers.

    Attributes
    ----------
    values
        Shape (n,), NaN where there is no number.
    text
        Cells that hold something else.
    percent
        Cells with a percent sign; their values are left in percent.
    scaled, signed
        How many cells have K, M or B, and a currency sign.
    """

    values: npt.NDArray[np.float64]
    text: Marks
    percent: Marks
    scaled: int = 0
    signed: int = 0


def decimal_mark(
    columns: Sequence[pa.Array], delimiter: str | None, file: str, chosen: DecimalMark | None
) -> DecimalMark:
    """Return the decimal mark of all number columns of a text together.

    A mark is decisive where it can only be the decimal one: other than three digits after it,
    a zero before it, both marks in one number, or the other mark repeated. Where nothing is
    decisive, 118.420 is read with a decimal point unless semicolons separate the cells, and
    118,420 is not read at all.

    Raises
    ------
    DataError
        The marks contradict each other, or nothing decides.
    """
    if chosen is not None:
        return chosen
    texts = [_tidy(column) for column in columns if pa.types.is_string(column.type)]
    points, commas = (_first_match(texts, _DECISIVE[mark]) for mark in (".", ","))
    if points and commas:
        raise _undecided(
            file, N_("It writes {one} with a decimal point and {two} with a comma."), points, commas
        )
    if points or commas:
        return "." if points else ","
    comma = _first_match(texts, _GROUP_OR_DECIMAL[","])
    point = _first_match(texts, _GROUP_OR_DECIMAL[r"\."])
    if comma or (point and delimiter == ";"):
        found = N_("{one} may be a decimal number or a number of thousands.")
        raise _undecided(file, found, comma or point, "")
    return "."


def is_number_like(column: pa.Array) -> Marks:
    """Return which cells look like numbers, whatever the decimal mark."""
    if not pa.types.is_string(column.type):
        number = bool(pa.types.is_floating(column.type))
        return np.logical_and(~is_missing(column), number)
    return _matches(column, _NUMBER_LIKE)


def is_formula(column: pa.Array) -> Marks:
    """Return which cells begin with =, +, - or @ and are neither numbers nor empty marks."""
    nothing = np.zeros(len(column), dtype=bool)
    if not pa.types.is_string(column.type):
        return nothing
    starting = _matches(column, _STARTS_FORMULA) & ~_matches(column, _PLAIN["."])
    places = np.flatnonzero(starting & ~is_missing(column))
    if places.size:
        places = places[to_numbers(column.take(pa.array(places)), ".", scaled=True).text]
    if places.size:
        places = places[to_numbers(column.take(pa.array(places)), ",", scaled=True).text]
        nothing[places] = True
    return nothing


def is_missing(column: pa.Array) -> Marks:
    """Return which cells are empty or hold a mark for no value."""
    absent = pc.is_null(column, nan_is_null=True).to_numpy(zero_copy_only=False)
    missing: Marks = np.array(absent, dtype=bool)
    if pa.types.is_string(column.type):
        lower = pc.utf8_lower(pc.utf8_trim_whitespace(column))
        known = pc.is_in(lower, value_set=pa.array(sorted(MISSING), pa.string()))
        missing |= known.to_numpy(zero_copy_only=False)
    return missing


def to_numbers(column: pa.Array, mark: DecimalMark, *, scaled: bool = False) -> Numbers:
    """Read a column of strings or doubles as numbers.

    Parameters
    ----------
    column
        Arrow array of strings or doubles.
    mark
        The decimal mark.
    scaled
        Whether K, M and B after a number are read as thousands, millions and billions.
    """
    nothing = np.zeros(len(column), dtype=bool)
    if pa.types.is_floating(column.type):
        return Numbers(_to_array(column), nothing, nothing)
    if not pa.types.is_string(column.type):
        return Numbers(np.full(len(column), np.nan), ~is_missing(column), nothing)
    trimmed = pc.utf8_trim_whitespace(column)
    plain = pc.match_substring_regex(trimmed, _PLAIN[mark])
    values = _to_array(pc.if_else(plain, trimmed, None))
    text, percent = nothing.copy(), nothing.copy()
    odd = ~plain.fill_null(True).to_numpy(zero_copy_only=False) & ~is_missing(column)
    places = np.flatnonzero(odd)
    if not places.size:
        return Numbers(values, text, percent)
    cells = _tidy(trimmed.take(pa.array(places)))
    ends = {end: _ends_with(cells, end) for end in ("%", *_SCALE)}
    suffixed = ends["K"] | ends["M"] | ends["B"]
    written = _matches(cells, _WRITTEN[mark]) & (scaled | ~suffixed)
    values[places] = _infinities(cells)
    values[places[written]] = _written_values(cells.filter(pa.array(written)), mark)
    text[places] = np.isnan(values[places])
    percent[places] = ends["%"] & written
    signed = _matches(cells, _CURRENCY) & written
    return Numbers(
        values, text, percent, int((suffixed & written).sum()), int(np.count_nonzero(signed))
    )


def _tidy(cells: pa.Array) -> pa.Array:
    if not pc.all(pc.string_is_ascii(cells)).as_py():
        cells = pc.replace_substring(pc.utf8_normalize(cells, form="NFKC"), "−", "-")
    return pc.utf8_trim_whitespace(pc.utf8_upper(cells))


def _written_values(cells: pa.Array, mark: DecimalMark) -> npt.NDArray[np.float64]:
    """Return the values of cells that match ``_WRITTEN``."""
    digits = pc.replace_substring_regex(cells, r"^[^0-9.,]*|\s?[%KMB]$", "")
    digits = pc.replace_substring_regex(digits, _GROUPS[mark], "")
    values = _to_array(pc.replace_substring(digits, ",", "."))
    for end, scale in _SCALE.items():
        values[_ends_with(cells, end)] *= scale
    values[_matches(cells, r"^[^0-9.,]*-")] *= -1.0
    return values


def _infinities(cells: pa.Array) -> npt.NDArray[np.float64]:
    values = np.full(len(cells), np.nan)
    values[_matches(cells, r"^\+?(INF|INFINITY|∞)$")] = np.inf
    values[_matches(cells, r"^-(INF|INFINITY|∞)$")] = -np.inf
    return values


def _first_match(columns: Sequence[pa.Array], pattern: str) -> str:
    """Return the first cell that matches, or ''."""
    for column in columns:
        matches = _matches(column, pattern)
        if matches.any():
            return str(column[int(matches.argmax())].as_py())
    return ""


def _ends_with(cells: pa.Array, end: str) -> Marks:
    found = pc.ends_with(cells, end).fill_null(False)
    return np.array(found.to_numpy(zero_copy_only=False), dtype=bool)


def _matches(column: pa.Array, pattern: str) -> Marks:
    found = pc.match_substring_regex(pc.utf8_trim_whitespace(column), pattern)
    return np.array(found.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)


def _to_array(column: pa.Array) -> npt.NDArray[np.float64]:
    numbers = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.array(numbers, dtype=np.float64)


def _undecided(file: str, found: str, one: str, two: str) -> DataError:
    return DataError(
        ASKED,
        found,
        N_("Write all numbers in one way, or choose the decimal mark."),
        file=file,
        one=one,
        two=two,
        choice="decimal",
        options=(".", ","),
    )
