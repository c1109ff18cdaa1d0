"""Which column of an upload is the date, which a security, which a price."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from data.errors import N_, DataError
from data.providers.upload_content import ASKED
from data.providers.upload_dates import looks_like_dates
from data.providers.upload_models import Layout, RawTable, Statement, UploadChoices
from data.providers.upload_numbers import is_missing, is_number_like

_NAMES: Final[dict[str, str]] = {
    "date": "date datum day datetime timestamp time tradedate tradingdate asofdate "
    "日付 年月日 日時",
    "security": "ticker symbol code security securities isin ric stock instrument name "
    "銘柄 銘柄コード コード 証券コード",
    "open": "open openingprice openprice 始値 eröffnung ouverture",
    "high": "high highprice dayhigh 高値 hoch tageshoch",
    "low": "low lowprice daylow 安値 tief tagestief",
    "close": "close price last closelast closingprice closeprice lastprice pxlast "
    "終値 schluss schlusskurs kurs clôture cours",
    "adj_close": "adjclose adjustedclose closeadj closeadjusted adjprice totalreturnprice "
    "調整後終値 終値調整後",
    "volume": "volume vol volumen turnovervolume 出来高",
    "return": "return returns ret dailyreturn totalreturn simplereturn changepct pctchange "
    "changepercent change% return% ret% 騰落率 収益率 騰落率% 収益率% rendite",
}
_MEANING: Final = {name: field for field, names in _NAMES.items() for name in names.split()}
_VALUES: Final = ("close", "adj_close", "return")

_ROW_NUMBERS: Final = ("", "unnamed0", "index", "levelindex0", "indexlevel0")
_LONGEST_NAME: Final = 100
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ASK_HEADER: Final = N_("Give every column its own header in the first row.")


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions of the columns that are used.

    Attributes
    ----------
    layout
        See ``UploadChoices.layout``.
    date
        Position of the dates.
    security
        Position of the column that names the security; None unless long.
    fields
        Field and position (long and single).
    securities
        Security and position (wide); the one security of a single layout, without position.
    ignored
        Columns that are left out, and why.
    """

    layout: Layout
    date: int
    security: int | None
    fields: dict[str, int]
    securities: dict[str, int]
    ignored: tuple[Statement, ...]
    statements: tuple[Statement, ...]


def understand_columns(raw: RawTable, file: str, choices: UploadChoices) -> Columns:
    """Tell the meaning of every column from its header and its cells.

    The date is the column named so, or else the first whose cells are dates. The table is long
    if a column is named as the security's, or if the dates repeat and one column is text; it is
    single if columns are named as closes or returns; otherwise every column of numbers is a
    security.

    Raises
    ------
    DataError
        Headers are missing, repeated or too long, two columns have one meaning, there is no
        date, or nothing to read.
    """
    names = tuple(name.strip().lstrip("\ufeff") for name in raw.names)
    meanings = [_MEANING.get(plain_name(name), "") for name in names]
    date = _date_column(raw, names, meanings, file, choices)
    empty = {i for i, column in enumerate(raw.columns) if bool(is_missing(column).all())}
    numbered = {i for i in range(len(names)) if i != date and _is_row_number(names[i], raw, i)}
    _refuse_headers(names, empty | numbered | {date}, file)
    left = [i for i in range(len(names)) if i not in empty | numbered | {date}]
    numeric = [i for i in left if bool(is_number_like(raw.columns[i]).any())]
    security = _security_column(raw, date, left, numeric, meanings, choices)
    left = [i for i in left if i != security]
    layout = choices.layout or _layout(security, [meanings[i] for i in left])
    fields, securities, statements = _values(
        layout, names, meanings, [i for i in numeric if i != security], file, choices
    )
    if layout == "long" and security is None:
        raise _no_security(file)
    used = {date, security, *fields.values(), *securities.values()}
    ignored = tuple(
        _ignored(names[i], i in empty, i in numbered, i in numeric)
        for i in range(len(names))
        if i not in used and (names[i] or i not in empty)
    )
    return Columns(
        layout,
        date,
        security if layout == "long" else None,
        fields,
        securities,
        ignored,
        statements,
    )


def plain_name(header: str) -> str:
    """Return a header in lower case, without spaces, brackets and punctuation but %."""
    return re.sub(r"[^\w%]|_", "", unicodedata.normalize("NFKC", header).casefold())


def _refuse_headers(names: tuple[str, ...], unnamed: set[int], file: str) -> None:
    for position, name in enumerate(names):
        if not name and position not in unnamed:
            found = N_("Column {position} has figures and no header.")
            raise DataError(ASKED, found, _ASK_HEADER, file=file, position=position + 1)
        if len(name) > _LONGEST_NAME or _CONTROL.search(name):
            found = N_("The header of column {position} is too long or has control characters.")
            raise DataError(ASKED, found, _ASK_HEADER, file=file, position=position + 1)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise DataError(
            ASKED,
            N_("These headers stand over more than one column: {headers}."),
            _ASK_HEADER,
            file=file,
            headers=", ".join(repeated[:10]),
        )


def _date_column(
    raw: RawTable, names: tuple[str, ...], meanings: list[str], file: str, choices: UploadChoices
) -> int:
    if choices.date_column is not None:
        if choices.date_column in names:
            return names.index(choices.date_column)
        found = N_("It has no column '{chosen}'; it has {headers}.")
        raise _no_date(file, found, names, chosen=choices.date_column)
    named = [i for i, meaning in enumerate(meanings) if meaning == "date"]
    dated = [i for i, column in enumerate(raw.columns) if looks_like_dates(column)]
    if len(named) > 1:
        named = [i for i in named if i in dated] or named
    if len(named) == 1 or (not named and len(dated) == 1):
        return (named or dated)[0]
    if named or dated:
        found = N_("More than one column may be the date: {candidates}.")
        candidates = ", ".join(names[i] for i in named or dated)
        raise _no_date(file, found, names, candidates=candidates)
    raise _no_date(file, N_("No column is named as a date or has dates; it has {headers}."), names)


def _is_row_number(name: str, raw: RawTable, position: int) -> bool:
    if plain_name(name) not in _ROW_NUMBERS:
        return False
    cells = raw.columns[position]
    counted = [str(i) for i in range(2)] + [str(i) for i in range(1, 3)]
    first = [str(cell).removesuffix(".0") for cell in cells.slice(0, 2).to_pylist()]
    return first in (counted[: len(first)], counted[2 : 2 + len(first)])


def _security_column(
    raw: RawTable,
    date: int,
    left: list[int],
    numeric: list[int],
    meanings: list[str],
    choices: UploadChoices,
) -> int | None:
    if choices.layout in ("wide", "single"):
        return None
    named = [i for i in left if meanings[i] == "security"]
    if named:
        # A name beside a symbol: the symbol, which comes first in the list of names.
        order = list(_MEANING)
        return min(named, key=lambda i: order.index(plain_name(raw.names[i])))
    text = [i for i in left if i not in numeric]
    repeated = len(raw.columns[date].unique()) < len(raw.columns[date])
    return text[0] if len(text) == 1 and (repeated or choices.layout == "long") else None


def _layout(security: int | None, meanings: list[str]) -> Layout:
    if security is not None:
        return "long"
    return "single" if any(meaning in _VALUES for meaning in meanings) else "wide"


def _values(
    layout: Layout,
    names: tuple[str, ...],
    meanings: list[str],
    numeric: list[int],
    file: str,
    choices: UploadChoices,
) -> tuple[dict[str, int], dict[str, int], tuple[Statement, ...]]:
    if layout == "wide":
        if not numeric:
            raise _no_values(file)
        return {}, {names[i]: i for i in numeric}, ()
    fields: dict[str, int] = {}
    for i in numeric:
        if meanings[i] in fields:
            raise DataError(
                ASKED,
                N_("Two columns mean the same: '{one}' and '{two}' are both read as {meaning}."),
                N_("Leave one of them out, or give it another header."),
                file=file,
                one=names[fields[meanings[i]]],
                two=names[i],
                meaning=meanings[i],
            )
        if meanings[i] not in ("", "date", "security"):
            fields[meanings[i]] = i
    statements: tuple[Statement, ...] = ()
    if not set(fields) & set(_VALUES):
        fields, statement = _only_value(names, meanings, numeric, file)
        statements = (statement,)
    one = {} if layout == "long" else {choices.security or _stem(file): -1}
    return fields, one, statements


def _only_value(
    names: tuple[str, ...], meanings: list[str], numeric: list[int], file: str
) -> tuple[dict[str, int], Statement]:
    unknown = [i for i in numeric if not meanings[i]]
    if len(unknown) != 1:
        raise _no_values(file)
    reason = N_("'{header}' is the only column of figures: it was taken as the value.")
    return {"close": unknown[0]}, Statement(reason, {"header": names[unknown[0]]})


def _stem(file: str) -> str:
    return PurePosixPath(file).stem.strip() or "upload"


def _ignored(name: str, empty: bool, numbered: bool, numeric: bool) -> Statement:
    if empty:
        return Statement(N_("Column '{header}' is empty."), {"header": name})
    if numbered:
        return Statement(N_("Column '{header}' numbers the rows."), {"header": name})
    if numeric:
        return Statement(N_("Column '{header}' has figures of unknown meaning."), {"header": name})
    return Statement(N_("Column '{header}' has no figures."), {"header": name})


def _no_date(file: str, found: str, names: tuple[str, ...], **facts: object) -> DataError:
    return DataError(
        ASKED,
        found,
        N_("Name the column of dates 'date', or choose it."),
        file=file,
        headers=", ".join(names[:20])[:300],
        choice="date_column",
        options=names,
        **facts,
    )


def _no_security(file: str) -> DataError:
    return DataError(
        ASKED,
        N_("No column names the security."),
        N_("Name that column 'ticker', or choose another layout."),
        file=file,
        choice="layout",
        options=("wide", "single"),
    )


def _no_values(file: str) -> DataError:
    return DataError(
        ASKED,
        N_("No column of figures is known as a price or a return."),
        N_("Name the figures close, adj_close or return, or choose another layout."),
        file=file,
        choice="layout",
        options=("long", "wide", "single"),
    )
