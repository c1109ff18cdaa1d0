"""From a table of prices to a study in one call."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.errors import StudyError
from analysis.event_study import event_study
from analysis.study import StudySpec, run_study
from data.providers.snapshot import factors, snapshot_prices


@pytest.fixture(scope="module")
def prices() -> pd.DataFrame:
    return pd.DataFrame(
        {name: snapshot_prices(name).on_sessions().total_return_price for name in ("NVDA", "^IXIC")}
    ).loc["2023-06-01":"2025-06-30"]


def test_prices_give_the_study_that_their_returns_give(
    prices: pd.DataFrame, real_frame: pd.DataFrame
) -> None:
    result = event_study(prices, "NVDA", "^IXIC", "2025-01-27")
    same = run_study(
        real_frame["security"].rename("NVDA"), real_frame, date(2025, 1, 27), StudySpec(), "^IXIC"
    )
    assert str(result) == same.summary()
    assert result.moved_from is None


def test_a_saturday_moves_to_monday_and_the_result_says_so(prices: pd.DataFrame) -> None:
    result = event_study(prices, "NVDA", "^IXIC", date(2025, 1, 25))
    assert (result.session, result.moved_from) == (date(2025, 1, 27), date(2025, 1, 25))
    assert "2025-01-25 is no session: moved to 2025-01-27" in str(result)
    with pytest.raises(StudyError, match="2025-01-24 and 2025-01-27"):
        event_study(prices, "NVDA", "^IXIC", date(2025, 1, 25), policy="refuse")


def test_factors_and_the_firm_s_weight_open_the_other_models(prices: pd.DataFrame) -> None:
    ff3 = event_study(prices, "NVDA", "^IXIC", "2025-01-27", StudySpec("ff3"), factors=factors())
    assert ff3.fit.df == 226
    without = event_study(
        prices, "NVDA", "^IXIC", "2025-01-27", StudySpec("market-ex-firm"), weight=0.1
    )
    with_firm = event_study(prices, "NVDA", "^IXIC", "2025-01-27")
    assert abs(without.headline.car.value) > abs(with_firm.headline.car.value)


def test_a_notebook_shows_the_summary_and_the_sessions(prices: pd.DataFrame) -> None:
    html = event_study(prices, "NVDA", "^IXIC", "2025-01-27")._repr_html_()
    assert html.startswith("<pre>NVDA around 2025-01-27")
    assert "<table" in html


def test_a_column_that_is_not_there_is_named(prices: pd.DataFrame) -> None:
    with pytest.raises(StudyError, match=r"no column NVDAX; they have NVDA, \^IXIC"):
        event_study(prices, "NVDAX", "^IXIC", "2025-01-27")
