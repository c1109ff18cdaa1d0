from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from dashboard.serving.small_writes import send_at_once


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen()
        yield opened


def joins_small_writes(listener: socket.socket) -> bool:
    with socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            return not accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_connections_of_the_server_send_small_messages_at_once(listener: socket.socket) -> None:
    assert joins_small_writes(listener)

    assert send_at_once() >= 1

    assert not joins_small_writes(listener)


def test_no_descriptor_is_left_open_or_closed(listener: socket.socket) -> None:
    before = os.listdir("/dev/fd")

    send_at_once()

    assert os.listdir("/dev/fd") == before
