"""What is asked of a study: the page's controls, the URL and the command line in one type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from analysis.errors import N_, StudyError
from analysis.returns import ReturnKind
from analysis.study import StudySpec
from analysis.windows import EstimationWindow, EventWindow, parse_window
from dashboard.studies.choices import find_security
from data.calendars import Policy
from data.load import SourceChoice

SOURCES: Final[tuple[SourceChoice, ...]] = ("auto", "snapshot", "yahoo")
OWN_MARKET = "auto"
"""What stands for the index of the security's own market where a benchmark is named."""


@dataclass(frozen=True, slots=True)
class StudyRequest:
    """One security, one event, and how to study it.

    Attributes
    ----------
    security
        Ticker.
    event
        Identifier of a catalogued event, a date, or an instant with its zone.
    benchmark
        Ticker of the benchmark; empty for the index of the security's own market.
    spec
        Model, windows and conventions.
    non_session
        What becomes of a date without a session.
    source
        Which prices: the embedded snapshot, what was fetched from Yahoo Finance, or whichever
        of them reaches further.
    """

    security: str = "NVDA"
    event: str = "crash-2025-01-27"
    benchmark: str = ""
    spec: StudySpec = field(default_factory=StudySpec)
    non_session: Policy = "refuse"
    source: SourceChoice = "auto"


def study_request(
    *,
    security: str,
    event: str,
    benchmark: str = OWN_MARKET,
    model: str = "market",
    estimation: str = "-250,-21",
    windows: Sequence[str] = ("0,0",),
    returns: str = "simple",
    level: float = 0.95,
    dimson: tuple[int, int] = (1, 1),
    min_estimation: int = 100,
    non_session: Policy = "refuse",
    source: str = "auto",
) -> StudyRequest:
    """Read a request from text, as the command line and the URL give it.

    Raises
    ------
    StudyError
        When a window cannot be read, windows overlap, or a name is not one of the choices.
    """
    return StudyRequest(
        security=find_security(security),
        event=event.strip(),
        benchmark="" if benchmark == OWN_MARKET else find_security(benchmark),
        spec=StudySpec(
            model=model,
            estimation=EstimationWindow(*parse_window(estimation)),
            windows=tuple(EventWindow(*parse_window(window)) for window in windows),
            returns=cast("ReturnKind", returns),
            level=level,
            min_estimation=min_estimation,
            dimson_lags=dimson[0],
            dimson_leads=dimson[1],
        ),
        non_session=non_session,
        source=_source(source),
    )


def _source(text: str) -> SourceChoice:
    known = {choice: choice for choice in SOURCES}
    if text not in known:
        raise StudyError(
            N_("Prices from “{source}” were asked for."),
            N_("There is no source of that name."),
            N_("Choose one of: {choices}."),
            source=text,
            choices=", ".join(SOURCES),
        )
    return known[text]
