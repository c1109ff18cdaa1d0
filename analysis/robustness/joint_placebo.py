"""How far the curve of the event lies among the curves of dates without one."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from analysis.normal_returns.models import MODELS
from analysis.robustness.curve_result import SpecificationCurve
from analysis.robustness.moved_curves import MovedCurves
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest


def joint_tests(curve: SpecificationCurve, moved: MovedCurves) -> tuple[TestResult, ...]:
    """Rank three summaries of the curve among those of the curves at other dates.

    Returns
    -------
    tuple
        Tests named joint_median, joint_median_scar and joint_share_beyond: p =
        (1 + #{|S_b| >= |S_0|}) / (B + 1), floor 1 / (B + 1). The event's summaries are those
        of the specifications that were moved.
    """
    same = np.array([MODELS[s.model].linear is not None for s in curve.specifications])
    titles = (
        ("joint_median", N_("Median estimate"), moved.median),
        ("joint_median_scar", N_("Median estimate over its standard error"), moved.median_scar),
        ("joint_share_beyond", N_("Share of intervals beyond zero"), moved.share_beyond),
    )
    if not len(moved.sessions):
        return tuple(
            UnavailableTest(name=name, title=title, null=NULL, reason=NO_DATES)
            for name, title, _ in titles
        )
    car, error = curve.car[same], curve.standard_error[same]
    median = float(np.median(car))
    beyond = curve.high[same] < 0 if median < 0 else curve.low[same] > 0
    observed = (median, float(np.median(car / error)), float(beyond.mean()))
    return tuple(
        _ranked(name, title, value, drawn, moved)
        for (name, title, drawn), value in zip(titles, observed, strict=True)
    )


def _ranked(
    name: str, title: str, observed: float, drawn: np.ndarray, moved: MovedCurves
) -> TestResult:
    b = len(drawn)
    as_far = int((np.abs(drawn) >= abs(observed)).sum())
    return HypothesisTest(
        name=name,
        title=title,
        null=NULL,
        assumes=ASSUMES,
        statistic=observed,
        p_value=(1 + as_far) / (b + 1),
        distribution="empirical",
        floor=1 / (b + 1),
        effective_n=b / moved.length,
        facts={"dates": float(b), "as_far": float(as_far)},
    )


NULL = N_(
    "The event's curve is an ordinary draw from the curves of the other dates, all "
    "specifications moved together."
)
ASSUMES = N_(
    "The other dates are like this one but for the event. Events that are not listed among them "
    "make the test cautious; neighbouring dates share sessions."
)
NO_DATES = N_(
    "At no date away from the listed events can every specification be measured with an "
    "estimation window of its own."
)
