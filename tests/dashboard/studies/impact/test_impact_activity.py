from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.errors import StudyError
from analysis.significance.result import HypothesisTest
from dashboard.studies.impact.activity import Volume, security_volatility, security_volume
from dashboard.studies.impact.request import ImpactRequest, impact_request, kept
from data.providers.snapshot import snapshot_prices


def asked(subject: str = "NVDA", **changes: Any) -> ImpactRequest:
    return impact_request(subject=subject, event="crash-2025-01-27", **changes)


def volumes(security: str) -> tuple[pd.Series, int]:
    volume = snapshot_prices(security).table["volume"].loc["2022-01-03":].dropna()
    return volume, volume.index.get_loc(pd.Timestamp("2025-01-27"))


def test_nvidias_volume_ranks_where_plain_pandas_puts_it() -> None:
    found: Volume = kept(security_volume, asked())
    volume, row = volumes("NVDA")
    ranks = volume.rank(ascending=False, method="min")
    assert (found.place, found.of) == (int(ranks.iloc[row]), len(volume))
    more = volume.iloc[:row][volume.iloc[:row] >= volume.iloc[row]]
    assert found.greater == more.index[-1].date()
    value = (volume * snapshot_prices("NVDA").closes).dropna()
    assert found.value_place == int(value.rank(ascending=False).loc["2025-01-27"])
    usual = np.exp(np.log(volume.iloc[row - 250 : row - 20]).mean())
    assert found.usual == pytest.approx(usual)
    assert found.times == pytest.approx(volume.iloc[row] / usual)


def test_normal_volume_that_follows_the_markets_is_a_regression_on_it() -> None:
    found = kept(security_volume, asked(market_volume=True))
    own, row = volumes("NVDA")
    market, _ = volumes("^GSPC")
    table = pd.DataFrame({"own": np.log(own), "market": np.log(market)}).reindex(own.index)
    rows = table.iloc[row - 250 : row - 20]
    fitted = sm.OLS(rows["own"], sm.add_constant(rows[["market"]])).fit()
    expected = fitted.params["const"] + fitted.params["market"] * table["market"].iloc[row]
    assert found.usual == pytest.approx(np.exp(expected), rel=1e-9)
    assert found.market is not None
    assert found.market.history.security == "^GSPC"


def test_a_security_without_volumes_is_refused() -> None:
    with pytest.raises(StudyError, match="no number of shares traded"):
        kept(security_volume, asked("XOM"))


def test_the_sessions_drawn_stop_where_the_volumes_do() -> None:
    request = impact_request(subject="NVDA", event="2025-12-29")
    assert kept(security_volume, request).result.windows[1].car.window.last == 2


@pytest.mark.parametrize("after", [20, 60])
def test_the_variance_ratio_and_its_tests_are_those_of_scipy(after: int) -> None:
    found = kept(security_volatility, asked(after=after))
    fit, later = found.study.result.fit, found.study.result.abnormal.values[1:]
    assert len(later) == after
    ratio = np.var(later, ddof=1) / (np.sum(fit.residuals**2) / fit.df)
    assert found.change.ratio == pytest.approx(ratio)
    f, robust = found.change.tests
    tails = stats.f.cdf(ratio, after - 1, fit.df), stats.f.sf(ratio, after - 1, fit.df)
    assert f.p_value == pytest.approx(2 * min(tails))
    levene = stats.levene(fit.residuals, later, center="median")
    assert (robust.statistic, robust.p_value) == pytest.approx((levene.statistic, levene.pvalue))
    assert isinstance(robust, HypothesisTest)


def test_ranges_are_the_root_mean_square_of_parkinsons_volatility() -> None:
    found = kept(security_volatility, asked()).ranges
    assert found is not None
    table = snapshot_prices("NVDA").table.loc["2022-01-03":]
    daily = np.log(table["high"] / table["low"]) ** 2 / (4 * np.log(2))
    row = table.index.get_loc(pd.Timestamp("2025-01-27"))
    assert found.event == pytest.approx(np.sqrt(daily.iloc[row]))
    assert found.before == pytest.approx(np.sqrt(daily.iloc[row - 250 : row - 20].mean()))
    assert found.after == pytest.approx(np.sqrt(daily.iloc[row + 1 : row + 21].mean()))


def test_ranges_that_the_source_lacks_are_not_made_up() -> None:
    assert kept(security_volatility, asked("XOM")).ranges is None


def test_a_day_at_the_end_of_the_prices_has_no_sessions_after_it() -> None:
    with pytest.raises(StudyError, match="hold tau"):
        kept(security_volatility, impact_request(subject="NVDA", event="2025-12-29"))
