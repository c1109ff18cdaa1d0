"""The members of a basket on one calendar: who is in, who is left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.returns import ReturnKind
from analysis.study import EventStudyResult, StudySpec, run_study
from dashboard.language import Language
from dashboard.studies.alignment import SameFigures, aligned_returns, own_returns
from dashboard.studies.regressors import regressors_for
from data.catalogue import Basket
from data.catalogue.text import Text
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory

OTHER_CALENDAR = N_(
    "It trades on the calendar of {own}, the basket on that of {exchange}: the same date is not "
    "the same information."
)
IS_BENCHMARK = N_("It is the benchmark.")

OWN_BENCHMARKS: Final = ("market_ex_firm", "sector")
"""Regressors that differ from member to member."""

Notes = tuple[tuple[str, dict[str, object]], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """An English template with its facts, to be translated where it is shown."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A security that belongs in the basket but not in the numbers, and why."""

    security: str
    why: Reason | Text | StudyError | DataError

    def words(self, language: Language) -> str:
        """Say why, in a language."""
        if isinstance(self.why, Reason):
            return language.text(self.why.template, **self.why.facts)
        return language.of(self.why) if isinstance(self.why, Text) else language.error(self.why)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A security on the sessions that all members share.

    Attributes
    ----------
    loaded
        Its prices, with source and reason.
    returns
        (T,) returns in fractions, NaN where there is none.
    regressors
        (T, k) what its model needs.
    made_from
        What made regressors consist of, as templates with their facts.
    """

    loaded: LoadedPrices
    returns: pd.Series
    regressors: pd.DataFrame
    made_from: Notes

    @property
    def security(self) -> str:
        """Ticker."""
        return self.loaded.history.security


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One basket of a study.

    Attributes
    ----------
    identifier
        What the basket is called: a catalogued identifier, or the members' tickers.
    catalogued
        The catalogued basket, if it is one.
    chosen_by_hand
        Whether the members were named in place of the catalogued ones.
    members
        Securities that could be studied.
    results
        Their studies, in the same order.
    left_out
        Those that could not, with the reason.
    """

    identifier: str
    catalogued: Basket | None
    chosen_by_hand: bool
    members: tuple[Member, ...]
    results: tuple[EventStudyResult, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def tickers(self) -> tuple[str, ...]:
        """Securities studied."""
        return tuple(member.security for member in self.members)

    @property
    def incomplete(self) -> tuple[EventStudyResult, ...]:
        """Studies whose estimation window lacks sessions."""
        return tuple(result for result in self.results if result.dropped)


def common_exchange(histories: Mapping[str, PriceHistory]) -> str:
    """Return the exchange of most members; of the first one among equals."""
    return Counter(history.exchange for history in histories.values()).most_common(1)[0][0]


def split_by_calendar(
    loaded: Mapping[str, LoadedPrices], exchange: str, benchmark: str
) -> tuple[dict[str, LoadedPrices], tuple[LeftOut, ...]]:
    """Part the members that trade on an exchange from those that are left out."""
    kept: dict[str, LoadedPrices] = {}
    left: list[LeftOut] = []
    for ticker, prices in loaded.items():
        own = prices.history.exchange
        if prices.history.security == benchmark:
            left.append(LeftOut(ticker, Reason(IS_BENCHMARK)))
        elif own != exchange:
            left.append(LeftOut(ticker, Reason(OTHER_CALENDAR, {"own": own, "exchange": exchange})))
        else:
            kept[ticker] = prices
    return kept, tuple(left)


def common_sessions(
    histories: Mapping[str, PriceHistory], benchmark: PriceHistory
) -> pd.DatetimeIndex:
    """Return all sessions on which a member or its source has prices, in order."""
    market, members = SameFigures(benchmark), tuple(map(SameFigures, histories.values()))
    lasting = all(found.lasting for found in (market, *members))
    return (_kept_joint if lasting else _joint)(members, market)


def _joint(members: tuple[SameFigures, ...], market: SameFigures) -> pd.DatetimeIndex:
    indexes = [
        aligned_returns(member.history, market.history, "simple").security.index
        for member in members
    ]
    different: list[np.ndarray] = []
    for index in indexes:
        days = index.to_numpy()
        if not any(np.array_equal(days, other) for other in different):
            different.append(days)
    joint = different[0] if len(different) == 1 else np.unique(np.concatenate(different))
    return pd.DatetimeIndex(joint, name=indexes[0].name)


_kept_joint = lru_cache(maxsize=256)(_joint)


@dataclass(frozen=True, slots=True, eq=False)
class MemberFigures:
    """What a ``Member`` consists of, apart from where its prices come from.

    It is kept and shared: nobody writes to it.
    """

    returns: pd.Series
    regressors: pd.DataFrame
    made_from: Notes


def figures_on(
    history: PriceHistory,
    benchmark: PriceHistory,
    sessions: pd.Index,
    model: str,
    kind: ReturnKind,
) -> MemberFigures:
    """Put a security and its regressors on the common sessions.

    Raises
    ------
    StudyError
        When a regressor cannot be made for it.
    """
    aligned = aligned_returns(history, benchmark, kind)
    made = regressors_for(model, history, benchmark, aligned, kind)
    table = made.table.reindex(sessions)
    if "market" in table:
        table["market"] = own_returns(benchmark, kind).reindex(sessions)
    return MemberFigures(aligned.security.reindex(sessions), table, made.made_from)


def study_members(
    loaded: Mapping[str, LoadedPrices],
    benchmark: PriceHistory,
    sessions: pd.Index,
    session: date,
    spec: StudySpec,
) -> tuple[tuple[Member, ...], tuple[EventStudyResult, ...], tuple[LeftOut, ...]]:
    """Study every member by itself; one that cannot be studied is left out with its reason."""
    members: list[Member] = []
    results: list[EventStudyResult] = []
    left: list[LeftOut] = []
    market, days = SameFigures(benchmark), _SameSessions(sessions)
    for ticker, prices in loaded.items():
        own = SameFigures(prices.history)
        lasting = own.lasting and market.lasting
        study = _kept_study if lasting else _study
        try:
            member, result = study(own, market, days, session, spec)
        except (StudyError, DataError) as refusal:
            left.append(LeftOut(ticker, refusal))
            continue
        members.append(Member(prices, member.returns, member.regressors, member.made_from))
        results.append(result)
    return tuple(members), tuple(results), tuple(left)


class _SameSessions:
    """Sessions as a key: equal ones are the same."""

    def __init__(self, sessions: pd.Index) -> None:
        self.sessions = sessions
        self._hash = hash((len(sessions), sessions[0], sessions[-1]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameSessions) and self.sessions.equals(other.sessions)

    def __hash__(self) -> int:
        return self._hash


def _study(
    own: SameFigures, market: SameFigures, days: _SameSessions, session: date, spec: StudySpec
) -> tuple[MemberFigures, EventStudyResult]:
    lasting = own.lasting and market.lasting
    gather = _kept_figures if lasting else _figures
    member = gather(own, market, days, spec.model, spec.returns)
    benchmark = market.history.security
    result = run_study(member.returns, member.regressors, session, spec, benchmark=benchmark)
    return member, result


def _figures(
    own: SameFigures, market: SameFigures, days: _SameSessions, model: str, kind: ReturnKind
) -> MemberFigures:
    return figures_on(own.history, market.history, days.sessions, model, kind)


# Spreads and groups share members, and events share figures.
_kept_study = lru_cache(maxsize=1024)(_study)
_kept_figures = lru_cache(maxsize=512)(_figures)


def has_own_benchmark(model: str) -> bool:
    """Say whether each member of a basket has regressors of its own under a model."""
    return any(need in OWN_BENCHMARKS for need in MODELS[model].needs)
