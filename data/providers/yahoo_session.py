"""The session that yfinance talks through: polite, bounded in time, and a witness."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from curl_cffi import requests
from curl_cffi.requests import exceptions as http

from data.providers.yahoo_diagnosis import Exchange

if TYPE_CHECKING:
    _Session = requests.Session[requests.Response]
else:
    _Session = requests.Session


class YahooSession(_Session):
    """A curl_cffi session that keeps its pace and remembers the attempt's requests.

    yfinance gives neither the status nor the body of an answer that it could not read, asks for
    cookies with timeouts of its own, and may make six requests for one figure. Here every
    request waits for its turn and ends in time, and the answers stay for the diagnosis.

    Parameters
    ----------
    seconds_between
        Least time from one request to the next.
    timeout
        Seconds that one request may take.
    **options
        Passed on to curl_cffi's session.
    """

    def __init__(
        self, *, seconds_between: float = 0.5, timeout: float = 10.0, **options: Any
    ) -> None:
        super().__init__(**({"impersonate": "chrome"} | options))
        self.seconds_between = seconds_between
        self.seconds_each = timeout
        self.requests = 0
        self.exchanges: list[Exchange] = []
        self._attempt_ends = float("inf")
        self._last_request = float("-inf")

    def begin_attempt(self, seconds: float) -> None:
        """Forget the requests so far; the next ones together may take so many seconds."""
        self.exchanges = []
        self._attempt_ends = time.monotonic() + seconds

    def route(self, url: str) -> str:
        """Return the address to ask in place of ``url``; the same unless a subclass differs."""
        return url

    def request(self, method: Any, url: str, *args: Any, **options: Any) -> requests.Response:
        """Ask in turn and in time; the answer is remembered."""
        self._wait_for_turn()
        left = self._attempt_ends - time.monotonic()
        path = urlsplit(url).path
        if left <= 0:
            self.exchanges.append(Exchange(path, None, b""))
            raise http.Timeout("The time for this attempt is over.")
        options["timeout"] = min(self.seconds_each, left)
        self.requests += 1
        try:
            response = super().request(method, self.route(url), *args, **options)
        except http.RequestException:
            self.exchanges.append(Exchange(path, None, b""))
            raise
        self.exchanges.append(
            Exchange(path, response.status_code, response.content, _retry_after(response))
        )
        return response

    def _wait_for_turn(self) -> None:
        pause = self._last_request + self.seconds_between - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        self._last_request = time.monotonic()


def _retry_after(response: requests.Response) -> float | None:
    told = response.headers.get("Retry-After", "")
    return float(told) if told and told.isdecimal() else None
