"""A writer that is killed at any moment leaves the old table or the new one, never half."""

import os
import random
import signal
import struct
import time
from datetime import UTC, datetime

from data.store import Store

KILLS = 100
NOW = datetime(2025, 1, 28, tzinfo=UTC)


def _content(version):
    return struct.pack("<q", version) * 512


def _write_forever(folder, first, acknowledge):
    store = Store(folder)
    version = first
    while True:
        for key in ("daily/NVDA", "daily/AVGO"):
            store.put(key, _content(version), NOW, {"version": version})
        os.write(acknowledge, struct.pack("<q", version))
        version += 1


def _start_writer(folder, first):
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(receive)
            _write_forever(folder, first, send)
        finally:
            os._exit(1)
    os.close(send)
    return child, receive


def _last_acknowledged(receive):
    said = b""
    while part := os.read(receive, 65536):
        said += part
    os.close(receive)
    return struct.unpack(f"<{len(said) // 8}q", said)[-1] if said else None


def test_the_store_is_whole_after_each_of_a_hundred_kills(tmp_path):
    chance = random.Random(20250127)
    store = Store(tmp_path)
    written = in_the_middle = 0
    for _ in range(KILLS):
        child, receive = _start_writer(tmp_path, written + 1)
        # Once it has begun to write it does nothing else: any moment from then on is in a write.
        first = struct.unpack("<q", os.read(receive, 8))[0]
        time.sleep(chance.uniform(0.0, 0.03))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        acknowledged = _last_acknowledged(receive) or first
        written = _check(store, acknowledged, acknowledged + 1)
        in_the_middle += _was_in_the_middle(store)
    # The kills must meet a writer at work, or this test would show nothing.
    assert in_the_middle > 5
    store.put("daily/NVDA", b"after all", NOW, {})
    assert store.read("daily/NVDA")[1] == b"after all"
    assert not _was_in_the_middle(store)


def _check(store, acknowledged, at_most):
    newest = acknowledged
    for key in ("daily/NVDA", "daily/AVGO"):
        entry, content = store.read(key)
        assert content == _content(entry.facts["version"])
        # What was acknowledged is there; the write under way may have ended as well.
        assert acknowledged <= entry.facts["version"] <= at_most
        newest = max(newest, entry.facts["version"])
    return newest


def _was_in_the_middle(store):
    named = {entry.file for entry in store.entries().values()} | {"manifest.json", ".lock"}
    return any(path.is_file() and path.name not in named for path in store.folder.rglob("*"))
