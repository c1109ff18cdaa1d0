"""Series that the robustness tests share: Nvidia against two benchmarks, with holes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.normal_returns.models import MODELS
from analysis.returns import RETURN_KINDS, returns_from_prices
from analysis.robustness.specification import (
    NO_BENCHMARK,
    Data,
    Series,
    Specification,
    combinations,
)
from analysis.windows import EstimationWindow, EventWindow
from data.providers.snapshot import factors, snapshot_prices

EVENT = date(2025, 1, 27)
LINEAR = tuple(name for name, model in MODELS.items() if model.linear and name != "market-ex-firm")


@pytest.fixture(scope="session")
def nvidia() -> Data:
    """Simple and log returns of Nvidia, ^GSPC and RSP; a few returns are missing."""
    tickers = ("NVDA", "^GSPC", "RSP", "SMH")
    prices = {t: snapshot_prices(t).on_sessions().total_return_price for t in tickers}
    data: dict[tuple[str, str], Series] = {}
    for kind in RETURN_KINDS:
        frame = pd.DataFrame({t: returns_from_prices(p, kind) for t, p in prices.items()})
        frame = frame.loc["2022-01-04":"2025-12-31"]
        holes = frame.index[[400, 612, 655, 700]]
        own = frame["NVDA"].copy()
        own[holes] = np.nan
        made = factors().reindex(frame.index)
        for benchmark in ("^GSPC", "RSP"):
            table = made.assign(sector=frame["SMH"], market=frame[benchmark])
            data[benchmark, kind] = Series(own, table)
        data[NO_BENCHMARK, kind] = data["^GSPC", kind]
    return data


@pytest.fixture(scope="session")
def specifications() -> tuple[Specification, ...]:
    """A few hundred specifications of the linear models."""
    return combinations(
        LINEAR,
        ("^GSPC", "RSP"),
        [EstimationWindow(-250, -21), EstimationWindow(-140, -21)],
        [EventWindow(0, 0), EventWindow(-2, 2), EventWindow(0, 10)],
        RETURN_KINDS,
    )


def few_of(nvidia: Data) -> tuple[Data, tuple[Specification, ...]]:
    cut = {
        key: type(series)(series.returns.iloc[:820], series.regressors.iloc[:820])
        for key, series in nvidia.items()
    }
    return cut, combinations(
        ("market", "ff3", "market-adjusted"),
        ("^GSPC", "RSP"),
        [EstimationWindow(-130, -11)],
        [EventWindow(0, 0), EventWindow(-1, 1)],
        ("simple",),
    )
