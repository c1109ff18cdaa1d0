"""How much was traded, and whether prices stayed restless afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.impact.volatility import VarianceChange, parkinson, variance_change
from analysis.impact.volume import log_volume, volume_spec
from analysis.sessions import row_of
from analysis.study import EventStudyResult, run_study
from analysis.windows import EventWindow
from dashboard.studies.events import date_event
from dashboard.studies.impact.request import ImpactRequest
from dashboard.studies.single import MARKET_INDICES, Study, default_benchmark, run
from dashboard.studies.sources import PriceLoader
from data.load import LoadedPrices

DRAWN: Final = EventWindow(-10, 10)


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """How much was traded on the event session and around it.

    Attributes
    ----------
    loaded
        Prices and volumes of the security.
    market
        What normal volume follows besides a constant; None for its own mean alone.
    result
        The study of log volume over the sessions drawn and the event session.
    shares, usual
        Shares traded on the event session, and on a normal one.
    place, of, since
        Rank of the session by shares among all that the source has, 1 for the most, their
        number, and the first of them.
    greater
        The last session before the event on which more was traded; None if there is none.
    value, value_place
        Shares traded times the close, and its rank among the same sessions; None without closes.
    """

    loaded: LoadedPrices
    market: LoadedPrices | None
    result: EventStudyResult
    shares: float
    usual: float
    place: int
    of: int
    since: date
    greater: date | None
    value: float | None
    value_place: int | None

    @property
    def times(self) -> float:
        """Shares traded over a normal session's."""
        return self.shares / self.usual


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """Volatility from daily highs and lows, in fractions of the price.

    Attributes
    ----------
    before, event, after
        Root mean square over the estimation window, of the event session, and over the
        sessions after it.
    """

    before: float
    event: float
    after: float


@dataclass(frozen=True, slots=True, eq=False)
class Volatility:
    """Whether abnormal returns were larger after the event.

    Attributes
    ----------
    study
        The study over the event session and the sessions after it.
    window
        From the event session to the last one compared.
    change
        Variance after the event over that before it, with its tests.
    ranges
        The same from highs and lows; None where the source lacks them.
    """

    study: Study
    window: EventWindow
    change: VarianceChange
    ranges: Range | None


def security_volume(request: ImpactRequest, load: PriceLoader) -> Volume:
    """Study the volume of the security as if its logarithm were a return.

    Raises
    ------
    DataError, StudyError
        When volumes are missing.
    """
    asked = request.study
    loaded = load(asked.security)
    own = loaded.history
    event = date_event(asked.event, own.exchange, asked.non_session, own.last)
    volume = own.on_sessions().table["volume"].rename(own.security)
    _require(volume, own.security, event.session)
    logs = log_volume(volume)
    market = load(_volume_index(request, loaded)) if request.market_volume else None
    table = pd.DataFrame(index=logs.index)
    if market is not None:
        index = market.history.on_sessions().table["volume"]
        _require(index, market.history.security, event.session)
        table["market"] = log_volume(index).reindex(logs.index)
    spec = replace(asked.spec, windows=(EventWindow(0, 0), _around(logs, table, event.session)))
    result = run_study(logs, table, event.session, volume_spec(spec, market=market is not None))
    known = volume[volume > 0]
    value = (volume * own.on_sessions().closes).reindex(known.index).dropna()
    at = pd.Timestamp(event.session)
    shares, before = float(volume.loc[at]), known.loc[: at - pd.Timedelta(days=1)]
    greater = before.index[before >= shares]
    expected = float(result.headline.car.raw_return - result.headline.car.value)
    return Volume(
        loaded=loaded,
        market=market,
        result=result,
        shares=shares,
        usual=float(np.exp(expected)),
        place=1 + int((known > shares).sum()),
        of=len(known),
        since=known.index[0].date(),
        greater=greater[-1].date() if len(greater) else None,
        value=float(value.loc[at]) if at in value.index else None,
        value_place=1 + int((value > value.loc[at]).sum()) if at in value.index else None,
    )


def security_volatility(request: ImpactRequest, load: PriceLoader) -> Volatility:
    """Compare the spread of abnormal returns after the event with that before it.

    Raises
    ------
    DataError, StudyError
        When too few sessions follow the event.
    """
    window = EventWindow(0, request.after)
    spec = replace(request.study.spec, windows=(window,))
    study = run(replace(request.study, spec=spec), load)
    fit, values = study.result.fit, study.result.abnormal.values
    return Volatility(
        study=study,
        window=window,
        change=variance_change(fit.residuals, fit.df, values[1:]),
        ranges=_ranges(study, request.after),
    )


def _around(logs: pd.Series, table: pd.DataFrame, session: date) -> EventWindow:
    """Return the sessions to draw: those of ``DRAWN`` next to the event without a gap."""
    row0 = row_of(logs.index, session)
    known = (logs.notna() & table.notna().all(axis=1)).to_numpy()
    first, last = 0, 0
    while first > DRAWN.first and row0 + first > 0 and known[row0 + first - 1]:
        first -= 1
    while last < DRAWN.last and row0 + last + 1 < len(known) and known[row0 + last + 1]:
        last += 1
    return EventWindow(first, last)


def _ranges(study: Study, after: int) -> Range | None:
    table = study.security.on_sessions().table
    row0 = row_of(table.index, study.result.session)
    daily = parkinson(table["high"].to_numpy(dtype=float), table["low"].to_numpy(dtype=float))
    window = study.request.spec.estimation
    spans = (
        daily[row0 + window.first : row0 + window.last + 1],
        daily[row0 : row0 + 1],
        daily[row0 + 1 : row0 + after + 1],
    )
    known = [span[~np.isnan(span)] for span in spans]
    # A range is known only where a copy agrees with the close: most sessions, not all.
    if any(
        len(part) < len(whole) / 2 or not len(part)
        for part, whole in zip(known, spans, strict=True)
    ):
        return None
    before, event, later = (float(np.sqrt(np.mean(part**2))) for part in known)
    return Range(before, event, later)


def _volume_index(request: ImpactRequest, loaded: LoadedPrices) -> str:
    named = request.study.benchmark or MARKET_INDICES.get(loaded.history.exchange, "")
    return named or default_benchmark(loaded.history)


def _require(volume: pd.Series, security: str, session: date) -> None:
    if not volume.get(pd.Timestamp(session), float("nan")) > 0:
        raise StudyError(
            N_("The volume of {security} on {session} was asked for."),
            N_("The source has no number of shares traded on that session."),
            N_("Choose another security, or the benchmark of one whose volume is known (^GSPC)."),
            security=security,
            session=session,
        )
