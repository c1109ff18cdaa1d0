import hashlib
import os
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.calendars import sessions
from data.errors import DataError
from data.providers.snapshot import snapshot_prices
from data.providers.upload import (
    UploadChoices,
    UploadLimits,
    price_histories,
    read_upload,
    returns_frame,
)

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
PRICES = "date,NVDA,AMD\n2025-01-24,142.62,122.84\n2025-01-27,118.42,115.01\n"


def read(text, name="prices.csv", **choices):
    return read_upload(text.encode(), name, choices=UploadChoices(**choices))


def snapshot_closes():
    return pd.DataFrame(
        {
            name: snapshot_prices(name).total_return_price.loc["2024"]
            for name in ("NVDA", "AMD", "SPY")
        }
    )


def notes(upload):
    understanding = upload.understanding
    return " ".join(s.text for s in (*understanding.statements, *understanding.ignored))


def test_a_wide_file_of_snapshot_prices_gives_the_snapshots_returns():
    closes = snapshot_closes()
    upload = read(closes.to_csv())
    histories = price_histories(upload, fetched_at=NOW).histories
    assert set(histories) == {"NVDA", "AMD", "SPY"}
    for name, history in histories.items():
        assert np.array_equal(history.total_return_price, closes[name])
        assert history.on_sessions().table.index.equals(
            sessions("XNYS", date(2024, 1, 2), date(2024, 12, 31))
        )


def test_a_yahoo_like_file_of_one_security_takes_its_symbol_from_the_name():
    table = snapshot_prices("NVDA").table.loc["2025-01"]
    titles = {"adj_close": "Adj Close"} | {c: c.title() for c in table if c != "adj_close"}
    upload = read(table.rename(columns=titles).rename_axis("Date").to_csv(), "NVDA.csv")
    assert upload.understanding.layout == "single"
    history = price_histories(upload, fetched_at=NOW).histories["NVDA"]
    assert np.array_equal(history.table.to_numpy(), table.to_numpy())
    assert read("date,close\n2025-01-27,118.42\n", security="AMD").understanding.securities == (
        "AMD",
    )


def test_a_long_file_keeps_leading_zeros_of_a_code_and_names_what_it_ignores():
    upload = read(
        "date,code,name,close,sector\n2025-01-24,005930,Samsung,53700,chips\n"
        "2025-01-24,7203,Toyota,2900,cars\n"
    )
    assert upload.understanding.securities == ("005930", "7203")
    assert upload.understanding.columns == (
        ("date", "date"),
        ("code", "security"),
        ("close", "close"),
    )
    assert "Column 'name' has no figures." in notes(upload)
    assert "Column 'sector' has no figures." in notes(upload)


def test_a_text_column_names_the_security_where_dates_repeat():
    upload = read("day,who,x\n2025-01-24,NVDA,142.62\n2025-01-24,AMD,122.84\n")
    assert upload.understanding.layout == "long"
    assert "only column of figures" in notes(upload)


def test_the_reader_can_choose_the_layout_and_the_date():
    text = "day,settled,NVDA,close\n2025-01-24,2025-01-28,142.62,1.5\n"
    with pytest.raises(DataError, match="More than one column may be the date"):
        read(text.replace("day,", "start,"))
    upload = read(text, date_column="settled", layout="wide")
    assert upload.understanding.date_column == "settled"
    assert upload.understanding.securities == ("NVDA", "close")


def test_row_numbers_and_empty_columns_are_ignored_with_the_reason():
    upload = read(",date,NVDA,AMD,\n0,2025-01-24,142.62,,\n1,2025-01-27,118.42,,\n")
    assert upload.understanding.securities == ("NVDA",)
    assert "numbers the rows" in notes(upload)
    assert "Column 'AMD' is empty." in notes(upload)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("date,NVDA,NVDA", "more than one column: NVDA"),
        ("date,NVDA,", "Column 3 has figures and no header"),
        ("date,NVDA," + "x" * 200, "too long"),
        ("first,second,third", "No column is named as a date"),
        ("date,close,price", "Two columns mean the same"),
        ("date,open,high", "No column of figures is known"),
    ],
)
def test_headers_that_do_not_say_what_stands_below_are_refused(header, reason):
    date_cell = "x" if header.startswith("first") else "2025-01-24"
    if "open" in header:
        with pytest.raises(DataError, match=reason):
            read(f"{header}\n{date_cell},1.5,2.5\n", layout="single")
    else:
        with pytest.raises(DataError, match=reason):
            read(f"{header}\n{date_cell},1.5,2.5\n")


def test_all_faults_of_a_file_come_at_once_with_their_places():
    upload = read(
        "date,ticker,close,volume\n"
        "2025-01-24,NVDA,142.62,100\n"
        "2025-01-25,NVDA,142.62,100\n"
        "2025-01-27,NVDA,0,100\n"
        "2025-01-27,AMD,-5,-1\n"
        "2025-01-27,AMD,115.01,100\n"
        "2025-01-28,,100,100\n"
        "never,AMD,inf,many\n"
        "2025-01-29,AMD,12%,100\n"
        "2025-01-30,AMD,#REF!,100,7\n"
    )
    found = [(f.row, f.column, f.security, f.date, f.value) for f in upload.faults]
    monday = date(2025, 1, 27)
    assert found == [
        (3, "date", "NVDA", date(2025, 1, 25), "2025-01-25"),
        (4, "close", "NVDA", monday, "0"),
        (5, "close", "AMD", monday, "-5"),
        (5, "volume", "AMD", monday, "-1"),
        (6, "date", "AMD", monday, "2025-01-27"),
        (7, "ticker", None, date(2025, 1, 28), ""),
        (8, "close", "AMD", None, "inf"),
        (8, "volume", "AMD", None, "many"),
        (8, "date", "AMD", None, "never"),
        (9, "close", "AMD", date(2025, 1, 29), "12%"),
        (10, "", None, None, "5 ≠ 4"),
    ]
    assert upload.fault_count == len(found)
    assert len({f.problem for f in upload.faults}) == 10
    with pytest.raises(DataError, match="Its faults number 11"):
        price_histories(upload, fetched_at=NOW)


def test_faults_are_listed_up_to_the_limit_and_all_counted():
    text = "date,NVDA\n" + "2025-01-27,x\n" * 50 + "2025-01-24,118.42\n"
    upload = read_upload(text.encode(), "a.csv", UploadLimits(faults=7))
    assert len(upload.faults) == 7
    assert upload.fault_count == 99


def test_descending_rows_are_sorted_and_said_so_ascending_ones_are_not():
    assert "sorted" in notes(read("date,NVDA\n2025-01-27,118.42\n2025-01-24,142.62\n"))
    assert "sorted" not in notes(read(PRICES))
    by_ticker = (
        "date,ticker,close\n2025-01-24,B,5\n2025-01-27,B,5\n2025-01-24,A,5\n2025-01-27,A,5\n"
    )
    assert "sorted" not in notes(read(by_ticker))


def test_percent_and_fractions_give_the_same_returns():
    returns = snapshot_closes().pct_change().iloc[1:]
    fractions = read(returns.to_csv())
    percent = read((100 * returns).to_csv())
    signed = read((100 * returns).map(lambda value: f"{value:.12f}%").to_csv())
    assert [u.understanding.unit for u in (fractions, percent, signed)] == [
        "fraction",
        "percent",
        "percent",
    ]
    for upload in (fractions, percent, signed):
        frame = returns_frame(upload, fetched_at=NOW).frame
        assert frame.shape == returns.shape
        np.testing.assert_allclose(frame[returns.columns], returns, rtol=1e-9, atol=1e-13)


def test_a_fall_of_17_percent_stays_in_a_file_of_returns():
    upload = read(
        "date,return\n2025-01-24,-3.12%\n2025-01-27,-16.97%\n2025-01-28,8.93%\n", "NVDA.csv"
    )
    frame = returns_frame(upload, fetched_at=NOW).frame
    assert frame.loc["2025-01-27", "NVDA"] == pytest.approx(-0.1697)


@pytest.mark.parametrize(
    ("cells", "choice", "options"),
    [
        (["0.01", "0.02", "0.03"], "measure", ("prices", "returns")),
        (["-0.11", "0.09", "-0.12"], "unit", ("fraction", "percent")),
    ],
)
def test_figures_that_can_be_either_are_refused_until_the_reader_chooses(cells, choice, options):
    text = "date,NVDA\n" + "".join(f"2025-01-{27 + i},{cell}\n" for i, cell in enumerate(cells))
    with pytest.raises(DataError) as caught:
        read(text)
    assert caught.value.facts["choice"] == choice
    assert caught.value.facts["options"] == options
    chosen = read(text, measure="returns", unit="percent")
    assert chosen.data["return"].tolist() == pytest.approx([float(cell) / 100 for cell in cells])


def test_of_prices_and_returns_in_one_file_the_reader_may_choose():
    text = "date,close,change %\n2025-01-24,142.62,-3.12\n2025-01-27,118.42,-16.97\n"
    assert "Column 'change %' was left out" in notes(read(text))
    upload = read(text, "NVDA.csv", measure="returns")
    assert upload.data["return"].tolist() == pytest.approx([-0.0312, -0.1697])


def test_a_return_below_minus_one_is_a_fault():
    upload = read("date,return\n2025-01-24,-120%\n2025-01-27,3%\n")
    assert [f.problem for f in upload.faults] == ["The return is below −100%."]


def test_provenance_says_where_the_figures_come_from():
    history = price_histories(read(PRICES), fetched_at=NOW).histories["NVDA"]
    said = history.provenance
    assert said.source == "upload"
    assert said.sha256 == hashlib.sha256(PRICES.encode()).hexdigest()
    assert (said.rows, said.first, said.last, said.as_of) == (
        2,
        date(2025, 1, 24),
        date(2025, 1, 27),
        date(2025, 1, 27),
    )
    assert said.fetched_at == NOW
    assert "currency is not known" in said.doubts[0]
    assert history.currency == "XXX"
    with pytest.raises(ValueError, match="read-only"):
        history.table.to_numpy()[0, 0] = 1.0


def test_a_name_that_is_no_symbol_needs_its_exchange():
    upload = read("date,Nvidia Corp.,7203\n2025-01-24,142.62,2900\n2025-01-27,118.42,2880\n")
    with pytest.raises(DataError, match="suffix"):
        price_histories(upload, fetched_at=NOW)
    with pytest.raises(DataError, match="no symbol of Yahoo"):
        price_histories(upload, fetched_at=NOW, exchanges={"Nvidia Corp.": "XNYS"})
    used = price_histories(
        upload,
        fetched_at=NOW,
        exchanges={"Nvidia Corp.": "XNYS", "7203": "XTKS"},
        currencies={"7203": "JPY"},
    )
    assert used.histories["7203"].exchange == "XTKS"
    assert used.histories["7203"].provenance.doubts == ()


def test_the_gate_for_prices_flags_a_row_on_a_closed_day():
    upload = read("date,NVDA\n2025-01-08,140.11\n2025-01-09,140.11\n2025-01-10,135.91\n")
    report = price_histories(upload, fetched_at=NOW).reports["NVDA"]
    assert [(f.date, f.problem) for f in report.flags] == [
        (date(2025, 1, 9), "The exchange was closed, but there is a row.")
    ]


@pytest.mark.parametrize("step", [price_histories, returns_frame])
def test_use_is_refused_for_a_time_without_zone_and_for_the_other_measure(step):
    text = PRICES if step is returns_frame else "date,NVDA\n2025-01-24,-1%\n2025-01-27,-17%\n"
    with pytest.raises(DataError, match="were asked for"):
        step(read(text), fetched_at=NOW)
    with pytest.raises(DataError, match="no zone"):
        step(read(text), fetched_at=NOW.replace(tzinfo=None))


def test_figures_of_the_future_are_refused():
    with pytest.raises(DataError, match="after the day of the upload"):
        price_histories(read(PRICES), fetched_at=datetime(2025, 1, 25, tzinfo=UTC))


def test_an_upload_is_never_written_to_disk():
    written: list[str] = []

    def watch(event, arguments):
        writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
        if watching and event == "open" and isinstance(arguments[2], int) and arguments[2] & writes:
            written.append(str(arguments[0]))

    watching = True
    sys.addaudithook(watch)
    try:
        price_histories(read(PRICES), fetched_at=NOW)
        read_upload(
            Path("data/snapshot/factors.parquet").read_bytes(),
            "f.parquet",
            choices=UploadChoices(layout="wide", measure="returns", unit="percent"),
        )
    finally:
        watching = False
    assert [name for name in written if name != os.devnull and not name.isdigit()] == []


def test_the_understanding_can_be_compared_and_written_out():
    first, second = read(PRICES).understanding, read(PRICES).understanding
    assert first == second
    assert asdict(first)["currency"] is None
    assert first.rows == 4
    assert (first.first, first.last - timedelta(days=3)) == (date(2025, 1, 24), date(2025, 1, 24))
