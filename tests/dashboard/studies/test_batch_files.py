"""A researcher's files: what is read, and what is refused with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.studies.batch_files import read_rows, read_wide
from data.errors import DataError

RETURNS = "date,MKT,A\n2025-01-02,0.01,0.02\n2025-01-03,-0.01,\n2025-01-06,0.5,-0.25\n"
EVENTS = ("security", "event_date")


def _file(folder: Path, content: str) -> Path:
    path = folder / "given.csv"
    path.write_bytes(content.encode())
    return path


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_ending_of_lines_is_read(tmp_path: Path, end: str) -> None:
    plain = read_wide(_file(tmp_path, RETURNS)).values
    other = read_wide(_file(tmp_path, RETURNS.replace("\n", end))).values
    assert other.equals(plain)
    assert other["A"].iloc[[0, 2]].tolist() == [0.02, -0.25]


def test_decimal_commas_are_seen_in_any_row(tmp_path: Path) -> None:
    content = "date;MKT\n2025-01-02;1\n2025-01-03;0,25\n"
    assert read_wide(_file(tmp_path, content)).values["MKT"].tolist() == [1.0, 0.25]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (RETURNS.replace("0.01,0.02", "0.01,0.02,3"), "row 2 has 4 cells, the header 3"),
        (RETURNS.replace("-0.25", "-0.25,1,2"), "row 4 has 5 cells, the header 3"),
        (RETURNS.replace("0.5", '"0.5'), "a quotation mark in row 4 is never closed"),
        ('"' + 200_000 * "x", "field larger than field limit"),
    ],
)
def test_rows_that_do_not_fit_are_named(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_wide(_file(tmp_path, content))


def test_the_column_of_dates_is_the_one_in_small_letters(tmp_path: Path) -> None:
    content = RETURNS.replace("A\n", "DATE\n", 1)
    assert read_wide(_file(tmp_path, content)).values["DATE"].iloc[0] == 0.02


def test_a_column_of_events_that_occurs_in_two_spellings_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "security,event_date,Security\nA,2025-01-02,B\n")
    with pytest.raises(DataError, match="The column security occurs 2 times"):
        read_rows(path, EVENTS)


def test_tickers_that_look_like_missing_values_are_tickers(tmp_path: Path) -> None:
    rows = read_rows(
        _file(tmp_path, "security,event_date\nNA,2025-01-02\nNAN,2025-01-03\n,\n"), EVENTS
    )
    assert rows["security"].tolist() == ["NA", "NAN"]


def test_a_missing_file_is_named_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=str(tmp_path)):
        read_wide(tmp_path / "none.csv")
