"""The tests that take more than an instant: placebo dates, bootstrap, ranks with their ceiling."""

from __future__ import annotations

from typing import Final

from analysis.errors import N_
from analysis.significance.bootstrap import stationary_bootstrap_test
from analysis.significance.placebo import placebo_sample, placebo_test
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.significance.single_firm_ranks import corrado_one_firm, grank_one_firm
from analysis.study import WindowResult
from dashboard.studies.events import event_sessions
from dashboard.studies.single import Study

SEED: Final = 20250127
_TOO_SLOW: Final = ("garch",)


def more_tests(study: Study, window: WindowResult, seed: int = SEED) -> tuple[TestResult, ...]:
    """Return the placebo, bootstrap and rank tests of one window of a study.

    Parameters
    ----------
    window
        One of the study's windows.
    seed
        Seed of the bootstrap; the same seed gives the same p-value.
    """
    result = study.result
    event_window = window.car.window
    return (
        *_placebo(study, window),
        stationary_bootstrap_test(result.fit, result.abnormal, event_window, seed=seed),
        corrado_one_firm(result.fit, result.abnormal, event_window),
        grank_one_firm(result.fit, result.abnormal, event_window),
    )


def _placebo(study: Study, window: WindowResult) -> tuple[TestResult, ...]:
    if study.request.spec.model in _TOO_SLOW:
        return (
            UnavailableTest(
                name="placebo",
                title=N_("Placebo dates"),
                null=N_("The event's statistic is an ordinary draw from those of other dates."),
                reason=N_("Fitting “{model}” at every date of the history would take minutes."),
                facts={"model": study.request.spec.model},
            ),
        )
    sample = placebo_sample(
        study.returns.security,
        study.regressors.table,
        study.request.spec,
        window.car.window,
        [study.result.session, *event_sessions(study.security.exchange)],
    )
    tests = [placebo_test(sample, window.car.scar, "scar")]
    scaled = window.test("sq_volatility_scaled")
    if isinstance(scaled, HypothesisTest):
        tests.append(placebo_test(sample, scaled.statistic, "scaled"))
    return tuple(tests)
