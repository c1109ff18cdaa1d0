"""From what Yahoo Finance answered, and what yfinance raised, to the cause of a failure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curl_cffi.requests import exceptions as http

from data.errors import N_
from data.providers.yahoo_failures import FailureCause


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back.

    ``status`` is None where nothing came; ``retry_after`` is in seconds, None if not told.
    """

    path: str
    status: int | None
    body: bytes
    retry_after: float | None = None

    @property
    def carries_figures(self) -> bool:
        """Whether figures were asked for, rather than a cookie or a crumb."""
        return "/finance/chart/" in self.path or "/finance/timeseries/" in self.path


def cause_of(
    error: Exception, exchanges: Sequence[Exchange]
) -> tuple[FailureCause, dict[str, object]]:
    """Return why an attempt failed, with the facts that its explanation names.

    Parameters
    ----------
    error
        What yfinance or curl_cffi raised.
    exchanges
        The requests of the attempt, in order.
    """
    if isinstance(error, http.Timeout):
        return FailureCause.TIMEOUT, {}
    if isinstance(error, http.IncompleteRead):
        return FailureCause.CUT_SHORT, {}
    if isinstance(error, http.RequestException) and not isinstance(error, http.HTTPError):
        return FailureCause.OFFLINE, {"reason": _plain(error)}
    answers = [exchange for exchange in exchanges if exchange.carries_figures]
    if not answers or answers[-1].status is None:
        return FailureCause.OFFLINE, {"reason": _plain(error)}
    return _cause_of_answer(error, answers[-1], answers[-1].status)


def _cause_of_answer(
    error: Exception, answer: Exchange, status: int
) -> tuple[FailureCause, dict[str, object]]:
    payload = parsed(answer.body)
    if status == 429:
        return FailureCause.RATE_LIMITED, {}
    if status >= 500:
        return FailureCause.YAHOO_DOWN, {"status": status, "body": _kind_of_body(answer.body)}
    if payload is None:
        return _cause_of_garbage(answer.body, status)
    told = _told(payload)
    if told is not None:
        return told, {}
    if status in (401, 403):
        return FailureCause.REFUSED, {"status": status}
    if status == 200 and _is_empty(payload):
        return FailureCause.EMPTY, {}
    return FailureCause.CHANGED_FORMAT, {"reason": f"{type(error).__name__}: {error}"}


def _cause_of_garbage(body: bytes, status: int) -> tuple[FailureCause, dict[str, object]]:
    if status in (401, 403):
        return FailureCause.REFUSED, {"status": status}
    if body.lstrip().startswith(b"{"):
        return FailureCause.CUT_SHORT, {}
    return FailureCause.YAHOO_DOWN, {"status": status, "body": _kind_of_body(body)}


def parsed(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object of an answer; None if it holds none."""
    try:
        payload = json.loads(body)
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None


def _told(payload: dict[str, Any]) -> FailureCause | None:
    told = (payload.get("chart") or payload.get("finance") or {}).get("error")
    if not isinstance(told, dict):
        return None
    description = str(told.get("description", ""))
    if told.get("code") == "Not Found":
        return FailureCause.UNKNOWN_TICKER
    if "must be within the last" in description:
        return FailureCause.OUT_OF_REACH
    if "Data doesn't exist" in description:
        return FailureCause.EMPTY
    return None


def _is_empty(payload: dict[str, Any]) -> bool:
    chart = payload.get("chart")
    if not isinstance(chart, dict) or "result" not in chart:
        return False
    if not chart["result"]:
        return True
    quote = ((chart["result"][0].get("indicators") or {}).get("quote") or [{}])[0]
    return not quote and "timestamp" not in chart["result"][0]


def _kind_of_body(body: bytes) -> str:
    if b"will be right back" in body.lower():
        return N_('"will be right back"')
    if body.lstrip().startswith(b"<"):
        return N_("a web page in place of figures")
    return N_("no figures")


def _plain(error: Exception) -> str:
    # curl appends a link to its list of error codes.
    return str(error).split(" See https://")[0]
