from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from dashboard.studies.impact.recovery import (
    GroupRecovery,
    NameRecovery,
    NoShock,
    group_recovery,
    security_recovery,
)
from dashboard.studies.impact.request import ImpactRequest, impact_request, kept
from data.providers.snapshot import snapshot_prices


def asked(subject: str = "NVDA", **changes: Any) -> ImpactRequest:
    return impact_request(subject=subject, event="crash-2025-01-27", **changes)


@cache
def suppliers() -> GroupRecovery:
    return kept(group_recovery, asked(), names=True)


def nvidia() -> tuple[NameRecovery, NameRecovery | None]:
    return kept(security_recovery, asked())


def test_nvidia_was_back_on_9_june_and_the_s_and_p_500_on_13_february() -> None:
    name, index = nvidia()
    assert index is not None
    assert (str(name.recovery.regained.day), name.recovery.regained.sessions) == ("2025-06-09", 92)
    assert (str(index.recovery.regained.day), index.security) == ("2025-02-13", "^GSPC")


def test_every_name_of_the_basket_was_back_when_plain_pandas_says_so() -> None:
    for name in suppliers().members:
        closes = snapshot_prices(name.security).table["close"].dropna()
        later = closes.loc["2025-01-27":]
        back = later[later >= closes.loc["2025-01-24"]]
        half = later[later >= (closes.loc["2025-01-24"] + closes.loc["2025-01-27"]) / 2]
        days = [None if found.empty else found.index[0].date() for found in (back, half)]
        assert [name.recovery.regained.day, name.recovery.halved.day] == days


def test_the_one_name_that_was_not_back_is_censored_at_the_end_of_the_snapshot() -> None:
    still = [n for n in suppliers().members if n.recovery.regained.sessions is None]
    assert [name.security for name in still] == ["MRVL"]
    assert str(still[0].recovery.regained.last) == "2025-12-31"
    share = suppliers().share(lambda name: name.recovery.regained)
    assert share.share[-1] == pytest.approx(13 / 14)


def test_the_no_shock_path_is_the_market_models_beta_times_the_index() -> None:
    name, _ = nvidia()
    assert isinstance(name.no_shock, NoShock)
    prices = pd.DataFrame(
        {t: snapshot_prices(t).total_return_price for t in ("NVDA", "^GSPC")}
    ).loc["2023-06-01":]
    returns = prices.pct_change(fill_method=None)
    row = returns.index.get_loc(pd.Timestamp("2025-01-27"))
    rows = returns.iloc[row - 250 : row - 20]
    beta = sm.OLS(rows["NVDA"], sm.add_constant(rows["^GSPC"])).fit().params["^GSPC"]
    assert name.no_shock.beta == pytest.approx(beta, rel=1e-10)
    level = 142.62 * (1 + beta * returns["^GSPC"].loc["2025-01-27":]).cumprod()
    closes = snapshot_prices("NVDA").closes.loc["2025-01-27":"2025-12-31"]
    assert name.no_shock.closed.day == closes.index[closes >= level.reindex(closes.index)][0].date()


def test_paths_are_100_at_the_day_before() -> None:
    name, index = nvidia()
    assert index is not None
    for path in (name.indexed(20), index.indexed(20), name.indexed_path(20)):
        assert path is not None
        assert path.iloc[0] == 100
        assert str(path.index[0].date()) == "2025-01-24"
        assert len(path) == 22
    assert name.indexed(20).iloc[1] == pytest.approx(118.42 / 142.62 * 100)


def test_with_dividends_a_price_is_back_no_later() -> None:
    total = kept(group_recovery, asked(price="total"), names=True)
    for plain, with_dividends in zip(suppliers().members, total.members, strict=True):
        end = 10**6
        assert (with_dividends.recovery.regained.sessions or end) <= (
            plain.recovery.regained.sessions or end
        )


def test_a_price_without_closes_is_refused_and_can_be_followed_with_dividends() -> None:
    with pytest.raises(StudyError, match="no close"):
        kept(security_recovery, asked("XOM"))
    name, _ = kept(security_recovery, asked("XOM", price="total"))
    assert not name.recovery.fell


@pytest.mark.parametrize(
    ("index", "benchmark", "back"),
    [("^IXIC", "^IXIC", "2025-02-14"), ("^GSPC", "auto", "2025-02-13")],
)
def test_a_benchmark_has_no_path_of_its_own(index: str, benchmark: str, back: str) -> None:
    name, other = kept(security_recovery, asked(index, benchmark=benchmark))
    assert (other, name.no_shock) == (None, None)
    assert str(name.recovery.regained.day) == back


def test_names_without_a_fall_have_nothing_to_regain() -> None:
    group = kept(group_recovery, asked("basket:NON_AI_CONTROL"), names=True)
    assert {name.security for name in group.fallen} < {name.security for name in group.members}
    assert group.share(lambda name: name.recovery.regained).names == len(group.fallen)
