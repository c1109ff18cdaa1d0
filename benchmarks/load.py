"""Many people at once, and the memory of a session: ``python -m benchmarks.load``.

Every visitor opens a session of its own, and every five seconds changes the security, the event
window or the event, or turns the page. Every answer is checked: it came to its end, shows no
exception, and the abnormal return on screen is the one that ``dashboard.studies`` computes for
the parameters in the URL. Visitors run on the same machine and take their share of it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache as kept
from typing import Final

import psutil
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.exceptions import ConnectionClosed

from analysis.errors import StudyError
from benchmarks.serving import MINIMAL, Server, machine, served
from benchmarks.visitor import Screen, Visitor
from dashboard import cache
from dashboard.components.controls import DEFAULTS
from dashboard.language import ENGLISH
from dashboard.studies.basket import BasketStudy
from dashboard.studies.drawn import drawn
from dashboard.studies.subject import Asked
from data.errors import DataError

EVERY: Final = 5.0
SEED: Final = 20250127
EXPLORER: Final = "explorer"
OPENING: Final = "opening"
CHANGED: Final = ("security", "security", "window", "event")
TURNING: Final = 0.2
"""Share of the actions that turn the page, unless another is asked for."""
MIB: Final = 2**20


@dataclass(slots=True)
class Tally:
    """What a run of visitors saw.

    Attributes
    ----------
    seconds
        Of every answer, by what was done.
    answered
        Of every answer but those of an opening, until its first chart.
    shown
        Parameters of the URL and the abnormal return on screen, of every study.
    faults
        Exceptions on pages and answers that never came.
    dropped
        Sessions whose connection the server closed.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)
    shown: list[tuple[tuple[tuple[str, str], ...], str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    dropped: int = 0

    def add(self, action: str, screen: Screen, path: str) -> None:
        """Note an answer."""
        self.seconds.setdefault(action, []).append(screen.seconds)
        if action != OPENING:
            self.answered.append(screen.answered)
        self.faults += [f"{path}: {message}" for message in screen.exceptions()]
        if not screen.elements:
            self.faults.append(f"{path}: an empty page")
        if path == EXPLORER:
            metrics = screen.metrics()
            number = metrics.get("Abnormal return", metrics.get("Abnormal, CAAR", screen.title()))
            self.shown.append((tuple(sorted(screen.query.items())), number))

    def wrong(self) -> list[str]:
        """Return the studies on screen that differ from those computed directly."""
        return [
            f"{dict(query)}: {number} on screen, {expected(query)} computed"
            for query, number in sorted(set(self.shown))
            if number != expected(query)
        ]


@kept
def expected(query: tuple[tuple[str, str], ...]) -> str:
    """Return the abnormal return of a URL's parameters as the page must write it."""
    chosen = DEFAULTS | dict(query)
    asked = Asked(
        subject=chosen["security"],
        event=chosen["event"],
        benchmark=chosen["benchmark"],
        model=chosen["model"],
        estimation=chosen["estimation"],
        returns=chosen["returns"],
        source=chosen["source"],
    )
    try:
        study = drawn(asked, chosen["window"], chosen["span"], cache.studies({})).study
    except (StudyError, DataError):
        return ENGLISH.text("This study cannot be done")
    value = study.headline.caar if isinstance(study, BasketStudy) else study.headline.car.value
    return ENGLISH.percent(value)


async def act(
    visitor: Visitor, screen: Screen, chance: random.Random, turning: float
) -> tuple[str, Screen]:
    """Change a control, or turn the page."""
    boxes, links = screen.boxes(), screen.links()
    key = chance.choice(CHANGED)
    if links and (key not in boxes or chance.random() < turning):
        away = visitor.path != EXPLORER and EXPLORER in links
        path = EXPLORER if away else chance.choice(sorted(links))
        return "page", await visitor.turn_to(links[path])
    box = boxes[key if key in boxes else next(iter(boxes))]
    return "change", await visitor.choose(box, liked(box, chance))


def liked(box: Selectbox, chance: random.Random) -> str:
    """Draw an option, the n-th most popular one with a weight of 1/n (Zipf's law).

    The most popular one is the default; the order of the others is drawn once for all visitors.
    """
    default = box.options[box.default]
    others = [option for option in box.options if option != default]
    ranked = [default, *random.Random(SEED).sample(others, len(others))]
    weights = [1 / rank for rank in range(1, len(ranked) + 1)]
    return str(chance.choices(ranked, weights)[0])


async def stay(
    server: Server, path: str, number: int, tally: Tally, duration: float, turning: float
) -> None:
    """Visit for some seconds, acting every five."""
    chance = random.Random(SEED + number)
    # A class that is told an address opens it within seconds, not within a millisecond.
    await asyncio.sleep(chance.uniform(0, 2 * EVERY))
    try:
        async with Visitor(server.host, path) as visitor:
            screen = await visitor.ask()
            tally.add(OPENING, screen, visitor.path)
            until = time.monotonic() + duration
            await asyncio.sleep(chance.uniform(0, EVERY))
            while time.monotonic() < until:
                started = time.monotonic()
                action, screen = await act(visitor, screen, chance, turning)
                tally.add(action, screen, visitor.path)
                await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - started)))
    except TimeoutError:
        tally.faults.append(f"{path}: no answer")
    except ConnectionClosed as error:
        tally.dropped += 1
        tally.faults.append(f"dropped: {error}")


async def crowd(
    server: Server, people: int, path: str, duration: float, turning: float = TURNING
) -> Tally:
    """Let people visit at once."""
    tally = Tally()
    await asyncio.gather(*(stay(server, path, n, tally, duration, turning) for n in range(people)))
    return tally


def figures(seconds: Sequence[float]) -> str:
    """Return count, median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[max(0, -(-95 * len(ordered) // 100) - 1)]
    p50 = statistics.median(ordered)
    return (
        f"{len(ordered):5} answers, p50 {1e3 * p50:6.0f} ms, p95 {1e3 * p95:6.0f} ms, "
        f"max {1e3 * ordered[-1]:6.0f} ms"
    )


def report(title: str, tally: Tally, *, check: bool = True) -> None:
    """Print what a crowd saw."""
    print(f"{title} ({machine()})")
    acted = [*tally.seconds.get("change", []), *tally.seconds.get("page", [])]
    for name, seconds in (
        *tally.seconds.items(),
        ("change and page", acted),
        ("to the first chart", tally.answered),
    ):
        if seconds:
            print(f"  {name:18} {figures(seconds)}")
    wrong = tally.wrong() if check else []
    checked = f"{len(tally.shown)} numbers checked, {len(wrong)} wrong; " if check else ""
    print(f"  {checked}{len(tally.faults)} faults, {tally.dropped} sessions dropped")
    for line in (*wrong[:5], *tally.faults[:5]):
        print(f"    {line}")


def warmed(server: Server) -> Server:
    """Wait until the server has done the visits of its own."""
    time.sleep(5)
    quiet, used = 0, processor_seconds(server)
    while quiet < 4:
        time.sleep(0.5)
        before, used = used, processor_seconds(server)
        quiet = quiet + 1 if used - before < 0.05 else 0
    return server


def processor_seconds(server: Server) -> float:
    """Return the processor time that all processes of a server have used."""
    parent = psutil.Process(server.pid)
    times = [process.cpu_times() for process in (parent, *parent.children(recursive=True))]
    return float(sum(time.user + time.system for time in times))


async def memory(server: Server, sessions: int, at_once: int) -> None:
    """Print the memory of open sessions, and after every hundred opened and closed."""
    process = psutil.Process(server.pid)

    def resident() -> float:
        return float(process.memory_info().rss) / MIB

    async def open_one(visitor: Visitor) -> None:
        await visitor.__aenter__()
        await visitor.ask()

    before = resident()
    print(f"  before: {before:.0f} MiB")
    for round_number in range(sessions // at_once):
        empty, visitors = resident(), [Visitor(server.host, EXPLORER) for _ in range(at_once)]
        for visitor in visitors:
            await open_one(visitor)
        full = resident()
        for visitor in visitors:
            await visitor.__aexit__(None, None, None)
        await asyncio.sleep(1.0)
        print(
            f"  {at_once * (round_number + 1)} opened: {full:.0f} MiB with {at_once} open, "
            f"{(full - empty) / at_once:.2f} MiB a further session; closed: {resident():.0f} MiB"
        )
    print(f"  {(resident() - before) / sessions:.3f} MiB kept of each of {sessions} sessions")


def main(arguments: Sequence[str] | None = ()) -> None:
    """Measure one person, many, a minimal app, and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--sessions", type=int, default=400)
    parser.add_argument("--processes", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("--turning", type=float, default=TURNING)
    chosen = parser.parse_args(arguments)
    with served(MINIMAL) as server:
        minimal = asyncio.run(crowd(server, chosen.people, "", min(20.0, chosen.seconds)))
        report(f"{chosen.people} people, a minimal Streamlit app", minimal, check=False)
    with served() as server:
        warmed(server)
        alone = asyncio.run(crowd(server, 1, EXPLORER, min(30.0, chosen.seconds), chosen.turning))
        report("1 person, 1 process", alone)
    with served(processes=chosen.processes) as server:
        warmed(server)
        used = processor_seconds(server)
        many = asyncio.run(crowd(server, chosen.people, EXPLORER, chosen.seconds, chosen.turning))
        used = processor_seconds(server) - used
        said = f"{chosen.people} people, each acting every {EVERY:.0f} s"
        report(f"{said}, {chosen.processes} processes", many)
        answers = sum(map(len, many.seconds.values()))
        print(f"  {1e3 * used / answers:.0f} ms of processor time an answer")
    with served() as server:
        warmed(server)
        print(f"memory ({machine()})")
        asyncio.run(memory(server, chosen.sessions, chosen.sessions // 4))


if __name__ == "__main__":
    main(None)
