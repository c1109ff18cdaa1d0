"""Inputs that the tests of the method share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from analysis.returns import returns_from_prices
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow
from data.providers.snapshot import factors, snapshot_prices

PERCENT = 100.0

# A busy machine is no fault of the method.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def worked() -> dict[str, Any]:
    """The worked example: returns in percent and every expected figure."""
    path = Path(__file__).with_name("worked_example.json")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def worked_frame(worked: dict[str, Any]) -> pd.DataFrame:
    """Returns in fractions: the market and firms 0 to 3, on 14 weekdays."""
    sessions = pd.bdate_range("2024-01-02", periods=14)
    frame = pd.DataFrame(np.array(worked["returns"]) / PERCENT, index=sessions)
    frame.insert(0, "market", np.array(worked["market"]) / PERCENT)
    return frame


@pytest.fixture(scope="session")
def worked_spec() -> Callable[..., StudySpec]:
    """Twelve estimation rows, the event rows 12 and 13, headline window [0, 1]."""

    def build(**changes: Any) -> StudySpec:
        settings = {
            "estimation": EstimationWindow(-12, -1),
            "windows": (EventWindow(0, 1), EventWindow(0, 0), EventWindow(1, 1)),
        }
        return StudySpec(**(settings | changes))

    return build


@pytest.fixture(scope="session")
def study_worked(
    worked_frame: pd.DataFrame, worked_spec: Callable[..., StudySpec]
) -> Callable[..., EventStudyResult]:
    """Study one firm of the worked example, with changes to the spec."""

    def study(firm: int, **changes: Any) -> EventStudyResult:
        return run_study(
            worked_frame[firm].rename(f"firm {firm}"),
            worked_frame[["market"]],
            worked_frame.index[12].date(),
            worked_spec(**changes),
            benchmark="market",
        )

    return study


@pytest.fixture(scope="session")
def random_frame() -> pd.DataFrame:
    """Three hundred sessions of made-up returns with every regressor column."""
    rng = np.random.default_rng(20250127)
    n = 300
    columns = ("mkt_rf", "smb", "hml", "rmw", "cma", "mom", "noise")
    scale = np.array([0.010, 0.006, 0.006, 0.004, 0.004, 0.008, 0.015])
    frame = pd.DataFrame(
        rng.standard_t(5, (n, len(columns))) * scale,
        columns=list(columns),
        index=pd.bdate_range("2024-01-02", periods=n),
    )
    frame["rf"] = 0.0002 + 0.00001 * np.sin(np.arange(n))
    frame["smb_3f"] = frame["smb"] + 0.0005 * rng.standard_normal(n)
    frame["market"] = frame["mkt_rf"] + frame["rf"]
    frame["market_ex_firm"] = frame["market"] - 0.05 * frame["noise"]
    frame["sector"] = 1.3 * frame["market"] + 0.005 * rng.standard_normal(n)
    frame["security"] = (
        0.0005
        + 1.4 * frame["market"]
        + 0.3 * frame["smb"]
        - 0.4 * frame["hml"]
        + 0.6 * (frame["sector"] - frame["market"])
        + frame["noise"]
    )
    return frame


@pytest.fixture(scope="session")
def real_frame() -> pd.DataFrame:
    """NVDA with every regressor column, 2023-06 to 2025-06; the sector is SMH."""
    prices = {
        "security": snapshot_prices("NVDA"),
        "market": snapshot_prices("^IXIC"),
        "sector": snapshot_prices("SMH"),
    }
    frame = pd.DataFrame(
        {
            name: returns_from_prices(history.on_sessions().total_return_price)
            for name, history in prices.items()
        }
    )
    weight = 0.066
    frame["market_ex_firm"] = (frame["market"] - weight * frame["security"]) / (1 - weight)
    return frame.loc["2023-06-01":"2025-06-30"].join(factors(), how="left")
