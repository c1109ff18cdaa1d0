from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation
from dashboard.studies.explanations.parts import part_explanations
from dashboard.studies.impact.parts import Parts, security_parts
from dashboard.studies.impact.request import ImpactRequest, impact_request
from dashboard.studies.sources import loader

CASES = [
    ("NVDA", "0,0", {}),
    ("NVDA", "-1,4", {"estimation": "-120,-21"}),
    ("AVGO", "0,3", {"returns": "log"}),
    ("8035.T", "0,1", {}),
]


@cache
def taken(security: str, window: str, **changes: str) -> tuple[Parts, ImpactRequest]:
    asked = impact_request(
        subject=security,
        event="crash-2025-01-27",
        window=window,
        **changes,  # type: ignore[arg-type]  # of several types, each as the request takes it
    )
    return security_parts(asked, loader("auto")), asked


def explained(security: str, window: str, changes: dict[str, str]) -> tuple[Explanation, ...]:
    return part_explanations(*taken(security, window, **changes))


@pytest.mark.parametrize(("security", "window", "changes"), CASES)
def test_the_code_of_every_part_prints_it(
    security: str,
    window: str,
    changes: dict[str, str],
    prints_its_number,
    can_be_said,
    ends_with_its_number,
) -> None:
    for explanation in explained(security, window, changes):
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)


@pytest.mark.parametrize(("security", "window", "changes"), CASES)
def test_the_rows_alone_give_the_parts_by_both_orders(
    security: str, window: str, changes: dict[str, str]
) -> None:
    parts, asked = taken(security, window, **changes)
    own, interval, market, _, sector, _, whole = part_explanations(parts, asked)
    event = own.rows[columns.ROLE] == columns.EVENT
    past, now = own.rows[~event], own.rows[event]

    def predicted(*names: str) -> float:
        design = sm.add_constant(past[list(names)]) if names else np.ones(len(past))
        fit = sm.OLS(past[columns.RETURN], design).fit()
        ahead = [len(now), *(now[name].sum() for name in names)]
        return float(np.asarray(fit.params) @ ahead)

    none, both = predicted(), predicted(columns.MARKET, columns.PEERS)
    m, s = predicted(columns.MARKET), predicted(columns.PEERS)
    assert market.value == pytest.approx(np.mean([m, both - s + none]), abs=1e-12)
    assert sector.value == pytest.approx(np.mean([both - m, s - none]), abs=1e-12)
    assert own.value == pytest.approx(now[columns.RETURN].sum() - both, abs=1e-12)
    shown = [market.value, sector.value, own.value]
    assert shown == pytest.approx(list(parts.move.parts), abs=1e-12)
    returns = now[columns.RETURN]
    total = returns.sum() if "returns" in changes else (1 + returns).prod() - 1
    assert whole.value == pytest.approx(total, abs=1e-12)
    assert sum(shown) + parts.move.compounding == pytest.approx(whole.value, abs=1e-12)
    assert (interval.value, interval.upper) == pytest.approx(
        tuple(parts.move.intervals(0.95)[-1]), abs=1e-12
    )


@pytest.mark.parametrize(("security", "window", "changes"), CASES)
def test_the_weights_in_the_rows_give_the_intervals_of_market_and_sector(
    security: str, window: str, changes: dict[str, str]
) -> None:
    parts, asked = taken(security, window, **changes)
    _, _, market, market_bounds, sector, sector_bounds, _ = part_explanations(parts, asked)
    for place, found, bounds in ((0, market, market_bounds), (1, sector, sector_bounds)):
        past = bounds.rows[bounds.rows[columns.ROLE] == columns.ESTIMATION]
        weights = past[columns.WEIGHT].to_numpy()
        assert weights @ past[columns.RETURN] == pytest.approx(found.value, abs=1e-12)
        fit = sm.OLS(
            past[columns.RETURN].to_numpy(),
            sm.add_constant(past[[columns.MARKET, columns.PEERS]].to_numpy()),
        ).fit()
        error = np.sqrt(fit.scale * (weights**2).sum())
        half = stats.t.ppf(0.975, fit.df_resid) * error
        shown = (bounds.value, bounds.upper)
        assert shown == pytest.approx((found.value - half, found.value + half), abs=1e-12)
        assert shown == pytest.approx(tuple(parts.move.intervals(0.95)[place]), abs=1e-12)


def test_the_interval_of_the_own_part_is_that_of_a_dummy() -> None:
    own, interval, *_ = explained("NVDA", "0,0", {})
    rows = own.rows
    design = np.column_stack(
        (
            np.ones(len(rows)),
            rows[[columns.MARKET, columns.PEERS]],
            rows[columns.ROLE] == columns.EVENT,
        )
    )
    fit = sm.OLS(rows[columns.RETURN].to_numpy(), design.astype(float)).fit()
    assert (interval.value, interval.upper) == pytest.approx(tuple(fit.conf_int()[3]), rel=1e-8)


def test_the_code_is_written_as_the_projects_own_code_is(is_written_as_the_project_is) -> None:
    is_written_as_the_project_is([*explained("NVDA", "-1,4", {"estimation": "-120,-21"})])
