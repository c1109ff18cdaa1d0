"""Ten thousand damaged uploads: every one is read or refused, none hangs, none takes memory.

The uploads are made and read in a process of its own (this file, run as a script), whose address
space is capped; each has a deadline of its own. Parquet files are decoded in a fork of that
process, by the same code that answers in the decoding process, so that a crash is seen.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import traceback
from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

SECONDS_EACH = 5
TEXTS = 8_500
PARQUETS = 2_000
ADDRESS_SPACE = 2 * 2**30
RESIDENT_MIB = 400

TOKENS = [
    b",", b";", b"\t", b'"', b"\n", b"\r", b"\r\n", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"=",
    b"=1+1", b"@SUM(A1)", b"-", b"+", b"inf", b"-inf", b"1e999", b"NaN", b"nan%", b"1.234,56",
    b"1,234.56", b"\x81", b"\x93\xfa\x95\x74", b"\xe9", b"\xe2\x88\x92", b"2025-02-30",
    b"31/31/2025", b"45684", b"1737936000", b"0000-00-00", b"9999999999999999999999", b"date",
    b"close", b"ticker", b"sep=;\n", b"<html>", b"PAR1", b"\x1a", b"\xe2\x80\xae", b"$", b"%",
    b"0" * 400, b"A" * 1100, b"1" * 5000, b"\xf0\x9f\x92\xa5", b"'", b"()", b"12:30Z", b"e",
]  # fmt: skip


def text_seeds() -> list[bytes]:
    days = [date(2025, 1, 2) + timedelta(days=i) for i in range(30)]
    days = [day for day in days if day.weekday() < 5]
    iso = ["date,NVDA,AMD"] + [
        f"{d},{100 + i * 1.37:.2f},{90 - i * 0.5}" for i, d in enumerate(days)
    ]
    german = ["Datum;Schlusskurs;Volumen"]
    german += [f"{d:%d.%m.%Y};1.{100 + i},{i:02d};1.234.{100 + i}" for i, d in enumerate(days)]
    japanese = ["日付,銘柄コード,終値,出来高"]
    japanese += [
        f'{d.year}年{d.month}月{d.day}日,8035.T,"27,{100 + i}",{i}000' for i, d in enumerate(days)
    ]
    returns = ["Date\tSociété\tPlain"]
    returns += [f"{d:%d %b %Y}\t{i % 5 - 2.5}%\t{i % 3 - 1.5}%" for i, d in enumerate(days)]
    long = ["date,ticker,close,adj_close,volume"]
    long += [f"{d},{t},{i + 9.5},{i + 9},{i}" for i, d in enumerate(days) for t in ("A", "B")]
    texts = ["\n".join(lines) + "\n" for lines in (iso, german, japanese, returns, long)]
    encoded = [text.encode() for text in texts]
    encoded += [texts[2].encode("cp932"), texts[3].encode("cp1252"), texts[0].encode("utf-16")]
    return [*encoded, texts[4].encode("utf-8-sig"), texts[1].encode("utf-16-le")]


def parquet_seeds() -> list[bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = [date(2025, 1, 6) + timedelta(days=7 * (i // 10) + i // 2 % 5) for i in range(40)]
    table = pa.table(
        {"date": days, "ticker": ["NVDA", "AMD"] * 20, "close": [9.5 + i for i in range(40)]}
    )
    encodings = {"close": "BYTE_STREAM_SPLIT", "date": "DELTA_BINARY_PACKED"}
    encodings["ticker"] = "DELTA_BYTE_ARRAY"
    layouts = [
        {},
        {"use_dictionary": False},
        {"data_page_version": "2.0"},
        {"row_group_size": 7, "write_page_index": True},
        {"use_dictionary": False, "column_encoding": encodings},
    ]
    seeds = []
    for compression in ("none", "snappy", "gzip", "zstd", "lz4", "brotli"):
        for layout in layouts:
            sink = io.BytesIO()
            pq.write_table(table, sink, compression=compression, **layout)
            seeds.append(sink.getvalue())
    return seeds


def damage(content: bytes, seeds: list[bytes], rng: random.Random) -> bytes:
    """Damage a file once to six times: flips, cuts, tokens, splices, repeats, noise."""
    held = bytearray(content)
    for _ in range(min(rng.randint(1, 6), rng.randint(1, 6))):
        place = rng.randrange(len(held) + 1)
        kind = rng.randrange(8)
        if kind == 0 and held:
            held[place % len(held)] ^= 1 << rng.randrange(8)
        elif kind == 1 and held:
            held[place % len(held)] = rng.randrange(256)
        elif kind == 2:
            del held[place : place + rng.randint(1, 40)]
        elif kind == 3:
            held[place:place] = rng.choice(TOKENS)
        elif kind == 4:
            other = rng.choice(seeds)
            held[place:] = other[rng.randrange(len(other)) :]
        elif kind == 5:
            held[place:place] = held[place : place + rng.randint(1, 200)] * rng.randint(1, 20)
        elif kind == 6 and rng.random() < 0.3:
            del held[place:]
        elif kind == 7:
            held[: rng.randint(1, 30)] = rng.randbytes(rng.randint(0, 30))
    return bytes(held)


def damage_parquet(content: bytes, seeds: list[bytes], rng: random.Random) -> bytes:
    """Damage a Parquet file, one time in two within its footer, and keep its marks."""
    if rng.random() < 0.2:
        return damage(content, seeds, rng)
    held = bytearray(content)
    footer = int.from_bytes(held[-8:-4], "little")
    for _ in range(rng.randint(1, 3)):
        inside = rng.random() < 0.5
        begin, end = (len(held) - 8 - footer, len(held) - 8) if inside else (4, len(held) - 8)
        place = rng.randrange(max(begin, 4), end)
        held[place] = rng.choice([rng.randrange(256), 0xFF, 0x7F, 0x80, held[place] ^ 1])
    return bytes(held)


def outcome(read, content: bytes) -> str:
    from data.errors import DataError

    try:
        upload = read(content)
    except DataError as error:
        return "refused" if error.asked and error.found and error.remedy else "speechless"
    assert upload.understanding.rows == len(upload.data)
    assert len(upload.faults) <= upload.fault_count
    return "usable" if upload.usable else "faulty"


def torture_texts(seed: int, count: int) -> Counter[str]:
    from data.providers.upload import read_upload

    rng, seeds, seen = random.Random(seed), text_seeds(), Counter[str]()
    for number in range(count):
        name = rng.choice(["a.csv"] * 6 + ["b.txt", "d.xlsx", "e.parquet", "\x00/../f"])
        raw = number % 20 == 0
        content = (
            rng.randbytes(rng.randrange(300)) if raw else damage(rng.choice(seeds), seeds, rng)
        )
        signal.alarm(SECONDS_EACH)
        seen[outcome(lambda held, name=name: read_upload(held, name), content)] += 1
    signal.alarm(0)
    return seen


def leave_with(code) -> None:
    try:
        os._exit(code())
    finally:
        traceback.print_exc()
        os._exit(99)


def torture_parquets(seed: int, count: int) -> Counter[str]:
    from data.providers.upload import UploadChoices, UploadLimits, read_upload, understand
    from data.providers.upload_content import sniff
    from data.providers.upload_parquet import table_of
    from data.providers.upload_parquet_child import answer

    limits = UploadLimits()

    def read(content: bytes):
        sniff(content, "a.parquet")
        raw = table_of(answer(content, asdict(limits)), "a.parquet")
        identity = ("a.parquet", len(content), "", "parquet")
        return understand(raw, identity, (), limits, UploadChoices())

    rng, seeds, seen = random.Random(seed), parquet_seeds(), Counter[str]()
    words = ["usable", "faulty", "refused"]
    for _ in range(count):
        content = damage_parquet(rng.choice(seeds), seeds, rng)
        child = os.fork()
        if child == 0:
            signal.alarm(SECONDS_EACH)
            leave_with(lambda content=content: words.index(outcome(read, content)))
        _, status, usage = os.wait4(child, 0)
        assert usage.ru_maxrss < RESIDENT_MIB * 1024
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGABRT:
            # Some damage ends native code with an uncaught C++ exception: the decoding process
            # must take it, the program must not.
            seen[
                "native crash, " + outcome(lambda held: read_upload(held, "a.parquet"), content)
            ] += 1
        else:
            seen[words[status >> 8] if status in (0, 256, 512) else f"status {status}"] += 1
    return seen


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    seen = torture_texts(seed, count) if kind == "texts" else torture_parquets(seed, count)
    print(json.dumps({"seen": seen, "peak_kib": peak_kib()}))


def peak_kib() -> int:
    """Return this program's own peak; ru_maxrss would carry over that of the test runner."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


def run(kind: str, seed: int, count: int) -> dict:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, __file__, kind, str(seed), str(count)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_eight_and_a_half_thousand_damaged_texts_are_read_or_refused_within_time_and_memory():
    result = run("texts", 20250127, TEXTS)
    assert sum(result["seen"].values()) == TEXTS
    assert set(result["seen"]) == {"usable", "faulty", "refused"}
    assert result["peak_kib"] < RESIDENT_MIB * 1024


def test_two_thousand_damaged_parquet_files_are_read_or_refused_and_no_crash_spreads():
    result = run("parquets", 20250127, PARQUETS)
    assert sum(result["seen"].values()) == PARQUETS
    assert set(result["seen"]) - {"native crash, refused"} == {"usable", "faulty", "refused"}
    assert result["peak_kib"] < RESIDENT_MIB * 1024


if __name__ == "__main__":
    main()
