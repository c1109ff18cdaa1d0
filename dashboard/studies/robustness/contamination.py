"""What the shocked members did to the S&P 500, and to the abnormal return measured against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.robustness.contamination import Contamination, contamination, index_without
from analysis.study import EventStudyResult, run_study
from dashboard.studies.alignment import own_returns
from dashboard.studies.events import DatedEvent, date_event
from dashboard.studies.regressors import TRACKED_INDEX
from dashboard.studies.request import StudyRequest
from dashboard.studies.robustness.specifications import require_one_security
from dashboard.studies.sources import PriceLoader, loader
from data.catalogue import basket
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory, Provenance
from data.providers.snapshot import snapshot_provenance, sp500_members, sp500_returns

WEIGHED_ON: Final = date(2025, 1, 16)
SHOCKED: Final = {
    "infrastructure": ("GPU_INFRA", "SEMI_EQUIP", "AI_POWER"),
    "hyperscalers": ("GPU_INFRA", "SEMI_EQUIP", "AI_POWER", "HYPERSCALER"),
}
"""Catalogued baskets that count as AI names, by the reader's choice."""
CAP, EX_FIRM, EX_AI, EQUAL = "cap-weighted", "ex-firm", "ex-AI", "equal-weight"


@dataclass(frozen=True, slots=True, eq=False)
class AgainstBenchmark:
    """The security measured against one version of the benchmark, or why not."""

    benchmark: str
    result: EventStudyResult | StudyError | DataError


@dataclass(frozen=True, slots=True, eq=False)
class BenchmarkStudy:
    """The S&P 500's move taken apart, and the security against four versions of it.

    Attributes
    ----------
    security
        The security's prices.
    event
        The event and its session.
    parts
        Weights and returns of the members over the event window.
    shocked
        The members that count as AI names.
    against
        The security's abnormal return against each version, market model.
    sources
        Prices of the security, the index and the equal-weight fund.
    tables
        Provenance of the members' returns and of their weights.
    """

    security: PriceHistory
    event: DatedEvent
    parts: Contamination
    shocked: tuple[str, ...]
    against: tuple[AgainstBenchmark, ...]
    sources: tuple[LoadedPrices, ...]
    tables: tuple[Provenance, Provenance]


def shocked_names(choice: str) -> tuple[str, ...]:
    """Return the members of the S&P 500 among the AI names, in alphabetical order.

    Raises
    ------
    StudyError
        When the choice is none of ``SHOCKED``.
    """
    if choice not in SHOCKED:
        raise StudyError(
            N_("The {what} “{value}” was asked for."),
            N_("There is none of that name."),
            N_("Choose one of: {choices}."),
            what=N_("group of AI names"),
            value=choice,
            choices=", ".join(SHOCKED),
        )
    named = {ticker for identifier in SHOCKED[choice] for ticker in basket(identifier).tickers}
    return tuple(sorted(named & set(sp500_members().index)))


def run(
    request: StudyRequest, choice: str = "infrastructure", load: PriceLoader | None = None
) -> BenchmarkStudy:
    """Take the index's move apart, and measure the security against the index without parts.

    Parameters
    ----------
    request
        The reader's choices; the model is the market model, the benchmark the S&P 500.
    choice
        Which names count as AI names, one of ``SHOCKED``.

    Raises
    ------
    DataError, StudyError
        When the security does not trade on the index's sessions, or the event lies outside
        the members' returns.
    """
    require_one_security(request.security)
    load = load or loader(request.source)
    loaded, index, equal = (load(ticker) for ticker in (request.security, TRACKED_INDEX[0], "RSP"))
    own = loaded.history
    if own.exchange != index.history.exchange:
        raise StudyError(
            N_("The part of {security} in its benchmark was asked for."),
            N_("Weights are known for the members of the S&P 500 alone, on New York's sessions."),
            N_("Choose a security that trades in New York."),
            security=own.security,
        )
    event = date_event(request.event, own.exchange, request.non_session, own.last)
    members, weights = _members()
    days = pd.DatetimeIndex(members.index)
    market = own_returns(index.history, "simple").reindex(days)
    window = request.spec.windows[0]
    parts = contamination(market, members, weights, WEIGHED_ON, event.session, window)
    shocked = shocked_names(choice)
    versions: dict[str, Callable[[], pd.Series]] = {
        CAP: lambda: market,
        EX_FIRM: lambda: index_without(market, members, weights, _held(own.security, weights)),
        EX_AI: lambda: index_without(market, members, weights, shocked),
        EQUAL: lambda: own_returns(equal.history, "simple").reindex(days),
    }
    return BenchmarkStudy(
        security=own,
        event=event,
        parts=parts,
        shocked=shocked,
        against=tuple(
            AgainstBenchmark(name, _measured(own, make, days, event.session, request))
            for name, make in versions.items()
        ),
        sources=(loaded, index, equal),
        tables=(snapshot_provenance("sp500_daily"), snapshot_provenance("sp500_members")),
    )


@cache
def _members() -> tuple[pd.DataFrame, pd.Series]:
    """Return the members' simple returns, and the weights of the SPY fund as fractions."""
    return sp500_returns(), sp500_members()["spy_weight_pct_2025_01_16"] / 100


def _held(security: str, weights: pd.Series) -> tuple[str, ...]:
    if security not in weights.index:
        raise StudyError(
            N_("The S&P 500 without {security} was asked for."),
            N_("{security} is none of its members of January 2025."),
            N_("Read the other versions of the benchmark."),
            security=security,
        )
    return (security,)


def _measured(
    own: PriceHistory,
    make: Callable[[], pd.Series],
    days: pd.DatetimeIndex,
    session: date,
    request: StudyRequest,
) -> EventStudyResult | StudyError | DataError:
    kind = request.spec.returns
    try:
        simple = make()
        benchmark = simple if kind == "simple" else pd.Series(np.log1p(simple), index=days)
        return run_study(
            own_returns(own, kind).reindex(days).rename(own.security),
            benchmark.to_frame("market"),
            session,
            replace(request.spec, model="market", windows=request.spec.windows[:1]),
        )
    except (StudyError, DataError) as error:
        return error
