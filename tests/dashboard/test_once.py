from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.once import begin_waiting, once


@pytest.fixture
def people() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


def test_a_result_that_many_ask_for_at_once_is_computed_once(people: ThreadPoolExecutor) -> None:
    computed: list[int] = []

    @once(4)
    def square(number: int) -> int:
        time.sleep(0.02)
        computed.append(number)
        return number * number

    assert set(people.map(square, [7] * 16)) == {49}
    assert computed == [7]


def test_the_results_not_asked_for_longest_are_dropped() -> None:
    computed: list[int] = []

    @once(2)
    def same(number: int) -> int:
        computed.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        same(number)
    assert computed == [1, 2, 3, 2]


def test_heavy_results_are_computed_one_at_a_time_and_may_ask_for_each_other(
    people: ThreadPoolExecutor,
) -> None:
    running: list[int] = []
    together: list[int] = []

    @once(64, heavy=True)
    def part(number: int) -> int:
        running.append(number)
        together.append(len(running))
        time.sleep(0.002)
        running.remove(number)
        return number

    @once(64, heavy=True)
    def whole(number: int) -> int:
        return part(number) + part(number + 1)

    assert list(people.map(whole, range(16))) == [2 * n + 1 for n in range(16)]
    assert set(together) == {1}


def test_what_is_kept_does_not_wait_for_what_is_computed(people: ThreadPoolExecutor) -> None:
    @once(8, heavy=True)
    def slow(seconds: float) -> float:
        time.sleep(seconds)
        return seconds

    slow(0.0)
    long = people.submit(slow, 0.3)
    assert slow(0.0) == 0.0
    assert not long.done()
    assert long.result() == 0.3


def test_a_long_computation_waits_for_another_only_so_long(
    people: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.once.PATIENCE", 0.05)

    @once(8, heavy=True)
    def slow(seconds: float) -> float:
        time.sleep(seconds)
        return seconds

    long = people.submit(slow, 0.5)
    time.sleep(0.05)
    assert slow(0.0) == 0.0
    assert not long.done()
    assert long.result() == 0.5


class Held:
    """A lock that somebody else holds for ever; it notes how long it was waited for."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def acquire(self, timeout: float) -> bool:
        self.waits.append(timeout)
        time.sleep(timeout)
        return False


def test_a_page_of_many_long_computations_waits_only_so_long_in_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = Held()
    monkeypatch.setattr("dashboard.once._HEAVY", held)
    monkeypatch.setattr("dashboard.once.PATIENCE", 0.05)

    @once(16, heavy=True)
    def part(number: int) -> int:
        return number

    for page in range(2):
        begin_waiting()
        assert [part(100 * page + number) for number in range(4)]
    assert held.waits == [0.05, 0, 0, 0] * 2


def test_an_error_is_not_kept_and_leaves_no_lock_behind() -> None:
    asked: list[int] = []

    @once(2, heavy=True)
    def refuse(number: int) -> int:
        asked.append(number)
        if len(asked) < 2:
            raise ValueError("not yet")
        return number

    with pytest.raises(ValueError, match="not yet"):
        refuse(1)
    assert refuse(1) == 1
