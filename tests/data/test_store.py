import hashlib
import resource
import threading
from datetime import UTC, datetime

import filelock
import platformdirs
import pytest

from data.errors import DataError
from data.providers.snapshot import snapshot_prices
from data.providers.yahoo_files import content_of, frame_of
from data.snapshot_tables import SNAPSHOT
from data.store import FOLDER_VARIABLE, RecordedFailure, Store, store_folder

NOW = datetime(2025, 1, 28, 12, 0, tzinfo=UTC)
FACTS = {"name": "NVIDIA エヌビディア", "rows": 3}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_what_is_put_is_read_again(store):
    frame = snapshot_prices("NVDA").table
    content = content_of(frame)
    entry = store.put("daily/NVDA", content, NOW, FACTS)
    found, read = store.read("daily/NVDA")
    assert found == entry
    assert found.facts == FACTS
    assert found.fetched_at == NOW
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert frame_of(read).equals(frame)


def test_an_empty_folder_holds_nothing(store):
    assert store.read("daily/NVDA") is None
    assert store.entries() == {}
    assert not store.folder.exists()


def test_one_table_replaces_another_and_leaves_no_file_behind(store):
    store.put("a", b"old", NOW, {})
    store.put("a", b"new", NOW, {})
    assert store.read("a")[1] == b"new"
    assert [path.read_bytes() for path in (store.folder / "tables").iterdir()] == [b"new"]


def test_equal_contents_of_two_keys_share_a_file_that_outlives_one_of_them(store):
    store.put("a", b"same", NOW, {})
    store.put("b", b"same", NOW, {})
    store.put("a", b"other", NOW, {})
    assert store.read("b")[1] == b"same"


def test_a_table_made_from_one_that_was_replaced_meanwhile_is_not_written(store):
    first = store.put("a", b"1", NOW, {})
    store.put("a", b"2", NOW, {})
    assert store.put("a", b"3", NOW, {}, replaces=first.sha256) is None
    assert store.put("a", b"3", NOW, {}, replaces=None) is None
    assert store.read("a")[1] == b"2"
    assert store.put("b", b"3", NOW, {}, replaces=None) is not None


def test_a_failure_is_remembered_until_the_table_comes(store):
    failure = RecordedFailure("a", "offline", NOW, {"reason": "no route"})
    store.put("a", b"1", NOW, {})
    store.put_failure(failure)
    assert store.failure("a") == failure
    assert store.read("a")[1] == b"1"
    store.put("a", b"2", NOW, {})
    assert store.failure("a") is None


def test_a_damaged_table_is_refused_by_name(store):
    entry = store.put("a", b"whole", NOW, {})
    (store.folder / "tables" / entry.file).write_bytes(b"whol")
    with pytest.raises(DataError, match=r"damaged.*Refresh"):
        store.read("a")


def test_putting_again_mends_a_damaged_table(store):
    entry = store.put("a", b"whole", NOW, {})
    (store.folder / "tables" / entry.file).write_bytes(b"whol")
    store.put("a", b"whole", NOW, {})
    assert store.read("a")[1] == b"whole"


def test_a_missing_table_is_refused_by_name(store):
    entry = store.put("a", b"whole", NOW, {})
    (store.folder / "tables" / entry.file).unlink()
    with pytest.raises(DataError, match="is missing"):
        store.read("a")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"daily", b"dayly"),
        lambda _: b"",
        lambda _: b"\xff\xfe",
        lambda _: b"[]",
    ],
)
def test_a_damaged_manifest_is_refused(store, damage):
    store.put("daily/NVDA", b"1", NOW, {})
    manifest = store.folder / "manifest.json"
    manifest.write_bytes(damage(manifest.read_bytes()))
    with pytest.raises(DataError, match="damaged"):
        store.entries()


def test_leftovers_of_a_killed_writer_are_swept_away(store):
    store.put("a", b"1", NOW, {})
    (store.folder / ".tmp-1-aa").write_bytes(b"half")
    (store.folder / "tables" / ".tmp-1-bb").write_bytes(b"half")
    (store.folder / "tables" / "0123.parquet").write_bytes(b"unnamed")
    store.put("b", b"2", NOW, {})
    left = {path.name for path in store.folder.rglob("*") if path.is_file()}
    assert left == {"manifest.json", ".lock"} | {e.file for e in store.entries().values()}


def test_reading_does_not_wait_for_a_writer(store):
    store.put("a", b"1", NOW, {})
    with filelock.FileLock(store.folder / ".lock"):
        assert store.read("a")[1] == b"1"


def test_a_writer_that_does_not_end_is_named(tmp_path):
    store = Store(tmp_path, lock_seconds=0.05)
    store.put("a", b"1", NOW, {})
    with filelock.FileLock(tmp_path / ".lock"), pytest.raises(DataError, match="Another program"):
        store.put("a", b"2", NOW, {})


def test_two_threads_of_one_program_exclude_each_other(store):
    def write(name):
        for number in range(20):
            store.put(f"{name}/{number}", name.encode(), NOW, {})

    threads = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.entries()) == 40


def test_a_disk_that_takes_no_more_leaves_what_was_there(store):
    store.put("a", b"1", NOW, {})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(DataError, match="could not be"):
            store.put("a", b"2" * 10_000, NOW, {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert store.read("a")[1] == b"1"
    assert [path.read_bytes() for path in (store.folder / "tables").iterdir()] == [b"1"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DataError, match="cannot be written"):
        Store(tmp_path / "file" / "store").put("a", b"1", NOW, {})


def test_the_folder_is_the_one_given_then_the_variables_then_the_platforms(tmp_path, monkeypatch):
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    platform = platformdirs.user_data_path("deepseek-shock-dashboard", appauthor=False)
    assert store_folder() == platform.absolute()
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "named"))
    assert store_folder() == tmp_path / "named"
    assert store_folder(tmp_path / "given") == tmp_path / "given"


def test_the_embedded_snapshot_is_never_a_store():
    for folder in (SNAPSHOT, SNAPSHOT / "fetched"):
        with pytest.raises(DataError, match="never written"):
            Store(folder)
