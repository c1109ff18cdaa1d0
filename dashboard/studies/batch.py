"""Many events at once, in a researcher's own files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.aggregation.averages import average_abnormal_returns
from analysis.errors import StudyError
from analysis.event_sample import EventSample
from analysis.events import PlacedEvent
from analysis.normal_returns.models import MODELS
from analysis.panel.estimates import PanelEstimates, estimate_events
from analysis.panel.lines import LINES
from analysis.panel.returns_panel import PanelEvents, PanelSpec
from analysis.panel.sample import panel_sample
from analysis.significance.basket_placebo import MOST, basket_placebo_test
from analysis.significance.battery import run_battery
from analysis.significance.result import TestResult
from analysis.study import run_study
from analysis.windows import EventWindow, hull
from dashboard.studies.batch_input import BatchEvent, BatchInput, read_batch
from dashboard.studies.batch_overlaps import overlap_texts
from dashboard.studies.batch_request import BatchRequest
from dashboard.studies.batch_rows import aar_frame, event_rows, outcome_rows

# Placebo events of a model that is estimated one event at a time.
MOST_FITS = 2_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class BatchResult:
    """What a batch found.

    Attributes
    ----------
    events
        A row an event and window.
    tests
        A row a window and test.
    aar
        A row a session of the first window.
    notes
        What people should know, as English sentences.
    studied
        Rows of ``events`` with numbers.
    """

    events: pd.DataFrame
    tests: pd.DataFrame
    aar: pd.DataFrame
    notes: tuple[str, ...]
    studied: int


def run_batch(request: BatchRequest, progress: Progress | None = None) -> BatchResult:
    """Study every event of a batch in every window, and test them together.

    Parameters
    ----------
    request
        Files and conventions.
    progress
        Called with what is being done, and how much of how much is.

    Raises
    ------
    DataError, StudyError
        When a file cannot be used. An event that cannot be studied is a row with its reason.
    """
    tell = progress or (lambda _what, _done, _total: None)
    tell("Reading files", 0, 1)
    given = read_batch(request)
    overlaps = _overlaps(request, given)
    placed = [i for i, event in enumerate(given.events) if event.row is not None]
    where = PanelEvents(
        *(
            pd.array(values, dtype="int64").to_numpy()
            for values in (
                [given.columns[given.events[i].security] for i in placed],
                [given.events[i].row for i in placed],
            )
        )
    )
    studied = [
        _study_window(request, given, placed, where, window, tell)
        for window in request.spec.windows
    ]
    first = studied[0].sample
    return BatchResult(
        events=event_rows(
            request,
            given,
            {w.window: w.estimates for w in studied},
            placed,
            overlaps,
            {w.window: w.reasons for w in studied},
        ),
        tests=outcome_rows({w.window: w.tests for w in studied}),
        aar=aar_frame(None if first is None else average_abnormal_returns(first)),
        notes=given.notes,
        studied=sum(int(w.estimates.ok.sum()) for w in studied),
    )


@dataclass(frozen=True, slots=True, eq=False)
class WindowStudy:
    """One window of a batch: estimates, sample (None without events), tests and refusals."""

    window: EventWindow
    estimates: PanelEstimates
    sample: EventSample | None
    tests: tuple[TestResult, ...]
    reasons: dict[int, str]


def _study_window(
    request: BatchRequest,
    given: BatchInput,
    placed: list[int],
    where: PanelEvents,
    window: EventWindow,
    tell: Progress,
) -> WindowStudy:
    label, done = f"Window {window}", 0
    spec = PanelSpec.of(request.spec, window)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        tell(label, done, len(where))

    estimates = estimate_events(given.panel, where, spec, progress=advance)
    reasons = {
        placed[k]: _why_not(request, given, given.events[placed[k]], window)
        for k in range(len(where))
        if not estimates.ok[k]
    }
    if not estimates.ok.any():
        return WindowStudy(window, estimates, None, (), reasons)
    sample = panel_sample(given.panel, estimates)
    tell(f"Tests of {window}", 0, 1)
    most = MOST if spec.model in LINES else MOST_FITS
    placebo = basket_placebo_test(given.panel, where[estimates.ok], spec, most=most)
    return WindowStudy(window, estimates, sample, (*run_battery(sample), placebo), reasons)


def _why_not(
    request: BatchRequest, given: BatchInput, event: BatchEvent, window: EventWindow
) -> str:
    """Let the study of this one event say why it cannot be done."""
    column, row = given.columns[event.security], event.row
    if row is None:
        return event.reason
    returns = pd.Series(given.panel.returns[column], index=given.dates, name=event.security)
    needs = MODELS[request.spec.model].needs
    regressors = pd.DataFrame(
        {name: given.panel.regressor(name, column) for name in needs}, index=given.dates
    )
    spec = PanelSpec.of(request.spec, window).study_spec()
    try:
        run_study(returns, regressors, given.dates[row].date(), spec)
    except StudyError as error:
        return str(error)
    return "The model gives no variance to measure the event against."


def _overlaps(request: BatchRequest, given: BatchInput) -> Mapping[str, str]:
    placed = [
        PlacedEvent(event.event_id, event.security, event.row)
        for event in given.events
        if event.row is not None
    ]
    return overlap_texts(placed, hull(request.spec.windows))


def write_batch(result: BatchResult, out: Path) -> tuple[Path, ...]:
    """Write events.csv, tests.csv and aar.csv; a reader sees the old files or the new ones.

    Floating-point numbers are written so that they read back exactly.
    """
    out.mkdir(parents=True, exist_ok=True)
    tables = {"events.csv": result.events, "tests.csv": result.tests, "aar.csv": result.aar}
    with tempfile.TemporaryDirectory(prefix=".batch-", dir=out) as folder:
        for name, table in tables.items():
            table.to_csv(Path(folder) / name, index=False, encoding="utf-8", lineterminator="\n")
        for name in tables:
            os.replace(Path(folder) / name, out / name)
    return tuple(out / name for name in tables)
