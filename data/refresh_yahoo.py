"""The refresh as people start it, from a button or a terminal: Yahoo Finance into the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from data.providers.snapshot import snapshot_securities, snapshot_universe
from data.refresh import Progress, RefreshReport, RefreshRequest, refresh
from data.store import Store

SINCE: Final = date(2022, 1, 3)
"""First day that is asked for unless another is named; the embedded daily table begins there."""


def default_tickers() -> tuple[str, ...]:
    """Return the securities of the embedded daily table."""
    return tuple(snapshot_universe().index)


def refresh_from_yahoo(
    request: RefreshRequest,
    *,
    folder: Path | None = None,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> RefreshReport:
    """Bring the store up to date from Yahoo Finance; see ``data.refresh.refresh``.

    Parameters
    ----------
    request
        Which tickers, from which day on.
    folder
        Of the store; see ``data.store.store_folder``.
    progress, cancelled
        Called after each ticker; asked before each request.
    """
    # yfinance takes half a second to import, and the app must start without it.
    from data.providers.yahoo import YahooClient

    store = Store(folder)
    client = YahooClient(store.folder / "yfinance", known=snapshot_securities())
    return refresh(request, client, store, progress=progress, cancelled=cancelled)
