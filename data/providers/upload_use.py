"""From an upload that its owner has confirmed to the types that studies use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd

from data.checks import DataReport, check_prices
from data.errors import N_, DataError, Sentences
from data.exchanges import exchange_of
from data.prices import COLUMNS, PriceHistory, Provenance
from data.providers.upload_models import UploadedTable, UploadFault

NO_CURRENCY: Final = "XXX"
"""ISO 4217's code for no currency: a file does not say its own."""
ORIGIN: Final = N_("Uploaded by the reader; kept in this session only.")
UNKNOWN_CURRENCY: Final = N_("The currency is not known: no amounts of money from these prices.")
SIMPLE_RETURNS: Final = N_("Taken as simple returns from one row to the next, as uploaded.")

_ASKED: Final = N_("The figures of the upload {file} were to be used.")
_BASES: Final[dict[tuple[bool, bool], str]] = {
    (True, True): N_("As uploaded: returns from adj_close, closes beside it."),
    (True, False): N_("As uploaded: returns from adj_close; no closes."),
    (False, True): N_("As uploaded: returns from close, without dividends if it is not adjusted."),
}
_NEW_YORK: Final = re.compile(r"[A-Z]{1,5}(-[A-Z]{1,2})?")
_EARLIEST_ZONE: Final = timedelta(hours=14)
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class UploadedPrices:
    """Price histories of an upload and what the gate for prices flags in each, by security."""

    histories: dict[str, PriceHistory]
    reports: dict[str, DataReport]


@dataclass(frozen=True, slots=True, eq=False)
class UploadedReturns:
    """Simple returns of an upload.

    Attributes
    ----------
    frame
        Shape (days, securities), fractions, NaN where there is none; indexed by ``date``.
        Its array cannot be written.
    provenance
        Where it comes from.
    """

    frame: pd.DataFrame
    provenance: Provenance


def price_histories(
    upload: UploadedTable,
    *,
    fetched_at: datetime,
    exchanges: Mapping[str, str] | None = None,
    currencies: Mapping[str, str] | None = None,
) -> UploadedPrices:
    """Return a price history of every security, each passed through the gate for prices.

    Parameters
    ----------
    upload
        An upload of prices whose understanding was confirmed.
    fetched_at
        When it was uploaded, with its zone.
    exchanges
        exchange_calendars code by security. Where it is not given, the symbol decides as on
        Yahoo Finance: a known suffix, or one to five letters for New York.
    currencies
        ISO 4217 code by security; ``NO_CURRENCY`` where it is not given.

    Raises
    ------
    DataError
        The upload has faults or holds returns, an exchange is not known, or the gate refuses.
    """
    _refuse_unfit(upload, "prices", fetched_at)
    histories: dict[str, PriceHistory] = {}
    reports: dict[str, DataReport] = {}
    known_until = (fetched_at + _EARLIEST_ZONE).date()
    for security, rows in upload.data.groupby("security", observed=True, sort=True):
        name = str(security)
        exchange = (exchanges or {}).get(name) or _exchange(name, upload)
        currency = (currencies or {}).get(name, NO_CURRENCY)
        table = _price_table(rows)
        reports[name] = check_prices(
            table, security=name, exchange=exchange, known_until=known_until
        )
        reports[name].require()
        doubts = (UNKNOWN_CURRENCY,) if currency == NO_CURRENCY else ()
        histories[name] = PriceHistory(
            security=name,
            name=name,
            exchange=exchange,
            currency=currency,
            table=table,
            provenance=_provenance(upload, table.index, fetched_at, _basis(table), doubts),
        )
    return UploadedPrices(histories, reports)


def returns_frame(upload: UploadedTable, *, fetched_at: datetime) -> UploadedReturns:
    """Return the returns of an upload, one column a security.

    Raises
    ------
    DataError
        The upload has faults, or holds prices.
    """
    _refuse_unfit(upload, "returns", fetched_at)
    wide = upload.data.pivot(index="date", columns="security", values="return").sort_index()
    wide.columns = pd.Index([str(name) for name in wide.columns], name="security")
    frame = _frozen(wide, wide.columns)
    return UploadedReturns(frame, _provenance(upload, frame.index, fetched_at, SIMPLE_RETURNS, ()))


def _refuse_unfit(upload: UploadedTable, measure: str, fetched_at: datetime) -> None:
    understanding = upload.understanding
    file = understanding.filename
    if fetched_at.utcoffset() is None:
        raise DataError(
            _ASKED,
            N_("The time of the upload, {time}, has no zone."),
            N_("Give it with its zone."),
            file=file,
            time=fetched_at.isoformat(),
        )
    if not upload.usable:
        shown = upload.faults[:_SHOWN]
        raise DataError(
            _ASKED,
            N_("Its faults number {count}: {faults}"),
            N_("Correct the file and upload it again."),
            file=file,
            count=upload.fault_count,
            faults=Sentences(tuple(map(_line, shown))),
        )
    if understanding.measure != measure or upload.data.empty:
        raise DataError(
            _ASKED,
            N_("{wanted} were asked for; it has {rows} rows of {measure}."),
            N_("Use it as {measure}, or choose how it is to be read."),
            file=file,
            wanted=measure,
            rows=len(upload.data),
            measure=understanding.measure,
        )
    _refuse_future(upload, (fetched_at + _EARLIEST_ZONE).date())


def _line(fault: UploadFault) -> tuple[str, dict[str, object]]:
    place = f"{fault.row} {fault.column} {fault.value}"
    return N_("{place}: {problem}"), {"place": place, "problem": fault.problem}


def _refuse_future(upload: UploadedTable, known_until: date) -> None:
    last = upload.understanding.last
    if last is not None and last > known_until:
        raise DataError(
            _ASKED,
            N_("It has figures of {last}, after the day of the upload."),
            N_("Correct the dates, or choose how day and month are ordered."),
            file=upload.understanding.filename,
            last=last,
        )


def _exchange(security: str, upload: UploadedTable) -> str:
    known = "." in security or security.startswith("^") or _NEW_YORK.fullmatch(security)
    if not known:
        raise DataError(
            N_("The exchange of {security} in the upload {file} was asked for."),
            N_("The name is no symbol of Yahoo Finance, so it does not say it."),
            N_("Name the exchange, or use a symbol such as NVDA or 8035.T."),
            security=security,
            file=upload.understanding.filename,
            choice="exchanges",
        )
    return exchange_of(security)


def _price_table(rows: pd.DataFrame) -> pd.DataFrame:
    indexed = rows.set_index("date")
    return _frozen(indexed.reindex(columns=list(COLUMNS)).astype(np.float64), pd.Index(COLUMNS))


def _frozen(frame: pd.DataFrame, columns: pd.Index) -> pd.DataFrame:
    values = frame.to_numpy(dtype=np.float64, copy=True)
    values.setflags(write=False)
    index = pd.DatetimeIndex(frame.index, name="date")
    return pd.DataFrame(values, index=index, columns=columns, copy=False)


def _basis(table: pd.DataFrame) -> str:
    has = table.notna().any()
    return _BASES.get((bool(has["adj_close"]), bool(has["close"])), _BASES[False, True])


def _provenance(
    upload: UploadedTable,
    index: pd.Index,
    fetched_at: datetime,
    basis: str,
    doubts: tuple[str, ...],
) -> Provenance:
    first, last = pd.Timestamp(index[0]).date(), pd.Timestamp(index[-1]).date()
    return Provenance(
        source="upload",
        origin=ORIGIN,
        file=upload.understanding.filename,
        sha256=upload.understanding.sha256,
        rows=len(index),
        first=first,
        last=last,
        as_of=last,
        fetched_at=fetched_at,
        basis=basis,
        doubts=doubts,
    )
