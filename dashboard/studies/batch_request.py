"""What a batch is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.errors import N_, StudyError
from analysis.returns import ReturnKind
from analysis.sessions import SnapPolicy
from analysis.study_spec import StudySpec
from analysis.windows import EstimationWindow, EventWindow


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """A study of many events in a researcher's own files.

    Attributes
    ----------
    table
        File with ``date`` and one column a security and the market's.
    are_prices
        Whether it holds prices; else returns in fractions.
    events
        File with ``security``, ``event_date`` and optionally ``event_id``.
    market
        Column of the benchmark.
    spec
        Model, windows, kind of return, least estimation rows.
    non_session
        Where an event on a day without trading goes.
    sector
        Column of the sector's returns, for the model that needs one.
    weights
        File with ``security`` and ``weight`` (a fraction of the index before the event), for
        the market without the firm.
    calendar
        Exchange whose sessions the dates must be, such as XNYS.
    """

    table: Path
    are_prices: bool
    events: Path
    market: str
    spec: StudySpec
    non_session: SnapPolicy = "next"
    sector: str | None = None
    weights: Path | None = None
    calendar: str | None = None


def batch_spec(
    model: str,
    estimation: tuple[int, int],
    windows: list[tuple[int, int]],
    returns: ReturnKind,
    min_estimation: int,
) -> StudySpec:
    """Return the spec of a batch, each window once.

    Raises
    ------
    StudyError
        When a window runs backwards, overlaps the estimation window or repeats, or the model
        is unknown.
    """
    repeated = len(set(windows)) < len(windows)
    if repeated:
        raise StudyError(
            N_("{count} event windows were asked for."),
            N_("One of them is given twice."),
            N_("Give each window once."),
            count=len(windows),
        )
    return StudySpec(
        model=model,
        estimation=EstimationWindow(*estimation),
        windows=tuple(EventWindow(*window) for window in windows),
        returns=returns,
        min_estimation=min_estimation,
    )
