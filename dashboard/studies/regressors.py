"""The regressors that a normal-return model needs, from the embedded figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from analysis.benchmarks import basket_return, ex_firm_market
from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.returns import ReturnKind
from dashboard.studies.alignment import AlignedReturns, aligned_returns, own_returns
from data.catalogue import securities
from data.prices import PriceHistory
from data.providers.snapshot import factors, snapshot_prices, sp500_members, sp500_returns

KINDS: Final = {"simple": N_("simple"), "log": N_("log")}

TRACKED_INDEX = ("^GSPC", "SPY")
"""Benchmarks to which the weights of the S&P 500's members apply."""


@dataclass(frozen=True, slots=True, eq=False)
class Regressors:
    """Regressors on the sessions of the security, and what they were made from.

    Attributes
    ----------
    table
        (T, k) columns that the model needs, in fractions.
    made_from
        English templates with their facts: what a made regressor consists of.
    """

    table: pd.DataFrame
    made_from: tuple[tuple[str, dict[str, object]], ...] = ()


def regressors_for(
    model: str,
    security: PriceHistory,
    benchmark: PriceHistory,
    returns: AlignedReturns,
    kind: ReturnKind,
) -> Regressors:
    """Build the columns that a model needs.

    Raises
    ------
    StudyError
        When a column cannot be made for this security: no index weight, no sector peers, or
        no factors for its market.
    """
    index = returns.security.index
    columns: dict[str, pd.Series] = {}
    made: list[tuple[str, dict[str, object]]] = []
    for need in MODELS[model].needs:
        if need == "market":
            columns[need] = returns.benchmark
        elif need == "market_ex_firm":
            columns[need], note = _ex_firm(security, benchmark, kind)
            made.append(note)
        elif need == "sector":
            columns[need], note = _sector(security, kind)
            made.append(note)
        else:
            columns[need] = _factor(need, model, security, kind)
    table = pd.DataFrame({name: series.reindex(index) for name, series in columns.items()}, index)
    return Regressors(table, tuple(made))


def _in_kind(simple: pd.Series, kind: ReturnKind) -> pd.Series:
    return simple if kind == "simple" else pd.Series(np.log1p(simple), index=simple.index)


def _ex_firm(
    security: PriceHistory, benchmark: PriceHistory, kind: ReturnKind
) -> tuple[pd.Series, tuple[str, dict[str, object]]]:
    members = sp500_members()
    if security.security not in members.index or benchmark.security not in TRACKED_INDEX:
        raise StudyError(
            N_("{benchmark} without {security} was asked for."),
            N_("Weights are known for the members of the S&P 500 in {indices} only."),
            N_("Take {first} as the benchmark of a member, or another model."),
            benchmark=benchmark.security,
            security=security.security,
            indices=", ".join(TRACKED_INDEX),
            first=TRACKED_INDEX[0],
        )
    weight = float(members["spy_weight_pct_2025_01_16"].to_dict()[security.security]) / 100
    simple = aligned_returns(security, benchmark, "simple")
    rest = ex_firm_market(simple.benchmark, simple.security, weight)
    return _in_kind(rest, kind), (
        N_(
            "{benchmark} without {security}, at its weight of {weight} in the SPY fund on "
            "16 January 2025, held for the whole span."
        ),
        {
            "benchmark": benchmark.security,
            "security": security.security,
            "weight": f"{weight:.2%}",
        },
    )


def _sector(
    security: PriceHistory, kind: ReturnKind
) -> tuple[pd.Series, tuple[str, dict[str, object]]]:
    peers, catalogued = _peers(security)
    if not peers:
        raise StudyError(
            N_("The sector of {security} was asked for."),
            N_("No other embedded share of its kind trades on the same exchange."),
            N_("Choose a model without a sector."),
            security=security.security,
        )
    return _in_kind(_mean_return(peers, catalogued), kind), (
        N_("Sector: the equal-weight return of {count} peers without {security} ({peers})."),
        {
            "count": len(peers),
            "security": security.security,
            "peers": ", ".join(peers[:6]) + (" …" if len(peers) > 6 else ""),
        },
    )


def _peers(security: PriceHistory) -> tuple[tuple[str, ...], bool]:
    """Return the peers of a security, and whether they are the catalogue's."""
    catalogued = {entry.ticker: entry for entry in securities()}
    if security.security in catalogued:
        group = catalogued[security.security].group
        return tuple(
            ticker
            for ticker, entry in catalogued.items()
            if entry.group == group
            and entry.kind == "stock"
            and entry.exchange == security.exchange
            and ticker != security.security
        ), True
    members = sp500_members()
    sector = members["sector"].get(security.security)
    same = members.index[(members["sector"] == sector) & (members.index != security.security)]
    return tuple(same), False


@lru_cache(maxsize=512)
def _mean_return(peers: tuple[str, ...], catalogued: bool) -> pd.Series:
    """Return the peers' equal-weight simple return; callers take it as it is."""
    if not catalogued:
        return basket_return(sp500_returns()[list(peers)])
    return basket_return(
        pd.DataFrame({ticker: own_returns(snapshot_prices(ticker), "simple") for ticker in peers})
    )


def _factor(need: str, model: str, security: PriceHistory, kind: ReturnKind) -> pd.Series:
    if security.exchange != "XNYS" or kind != "simple":
        raise StudyError(
            N_("The model “{model}” of {security} was asked for, with {kind} returns."),
            N_("The embedded factors and the risk-free rate are simple returns of US markets."),
            N_("Choose simple returns of a security with US sessions, or another model."),
            model=MODELS[model].title,
            security=security.security,
            kind=KINDS[kind],
        )
    return factors()[need]
