"""A bar on standard error while a command works; it is gone when the command is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn


@contextmanager
def bar(console: Console, *further: ProgressColumn) -> Iterator[Callable[[str, int, int], None]]:
    """Draw a bar, and give what tells it what is being done and how much of how much is.

    Parameters
    ----------
    further
        Columns after the count, such as the time.

    Yields
    ------
    callable
        Takes what is being done, in English and without fields, what is done of it, and all.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *further)
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("", total=None)

        def tell(what: str, done: int, total: int) -> None:
            shown.update(task, description=escape(what), completed=done, total=total)

        yield tell
