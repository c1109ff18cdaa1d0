from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.errors import StudyError
from analysis.normal_returns.models import MODELS
from dashboard.studies.request import study_request
from dashboard.studies.single import Study, run
from data.providers.snapshot import factors, snapshot_prices, sp500_members


def nvidia(**changes: Any) -> Study:
    return run(study_request(**{"security": "NVDA", "event": "2025-01-27"} | changes))


@pytest.mark.parametrize("model", sorted(MODELS))
def test_every_model_studies_nvidia_from_the_embedded_figures(model: str) -> None:
    study = nvidia(model=model)
    assert study.result.fit.model == model
    assert -0.20 < study.headline.car.value < -0.05


def test_without_nvidia_the_index_fell_by_what_its_weight_leaves() -> None:
    study = nvidia(model="market-ex-firm", benchmark="^GSPC")
    index, own = (
        float(snapshot_prices(ticker).total_return_price.pct_change().loc["2025-01-27"])
        for ticker in ("^GSPC", "NVDA")
    )
    weight = float(sp500_members().loc["NVDA", "spy_weight_pct_2025_01_16"]) / 100
    rest = (index - weight * own) / (1 - weight)
    fit = study.result.fit
    expected = fit.parameters["alpha"] + fit.parameters["beta"] * rest
    assert study.result.abnormal.expected[0] == pytest.approx(expected, abs=1e-12)
    assert study.made_from[0][1]["weight"] == f"{weight:.2%}"


def test_the_three_factor_model_equals_statsmodels_on_the_embedded_factors() -> None:
    study = nvidia(model="ff3")
    table = factors()
    own = snapshot_prices("NVDA").total_return_price.loc["2023-06-01":"2025-03-01"].pct_change()
    row0 = own.index.get_loc(pd.Timestamp("2025-01-27"))
    days = own.index[np.r_[row0 - 250 : row0 - 20]]
    x = sm.add_constant(table.loc[days, ["mkt_rf", "smb_3f", "hml"]])
    fit = sm.OLS(own.loc[days] - table.loc[days, "rf"], x).fit()
    np.testing.assert_allclose(
        list(study.result.fit.parameters.values()), fit.params.to_numpy(), atol=1e-10
    )


def test_the_sector_leaves_the_firm_out() -> None:
    text, facts = nvidia(model="market-sector").made_from[0]
    assert "NVDA" not in str(facts["peers"]).split(", ")
    assert facts["count"] > 5
    assert text.format(**facts)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"security": "9984.T", "model": "ff3"}, "US markets"),
        ({"model": "carhart", "returns": "log"}, "log returns"),
        ({"model": "market-ex-firm", "benchmark": "^IXIC"}, "^GSPC"),
        ({"security": "ARM", "model": "market-ex-firm"}, "members of the S&P 500"),
        ({"security": "ENR.DE", "model": "market-sector", "event": "2025-02-20"}, "ENR.DE"),
    ],
)
def test_a_regressor_that_cannot_be_made_is_refused_with_the_reason(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(StudyError, match=said.replace("^", r"\^")):
        nvidia(**changes)
