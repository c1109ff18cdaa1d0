import io
import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.errors import DataError
from data.providers import upload_parquet_child
from data.providers.upload import UploadLimits, read_upload

DAYS = [date(2025, 1, 24), date(2025, 1, 27)]


def parquet(table, **layout):
    sink = io.BytesIO()
    pq.write_table(pa.table(table), sink, **layout)
    return sink.getvalue()


def wide(**columns):
    return {"date": DAYS, "NVDA": [142.62, 118.42]} | columns


def test_prices_of_the_snapshot_survive_the_way_through_a_parquet_file():
    daily = pd.read_parquet("data/snapshot/daily.parquet")
    sink = io.BytesIO()
    daily.to_parquet(sink)
    upload = read_upload(sink.getvalue(), "daily.parquet")
    assert upload.usable
    assert upload.understanding.layout == "long"
    expected = daily.sort_values(["ticker", "date"], key=lambda c: c.astype(str))
    read = upload.data.sort_values(["security", "date"], key=lambda c: c.astype(str))
    assert read["security"].astype(str).tolist() == expected["ticker"].astype(str).tolist()
    for column in ("open", "high", "low", "close", "adj_close", "volume"):
        assert (read[column].to_numpy() == expected[column].to_numpy()).sum() == (
            expected[column].notna().sum()
        )


def test_a_frame_of_pandas_with_dates_as_index_is_wide():
    frame = pd.DataFrame({"NVDA": [142.62, 118.42]}, index=pd.DatetimeIndex(DAYS, name="Date"))
    sink = io.BytesIO()
    frame.to_parquet(sink)
    upload = read_upload(sink.getvalue(), "a.parquet")
    assert upload.understanding.layout == "wide"
    assert upload.data["close"].tolist() == [142.62, 118.42]


def test_parquet_named_csv_is_read_and_the_name_remarked_upon():
    upload = read_upload(parquet(wide()), "prices.csv")
    assert upload.understanding.file_format == "parquet"
    assert "content is Parquet" in upload.understanding.statements[0].text


@pytest.mark.parametrize(
    ("column", "closes"),
    [
        (pa.array([142, 118], pa.int32()), [142.0, 118.0]),
        (pa.array([142, 118], pa.uint64()), [142.0, 118.0]),
        (pa.array([142.5, 118.5], pa.float32()), [142.5, 118.5]),
        (pa.array(["142.62", "118.42"]), [142.62, 118.42]),
        (pa.array(["142.62", "118.42"], pa.large_string()), [142.62, 118.42]),
        (pa.array([14262, 11842]).cast(pa.decimal128(38, 0)), [14262.0, 11842.0]),
    ],
)
def test_every_type_of_figure_becomes_a_float(column, closes):
    assert read_upload(parquet(wide(NVDA=column)), "a.parquet").data["close"].tolist() == closes


def test_a_midnight_with_a_zone_is_the_local_day():
    stamps = pa.array([datetime(2025, 1, 24), datetime(2025, 1, 27)]).cast(pa.timestamp("ns"))
    local = pa.compute.assume_timezone(stamps, "Asia/Tokyo")
    upload = read_upload(parquet(wide(date=local)), "a.parquet")
    assert upload.data["date"].dt.date.tolist() == DAYS


def test_times_in_utc_are_refused():
    stamps = pa.array(
        [datetime(2025, 1, 24, 15), datetime(2025, 1, 27, 15)], pa.timestamp("us", "UTC")
    )
    with pytest.raises(DataError, match="times in UTC"):
        read_upload(parquet(wide(date=stamps)), "a.parquet")


def test_nested_columns_are_refused_and_flags_left_out():
    with pytest.raises(DataError, match="lists or records"):
        read_upload(parquet(wide(x=[[1], [2]])), "a.parquet")
    upload = read_upload(parquet(wide(x=[True, False])), "a.parquet")
    assert "Column 'x' was left out" in upload.understanding.statements[0].text


def test_faults_have_the_number_of_the_record():
    upload = read_upload(parquet(wide(NVDA=[142.62, float("inf")])), "a.parquet")
    assert [(f.row, f.column, f.date, f.value) for f in upload.faults] == [
        (2, "NVDA", DAYS[1], "inf")
    ]


@pytest.mark.parametrize("encoding", ["PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_strings_in_every_encoding_are_read(encoding):
    table = {"date": DAYS * 2, "ticker": ["NVDA", "NVDA", "NVDL", "NVDL"], "close": [1.0, 2, 3, 4]}
    content = parquet(table, use_dictionary=False, column_encoding={"ticker": encoding})
    assert read_upload(content, "a.parquet").understanding.securities == ("NVDA", "NVDL")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (UploadLimits(rows=1), "more than 1 rows"),
        (UploadLimits(columns=1), "more than 1 columns"),
        (UploadLimits(cells=3), "more than 3 cells"),
        (UploadLimits(decoded_bytes=50), "unpacks to more than 50 bytes"),
        (UploadLimits(cell_characters=2), "more than 2 characters"),
        (UploadLimits(decoder_seconds=0.001), "not decoded within"),
    ],
)
def test_a_file_beyond_a_limit_is_refused(limits, reason):
    content = parquet(wide(ticker=["a long symbol", "b"]))
    with pytest.raises(DataError, match=reason):
        read_upload(content, "a.parquet", limits)


def test_one_long_string_repeated_a_million_times_is_refused_small():
    # 5 MB in the dictionary and 200 000 references: a terabyte if it were written out.
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), ["A" * 5_000_000])
    content = parquet({"date": DAYS[:1] * 200_000, "ticker": long}, compression="zstd")
    assert len(content) < 20_000
    with pytest.raises(DataError, match="characters"):
        read_upload(content, "bomb.parquet")


def shared_prefixes():
    # Each value repeats the prefix of the last: 240 MB in all, a few kilobytes in the file.
    names = ["A" * 600_000 + str(i) for i in range(400)]
    return parquet(
        {"date": DAYS[:1] * 400, "ticker": names},
        compression="zstd",
        use_dictionary=False,
        column_encoding={"date": "PLAIN", "ticker": "DELTA_BYTE_ARRAY"},
        write_statistics=False,
    )


def test_a_page_that_unpacks_beyond_the_memory_of_the_decoder_is_refused():
    content = shared_prefixes()
    assert len(content) < 1_000_000
    limits = UploadLimits(decoded_bytes=2**40, decoder_bytes=600 * 2**20)
    with pytest.raises(DataError, match="more memory than an upload may take"):
        read_upload(content, "bomb.parquet", limits)


def lie_about(content, true, told):
    """Replace a size in the footer by a smaller one of as many bytes (a padded varint)."""

    def varint(number, width=None):
        zigzag, out = number << 1, bytearray()
        while zigzag >= 0x80 or (width and len(out) < width - 1):
            out.append(zigzag & 0x7F | 0x80)
            zigzag >>= 7
        return bytes([*out, zigzag])

    old = varint(true)
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    assert old in content[footer:]
    return content[:footer] + content[footer:].replace(old, varint(told, len(old)))


def test_of_a_footer_that_lies_about_its_rows_no_more_than_it_says_is_decoded():
    days = [date(1990, 1, 1)] * 300_000
    content = parquet({"date": days, "NVDA": [1.5] * 300_000}, compression="zstd")
    lying = lie_about(content, 300_000, 10)
    assert pq.read_metadata(io.BytesIO(lying)).num_rows == 10
    upload = read_upload(lying, "liar.parquet", UploadLimits(rows=1_000))
    assert (upload.understanding.rows, upload.fault_count) == (1, 9)


def test_a_file_cut_short_is_refused():
    content = parquet(wide())
    with pytest.raises(DataError, match="cut short"):
        read_upload(content[:-20], "a.parquet")
    with pytest.raises(DataError, match="damaged"):
        read_upload(content[:-40] + content[-8:], "a.parquet")


def test_an_empty_parquet_file_is_refused():
    empty = pa.table({"date": pa.array([], pa.date32()), "NVDA": pa.array([], pa.float64())})
    with pytest.raises(DataError, match="no rows"):
        read_upload(parquet(empty), "a.parquet")


def test_the_decoder_knows_nothing_of_the_project_and_writes_no_files(tmp_path):
    script = upload_parquet_child.__file__
    limits = json.dumps(asdict(UploadLimits()))
    done = subprocess.run(
        [sys.executable, "-I", "-B", script, limits],
        input=parquet(wide()),
        capture_output=True,
        cwd=tmp_path,
        check=True,
    )
    assert done.stdout.startswith(b'{"ignored"')
    assert os.listdir(tmp_path) == []
