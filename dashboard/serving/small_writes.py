"""Small messages leave at once: without this, Linux keeps most answers back for 40 ms.

The system joins small writes (Nagle's algorithm) until the browser acknowledges the first, and
the browser waits 40 ms before it does. asyncio turns that off for the sockets that it opens
itself, not for one that it is given, as here (github.com/Kludex/uvicorn/issues/3149).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Final

_MOST_OPEN: Final = 256
"""File descriptors looked at; the server's own socket is among the first."""


def send_at_once() -> int:
    """Turn the joining of small writes off for every socket that this process listens on.

    Connections inherit it. Return how many sockets these are.
    """
    count = 0
    for listener in _listeners():
        with listener:
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        count += 1
    return count


def _listeners() -> Iterator[socket.socket]:
    for number in range(_MOST_OPEN):
        try:
            # A second descriptor of the same socket, so that closing it closes nothing.
            copied = os.dup(number)
        except OSError:
            continue
        try:
            found = socket.socket(fileno=copied)
        except OSError:
            os.close(copied)
            continue
        if _listens(found):
            yield found
        else:
            found.close()


def _listens(found: socket.socket) -> bool:
    return (
        found.type == socket.SOCK_STREAM
        and found.family in (socket.AF_INET, socket.AF_INET6)
        and bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    )
