from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from dashboard.studies.basket_members import Reason
from dashboard.studies.impact.parts import GroupParts, Parts, group_parts, security_parts
from dashboard.studies.impact.request import ImpactRequest, impact_request, kept
from data.providers.snapshot import snapshot_prices, sp500_members
from data.providers.snapshot_shares import shares_outstanding

PEERS = [
    "AVGO",
    "AMD",
    "TSM",
    "MU",
    "MRVL",
    "ARM",
    "ALAB",
    "AMBA",
    "INTC",
    "QCOM",
    "TXN",
    "NXPI",
    "STM",
    "LSCC",
]


def asked(subject: str = "NVDA", **changes: Any) -> ImpactRequest:
    return impact_request(subject=subject, event="crash-2025-01-27", **changes)


@cache
def nvidia() -> Parts:
    return kept(security_parts, asked())


@cache
def suppliers() -> GroupParts:
    return kept(group_parts, asked(), names=True)


@cache
def plain_table() -> pd.DataFrame:
    """Nvidia, the S&P 500 without it and its peers, by pandas alone."""
    prices = pd.DataFrame(
        {t: snapshot_prices(t).total_return_price for t in ("NVDA", "^GSPC", *PEERS)}
    ).loc["2023-06-01":"2025-02-10"]
    returns = prices.pct_change(fill_method=None)
    weight = sp500_members().loc["NVDA", "spy_weight_pct_2025_01_16"] / 100
    market = (returns["^GSPC"] - weight * returns["NVDA"]) / (1 - weight)
    sector = returns[PEERS].mean(axis=1)
    return pd.DataFrame({"own": returns["NVDA"], "market": market, "sector": sector})


def test_nvidias_parts_are_those_of_regressions_by_hand() -> None:
    table = plain_table()
    row = table.index.get_loc(pd.Timestamp("2025-01-27"))
    rows, day = table.iloc[row - 250 : row - 20], table.iloc[row]
    one = sm.OLS(rows["own"], sm.add_constant(rows[["market"]])).fit()
    both = sm.OLS(rows["own"], sm.add_constant(rows[["market", "sector"]])).fit()
    market = one.params["const"] + one.params["market"] * day["market"]
    explained = both.params["const"] + both.params[["market", "sector"]] @ day[["market", "sector"]]
    taken = nvidia().move.by_order["market", "sector"]
    assert taken == pytest.approx([market, explained - market, day["own"] - explained], abs=1e-12)


def test_nvidias_parts_add_up_to_its_fall_and_its_money_to_the_same_share() -> None:
    parts = nvidia()
    closes, total = snapshot_prices("NVDA").closes, snapshot_prices("NVDA").total_return_price
    whole = total.loc["2025-01-27"] / total.loc["2025-01-24"] - 1
    assert abs(parts.move.parts.sum() - whole) < 1e-12
    shares = shares_outstanding("NVDA").shares
    assert parts.weight.value == shares * closes.loc["2025-01-24"]
    assert parts.change == pytest.approx(
        shares * (closes.loc["2025-01-27"] - closes.loc["2025-01-24"])
    )
    assert [day.isoformat() for day in parts.days] == ["2025-01-24", "2025-01-27"]


def test_over_several_sessions_the_compounding_stands_by_itself() -> None:
    parts = kept(security_parts, asked(window="0,5"))
    total = snapshot_prices("NVDA").total_return_price
    whole = total.loc["2025-02-03"] / total.loc["2025-01-24"] - 1
    assert abs(parts.move.parts.sum() + parts.move.compounding - whole) < 1e-12
    assert parts.move.compounding != 0
    logs = kept(security_parts, asked(window="0,5", returns="log"))
    assert logs.move.compounding == pytest.approx(0, abs=1e-15)
    assert logs.move.parts.sum() == pytest.approx(np.log1p(whole), abs=1e-12)


def test_every_names_parts_add_up_and_the_sum_is_that_of_the_names() -> None:
    group = suppliers()
    assert len(group.members) == 14
    for parts in group.members:
        assert abs(parts.move.parts.sum() + parts.move.compounding - parts.move.whole) < 1e-12
    assert group.total is not None
    values = np.array([parts.weight.value for parts in group.valued])
    by_hand = sum(v * p.move.parts for v, p in zip(values, group.valued, strict=True))
    assert group.total.parts == pytest.approx(by_hand)
    assert group.total.parts.sum() == pytest.approx(group.total.whole, rel=1e-12)
    assert group.change == pytest.approx(sum(parts.change or 0 for parts in group.valued))


def test_the_sums_own_interval_is_wider_than_if_the_names_were_independent() -> None:
    group = suppliers()
    assert group.total is not None
    values = np.array([parts.weight.value for parts in group.valued])
    alone = [parts.move.standard_errors[-1] for parts in group.valued]
    independent = float(np.sqrt(((values * alone) ** 2).sum()))
    assert independent < group.total.standard_errors[-1] < float(values @ alone)


def test_a_name_whose_share_count_is_a_proxy_is_listed_and_not_summed() -> None:
    unvalued = {parts.security: parts.weight.why_not for parts in suppliers().unvalued}
    assert set(unvalued) == {"CRDO", "ALAB", "ARM"}
    assert all(isinstance(why, Reason) and "proxy" in why.template for why in unvalued.values())


def test_the_names_of_a_group_are_taken_apart_once_for_all_securities() -> None:
    assert kept(group_parts, asked("AAPL"), names=True) is suppliers()
    assert kept(security_parts, asked("AAPL")) is not kept(security_parts, asked())


def test_names_of_another_calendar_are_left_out_with_the_reason() -> None:
    group = kept(group_parts, asked("basket:SEMI_EQUIP"), names=True)
    assert [entry.security for entry in group.left_out] == ["8035.T", "6857.T"]
    assert {parts.security for parts in group.members} == {"ASML", "AMAT", "LRCX", "KLAC"}


@pytest.mark.parametrize(
    ("security", "benchmark", "said"),
    [
        ("NVDA", "auto", "^GSPC without NVDA, at its weight of 6.51%"),
        ("TSM", "auto", "^GSPC does not hold TSM"),
        ("NVDA", "^IXIC", "^IXIC may hold NVDA"),
    ],
)
def test_it_is_said_whether_the_market_holds_the_security(
    security: str, benchmark: str, said: str
) -> None:
    parts = kept(security_parts, asked(security, benchmark=benchmark))
    text, facts = parts.made_from[0]
    assert said in text.format(**facts)


@pytest.mark.parametrize(
    ("security", "said"), [("^GSPC", "without a named benchmark"), ("RSP", "sector")]
)
def test_what_has_no_sector_is_refused(security: str, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        kept(security_parts, asked(security))


def test_an_index_cannot_be_measured_by_itself() -> None:
    with pytest.raises(StudyError, match="the index that the market part is measured by"):
        kept(security_parts, asked("^IXIC", benchmark="^IXIC"))


def test_a_group_that_cannot_be_taken_apart_says_why() -> None:
    with pytest.raises(StudyError, match="sector of RSP"):
        kept(group_parts, asked(group="RSP,DIA"), names=True)
