"""Tests of many firms against scipy, statsmodels and plain definitions."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.multivariate.multivariate_ols import _MultivariateOLS

from analysis.aggregation.portfolio_residual import portfolio_fit
from analysis.event_sample import EventSample
from analysis.significance.battery import BATTERY, run_battery
from analysis.significance.many_firms import evidence
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.significance.sample_quantile import sample_quantile_test
from analysis.windows import EventWindow
from tests.analysis.significance.conftest import SampleMaker

CLOSE = 1e-9


def _tests(sample: EventSample) -> dict[str, TestResult]:
    return {outcome.name: outcome for outcome in run_battery(sample)}


def _statistic(outcome: TestResult) -> float:
    assert isinstance(outcome, HypothesisTest)
    return outcome.statistic


def _residuals(sample: EventSample) -> np.ndarray:
    return sample.residuals.block(slice(0, len(sample)))


def test_cross_sectional_statistics_are_those_of_scipy(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=9)
    found = _tests(sample)
    t = stats.ttest_1samp(sample.car, 0)
    assert _statistic(found["cross_sectional_t"]) == pytest.approx(t.statistic, CLOSE)
    assert found["cross_sectional_t"].p_value == pytest.approx(t.pvalue, CLOSE)
    t = stats.ttest_1samp(sample.scar, 0)
    assert _statistic(found["bmp"]) == pytest.approx(t.statistic, CLOSE)
    assert found["bmp"].p_value == pytest.approx(t.pvalue, CLOSE)
    assert found["skewness_adjusted_t"].facts["skewness"] == pytest.approx(
        stats.skew(sample.car, bias=False) * ((9 - 1) / 9) ** 0.5 * (9 / 8) ** 0.5, CLOSE
    )


def test_sign_and_signed_rank_p_values_are_those_of_scipy(make_sample: SampleMaker) -> None:
    for firms in (7, 80):
        sample = make_sample(firms=firms)
        found = _tests(sample)
        w = int(np.sum(sample.car > 0))
        assert found["sign"].p_value == pytest.approx(stats.binomtest(w, firms).pvalue, CLOSE)
        expected = stats.wilcoxon(sample.car)
        assert _statistic(found["wilcoxon"]) == expected.statistic
        assert found["wilcoxon"].p_value == pytest.approx(expected.pvalue, CLOSE)


@pytest.mark.parametrize("missing", [0.0, 0.05])
def test_rank_statistics_follow_their_definitions_row_by_row(
    make_sample: SampleMaker, missing: float
) -> None:
    sample = make_sample(firms=8, missing=missing)
    e, n, length = _residuals(sample), 8, 3
    found = _tests(sample)
    ar = np.hstack((e, sample.ar))
    rows = np.sum(~np.isnan(ar), axis=1)[:, None]
    ranks = stats.rankdata(ar, axis=1, nan_policy="omit")
    mean = np.nanmean(ranks - (rows + 1) / 2, axis=0)
    s_k = np.sqrt(np.mean(mean**2))
    expected = mean[-length:].sum() / (np.sqrt(length) * s_k)
    assert _statistic(found["corrado_rank"]) == pytest.approx(expected, CLOSE)

    z = e / np.sqrt(sample.sigma2)[:, None]
    scaled = np.hstack((z, sample.sar / sample.sar.std(axis=0, ddof=1)))
    u = stats.rankdata(scaled, axis=1, nan_policy="omit") / (rows + 1) - 0.5
    g = np.nansum(u, axis=0) / np.sqrt(np.sum(~np.isnan(u), axis=0))
    expected = g[-length:].sum() / (np.sqrt(length) * np.sqrt(np.mean(g**2)))
    assert _statistic(found["corrado_zivney_rank"]) == pytest.approx(expected, CLOSE)

    last = (sample.scar / sample.scar.std(ddof=1))[:, None]
    gsar = np.hstack((z, last))
    t_i = np.sum(~np.isnan(gsar), axis=1)[:, None]
    for name, series in (
        ("grank_t", stats.rankdata(gsar, axis=1, nan_policy="omit") / (t_i + 1) - 0.5),
        ("sign_gsar_t", np.sign(gsar - np.nanmedian(gsar, axis=1)[:, None])),
    ):
        share = np.sum(~np.isnan(series), axis=0) / n
        bar, t = np.nanmean(series, axis=0), series.shape[1]
        ratio = bar[-1] / np.sqrt(np.mean(share * bar**2))
        expected = ratio * np.sqrt((t - 2) / (t - 1 - ratio**2))
        assert _statistic(found[name]) == pytest.approx(expected, CLOSE)


def test_tied_returns_share_their_average_rank(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=4)
    e = np.round(_residuals(sample), 2)
    rounded = evidence(
        EventSample(
            **{
                name: getattr(sample, name)
                for name in EventSample.__slots__
                if name not in {"residuals", "returns", "expected"}
            },
            returns=np.round(sample.ar, 2),
            expected=np.zeros_like(sample.ar),
            residuals=type("Fixed", (), {"block": staticmethod(lambda events: e[events])})(),
        )
    )
    ar = np.hstack((e, np.round(sample.ar, 2)))
    mean = (stats.rankdata(ar, axis=1) - (ar.shape[1] + 1) / 2).mean(axis=0)
    expected = mean[-3:].sum() / (np.sqrt(3) * np.sqrt(np.mean(mean**2)))
    assert _statistic(BATTERY["corrado_rank"](rounded)) == pytest.approx(expected, CLOSE)


def test_the_mean_residual_correlation_is_that_of_all_pairs(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=7)
    pairs = np.corrcoef(_residuals(sample))[np.triu_indices(7, 1)]
    correlation = evidence(sample).correlation
    assert correlation.event_time == pytest.approx(pairs.mean(), CLOSE)
    assert correlation.calendar == pytest.approx(pairs.mean(), CLOSE)


def test_on_different_dates_pairs_are_aligned_by_date_and_count_zero_without_one(
    make_sample: SampleMaker,
) -> None:
    sample = make_sample(firms=7, one_date=False)
    e = _residuals(sample)
    unit = e - e.mean(axis=1)[:, None]
    unit /= np.linalg.norm(unit, axis=1)[:, None]
    laid = np.zeros((7, 400))
    for i, row in enumerate(sample.event_row):
        laid[i, row : row + e.shape[1]] = unit[i]
    pairs = (laid @ laid.T)[np.triu_indices(7, 1)]
    in_event_time = (unit @ unit.T)[np.triu_indices(7, 1)]
    correlation = evidence(sample).correlation
    assert correlation.calendar == pytest.approx(pairs.mean(), CLOSE)
    assert correlation.event_time == pytest.approx(in_event_time.mean(), CLOSE)
    assert correlation.calendar != pytest.approx(correlation.event_time, 1e-3)


def test_the_portfolio_t_is_that_of_the_basket_regression(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=6, window=EventWindow(0, 2))
    found = _tests(sample)["portfolio_t"]
    rng = np.random.default_rng(1)
    market = 0.01 * rng.standard_normal(200)
    rows = np.r_[80:170, 180:183]
    dummies = np.vstack((np.zeros((90, 3)), np.eye(3)))
    e = np.hstack((_residuals(sample).mean(axis=0), sample.ar.mean(axis=0)))
    fit = sm.OLS(e, np.column_stack((np.ones(93), market[rows], dummies))).fit()
    test = fit.t_test(np.array([[0, 0, 1, 1, 1]]))
    assert _statistic(found) == pytest.approx(float(test.tvalue.squeeze()), CLOSE)
    assert found.p_value == pytest.approx(float(test.pvalue), CLOSE)
    assert found.df == (fit.df_resid,)


def test_the_multivariate_f_is_that_of_wilks_lambda(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=6, window=EventWindow(0, 0))
    found = _tests(sample)["mvrm_f"]
    rng = np.random.default_rng(1)
    market = 0.01 * rng.standard_normal(200)
    rows = np.r_[80:170, 180]
    design = np.column_stack((np.ones(91), market[rows], np.r_[np.zeros(90), 1.0]))
    responses = np.vstack((_residuals(sample).T, sample.ar.T))
    table = _MultivariateOLS(responses, design).fit().mv_test([("event", np.array([[0, 0, 1]]))])
    wilks = table.results["event"]["stat"].loc["Wilks' lambda"]
    assert _statistic(found) == pytest.approx(float(wilks["F Value"]), 1e-8)
    assert found.p_value == pytest.approx(float(wilks["Pr > F"]), 1e-8)
    assert found.df == (float(wilks["Num DF"]), float(wilks["Den DF"]))


def test_the_portfolio_sq_is_the_sq_test_of_the_mean_residuals(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=6)
    found = _tests(sample)["portfolio_sq"]
    series = _residuals(sample).mean(axis=0)
    sums = np.convolve(series, np.ones(3), "valid")
    caar = sample.car.mean()
    lower = (1 + np.sum(sums <= caar)) / (len(sums) + 1)
    upper = (1 + np.sum(sums >= caar)) / (len(sums) + 1)
    assert found.p_value == pytest.approx(min(1, 2 * min(lower, upper)), CLOSE)
    assert isinstance(found, HypothesisTest)
    assert found.floor == pytest.approx(2 / (len(sums) + 1), CLOSE)


def test_the_jackknife_leaves_out_each_event_in_turn(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=8)

    def ratio(keep: np.ndarray) -> float:
        return float(sample.car[keep].mean() / np.sqrt(sample.car_variance[keep].mean()))

    everyone = np.arange(8)
    pseudo = [8 * ratio(everyone) - 7 * ratio(np.delete(everyone, i)) for i in range(8)]
    t = stats.ttest_1samp(pseudo, 0)
    found = _tests(sample)["jackknife"]
    assert _statistic(found) == pytest.approx(t.statistic, CLOSE)
    assert found.p_value == pytest.approx(t.pvalue, CLOSE)


def test_different_dates_have_no_portfolio_and_say_so(make_sample: SampleMaker) -> None:
    found = _tests(make_sample(firms=5, one_date=False))
    names = ("portfolio_t", "portfolio_sq", "portfolio_sq_volatility_scaled", "mvrm_f")
    for name in names:
        outcome = found[name]
        assert isinstance(outcome, UnavailableTest)
        assert "5 different dates" in outcome.explanation
    others = [outcome for name, outcome in found.items() if name not in names]
    assert all(isinstance(outcome, HypothesisTest) for outcome in others)


def test_one_event_alone_gets_reasons_where_a_cross_section_is_needed(
    make_sample: SampleMaker,
) -> None:
    found = _tests(make_sample(firms=1))
    for name in ("cross_sectional_t", "bmp", "adjusted_bmp_event", "grank_t", "grank_z"):
        outcome = found[name]
        assert isinstance(outcome, UnavailableTest)
        assert "at least" in outcome.explanation
    assert isinstance(found["patell"], HypothesisTest)
    assert isinstance(found["portfolio_t"], HypothesisTest)


def test_more_firms_than_degrees_of_freedom_leave_no_multivariate_test(
    make_sample: SampleMaker,
) -> None:
    outcome = _tests(make_sample(firms=95))["mvrm_f"]
    assert isinstance(outcome, UnavailableTest)
    assert "95 events" in outcome.explanation


def test_missing_returns_leave_no_multivariate_test_but_a_portfolio_on_common_rows(
    make_sample: SampleMaker,
) -> None:
    sample = make_sample(firms=5, missing=0.03)
    found = _tests(sample)
    assert isinstance(found["mvrm_f"], UnavailableTest)
    portfolio = found["portfolio_t"]
    assert isinstance(portfolio, HypothesisTest)
    common = int(np.sum(~np.isnan(_residuals(sample)).any(axis=0)))
    assert portfolio.df == (float(common - 2),)


def test_one_firm_reaches_the_known_ceiling_of_rank_tests(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=1, window=EventWindow(0, 0))
    t = 91
    outcome = _tests(sample)["corrado_rank"]
    assert isinstance(outcome, HypothesisTest)
    assert outcome.ceiling == pytest.approx(np.sqrt(3 * (t - 1) / (t + 1)), CLOSE)


def test_no_basket_exceeds_the_ceiling_however_far_it_falls(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=12, window=EventWindow(0, 0), rho=0.8)
    fallen = evidence(
        EventSample(
            **{
                name: getattr(sample, name)
                for name in EventSample.__slots__
                if name not in {"returns", "car"}
            },
            returns=sample.returns - 5.0,
            car=sample.car - 5.0,
        )
    )
    for name in ("corrado_rank", "corrado_zivney_rank", "grank_t"):
        outcome = BATTERY[name](fallen)
        assert isinstance(outcome, HypothesisTest)
        assert outcome.ceiling is not None
        assert abs(outcome.statistic) == pytest.approx(outcome.ceiling, 1e-6)
        assert outcome.ceiling < 3


def test_the_sq_of_a_basket_of_one_is_that_of_the_firm(make_sample: SampleMaker) -> None:
    sample = make_sample(firms=1)
    alone = sample_quantile_test(portfolio_fit(sample), float(sample.car[0]), 3)
    assert _tests(sample)["portfolio_sq"].p_value == alone.p_value
