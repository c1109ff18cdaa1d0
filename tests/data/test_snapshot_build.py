import csv
import gzip
from pathlib import Path

import pyarrow as pa
import pytest

from data.errors import DataError
from data.providers.snapshot_files import manifest, verified_table
from data.snapshot_build import build, read_figures, write_table
from data.snapshot_tables import SNAPSHOT, TABLES, TableSpec

PROJECT = Path(__file__).parents[2]
FIGURES = next((path.parent for path in PROJECT.parent.glob("*/figures/daily.csv.gz")), None)
needs_figures = pytest.mark.skipif(
    FIGURES is None, reason="the folder of figures is not beside the checkout"
)

SMALL = TableSpec(
    "small",
    "small.csv",
    {"date": pa.date32(), "ticker": pa.dictionary(pa.int32(), pa.string())}
    | {"close": pa.float64(), "rows": pa.int64()},
    ("ticker", "date"),
    ("date", "date"),
)


@pytest.fixture
def small(tmp_path):
    (tmp_path / "small.csv").write_text(
        "date,ticker,close,rows\n2025-01-27,NVDA,118.42,2\n2025-01-24,NVDA,0.1,1\n2025-01-24,NA,,3\n"
    )
    return tmp_path


def test_rows_are_sorted_and_a_ticker_named_na_is_not_a_missing_value(small):
    table = read_figures(small, SMALL).to_pydict()
    assert table["ticker"] == ["NA", "NVDA", "NVDA"]
    assert table["close"] == [None, 0.1, 118.42]
    assert table["rows"] == [3, 1, 2]


def test_the_same_table_gives_the_same_bytes(small):
    table = read_figures(small, SMALL)
    write_table(table, small / "one.parquet")
    write_table(table, small / "two.parquet")
    assert (small / "one.parquet").read_bytes() == (small / "two.parquet").read_bytes()


def test_a_folder_without_the_figures_is_refused_with_all_that_is_missing(tmp_path):
    with pytest.raises(DataError) as refusal:
        build(tmp_path, tmp_path / "out")
    for spec in TABLES:
        assert spec.figures in refusal.value.found
    assert not (tmp_path / "out").exists()


@needs_figures
def test_a_rebuild_gives_the_committed_bytes(tmp_path):
    build(FIGURES, tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert len(made) == len(TABLES) + 2
    for name in made:
        assert (tmp_path / name).read_bytes() == (SNAPSHOT / name).read_bytes(), name


@needs_figures
@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_every_value_is_the_one_written_in_the_figures(spec):
    path = FIGURES / spec.figures
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", newline="", encoding="utf-8") as lines:
        written = list(csv.DictReader(lines))
    table = verified_table(SNAPSHOT, spec.name)
    assert table.num_rows == len(written) == manifest(SNAPSHOT)[spec.name].rows
    assert set(written[0]) == set(table.column_names)
    keys = list(spec.keys)
    written.sort(key=lambda row: [row[key] for key in keys])
    for name, kind in spec.columns.items():
        text = [row[name] for row in written]
        values = table[name].to_pylist()
        if kind == pa.float64():
            # Python's float() is the nearest double of a decimal; equality is exact.
            assert values == [float(value) if value else None for value in text]
        elif pa.types.is_timestamp(kind):
            assert [f"{value:%Y-%m-%dT%H:%M:%SZ}" for value in values] == text
        else:
            assert [None if value is None else str(value) for value in values] == [
                value or None for value in text
            ]
