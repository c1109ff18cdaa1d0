"""Whether those members of the S&P 500 fell most that were exposed most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
import pandas as pd

from analysis.mechanism.exposures import (
    CrossSection,
    ExposureSlopes,
    Progress,
    exposure_slopes,
    slopes_at,
)
from analysis.windows import EstimationWindow, EventWindow, event_row, window_rows
from dashboard.studies.alignment import own_returns
from dashboard.studies.events import date_event, event_sessions
from data.catalogue import basket
from data.prices import Provenance
from data.providers.snapshot import (
    snapshot_prices,
    snapshot_provenance,
    sp500_members,
    sp500_returns,
)

THEME: Final = "GPU_INFRA"
MARKET: Final = "^GSPC"
MARGIN: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class ExposureStudy:
    """The cross-section of one event.

    Attributes
    ----------
    slopes
        Coefficients and their errors.
    firms, names, sectors
        (n,) tickers, names and sectors of the firms in the regression.
    session
        tau = 0.
    dates
        First and last of the other dates.
    sources
        Where the returns come from.
    """

    slopes: ExposureSlopes
    firms: tuple[str, ...]
    names: tuple[str, ...]
    sectors: tuple[str, ...]
    session: pd.Timestamp
    dates: tuple[pd.Timestamp, pd.Timestamp]
    sources: tuple[Provenance, ...]


@cache
def _section() -> tuple[pd.DatetimeIndex, tuple[str, ...], CrossSection]:
    """Return the sessions, the tickers, and the returns of all members; the same for each event."""
    returns = sp500_returns()
    sessions = pd.DatetimeIndex(returns.index)
    market = own_returns(snapshot_prices(MARKET), "simple").reindex(sessions)
    tickers = list(returns.columns)
    listed = [ticker for ticker in basket(THEME).tickers if ticker in tickers]
    section = CrossSection(
        returns.to_numpy(),
        market.to_numpy(),
        returns[listed].mean(axis=1).to_numpy(),
        tuple(tickers.index(ticker) for ticker in listed),
    )
    return sessions, tuple(tickers), section


@lru_cache(maxsize=4096)
def _kept_slopes(row: int, estimation: EstimationWindow, window: EventWindow) -> np.ndarray:
    """Return the slopes on one date; the events that use it are many."""
    return slopes_at(_section()[2], row, estimation, window)


def exposure_study(
    event: str,
    estimation: EstimationWindow,
    window: EventWindow,
    progress: Progress | None = None,
) -> ExposureStudy:
    """Regress the CARs of the S&P 500's members on theme, run-up and beta.

    Other dates lie before the event, at least five sessions from every catalogued event.

    Raises
    ------
    DataError, StudyError
        When the event or the windows do not fit the embedded prices.
    """
    sessions, tickers, section = _section()
    dated = date_event(event, "XNYS", "refuse", sessions[-1].date())
    row = event_row(sessions, dated.session)
    for asked in (estimation, window):
        window_rows(sessions, row, asked)
    last = row + window.first - window.last - 1
    near = sessions.get_indexer(pd.DatetimeIndex(event_sessions("XNYS")))
    others = np.array(
        [
            other
            for other in range(-min(estimation.first, window.first), last + 1)
            if not any(abs(other - listed) <= MARGIN for listed in near if listed >= 0)
        ],
        dtype=int,
    )
    slopes = exposure_slopes(section, row, others, estimation, window, progress, kept=_kept_slopes)
    kept = [tickers[i] for i in slopes.exposures.firms]
    names, sectors = (sp500_members()[column].to_dict() for column in ("name", "sector"))
    return ExposureStudy(
        slopes=slopes,
        firms=tuple(kept),
        names=tuple(str(names.get(ticker, ticker)) for ticker in kept),
        sectors=tuple(str(sectors.get(ticker, "")) for ticker in kept),
        session=sessions[row],
        dates=(sessions[slopes.rows[0]], sessions[slopes.rows[-1]]),
        sources=(snapshot_provenance("sp500_daily"), snapshot_provenance("daily")),
    )
