"""One security and one event, from returns to a result."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.errors import StudyError
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow

Study = Callable[..., EventStudyResult]
ROW0 = 270


def study(frame: pd.DataFrame, spec: StudySpec | None = None, row0: int = ROW0) -> EventStudyResult:
    return run_study(
        frame["security"], frame, frame.index[row0].date(), spec or StudySpec(), "the market"
    )


def test_the_default_study_estimates_on_230_sessions_and_measures_the_event_session(
    random_frame: pd.DataFrame,
) -> None:
    result = study(random_frame)
    assert result.fit.n_estimation == 230
    assert result.estimation_span == (
        random_frame.index[ROW0 - 250].date(),
        random_frame.index[ROW0 - 21].date(),
    )
    assert list(result.abnormal.tau) == [0]
    assert result.session == random_frame.index[ROW0].date()


def test_windows_share_one_hull_and_keep_their_order(random_frame: pd.DataFrame) -> None:
    windows = (EventWindow(0, 1), EventWindow(-2, 0), EventWindow(3, 3))
    result = study(random_frame, StudySpec(windows=windows))
    assert list(result.abnormal.tau) == [-2, -1, 0, 1, 2, 3]
    assert tuple(w.car.window for w in result.windows) == windows
    for shown in result.windows:
        rows = result.abnormal.rows_of(shown.car.window)
        assert shown.car.value == pytest.approx(result.abnormal.values[rows].sum(), abs=1e-15)


def test_the_raw_return_of_a_window_is_compounded(random_frame: pd.DataFrame) -> None:
    result = study(random_frame, StudySpec(windows=(EventWindow(0, 4),)))
    held = np.prod(1 + random_frame["security"].to_numpy()[ROW0 : ROW0 + 5]) - 1
    assert result.headline.car.raw_return == pytest.approx(held, abs=1e-14)


def test_to_frame_gives_a_row_an_event_session(study_worked: Study) -> None:
    frame = study_worked(0).to_frame()
    assert list(frame["tau"]) == [0, 1]
    assert frame.index.name == "date"
    np.testing.assert_allclose(frame["return"] - frame["expected"], frame["ar"], atol=1e-15)
    np.testing.assert_allclose(frame["ar"] / frame["ar_se"], frame["sar"], atol=1e-12)


def test_tests_frame_gives_a_row_a_window_and_test_with_its_null(study_worked: Study) -> None:
    result = study_worked(0)
    frame = result.tests_frame()
    assert len(frame) == sum(len(window.tests) for window in result.windows)
    assert frame["null"].str.len().gt(0).all()
    refused = frame["statistic"].isna()
    assert frame.loc[refused, "reason"].str.len().gt(0).all()


def test_the_summary_states_conventions_before_figures(study_worked: Study) -> None:
    text = study_worked(0).summary()
    assert "Model market: alpha = -0.000599911, beta = 2.0153" in text
    assert "Estimation window [-12, -1]: 2024-01-02 to 2024-01-17, 12 rows; simple returns" in text
    assert "[0, +1]: return -6.27%, CAR -4.67%" in text
    assert "t(10) = -6.156, t p = 0.000108, sq p = 0.167 (floor 0.167)" in text


def test_a_result_cannot_be_changed(study_worked: Study) -> None:
    with pytest.raises(FrozenInstanceError):
        study_worked(0).security = "other"  # type: ignore[misc]  # the point of the test


def test_a_session_without_a_return_is_dropped_and_named_never_filled(
    random_frame: pd.DataFrame,
) -> None:
    frame = random_frame.copy()
    frame.iloc[ROW0 - 100, frame.columns.get_loc("security")] = np.nan
    frame.iloc[ROW0 - 90, frame.columns.get_loc("market")] = np.nan
    result = study(frame)
    assert result.fit.n_estimation == 228
    assert {d.sessions for d in result.dropped} == {
        (frame.index[ROW0 - 100].date(),),
        (frame.index[ROW0 - 90].date(),),
    }
    kept = np.setdiff1d(np.arange(ROW0 - 250, ROW0 - 20), [ROW0 - 100, ROW0 - 90])
    slope = np.polyfit(frame["market"].to_numpy()[kept], frame["security"].to_numpy()[kept], 1)[0]
    assert result.fit.parameters["beta"] == pytest.approx(slope, rel=1e-10)
    assert "Dropped 1 rows" in result.summary()


def test_too_few_estimation_rows_are_refused_with_both_counts(random_frame: pd.DataFrame) -> None:
    frame = random_frame.copy()
    frame.iloc[ROW0 - 250 : ROW0 - 110, frame.columns.get_loc("security")] = np.nan
    with pytest.raises(StudyError, match="Only 90 of its 230 sessions have a return; 100 are"):
        study(frame)


def test_a_missing_event_return_is_refused_with_its_day(random_frame: pd.DataFrame) -> None:
    frame = random_frame.copy()
    frame.iloc[ROW0, frame.columns.get_loc("security")] = np.nan
    with pytest.raises(StudyError, match=str(frame.index[ROW0].date())):
        study(frame)


def test_a_missing_return_of_the_benchmark_is_refused_in_words(random_frame: pd.DataFrame) -> None:
    frame = random_frame.copy()
    frame.iloc[ROW0, frame.columns.get_loc("market")] = np.nan
    with pytest.raises(StudyError, match="need the benchmark on every session"):
        study(frame)


def test_a_window_outside_the_data_is_refused_with_what_the_data_hold(
    random_frame: pd.DataFrame,
) -> None:
    with pytest.raises(StudyError, match="they hold tau = -100 to 199"):
        study(random_frame, row0=100)
    with pytest.raises(StudyError, match="they hold tau = -270 to 29"):
        study(random_frame, StudySpec(windows=(EventWindow(0, 30),)))


def test_an_event_on_a_day_without_trading_is_refused(random_frame: pd.DataFrame) -> None:
    with pytest.raises(StudyError, match="hold no such session"):
        run_study(random_frame["security"], random_frame, date(2025, 1, 25), StudySpec())


def test_overlapping_estimation_and_event_windows_are_refused_before_any_data() -> None:
    with pytest.raises(StudyError, match="End the estimation window at -1 or earlier"):
        StudySpec(estimation=EstimationWindow(-20, 5), windows=(EventWindow(0, 5),))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": "magic"}, "model “magic”"),
        ({"returns": "gross"}, "kind of return “gross”"),
        ({"level": 1.0}, "level 1.0"),
        ({"level": 1 - 2**-53}, "level 0.9999999999999999"),
        ({"level": float("nan")}, "level nan"),
        ({"windows": ()}, "without an event window"),
        ({"min_estimation": 0}, "At least 0 estimation rows"),
        ({"dimson_lags": -1}, "-1 lags and 1 leads"),
        ({"dimson_leads": 11}, "1 lags and 11 leads"),
    ],
)
def test_a_spec_that_cannot_be_done_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(StudyError, match=message):
        StudySpec(**changes)


def test_a_missing_regressor_is_named(random_frame: pd.DataFrame) -> None:
    with pytest.raises(StudyError, match="market"):
        run_study(
            random_frame["security"],
            random_frame[["noise"]],
            random_frame.index[ROW0].date(),
            StudySpec(),
        )


def test_nvidia_s_fall_against_the_nasdaq_has_the_published_figures(
    real_frame: pd.DataFrame,
) -> None:
    """AR -10.49 % with t -4.45 on 27 January; +4.37 % with t 1.87 on the next session."""
    windows = (EventWindow(0, 0), EventWindow(1, 1))
    result = run_study(
        real_frame["security"], real_frame, date(2025, 1, 27), StudySpec(windows=windows)
    )
    fall, rebound = (shown.car for shown in result.windows)
    assert fall.raw_return == pytest.approx(-0.1697, abs=5e-5)
    assert fall.value == pytest.approx(-0.1049, abs=5e-5)
    assert fall.scar == pytest.approx(-4.45, abs=5e-3)
    assert rebound.value == pytest.approx(0.0437, abs=5e-5)
    assert rebound.scar == pytest.approx(1.87, abs=5e-3)
    assert result.estimation_span[1] == date(2024, 12, 23)


@pytest.mark.parametrize("model", ["market", "ff5", "huber", "garch", "dimson"])
def test_a_result_survives_pickling(model: str, random_frame: pd.DataFrame) -> None:
    """Caches keep results as bytes."""
    result = study(random_frame, StudySpec(model))
    again = pickle.loads(pickle.dumps(result))
    assert again.summary() == result.summary()
    pd.testing.assert_frame_equal(again.tests_frame(), result.tests_frame())


def test_regressors_on_other_dates_are_refused_with_the_first_of_them(
    random_frame: pd.DataFrame,
) -> None:
    late = random_frame.set_axis(random_frame.index + pd.Timedelta(days=7))
    with pytest.raises(StudyError, match="10 dates differ: 2024-01-02"):
        run_study(random_frame["security"], late, random_frame.index[ROW0].date(), StudySpec())


def test_returns_without_dates_are_refused(random_frame: pd.DataFrame) -> None:
    plain = random_frame.reset_index(drop=True)
    with pytest.raises(StudyError, match="not indexed by dates"):
        run_study(plain["security"], plain, date(2025, 1, 27), StudySpec())


def test_dates_that_go_back_are_refused(random_frame: pd.DataFrame) -> None:
    mixed = random_frame.iloc[[1, 0, *range(2, 300)]]
    with pytest.raises(StudyError, match=r"Row 2 \(2024-01-02\) does not come after row 1"):
        run_study(mixed["security"], mixed, mixed.index[ROW0].date(), StudySpec())


@pytest.mark.parametrize("column", ["security", "market"])
@pytest.mark.parametrize("row", [ROW0 - 100, ROW0 - 10, ROW0])
def test_an_infinite_return_is_refused_wherever_it_would_be_used(
    column: str, row: int, random_frame: pd.DataFrame
) -> None:
    frame = random_frame.copy()
    frame.iloc[row, frame.columns.get_loc(column)] = np.inf
    with pytest.raises(StudyError, match=f"infinite on {frame.index[row].date()}"):
        study(frame)


def test_a_model_that_cannot_be_fitted_is_refused_with_its_reason(
    random_frame: pd.DataFrame,
) -> None:
    with pytest.raises(StudyError, match=r"“market” of security .* collinear .* Choose another"):
        study(random_frame.assign(market=0.001))


def test_every_window_has_the_same_tests_in_the_same_order(random_frame: pd.DataFrame) -> None:
    result = study(random_frame, StudySpec(windows=(EventWindow(0, 0), EventWindow(-5, 5))))
    for window in result.windows:
        assert [test.name for test in window.tests] == ["sq", "sq_volatility_scaled", "t"]
        with pytest.raises(KeyError, match="sq_volatility_scaled"):
            window.test("bmp")
