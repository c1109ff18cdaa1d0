"""The three tables that a batch writes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from analysis.aggregation.averages import AverageAbnormalReturns
from analysis.normal_returns.models import MODELS
from analysis.panel.estimates import PanelEstimates
from analysis.significance.battery import BATTERY
from analysis.significance.result import HypothesisTest, TestResult
from analysis.windows import EventWindow
from dashboard.studies.batch_input import BatchEvent, BatchInput
from dashboard.studies.batch_request import BatchRequest

EVENT_COLUMNS = (
    "event_id", "security", "event_date", "session", "model", "window", "n_estimation",
    "alpha", "beta", "sigma2", "car", "car_se", "t", "df", "p", "scar", "status", "reason",
)  # fmt: skip
TEST_COLUMNS = (
    "window", "test", "statistic", "p_value", "distribution", "df", "null", "status", "reason",
)  # fmt: skip
AAR_COLUMNS = ("tau", "aar", "caar", "se")
NOTEWORTHY_SIZE = 0.075


def window_text(window: EventWindow) -> str:
    """Write a window as the command line takes it: -10,10."""
    return f"{window.first},{window.last}"


def event_rows(
    request: BatchRequest,
    given: BatchInput,
    estimates: Mapping[EventWindow, PanelEstimates],
    placed: list[int],
    overlaps: Mapping[str, str],
    reasons: Mapping[EventWindow, Mapping[int, str]],
) -> pd.DataFrame:
    """Return a row an event and window, in the order of the file and of the windows."""
    tables = [
        _window_rows(request, given, window, found, placed, overlaps, reasons[window])
        for window, found in estimates.items()
    ]
    together = pd.concat(tables, keys=range(len(tables)), names=["window_order", "event_order"])
    ordered = together.sort_index(level=["event_order", "window_order"])
    return ordered.reset_index(drop=True)[list(EVENT_COLUMNS)]


def _window_rows(
    request: BatchRequest,
    given: BatchInput,
    window: EventWindow,
    estimates: PanelEstimates,
    placed: list[int],
    overlaps: Mapping[str, str],
    refusals: Mapping[int, str],
) -> pd.DataFrame:
    n, lines = len(given.events), estimates.lines
    numbers = {
        "n_estimation": lines.n_estimation,
        "alpha": lines.alpha,
        "beta": lines.beta,
        "sigma2": lines.sigma2,
        "car": lines.car,
        "car_se": estimates.standard_error,
        "t": estimates.scar,
        "df": lines.df,
        "p": 2 * stats.t.sf(np.abs(estimates.scar), lines.df),
        "scar": estimates.scar,
    }
    full = {name: np.full(n, np.nan) for name in numbers}
    for name, values in numbers.items():
        full[name][placed] = values
    ok = np.zeros(n, dtype=bool)
    ok[placed] = estimates.ok
    frame = pd.DataFrame(
        {
            "event_id": [event.event_id for event in given.events],
            "security": [event.security for event in given.events],
            "event_date": [event.event_date for event in given.events],
            "session": [
                "" if event.row is None else str(given.dates[event.row].date())
                for event in given.events
            ],
            "model": request.spec.model,
            "window": window_text(window),
            **full,
            "status": np.where(ok, "ok", "failed"),
        }
    )
    frame["reason"] = [
        " ".join(
            part
            for part in (
                event.reason,
                refusals.get(i, ""),
                _missing_rows(request, given, event, full["n_estimation"][i]),
                overlaps.get(event.event_id, ""),
            )
            if part
        )
        for i, event in enumerate(given.events)
    ]
    for name in ("n_estimation", "df"):
        frame[name] = frame[name].astype("Int64")
    return frame


def _missing_rows(request: BatchRequest, given: BatchInput, event: BatchEvent, used: float) -> str:
    """Say how many estimation sessions lack a return; a model may leave out others by itself."""
    estimation = request.spec.estimation
    whole = len(estimation)
    if event.row is None or not used < whole:
        return ""
    security, start = given.columns[event.security], event.row + estimation.first
    needs = (given.panel.regressor(n, security) for n in MODELS[request.spec.model].needs)
    series = np.stack([given.panel.returns[security], *needs])
    missing = int(np.isnan(series[:, start : start + whole]).any(axis=0).sum())
    return f"{missing} of {whole} estimation sessions have no return." if missing else ""


def outcome_rows(tests: Mapping[EventWindow, tuple[TestResult, ...]]) -> pd.DataFrame:
    """Return a row a window and test; one that does not apply has its status and reason."""
    rows = []
    for window, outcomes in tests.items():
        rows += [_test_row(window, outcome) for outcome in outcomes]
        if not outcomes:
            rows += [_no_events(window, name) for name in (*BATTERY, "placebo")]
    return pd.DataFrame(rows, columns=list(TEST_COLUMNS))


def _test_row(window: EventWindow, outcome: TestResult) -> tuple[object, ...]:
    where = window_text(window)
    if not isinstance(outcome, HypothesisTest):
        return (
            where, outcome.name, np.nan, np.nan, "", "", outcome.null, "unavailable",
            outcome.explanation,
        )  # fmt: skip
    df = ",".join(f"{value:g}" for value in outcome.df)
    return (
        where, outcome.name, outcome.statistic, outcome.p_value, outcome.distribution, df,
        outcome.null, "ok", _caution(outcome),
    )  # fmt: skip


def _caution(outcome: HypothesisTest) -> str:
    if outcome.true_size is None or outcome.true_size < NOTEWORTHY_SIZE:
        return ""
    return (
        f"At the measured mean residual correlation of {outcome.facts['rbar']:.3f} this test "
        f"rejects a true null in about {outcome.true_size:.0%} of samples at a nominal 5%."
    )


def _no_events(window: EventWindow, name: str) -> tuple[object, ...]:
    where, reason = window_text(window), "No event could be studied in this window."
    return (where, name, np.nan, np.nan, "", "", "", "unavailable", reason)


def aar_frame(averages: AverageAbnormalReturns | None) -> pd.DataFrame:
    """Return tau, AAR, its running sum, and the cross-section standard error of the AAR."""
    if averages is None:
        return pd.DataFrame(columns=list(AAR_COLUMNS))
    columns = (averages.tau, averages.aar, averages.caar, averages.aar_se)
    return pd.DataFrame(dict(zip(AAR_COLUMNS, columns, strict=True)))
