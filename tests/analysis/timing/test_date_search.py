"""The date that the data choose."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from analysis.panel.returns_panel import PanelSpec, ReturnPanel
from analysis.significance.volatility_scaled import ewma_volatility
from analysis.timing.date_search import search_date
from analysis.timing.session_scores import session_scores
from analysis.windows import EstimationWindow, EventWindow

SPEC = PanelSpec("market", EstimationWindow(-120, -11), EventWindow(-5, 4))


@pytest.fixture
def panel() -> ReturnPanel:
    rng = np.random.default_rng(8)
    market = 0.01 * rng.standard_normal(900)
    own = 1.4 * market + 0.02 * rng.standard_normal(900)
    own[801] -= 0.2
    return ReturnPanel(own[None], {"market": market})


def test_the_score_of_a_session_is_the_t_of_its_dummy(panel: ReturnPanel) -> None:
    scores = session_scores(panel, np.array([800]), SPEC)
    rows = np.r_[680:790, 795:805]
    dummies = np.zeros((120, 10))
    dummies[110:] = np.eye(10)
    design = np.column_stack((np.ones(120), panel.regressors["market"][rows], dummies))
    fit = sm.OLS(panel.returns[0][rows], design).fit()
    assert scores.sar[0] == pytest.approx(fit.tvalues[2:], rel=1e-9)
    assert scores.ar[0] == pytest.approx(fit.params[2:], rel=1e-9)


def test_the_expected_volatility_is_that_of_the_single_study(panel: ReturnPanel) -> None:
    scores = session_scores(panel, np.array([800]), SPEC)
    x, y = panel.regressors["market"], panel.returns[0]
    fit = sm.OLS(y[680:790], sm.add_constant(x[680:790])).fit()
    errors = y[680:805] - fit.params[0] - fit.params[1] * x[680:805]
    sigma = ewma_volatility(errors[:-1], fit.mse_resid)[-10:]
    assert scores.scaled[0] == pytest.approx(errors[-10:] / sigma, rel=1e-9)


def test_the_planted_session_is_chosen_with_the_smallest_p(panel: ReturnPanel) -> None:
    scores = session_scores(panel, np.array([800]), SPEC)
    others = session_scores(panel, np.arange(120, 790), SPEC)
    search = search_date(scores, others, "sar")
    assert search.chosen == 6
    assert search.statistic < -8
    assert search.p_value == search.floor == pytest.approx(1 / (search.windows + 1))
    assert search.windows == 670
    assert search.independent == 67


def test_the_p_value_counts_the_windows_that_went_as_far(panel: ReturnPanel) -> None:
    others = session_scores(panel, np.arange(120, 760), SPEC)
    for row in (765, 770, 780):
        one = session_scores(panel, np.array([row]), SPEC)
        search = search_date(one, others, "scaled")
        largest = [max(abs(value) for value in window) for window in others.scaled]
        by_hand = sum(value >= abs(search.statistic) for value in largest)
        assert search.p_value == (1 + by_hand) / (640 + 1)
        assert search.p_of(search.statistic) == search.p_value


def test_the_size_of_the_search_is_its_level() -> None:
    rng = np.random.default_rng(3)
    rejected = 0
    for _ in range(200):
        own = rng.standard_t(5, 700)
        panel = ReturnPanel(own[None] / 100, {})
        spec = PanelSpec("mean-adjusted", EstimationWindow(-120, -11), EventWindow(-5, 4))
        one = session_scores(panel, np.array([690]), spec)
        search = search_date(one, session_scores(panel, np.arange(120, 680), spec), "sar")
        rejected += search.p_value <= 0.05
    # 200 draws: 5 % within four standard errors of 1.5 %.
    assert rejected / 200 < 0.05 + 4 * 0.0154


def test_windows_beyond_the_panel_and_windows_with_gaps_are_left_out(panel: ReturnPanel) -> None:
    returns = panel.returns.copy()
    returns[0, 500] = np.nan
    gappy = ReturnPanel(returns, panel.regressors)
    scores = session_scores(gappy, np.array([10, 500, 600, 898]), SPEC)
    assert scores.row.tolist() == [600]


def test_a_model_that_is_no_line_is_refused(panel: ReturnPanel) -> None:
    spec = PanelSpec("garch", SPEC.estimation, SPEC.window)
    with pytest.raises(StudyError, match="Choose one of these models"):
        session_scores(panel, np.array([800]), spec)


def test_too_few_windows_are_refused(panel: ReturnPanel) -> None:
    scores = session_scores(panel, np.array([800]), SPEC)
    with pytest.raises(StudyError, match="Only 10 windows"):
        search_date(scores, session_scores(panel, np.arange(120, 130), SPEC), "sar")
