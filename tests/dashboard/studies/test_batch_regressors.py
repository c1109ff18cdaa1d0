"""What a batch's model needs beside the returns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import StudyError
from analysis.returns import ReturnKind
from dashboard.studies.batch import run_batch
from dashboard.studies.batch_request import BatchRequest, batch_spec
from data.providers.snapshot import snapshot_prices, sp500_returns

NAMES = ["NVDA", "AVGO", "MSFT"]


@pytest.fixture
def returns() -> pd.DataFrame:
    frame = sp500_returns()[NAMES].loc["2024-06-01":"2025-03-31"]
    index = snapshot_prices("^GSPC").table["adj_close"].pct_change()
    frame.insert(0, "MKT", index.reindex(frame.index))
    return frame.rename_axis("date")


def _request(
    folder: Path, returns: pd.DataFrame, model: str, kind: ReturnKind = "simple"
) -> BatchRequest:
    returns.to_csv(folder / "returns.csv")
    events = "security,event_date\n" + "".join(f"{name},2025-01-27\n" for name in NAMES)
    (folder / "events.csv").write_text(events)
    weights = "security,weight\nNVDA,0.066\n AVGO ,0.02\nMSFT,6.1\n"
    (folder / "weights.csv").write_text(weights)
    return BatchRequest(
        folder / "returns.csv",
        False,
        folder / "events.csv",
        "MKT",
        batch_spec(model, (-120, -11), [(0, 0)], kind, 60),
        weights=folder / "weights.csv",
    )


def test_a_weight_that_is_none_fails_its_own_security_alone(
    tmp_path: Path, returns: pd.DataFrame
) -> None:
    events = run_batch(_request(tmp_path, returns, "market-ex-firm")).events
    assert events["status"].tolist() == ["ok", "ok", "failed"]
    assert "MSFT was asked for, at a weight of 6.1" in events["reason"].iloc[2]


def test_an_index_without_its_member_is_made_of_simple_returns(
    tmp_path: Path, returns: pd.DataFrame
) -> None:
    logs = np.log1p(returns)
    found = run_batch(_request(tmp_path, logs, "market-ex-firm", "log")).events.iloc[0]
    rest = np.log1p((returns["MKT"] - 0.066 * returns["NVDA"]) / (1 - 0.066))
    at = returns.index.get_loc(pd.Timestamp("2025-01-27"))
    rows = slice(at - 120, at - 10)
    slope, intercept = np.polyfit(rest.iloc[rows], logs["NVDA"].iloc[rows], 1)
    car = logs["NVDA"].iloc[at] - intercept - slope * rest.iloc[at]
    assert (found["beta"], found["car"]) == pytest.approx((slope, car), rel=1e-9)


@pytest.mark.parametrize("model", ["capm", "ff3"])
def test_log_returns_are_not_mixed_with_simple_factors(
    tmp_path: Path, returns: pd.DataFrame, model: str
) -> None:
    with pytest.raises(StudyError, match="factors and the risk-free rate are simple returns"):
        run_batch(_request(tmp_path, returns, model, "log"))


@pytest.mark.parametrize("scale", [100.0, 1.0])
def test_returns_in_percent_are_doubted(
    tmp_path: Path, returns: pd.DataFrame, scale: float
) -> None:
    notes = run_batch(_request(tmp_path, scale * returns, "market")).notes
    assert any("divide percent by 100" in note for note in notes) == (scale > 1)


def test_a_row_without_a_security_says_so(tmp_path: Path, returns: pd.DataFrame) -> None:
    request = _request(tmp_path, returns, "market")
    request.events.write_text("security,event_date\n,2025-01-27\nNVDA,2025-01-27\n")
    events = run_batch(request).events
    assert events["status"].tolist() == ["failed", "ok"]
    assert "names no security" in events["reason"].iloc[0]


@pytest.mark.parametrize("model", ["dimson", "scholes-williams"])
def test_rows_that_a_model_leaves_out_by_itself_are_not_called_missing(
    tmp_path: Path, returns: pd.DataFrame, model: str
) -> None:
    returns.loc["2024-12-02":"2024-12-04", "AVGO"] = np.nan
    events = run_batch(_request(tmp_path, returns, model)).events
    assert events["n_estimation"].iloc[0] < 110
    assert events["reason"].iloc[0] == ""
    assert events["reason"].iloc[1] == "3 of 110 estimation sessions have no return."
