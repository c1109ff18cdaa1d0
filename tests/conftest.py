"""What holds for every test: nothing leaves the machine, nobody's fetched prices are read."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

NETWORK_ATTEMPTS: list[str] = []
"""Hosts that tests tried to reach, in order; none was reached."""

_DEAD_PROXY: Final = "http://127.0.0.1:9"
_CONNECTING: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_RESOLVING: Final = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"}
)
_armed = False


class NetworkUsedError(RuntimeError):
    """A test tried to reach another machine."""


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if not _armed or (event not in _CONNECTING and event not in _RESOLVING):
        return
    address = arguments[0] if event in _RESOLVING else arguments[1]
    # Unix sockets have a path, not a pair: asyncio and Playwright talk through them.
    host = address[0] if isinstance(address, tuple) else address if event in _RESOLVING else None
    if host and not _is_local(host):
        NETWORK_ATTEMPTS.append(str(host))
        raise NetworkUsedError(f"{event} to {host}: tests may reach 127.0.0.1 only.")


def _is_local(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name == "localhost"
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_guard)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Let sockets reach this machine only, and send libraries in C to a proxy that is not there.

    libcurl opens its sockets past Python's audit hooks, but asks the environment for a proxy.
    """
    global _armed
    with pytest.MonkeyPatch.context() as patch:
        for name, value in _PROXIES.items():
            patch.setenv(name, value)
        _armed = True
        yield
        _armed = False


@pytest.fixture(autouse=True, scope="session")
def _no_fetched_prices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point the store to an empty folder, so that results do not depend on who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEEPSEEK_SHOCK_DATA", str(tmp_path_factory.mktemp("store")))
        yield


_PROXIES: Final = {
    **dict.fromkeys(
        ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"), _DEAD_PROXY
    ),
    **dict.fromkeys(("no_proxy", "NO_PROXY"), "127.0.0.1,localhost,::1"),
}
