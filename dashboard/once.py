"""Results kept for all readers, each computed once however many ask for it at the same moment."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from threading import Lock, RLock, local
from typing import Any, Final, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_HEAVY: Final = RLock()
_WAITED: Final = local()
PATIENCE: Final = 2.0
"""Seconds that a page's long computations wait for others' in all: none holds anybody up."""


def once(
    kept: int, *, heavy: bool = False, by: Callable[..., Hashable] | None = None
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep the last results of a function of hashable arguments.

    ``functools.lru_cache`` computes a result as often as it is asked for before the first is
    there: a hundred people who follow one link would have it computed a hundred times.

    Parameters
    ----------
    kept
        Number of results.
    heavy
        Whether a result takes more than an instant. One such is computed at a time, so that the
        others' short answers do not wait for several of them; after ``PATIENCE`` it starts
        beside the other. A function that is not heavy must not call one that is.
    by
        What of the arguments tells results apart; all of them where not given.
    """

    def decorate(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        results = _Results(kept)

        @wraps(function)
        def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            key = by(*args, **kwargs) if by else (args, tuple(sorted(kwargs.items())))
            found = results.find(key)
            if found is None:
                with _after_others() if heavy else nullcontext(), results.lock_of(key):
                    found = results.find(key)
                    if found is None:
                        found = (function(*args, **kwargs),)
                        results.keep(key, found)
            value: Answer = found[0]
            return value

        return answer

    return decorate


def begin_waiting() -> None:
    """Give this thread, which begins a page, its patience anew."""
    _WAITED.seconds = 0.0


@contextmanager
def _after_others() -> Iterator[None]:
    waited = getattr(_WAITED, "seconds", 0.0)
    began = time.monotonic()
    alone = _HEAVY.acquire(timeout=max(0.0, PATIENCE - waited))
    _WAITED.seconds = waited + time.monotonic() - began
    try:
        yield
    finally:
        if alone:
            _HEAVY.release()


class _Results:
    """The last results by key, and a lock for each key that is being computed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, tuple[Any]] = OrderedDict()
        self._locks: dict[Hashable, _KeyLock] = {}
        self._guard = Lock()

    def find(self, key: Hashable) -> tuple[Any] | None:
        with self._guard:
            if key not in self._found:
                return None
            self._found.move_to_end(key)
            return self._found[key]

    def keep(self, key: Hashable, found: tuple[Any]) -> None:
        with self._guard:
            self._found[key] = found
            if len(self._found) > self._most:
                self._found.popitem(last=False)

    def lock_of(self, key: Hashable) -> _KeyLock:
        with self._guard:
            lock = self._locks.setdefault(key, _KeyLock(self, key))
            lock.waiting += 1
            return lock

    def leave(self, lock: _KeyLock) -> None:
        with self._guard:
            lock.waiting -= 1
            if not lock.waiting:
                self._locks.pop(lock.key, None)


class _KeyLock:
    """A lock that is forgotten when nobody waits for it."""

    def __init__(self, results: _Results, key: Hashable) -> None:
        self.key = key
        self.waiting = 0
        self._results = results
        self._lock = RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        self._results.leave(self)
