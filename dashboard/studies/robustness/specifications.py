"""One event of one security under every defensible specification, and on other dates."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final

from analysis.errors import N_, StudyError
from analysis.returns import RETURN_KINDS
from analysis.robustness.curve import specification_curve
from analysis.robustness.curve_result import SpecificationCurve
from analysis.robustness.joint_placebo import joint_tests
from analysis.robustness.moved_curves import CurvesElsewhere, MovedCurves, curves_elsewhere
from analysis.robustness.specification import Specification, combinations
from analysis.significance.result import TestResult
from analysis.windows import EstimationWindow, EventWindow
from dashboard.once import once
from dashboard.studies.choices import is_basket
from dashboard.studies.events import DatedEvent, event_sessions
from dashboard.studies.request import StudyRequest
from dashboard.studies.robustness.series import (
    BENCHMARKS,
    MODELS_TRIED,
    SLOW_MODELS,
    NotDone,
    SeriesOfSecurity,
    series_of,
    specification_of,
)
from dashboard.studies.sources import PriceLoader, loader

ESTIMATIONS: Final = tuple(
    EstimationWindow(*window)
    for window in ((-250, -21), (-250, -31), (-250, -11), (-140, -21), (-120, -21))
)
WINDOWS: Final = tuple(
    EventWindow(*window)
    for window in (
        (0, 0),
        (0, 1),
        (0, 2),
        (0, 5),
        (0, 10),
        (-1, 0),
        (-1, 1),
        (-2, 2),
        (-5, 5),
    )
)

MEASURING: Final = N_("Measuring the specifications")
MOVING: Final = N_("Moving the curve to other dates")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class CurveRequest:
    """Which curve is asked for.

    Attributes
    ----------
    study
        The reader's own choices; its first window is the one chosen.
    one_window
        Whether all specifications share the chosen event window.
    slow
        Whether models that are not estimated by least squares are measured as well.
    """

    study: StudyRequest
    one_window: bool = False
    slow: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Firmness:
    """The curve with what must stand beside it.

    Attributes
    ----------
    request
        What was asked.
    event
        The event and its session.
    series
        What it was measured on.
    chosen
        The reader's own specification.
    curve
        The estimates.
    refused
        Every specification without an estimate, with the reason.
    moved, joint
        The curve's summaries at other dates, and the tests that rank the event among them.
    """

    request: CurveRequest
    event: DatedEvent
    series: SeriesOfSecurity
    chosen: Specification
    curve: SpecificationCurve
    refused: tuple[tuple[Specification, NotDone], ...]
    moved: MovedCurves
    joint: tuple[TestResult, ...]

    @property
    def chosen_place(self) -> int | None:
        """Where the reader's own specification stands in the curve, from 0."""
        return self.curve.place(self.chosen)

    @property
    def reasons(self) -> Mapping[NotDone, tuple[Specification, ...]]:
        """The refused specifications by reason, reasons that read alike together."""
        first: dict[tuple[object, ...], NotDone] = {}
        found: dict[NotDone, list[Specification]] = {}
        for specification, error in self.refused:
            alike = first.setdefault((*error.templates, *map(str, error.facts.values())), error)
            found.setdefault(alike, []).append(specification)
        return {error: tuple(rest) for error, rest in found.items()}


def run(
    request: CurveRequest, load: PriceLoader | None = None, progress: Progress | None = None
) -> Firmness:
    """Measure the event under every specification and move the curve to other dates.

    Parameters
    ----------
    load
        What loads prices; the source that the request names where not given.
    progress
        Called with what is being done, and how much of how much is.

    Raises
    ------
    DataError, StudyError
        When the security or its index cannot be had, the event has no session, or no
        specification has an estimate.
    """
    tell = progress or (lambda _what, _done, _total: None)
    study = request.study
    require_one_security(study.security)
    series = series_of(study, load or loader(study.source))
    event = series.session_of(study)
    chosen = specification_of(study, series.index.history.security)
    wanted = _wanted(request, chosen)
    refused: list[tuple[Specification, NotDone]] = []
    ready = []
    for specification in wanted:
        error = series.refusal(specification)
        if error is None:
            ready.append(specification)
        else:
            refused.append((specification, error))
    if not ready:
        raise refused[0][1]
    rows = study.spec.min_estimation
    curve = specification_curve(
        series.data,
        event.session,
        ready,
        study.spec.level,
        rows,
        lambda done, total: tell(MEASURING, done, total),
    )
    measured = set(curve.specifications)
    moved = _elsewhere(
        series,
        tuple(specification for specification in ready if specification in measured),
        study.spec.level,
        rows,
        lambda done, total: tell(MOVING, done, total),
    ).without(event.session)
    return Firmness(
        request=request,
        event=event,
        series=series,
        chosen=chosen,
        curve=curve,
        refused=(*refused, *((entry.specification, entry.error) for entry in curve.refused)),
        moved=moved,
        joint=joint_tests(curve, moved),
    )


def _of_specifications(
    series: SeriesOfSecurity,
    specifications: tuple[Specification, ...],
    level: float,
    min_estimation: int,
    _progress: Callable[[int, int], None],
) -> Hashable:
    return series, frozenset(specifications), level, min_estimation


@once(16, by=_of_specifications)
def _elsewhere(
    series: SeriesOfSecurity,
    specifications: tuple[Specification, ...],
    level: float,
    min_estimation: int,
    progress: Callable[[int, int], None],
) -> CurvesElsewhere:
    """Return the curve at dates away from all listed events: the same for each of them."""
    events = event_sessions(series.loaded.history.exchange)
    return curves_elsewhere(series.data, specifications, events, level, min_estimation, progress)


def require_one_security(subject: str) -> None:
    """Refuse a basket.

    Raises
    ------
    StudyError
        When many securities are named.
    """
    if is_basket(subject):
        raise StudyError(
            N_("The firmness of the result for {subject} was asked for."),
            N_("This part measures one security in many ways, not many securities."),
            N_("Choose one security; which tests of a basket to believe is another part."),
            subject=subject,
        )


def _wanted(request: CurveRequest, chosen: Specification) -> tuple[Specification, ...]:
    models = (*MODELS_TRIED, *(SLOW_MODELS if request.slow else ()))
    windows = (chosen.window,) if request.one_window else WINDOWS
    grid = combinations(models, BENCHMARKS, ESTIMATIONS, windows, RETURN_KINDS)
    return grid if chosen in grid else (*grid, chosen)
