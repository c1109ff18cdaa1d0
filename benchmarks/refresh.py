"""Refresh 100 tickers of ten years from a server on this machine: ``python -m benchmarks.refresh``.

The server, which speaks Yahoo Finance's chart API, runs in a process of its own, so that the
memory is that of the refresh alone. Requests follow one another without the pause that the real
Yahoo Finance is given (half a second each); everything else is the real path through yfinance.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import numpy as np

from data.calendars import sessions
from data.providers.yahoo import YahooClient
from data.refresh import RefreshReport, RefreshRequest, refresh
from data.store import Store
from tests.data.yahoo_server import Listed, LocalSession, YahooServer

TICKERS: Final = 100
FIRST, LAST, LATER = date(2015, 1, 2), date(2024, 12, 31), date(2025, 1, 8)
SEED: Final = 20250127


def listing(number: int) -> Listed:
    """Return a random walk of 2 % a day with a split in its midst and quarterly dividends."""
    days = [day.date() for day in sessions("XNYS", FIRST, LATER)]
    chance = np.random.default_rng([SEED, number])
    closes = 100.0 * np.exp(np.cumsum(chance.normal(0.0, 0.02, len(days))))
    volumes = chance.integers(1_000_000, 50_000_000, len(days))
    rows = tuple(
        (day, close * 0.995, close * 1.01, close * 0.99, close, float(volume))
        for day, close, volume in zip(days, closes.tolist(), volumes.tolist(), strict=True)
    )
    dividends = dict.fromkeys(days[40:-30:63], 0.25)
    return Listed(rows, dividends=dividends, splits={days[len(days) // 2]: (4, 1)})


def serve(pipe: Connection) -> None:
    """Serve the listings up to the day that comes through the pipe; None ends."""
    whole = {f"T{number:03d}": listing(number) for number in range(TICKERS)}
    with YahooServer() as server:
        pipe.send(server.port)
        while (last := pipe.recv()) is not None:
            server.listings = {name: item.until(last) for name, item in whole.items()}
            pipe.send("ready")


def run(port: int, folder: Path, last: date) -> RefreshReport:
    """Refresh all tickers as of the evening of a day."""
    client = YahooClient(folder / "yfinance", session=LocalSession(port))
    evening = datetime(last.year, last.month, last.day, 23, 0, tzinfo=UTC)
    request = RefreshRequest(tuple(f"T{number:03d}" for number in range(TICKERS)), FIRST)
    report = refresh(request, client, Store(folder), now=lambda: evening)
    if report.failures:
        raise report.failures[0]
    return report


def peak_memory() -> float:
    """Return the largest memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print seconds, memory and requests of a first, a second and an idle refresh."""
    context = multiprocessing.get_context("spawn")
    pipe, far_end = context.Pipe()
    server = context.Process(target=serve, args=(far_end,), daemon=True)
    server.start()
    port = pipe.recv()
    print(f"{TICKERS} tickers, {FIRST} to {LAST}; {peak_memory():.0f} MiB before the first refresh")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for label, last in (
            ("first refresh", LAST),
            ("second refresh, five more sessions", LATER),
            ("third refresh, nothing new", LATER),
        ):
            pipe.send(last)
            pipe.recv()
            report = run(port, folder, last)
            added = sum(result.rows_added for result in report.results)
            print(
                f"{label}: {report.seconds:.1f} s, {report.requests} requests, {added} rows added, "
                f"peak {peak_memory():.0f} MiB"
            )
        stored = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"store: {stored / 2**20:.1f} MiB")
    pipe.send(None)
    server.join()


if __name__ == "__main__":
    main()
