from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from dashboard.charts.impact.parts import money_table
from dashboard.language import ENGLISH
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation
from dashboard.studies.explanations.part_money import name_explanations
from dashboard.studies.explanations.part_sums import total_explanations
from dashboard.studies.impact.parts import PARTS, GroupParts, group_parts
from dashboard.studies.impact.request import ImpactRequest, impact_request
from dashboard.studies.sources import loader
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_shares import shares_outstanding

CASES = [
    ("basket:GPU_INFRA", "0,0", {}),
    ("basket:HYPERSCALER", "0,3", {"returns": "log", "estimation": "-120,-21"}),
    ("AVGO,AAPL,XOM", "-1,4", {"benchmark": "^IXIC"}),
]
PLACES = (2, 0, 1)
"""Own part, market, sector: the order in which they are explained."""


@cache
def asked(group: str, window: str, **changes: str) -> ImpactRequest:
    return impact_request(
        subject=group.split(",")[0] if "," in group else "NVDA",
        event="crash-2025-01-27",
        group=group,
        window=window,
        **changes,  # type: ignore[arg-type]  # of several types, each as the request takes it
    )


@cache
def taken(group: str, window: str, **changes: str) -> GroupParts:
    return group_parts(asked(group, window, **changes), loader("auto"))


def of_names(group: str, window: str, changes: dict[str, str]) -> dict[str, list[Explanation]]:
    request = asked(group, window, **changes)
    return {
        parts.security: list(name_explanations(parts, request))
        for parts in taken(group, window, **changes).valued
    }


def of_sum(group: str, window: str, changes: dict[str, str]) -> list[Explanation]:
    request = asked(group, window, **changes)
    return list(total_explanations(taken(group, window, **changes), request))


@pytest.mark.parametrize(("group", "window", "changes"), CASES)
def test_the_code_of_every_sum_of_money_prints_it(
    group: str,
    window: str,
    changes: dict[str, str],
    prints_its_number,
    can_be_said,
    ends_with_its_number,
) -> None:
    name = next(iter(of_names(group, window, changes).values()))
    for explanation in (*name, *of_sum(group, window, changes)):
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)


@pytest.mark.parametrize(("group", "window", "changes"), CASES)
def test_the_numbers_are_those_of_the_table(
    group: str, window: str, changes: dict[str, str]
) -> None:
    table = money_table(taken(group, window, **changes), 0.95, ENGLISH).set_index("Ticker")
    found = of_names(group, window, changes) | {"Sum": of_sum(group, window, changes)}
    assert set(found) == set(table.index)
    for name, (change, value, *parts) in found.items():
        row = table.loc[name]
        assert round(change.value / 1e6) == row["Change, close to close"]
        assert round(value.value / 1e6) == row["Value before"]
        for place, part, bounds in zip(PLACES, parts[::2], parts[1::2], strict=True):
            assert round(part.value / 1e6) == row[PARTS[place]]
            ends = [round(end / 1e6) for end in (bounds.value, bounds.upper)]
            assert ends == [row[f"{PARTS[place]}, from"], row[f"{PARTS[place]}, to"]]


def test_a_names_money_is_its_share_count_times_its_own_closes() -> None:
    for name, (change, value, *_) in of_names(*CASES[0]).items():
        count = shares_outstanding(name).shares
        closes = snapshot_prices(name).table["close"]
        assert value.value == pytest.approx(count * closes.loc["2025-01-24"], rel=1e-12)
        assert change.value == pytest.approx(
            count * (closes.loc["2025-01-27"] - closes.loc["2025-01-24"]), rel=1e-9
        )
        shown = change.rows.set_index(columns.DATE)
        assert (shown[columns.SHARES] == count).all()
        assert list(shown.index.strftime("%Y-%m-%d")) == ["2025-01-24", "2025-01-27"]


@pytest.mark.parametrize(("group", "window", "changes"), CASES)
def test_the_rows_of_the_sums_add_up(group: str, window: str, changes: dict[str, str]) -> None:
    change, value, *parts = of_sum(group, window, changes)
    rows = change.rows
    moved = rows[columns.SHARES] * (rows[columns.AFTER] - rows[columns.BEFORE])
    assert moved.sum() == pytest.approx(change.value, rel=1e-12)
    before = rows[columns.SHARES] * rows[columns.BEFORE]
    assert before.sum() == pytest.approx(value.value, rel=1e-12)
    for part in parts[::2]:
        made = part.rows[columns.VALUE] @ part.rows[columns.PART]
        assert made == pytest.approx(part.value, rel=1e-9)


@pytest.mark.parametrize(("group", "window", "changes"), CASES)
def test_the_interval_of_a_sum_is_the_double_sum_over_the_names(
    group: str, window: str, changes: dict[str, str]
) -> None:
    found = taken(group, window, **changes)
    for place, part, bounds in zip(
        PLACES, *(of_sum(group, window, changes)[2:][i::2] for i in (0, 1)), strict=True
    ):
        wide = bounds.rows.pivot(index=columns.DATE, columns=columns.SECURITY).fillna(0)
        weights, left = wide[columns.WEIGHT], wide[columns.LEFT]
        values = bounds.rows.groupby(columns.SECURITY)[columns.VALUE].first()
        df = pd.Series({parts.security: parts.move.df for parts in found.valued})
        variance = 0.0
        for i in values.index:
            for j in values.index:
                shared = weights[i] @ weights[j]
                shared += found.valued[0].move.sessions if place == 2 else 0
                covariance = left[i] @ left[j] / np.sqrt(df[i] * df[j])
                variance += values[i] * values[j] * covariance * shared
        half = stats.t.ppf(0.975, df.min()) * np.sqrt(variance)
        assert (bounds.value, bounds.upper) == pytest.approx(
            (part.value - half, part.value + half), rel=1e-9
        )


def test_the_residuals_in_the_rows_are_those_of_a_regression_on_market_and_sector() -> None:
    bounds = of_sum(*CASES[0])[3]
    parts = taken(*CASES[0][:2]).valued[0]
    past = parts.table.iloc[:-1]
    fit = sm.OLS(past["own"], sm.add_constant(past[["market", "sector"]])).fit()
    own = bounds.rows[bounds.rows[columns.SECURITY] == parts.security]
    assert own[columns.LEFT].to_numpy() == pytest.approx(fit.resid.to_numpy(), abs=1e-12)


def test_a_name_without_a_value_has_nothing_to_explain() -> None:
    group, request = taken(*CASES[0][:2]), asked(*CASES[0][:2])
    assert group.unvalued
    assert all(not name_explanations(parts, request) for parts in group.unvalued)


def test_the_code_is_written_as_the_projects_own_code_is(is_written_as_the_project_is) -> None:
    names = of_names(*CASES[0])
    is_written_as_the_project_is([*names["NVDA"], *of_sum(*CASES[0])])
