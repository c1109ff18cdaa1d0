"""Every test of many events, in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from analysis.event_sample import EventSample
from analysis.significance.cross_sectional import (
    cross_sectional_t,
    crude_dependence,
    skewness_adjusted_t,
)
from analysis.significance.jackknife import jackknife
from analysis.significance.many_firms import Evidence, evidence
from analysis.significance.multivariate import mvrm_f
from analysis.significance.portfolio import (
    portfolio_sq,
    portfolio_sq_volatility_scaled,
    portfolio_t,
)
from analysis.significance.ranks import corrado_rank, corrado_zivney_rank, grank_t, grank_z
from analysis.significance.result import TestResult
from analysis.significance.signs import generalized_sign, sign, sign_gsar_t, wilcoxon
from analysis.significance.standardized import (
    adjusted_bmp,
    adjusted_patell,
    bmp,
    patell,
    patell_sar_sum,
)

BATTERY: Mapping[str, Callable[[Evidence], TestResult]] = MappingProxyType(
    {
        "cross_sectional_t": cross_sectional_t,
        "skewness_adjusted_t": skewness_adjusted_t,
        "crude_dependence": crude_dependence,
        "patell": patell,
        "patell_sar_sum": patell_sar_sum,
        "adjusted_patell_event": partial(adjusted_patell, alignment="event"),
        "adjusted_patell_calendar": partial(adjusted_patell, alignment="calendar"),
        "bmp": bmp,
        "adjusted_bmp_event": partial(adjusted_bmp, alignment="event"),
        "adjusted_bmp_calendar": partial(adjusted_bmp, alignment="calendar"),
        "portfolio_t": portfolio_t,
        "portfolio_sq": portfolio_sq,
        "corrado_rank": corrado_rank,
        "corrado_zivney_rank": corrado_zivney_rank,
        "grank_t": grank_t,
        "grank_z": grank_z,
        "generalized_sign": generalized_sign,
        "sign": sign,
        "wilcoxon": wilcoxon,
        "mvrm_f": mvrm_f,
        "sign_gsar_t": sign_gsar_t,
        "jackknife": jackknife,
        "portfolio_sq_volatility_scaled": portfolio_sq_volatility_scaled,
    }
)


def run_battery(sample: EventSample, workers: int = 2) -> tuple[TestResult, ...]:
    """Run every test on a sample, in the order of ``BATTERY``.

    Each outcome is a test with its null, or the reason why it does not apply. The residuals
    are read once, ``workers`` blocks at a time.
    """
    given = evidence(sample, workers)
    return tuple(test(given) for test in BATTERY.values())
