"""Two programs write and one reads for half a minute: nothing is lost, nothing is half."""

import multiprocessing
import struct
import time
from datetime import UTC, datetime

import pytest

from data.store import Store

SECONDS = 30.0
NOW = datetime(2025, 1, 28, tzinfo=UTC)
OWN_KEYS = 5


def _content(version, name):
    return struct.pack("<q", version) * 256 + name.encode()


def _write(folder, name, ends, results):
    store = Store(folder)
    version = counted = 0
    while time.monotonic() < ends:
        version += 1
        for number in range(OWN_KEYS):
            key = f"{name}/{number}"
            store.put(key, _content(version, key), NOW, {"version": version})
        counted += _count_one_more(store)
    results.put((name, version, counted))


def _count_one_more(store):
    """Add one to a counter that both programs share, as a refresh adds rows to a table."""
    found = store.read("shared")
    count = found[0].facts["version"] if found else 0
    entry = store.put(
        "shared",
        _content(count + 1, "shared"),
        NOW,
        {"version": count + 1},
        replaces=found[0].sha256 if found else None,
    )
    return entry is not None


def _read_until(store, ends):
    seen, reads = {}, 0
    while time.monotonic() < ends:
        for key in list(store.entries()):
            entry, content = store.read(key)
            version = entry.facts["version"]
            assert content == _content(version, key)
            assert version >= seen.get(key, 0), f"{key} went back"
            seen[key] = version
            reads += 1
    return reads


@pytest.mark.parametrize("seconds", [SECONDS])
def test_two_writers_and_a_reader_lose_nothing(tmp_path, seconds):
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    ends = time.monotonic() + seconds
    writers = [
        context.Process(target=_write, args=(tmp_path, name, ends, results))
        for name in ("one", "two")
    ]
    for writer in writers:
        writer.start()
    store = Store(tmp_path)
    reads = _read_until(store, ends)
    told = [results.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    for name, version, _ in told:
        assert version > 0
        for number in range(OWN_KEYS):
            key = f"{name}/{number}"
            entry, content = store.read(key)
            assert entry.facts["version"] == version
            assert content == _content(version, key)
    assert store.entry("shared").facts["version"] == sum(counted for _, _, counted in told)
    assert reads > 0
    files = {path.name for path in (tmp_path / "tables").iterdir()}
    assert files == {entry.file for entry in store.entries().values()}
