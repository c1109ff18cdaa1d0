import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from data.errors import DataError
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_files import manifest, verified_table
from data.snapshot_tables import MANIFEST, SEAL, SNAPSHOT, TABLES

TABLE_FILES = sorted(path.name for path in SNAPSHOT.glob("*.parquet"))
LIMIT = 12_000_000


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SNAPSHOT, tmp_path / "snapshot")


def flip(path, position):
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(bytes(content))


def load(folder, file):
    if file in (MANIFEST, SEAL):
        return manifest(folder)
    return verified_table(folder, file.removesuffix(".parquet"))


def assert_names_file_hashes_and_way_out(error, file, sha256):
    assert (MANIFEST if file == SEAL else file) in error.asked
    assert sha256 in error.found
    assert error.found.count("SHA-256") == 1
    assert len(error.facts["sha256"]) == 64
    assert error.facts["sha256"] != error.facts["expected"]
    assert "git checkout -- data/snapshot" in error.remedy
    assert "python -m data.snapshot_build" in error.remedy


@pytest.mark.parametrize("where", ["start", "middle", "end"])
@pytest.mark.parametrize("file", [*TABLE_FILES, MANIFEST])
def test_one_changed_bit_is_an_error_that_names_the_file_and_both_checksums(copy, file, where):
    path = copy / file
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    size = path.stat().st_size
    flip(path, {"start": 0, "middle": size // 2, "end": size - 1}[where])
    with pytest.raises(DataError) as error:
        load(copy, file)
    assert_names_file_hashes_and_way_out(error.value, file, expected)
    assert error.value.facts["expected"] == expected


@pytest.mark.parametrize("file", [*TABLE_FILES, MANIFEST])
def test_a_file_cut_short_by_one_byte_is_an_error(copy, file):
    path = copy / file
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(DataError) as error:
        load(copy, file)
    expected = hashlib.sha256(content).hexdigest()
    assert_names_file_hashes_and_way_out(error.value, file, expected)


@pytest.mark.parametrize("position", [0, 40, -1])
def test_a_changed_checksum_of_the_manifest_is_an_error(copy, position):
    flip(copy / SEAL, position)
    with pytest.raises(DataError, match=r"manifest\.json was asked for"):
        manifest(copy)


@pytest.mark.parametrize("file", [*TABLE_FILES, MANIFEST, SEAL])
def test_a_missing_file_is_an_error_with_the_way_out(copy, file):
    (copy / file).unlink()
    with pytest.raises(DataError, match="No such file") as error:
        load(copy, file)
    assert file in error.value.asked
    assert "git checkout -- data/snapshot" in error.value.remedy


def test_damage_reaches_whoever_asks_for_prices(copy):
    flip(copy / "daily.parquet", 1000)
    with pytest.raises(DataError, match=r"daily\.parquet"):
        snapshot_prices("NVDA", copy)


def seal(folder, entries):
    content = json.dumps(entries).encode()
    (folder / MANIFEST).write_bytes(content)
    (folder / SEAL).write_text(f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n")


def test_a_table_whose_columns_are_not_those_of_the_manifest_is_an_error(copy):
    entries = json.loads((copy / MANIFEST).read_text())
    entries["tables"]["factors"]["schema"]["mom"] = "float"
    seal(copy, entries)
    with pytest.raises(DataError, match=r"factors\.parquet.*the manifest says"):
        verified_table(copy, "factors")


def test_a_manifest_of_another_format_is_an_error(copy):
    entries = json.loads((copy / MANIFEST).read_text())
    seal(copy, entries | {"format": 2})
    with pytest.raises(DataError, match="format 2"):
        manifest(copy)


def test_the_manifest_lists_exactly_the_files_of_the_folder():
    assert sorted(entry.file for entry in manifest(SNAPSHOT).values()) == TABLE_FILES
    assert set(manifest(SNAPSHOT)) == {spec.name for spec in TABLES}


@pytest.mark.parametrize("file", TABLE_FILES)
def test_the_manifest_agrees_with_the_file(file):
    entry = manifest(SNAPSHOT)[file.removesuffix(".parquet")]
    path = SNAPSHOT / file
    table = pq.read_table(path)
    assert entry.bytes == path.stat().st_size
    assert entry.rows == table.num_rows
    assert entry.schema == {field.name: str(field.type) for field in table.schema}
    if "date" in table.column_names:
        days = table["date"].to_pylist()
        assert (entry.first, entry.last) == (min(days), max(days))
    assert entry.conventions
    assert entry.origin


def test_the_folder_stays_under_twelve_megabytes():
    assert sum(path.stat().st_size for path in SNAPSHOT.iterdir()) < LIMIT


def test_the_data_note_names_every_table_with_its_rows_and_span():
    note = (SNAPSHOT / "README.md").read_text()
    for entry in manifest(SNAPSHOT).values():
        (line,) = [row for row in note.splitlines() if row.startswith(f"| {entry.file} ")]
        assert f"{entry.rows:,}" in line
        assert f"{entry.first}..{entry.last}" in line
        assert str(entry.as_of) in line


THREADS = """
import os
from data.providers.snapshot import snapshot_prices, sp500_returns
from data.providers.yahoo_files import content_of, frame_of
threads = lambda: len(os.listdir("/proc/self/task"))
before = threads()
snapshot_prices("NVDA"), sp500_returns()
read = threads()
content = content_of(snapshot_prices("NVDA").table)
written = threads()
frame_of(content)
print(before, read, written, threads())
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux alone lists the threads")
def test_reading_leaves_no_thread_behind_that_could_outlive_the_interpreter():
    done = subprocess.run(
        [sys.executable, "-c", THREADS], capture_output=True, text=True, check=True
    )
    before, read, written, again = map(int, done.stdout.split())
    assert read == before
    assert again == written
