from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.significance.result import HypothesisTest
from analysis.windows import EventWindow
from dashboard.studies.abnormal_path import path_of, portfolio_of
from dashboard.studies.basket import BasketStudy, run
from dashboard.studies.basket_request import basket_request
from dashboard.studies.request import study_request
from dashboard.studies.single import run as run_single
from data.providers.snapshot import snapshot_prices

BUYERS = ("MSFT", "GOOGL", "AMZN", "META", "ORCL")
SPAN = EventWindow(-3, 5)


def buyers() -> BasketStudy:
    return run(basket_request(basket="HYPERSCALER", windows=("0,0", "-3,5")))


def regression(first: int, last: int) -> tuple[float, float, int]:
    """Regress the mean of the five on the market and a dummy a session; sum the dummies."""
    prices = {name: snapshot_prices(name).total_return_price for name in (*BUYERS, "^GSPC")}
    returns = pd.DataFrame(prices).loc["2023-06-01":"2025-03-01"].pct_change()
    row0 = returns.index.get_loc(pd.Timestamp("2025-01-27"))
    rows = np.r_[row0 - 250 : row0 - 20, row0 + first : row0 + last + 1]
    used = returns.iloc[rows]
    design = pd.DataFrame({"const": 1.0, "market": used["^GSPC"]})
    for tau in range(first, last + 1):
        design[f"d{tau}"] = (design.index == returns.index[row0 + tau]).astype(float)
    fit = sm.OLS(used[list(BUYERS)].mean(axis=1), design).fit()
    weights = np.array([name.startswith("d") for name in design.columns], dtype=float)
    test = fit.t_test(weights)
    return float(np.squeeze(test.effect)), float(np.squeeze(test.sd)), int(fit.df_resid)


@pytest.mark.parametrize("last", [-3, 0, 5])
def test_a_baskets_ribbon_is_that_of_the_regression_of_its_equal_weight_portfolio(
    last: int,
) -> None:
    path = path_of(buyers(), SPAN)
    value, error, df = regression(-3, last)
    half = stats.t.ppf(0.975, df) * error
    at = int(np.flatnonzero(path.tau == last)[0])
    assert path.car[at] == pytest.approx(value, abs=1e-10)
    assert path.low[at] == pytest.approx(value - half, abs=1e-9)
    assert path.high[at] == pytest.approx(value + half, abs=1e-9)


def test_the_ordinary_range_of_a_session_is_that_of_the_session_alone() -> None:
    path = path_of(buyers(), SPAN)
    value, error, df = regression(1, 1)
    at = int(np.flatnonzero(path.tau == 1)[0])
    assert path.ar[at] == pytest.approx(value, abs=1e-10)
    assert path.ordinary[at] == pytest.approx(stats.t.ppf(0.975, df) * error, abs=1e-9)


def test_the_portfolio_over_the_window_has_the_statistic_of_the_portfolio_t() -> None:
    study = buyers()
    test = study.headline.test("portfolio_t")
    portfolio = portfolio_of(study, study.headline.window)
    assert isinstance(test, HypothesisTest)
    assert portfolio.car.scar == pytest.approx(test.statistic, rel=1e-12)
    assert portfolio.n == 230


def test_a_securitys_path_ends_in_the_interval_of_its_window() -> None:
    study = run_single(
        study_request(security="NVDA", event="crash-2025-01-27", windows=("-3,5", "-10,10"))
    )
    path = path_of(study, SPAN)
    assert (path.low[-1], path.high[-1]) == pytest.approx(study.headline.interval, abs=1e-12)
    assert path.days[3].isoformat() == "2025-01-27"


def test_the_path_of_a_model_with_student_errors_has_the_interval_of_its_window() -> None:
    study = run_single(
        study_request(security="NVDA", event="crash-2025-01-27", windows=("0,0",), model="garch")
    )
    path = path_of(study, EventWindow(0, 0))
    assert (path.low[0], path.high[0]) == pytest.approx(study.headline.interval, abs=1e-12)
    assert path.ordinary[0] == pytest.approx((path.high[0] - path.low[0]) / 2, abs=1e-12)
