from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataError
from data.providers.upload import UploadChoices, read_upload
from data.providers.upload_dates import to_dates
from data.providers.upload_numbers import decimal_mark, to_numbers

DAYS = [date(2025, 1, 24), date(2025, 1, 27), date(2025, 2, 3)]
MONTHS = {"en": ["Jan", "February"], "fr": ["janv.", "février"], "de": ["Januar", "Feb"]}


def read(text, name="prices.csv", **choices):
    return read_upload(text.encode(), name, choices=UploadChoices(**choices))


def days_of(cells, **choice):
    return to_dates(pa.array(cells, pa.string()), "date", "a.csv", choice.get("chosen"))


@pytest.mark.parametrize(
    "written",
    [
        ["2025-01-24", "2025-01-27", "2025-02-03"],
        ["2025/1/24", "2025/1/27", "2025/2/3"],
        ["20250124", "20250127", "20250203"],
        ["2025-01-24 00:00:00-05:00", "2025-01-27 00:00:00-05:00", "2025-02-03 00:00:00-05:00"],
        ["2025-01-24T16:00:00", "2025-01-27T16:00:00", "2025-02-03T16:00:00"],
        ["2025年1月24日", "2025年1月27日", "2025年2月3日"],
        ["２０２５年１月２４日(金)", "2025年 1月27日（月）", "2025年2月3日"],
        ["24 Jan 2025", "27 January 2025", "3 feb 2025"],
        ["24-Jan-2025", "27-Jan-2025", "03-Feb-2025"],
        ["Jan 24, 2025", "January 27, 2025", "Feb 3rd, 2025"],
        ["Fri, 24 Jan 2025", "Mon, 27 Jan 2025", "Mon, 03 Feb 2025"],
        ["24 janv. 2025", "27 janvier 2025", "3 février 2025"],
        ["24. Januar 2025", "27. Jan. 2025", "3. Feb 2025"],
        ["24/01/2025", "27/01/2025", "03/02/2025"],
        ["01/24/2025", "01/27/2025", "02/03/2025"],
        ["24.01.2025", "27.01.2025", "03.02.2025"],
    ],
)
def test_every_unambiguous_form_gives_the_same_days(written):
    dates = days_of(written)
    assert dates.days.tolist() == DAYS
    assert not dates.bad


def test_an_order_that_no_day_fixes_is_refused_until_the_reader_chooses():
    cells = ["03/02/2025", "04/02/2025"]
    with pytest.raises(DataError, match="no day above 12") as caught:
        days_of(cells)
    assert caught.value.facts["choice"] == "dates"
    assert days_of(cells, chosen="day-first").days.tolist() == [date(2025, 2, 3), date(2025, 2, 4)]
    assert days_of(cells, chosen="month-first").days.tolist() == [
        date(2025, 3, 2),
        date(2025, 4, 2),
    ]


def test_an_order_that_contradicts_itself_is_refused():
    with pytest.raises(DataError, match="Some dates have the day first"):
        days_of(["24/01/2025", "01/27/2025"])


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("27/01/25", "year of two digits"),
        ("1737936000", "seconds since 1970"),
        ("45684", "serial number of Excel"),
        ("2025-01-27T15:00:00Z", "a time in UTC"),
        ("2025-01-27 15:00:00+00:00", "a time in UTC"),
        ("soon", "are no dates"),
    ],
)
def test_a_form_that_does_not_say_the_day_is_refused(cell, reason):
    with pytest.raises(DataError, match=reason):
        days_of([cell, cell])


def test_serial_numbers_are_read_if_the_reader_says_so():
    # Excel shows 45684 as 2025-01-27.
    assert days_of(["45684", "45685.0"], chosen="excel-serial").days.tolist() == [
        date(2025, 1, 27),
        date(2025, 1, 28),
    ]


def test_days_that_do_not_exist_and_other_forms_are_faults():
    upload = read("date,NVDA\n2025-01-27,1.5\n2025-02-30,2.5\n28 Jan 2025,3.5\n2025-01-29,4.5\n")
    assert [(f.row, f.value, f.problem) for f in upload.faults] == [
        (3, "2025-02-30", "There is no such day in the calendar, or not from 1900 to 2100."),
        (4, "28 Jan 2025", "The cell is not a date in the form of the others."),
    ]


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 12, 31)), min_size=1, max_size=20))
@settings(deadline=None, max_examples=100)
def test_any_day_survives_being_written_and_read(days):
    forms = ["%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%b %d, %Y", "%Y年%m月%d日"]
    for form in forms:
        written = [
            f"{day.year:04d}".join(day.strftime(form.replace("%Y", "§")).split("§")) for day in days
        ]
        assert days_of(written).days.tolist() == days


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [
        ("1,234.56", ".", 1234.56),
        ("1.234,56", ",", 1234.56),
        ("1 234,56", ",", 1234.56),
        ("1\u00a0234,56", ",", 1234.56),
        ("1\u202f234,56", ",", 1234.56),
        ("1'234.56", ".", 1234.56),
        ("1’234.56", ".", 1234.56),
        ("１２３．５", ".", 123.5),
        ("−17.5", ".", -17.5),
        ("+0.5", ".", 0.5),
        ("$1,142.62", ".", 1142.62),
        ("-$5.25", ".", -5.25),
        ("￥27,000", ".", 27000),
        ("-16.97%", ".", -16.97),
        ("1.5E-3", ".", 0.0015),
    ],
)
def test_a_number_is_read_as_people_write_it(cell, mark, value):
    assert to_numbers(pa.array([cell]), mark).values.tolist() == [value]


@pytest.mark.parametrize(
    "cell",
    ["1,23,456", "12.34.56", "--5", "1_000", "0x10", "abc", "1.2.3", "5 apples", "(5)", "%", "$"],
)
def test_what_is_no_number_is_not_read_as_one(cell):
    assert to_numbers(pa.array([cell]), ".").text.tolist() == [True]


@given(st.floats(-1e12, 1e12), st.sampled_from([".", ","]), st.booleans())
@settings(deadline=None, max_examples=200)
def test_any_number_survives_being_written_and_read(value, mark, grouped):
    written = f"{value:{',' if grouped else ''}.6f}"
    swapped = written.translate(str.maketrans(",.", ".,")) if mark == "," else written
    assert to_numbers(pa.array([swapped]), mark).values[0] == float(f"{value:.6f}")


@pytest.mark.parametrize(
    ("cells", "delimiter", "mark"),
    [
        (["118.42"], ",", "."),
        (["118,42"], ";", ","),
        (["1,118.420"], ";", "."),
        (["1.118,420"], ";", ","),
        (["0,118"], ";", ","),
        (["1,118,420"], ",", "."),
        (["118.420"], ",", "."),
        (["118,420", "5.25"], ";", "."),
        (["118", "5"], ";", "."),
        (["1\u00a0118,420"], ";", ","),
        (["１１８．４２"], ";", "."),
    ],
)
def test_the_decimal_mark_is_told_where_a_cell_is_decisive(cells, delimiter, mark):
    assert decimal_mark([pa.array(cells)], delimiter, "a.csv", None) == mark


@pytest.mark.parametrize(
    ("cells", "delimiter"),
    [(["118,420"], ","), (["118.420"], ";"), (["118.42", "118,42"], ";")],
)
def test_a_decimal_mark_that_is_not_told_is_refused(cells, delimiter):
    with pytest.raises(DataError) as caught:
        decimal_mark([pa.array(cells)], delimiter, "a.csv", None)
    assert caught.value.facts["choice"] == "decimal"


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+A1", "-A1*2", " =A1", "\t=A1", "＝A1", "'=A1"],
)
def test_a_formula_is_refused_with_its_row_and_column(formula):
    upload = read(f'date,NVDA,note\n2025-01-27,118.42,fine\n2025-01-28,128.99,"{formula}"\n')
    assert [(f.row, f.column, f.value) for f in upload.faults] == [(3, "note", formula)]
    assert "formula" in upload.faults[0].problem
    upload = read(f'date,NVDA\n2025-01-27,118.42\n2025-01-28,"{formula}"\n')
    assert [(f.row, f.column, f.date) for f in upload.faults] == [(3, "NVDA", date(2025, 1, 28))]


def test_a_formula_as_a_header_is_refused():
    with pytest.raises(DataError, match="header of column 2"):
        read("date,=1+1\n2025-01-27,118.42\n")


def test_signed_numbers_and_dashes_are_no_formulas():
    upload = read("date,A,B\n2025-01-27,-1.5%,+2%\n2025-01-28,-,-0.1%\n2025-01-29,+.5%,--\n")
    assert upload.usable
    assert upload.understanding.measure == "returns"
