from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import StudyError
from analysis.study import StudySpec
from analysis.windows import EventWindow
from dashboard.studies import guard
from dashboard.studies.guard import Reach, cautions, reach
from dashboard.studies.request import study_request
from dashboard.studies.single import Study, run
from dashboard.studies.sources import loader
from data.errors import DataError
from data.load import LoadedPrices
from data.prices import PriceHistory
from data.providers.snapshot import snapshot_prices

CRASH = "crash-2025-01-27"
SPEC = StudySpec(windows=(EventWindow(0, 2),))


def said(study: Study) -> list[str]:
    return [caution.template for caution in cautions(study)]


def uploaded(**closes: pd.Series) -> dict[str, PriceHistory]:
    nvidia = snapshot_prices("NVDA")
    histories = {}
    for name, series in closes.items():
        table = nvidia.table.loc[series.index].copy()
        table["adj_close"] = table["close"] = series
        provenance = replace(nvidia.provenance, source="upload", file=f"{name}.csv")
        histories[name] = replace(nvidia, security=name, table=table, provenance=provenance)
    return histories


def studied(history: PriceHistory, **changes: Any) -> Study:
    request = study_request(security=history.security, event=CRASH, **changes)
    return run(request, loader("snapshot", {history.security: history}))


def test_a_sound_study_has_nothing_to_warn_of() -> None:
    assert said(run(study_request(security="NVDA", event=CRASH))) == []


def test_a_weekend_is_moved_to_the_next_session_and_said() -> None:
    study = run(study_request(security="NVDA", event="2025-01-25", non_session="next"))
    (caution,) = cautions(study)
    assert caution.template == guard.MOVED
    assert caution.facts == {
        "asked": "2025-01-25",
        "reason": "Saturday",
        "session": date(2025, 1, 27),
    }


def test_a_benchmark_of_another_market_is_named() -> None:
    study = run(study_request(security="NVDA", event=CRASH, benchmark="^N225"))
    assert guard.CALENDARS in said(study)


def test_a_late_listing_says_how_many_rows_are_left() -> None:
    study = run(study_request(security="ALAB", event=CRASH))
    (caution,) = cautions(study)
    assert caution.template == guard.GAPS
    assert caution.facts["rows"] == study.result.fit.n_estimation
    assert caution.facts["length"] == 230


def test_a_short_estimation_window_is_called_poorly_known() -> None:
    study = run(study_request(security="NVDA", event=CRASH, estimation="-60,-21"))
    assert guard.FEW in said(study)


def test_a_split_that_a_file_does_not_undo_is_found_with_its_day_and_move() -> None:
    closes = snapshot_prices("NVDA").total_return_price.loc["2023-06":"2025-03"].copy()
    closes.loc[:"2024-06-07"] *= 10
    study = studied(uploaded(SPLIT=closes)["SPLIT"])
    (caution,) = [c for c in cautions(study) if c.template == guard.LARGE_MOVE]
    assert caution.facts["day"] == date(2024, 6, 10)
    assert caution.fractions["move"] == pytest.approx(-0.9, abs=0.01)


def test_a_share_whose_price_often_stands_still_trades_thinly() -> None:
    closes = snapshot_prices("NVDA").total_return_price.loc["2023-06":"2025-03"].copy()
    closes.iloc[1::3] = np.nan
    study = studied(uploaded(THIN=closes.ffill())["THIN"])
    (caution,) = [c for c in cautions(study) if c.template == guard.STALE]
    assert caution.fractions["share"] == pytest.approx(1 / 3, abs=0.01)


def test_days_without_volume_are_counted() -> None:
    history = snapshot_prices("NVDA")
    table = history.table.copy()
    table.iloc[::4, table.columns.get_loc("volume")] = 0.0
    study = run(
        study_request(security="NVDA", event=CRASH),
        lambda name: LoadedPrices(
            replace(history, table=table) if name == "NVDA" else snapshot_prices(name), "test"
        ),
    )
    (caution,) = cautions(study)
    assert caution.template == guard.UNTRADED
    assert caution.facts["count"] in (57, 58)


def can_be_studied(security: str, day: str, spec: StudySpec) -> bool:
    window = f"{spec.windows[0].first},{spec.windows[0].last}"
    try:
        run(study_request(security=security, event=day, windows=(window,)))
    except (StudyError, DataError):
        return False
    return True


@pytest.mark.parametrize("security", ["NVDA", "ALAB", "9984.T"])
def test_the_dates_said_to_be_in_reach_are_those_that_the_study_takes(security: str) -> None:
    own = snapshot_prices(security)
    other = snapshot_prices("^N225" if security.endswith(".T") else "^GSPC")
    found = reach(own, other, SPEC)
    assert found.earliest is not None
    assert found.latest is not None
    sessions = own.on_sessions().table.index
    low, high = sessions.get_indexer(pd.DatetimeIndex([found.earliest, found.latest]))
    assert can_be_studied(security, found.earliest.isoformat(), SPEC)
    assert can_be_studied(security, found.latest.isoformat(), SPEC)
    assert not can_be_studied(security, sessions[low - 1].date().isoformat(), SPEC)
    assert not can_be_studied(security, sessions[high + 1].date().isoformat(), SPEC)


def test_histories_too_short_for_any_event_have_no_reach() -> None:
    own = snapshot_prices("NVDA")
    short = replace(own, table=own.table.loc["2025-01-20":"2025-03-01"])
    found = reach(short, snapshot_prices("^GSPC"), SPEC)
    assert isinstance(found, Reach)
    assert (found.earliest, found.latest) == (None, None)
