import pytest

from data.errors import DataError
from data.providers.upload import UploadChoices, UploadLimits, read_upload

PRICES = "date,NVDA,AMD\n2025-01-24,142.62,122.84\n2025-01-27,118.42,115.01\n"
JAPANESE = "日付,銘柄コード,終値\n2025年1月24日,8035.T,27000\n2025年1月27日,8035.T,25000\n"
FRENCH = "date;Société Générale;Crédit Agricole\n2025-01-24;30,5;14,25\n2025-01-27;30,1;14,1\n"


def read(content, name="prices.csv", limits=UploadLimits(), **choices):  # noqa: B008 - frozen
    held = content.encode() if isinstance(content, str) else content
    return read_upload(held, name, limits, UploadChoices(**choices))


@pytest.mark.parametrize(
    ("text", "codec", "expected"),
    [
        (PRICES, "utf-8", "utf-8"),
        (PRICES, "utf-8-sig", "utf-8-sig"),
        (PRICES, "utf-16", "utf-16"),
        (PRICES, "utf-16-le", "utf-16-le"),
        (PRICES, "utf-16-be", "utf-16-be"),
        (JAPANESE, "utf-8", "utf-8"),
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "utf-16", "utf-16"),
        (FRENCH, "cp1252", "cp1252"),
        (FRENCH, "utf-8", "utf-8"),
    ],
)
def test_every_encoding_gives_the_figures_that_were_encoded(text, codec, expected):
    upload = read(text.encode(codec))
    plain = read(text)
    assert upload.understanding.encoding == expected
    assert upload.understanding.securities == plain.understanding.securities
    assert upload.data.equals(plain.data)
    assert upload.usable


@pytest.mark.parametrize("codec", ["euc_jp", "gb18030", "cp1251"])
def test_an_encoding_that_is_not_read_is_refused_with_the_choice_named(codec):
    words = "日付,終値\n" if codec != "cp1251" else "дата,цена закрытия\n"
    with pytest.raises(DataError, match="neither UTF-8") as caught:
        read((words + "2025-01-24,142.62\n").encode(codec))
    assert caught.value.facts["choice"] == "encoding"


def test_a_text_that_may_be_japanese_or_western_is_refused_until_the_reader_chooses():
    # étés is E9 74 E9 73, which are two Chinese characters in Shift-JIS.
    content = b"date,\xe9t\xe9s\n2025-01-24,142.62\n2025-01-27,118.42\n"
    with pytest.raises(DataError, match="may be Shift-JIS or Western"):
        read(content)
    assert read(content, encoding="cp1252").understanding.securities == ("étés",)
    assert read(content, encoding="cp932").understanding.securities == ("騁駸",)


def test_a_chosen_encoding_that_does_not_decode_is_refused():
    with pytest.raises(DataError, match="not valid utf-8"):
        read(JAPANESE.encode("cp932"), encoding="utf-8")


def test_an_accented_name_is_not_taken_for_a_japanese_character():
    # é followed by t is the valid Shift-JIS pair E9 74.
    upload = read("date,Prétoria\n2025-01-24,142.62\n2025-01-27,118.42\n".encode("latin-1"))
    assert upload.understanding.securities == ("Prétoria",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_endings_are_told_from_the_text(delimiter, ending):
    upload = read(PRICES.replace(",", delimiter).replace("\n", ending))
    assert upload.understanding.delimiter == delimiter
    assert upload.data["close"].tolist() == [142.62, 118.42, 122.84, 115.01]


def test_the_delimiter_that_excel_declares_is_followed():
    upload = read("sep=;\ndate;NVDA\n2025-01-24;142,62\n2025-01-27;x\n")
    assert upload.understanding.delimiter == ";"
    assert [(fault.row, fault.value) for fault in upload.faults] == [(4, "x")]


def test_two_delimiters_that_fit_equally_well_are_refused():
    with pytest.raises(DataError, match="fit equally well") as caught:
        read("date;NVDA,raw\n2025-01-24;142,62\n")
    assert caught.value.facts["options"] == (",", ";", "\t")


def test_quoted_cells_keep_their_delimiters_and_lines():
    upload = read('date,"Nvidia, Inc."\n2025-01-24,"1,142.62"\n2025-01-27,"118.42"\n')
    assert upload.understanding.securities == ("Nvidia, Inc.",)
    assert upload.data["close"].tolist() == [1142.62, 118.42]


def test_a_quote_that_never_closes_is_refused_with_its_line():
    with pytest.raises(DataError, match="no valid CSV"):
        read(PRICES + '2025-01-28,"1,2\n')


def test_rows_of_another_width_are_faults_with_their_line():
    upload = read(PRICES + "2025-01-28,120\n2025-01-29,1,2,3\n")
    assert [(fault.row, fault.value) for fault in upload.faults] == [(4, "2 ≠ 3"), (5, "4 ≠ 3")]
    assert upload.understanding.rows == 4


def test_empty_lines_are_passed_over_and_said():
    upload = read("\n" + PRICES + "\n,,\n")
    assert upload.usable
    assert "Empty rows passed over: 2." in [s.text for s in upload.understanding.statements]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "It is empty"),
        (b"\n\n  \n", "no text"),
        (b"date,NVDA\n", "a header and no rows"),
        (b"just a sentence\nand another\n", "No delimiter"),
        (b"date,NVDA\n2025-01-24,1\x002\n", "NUL"),
        (b"date,NVDA\n2025-01-24\n", "Every row has another number"),
        (b"<!DOCTYPE html><html><table>", "web page"),
        (b'[{"date": "2025-01-27"}]', "JSON"),
        (b"PK\x03\x04rest of a workbook", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xfe\x00\x00d\x00\x00\x00", "UTF-32"),
        (b"\xff\xfed\x00a", "byte order mark"),
    ],
)
def test_content_that_is_no_table_is_refused_with_the_reason(content, reason):
    with pytest.raises(DataError, match=reason):
        read(content)


def test_a_text_named_as_a_workbook_is_read_and_the_name_remarked_upon():
    upload = read(PRICES, "prices.xlsx")
    assert upload.usable
    assert "content is text" in upload.understanding.statements[0].text


def test_a_text_named_parquet_is_refused():
    with pytest.raises(DataError, match="does not begin as one"):
        read(PRICES, "prices.parquet")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (UploadLimits(content_bytes=20), "more than 20 bytes"),
        (UploadLimits(rows=1), "more than 1 rows"),
        (UploadLimits(columns=2), "more than 2 columns"),
        (UploadLimits(cells=5), "more than 5 cells"),
        (UploadLimits(line_characters=15), "more than 15 characters"),
        (UploadLimits(cell_characters=9), "a cell of 10 characters"),
    ],
)
def test_a_text_beyond_a_limit_is_refused(limits, reason):
    with pytest.raises(DataError, match=reason):
        read(PRICES, limits=limits)


def test_of_an_endless_stream_only_one_byte_more_than_the_limit_is_read():
    class Endless:
        asked = 0

        def read(self, size):
            self.asked += size
            return b"1" * size

    stream = Endless()
    with pytest.raises(DataError, match="more than 1000 bytes"):
        read_upload(stream, "a.csv", UploadLimits(content_bytes=1000))
    assert stream.asked == 1001


def test_the_name_is_shown_without_folders_and_control_characters():
    assert read(PRICES, "..\\..\\a/b\x00\u202egpj.csv").understanding.filename == "bgpj.csv"
