"""What is asked of many names on one shared date."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.study import StudySpec
from dashboard.studies.request import OWN_MARKET, StudyRequest, study_request
from dashboard.studies.sector.universe import ALL_NAMES, known_identifier
from data.calendars import Policy
from data.load import SourceChoice


@dataclass(frozen=True, slots=True)
class SectorRequest:
    """Many names, one event, and how to study them.

    Attributes
    ----------
    names
        One of ``universe.identifiers()``: all names, a basket or a group.
    event, benchmark, spec, non_session, source
        As in ``StudyRequest``; the first window is measured.
    """

    names: str = ALL_NAMES
    event: str = "crash-2025-01-27"
    benchmark: str = ""
    spec: StudySpec = field(default_factory=StudySpec)
    non_session: Policy = "refuse"
    source: SourceChoice = "auto"

    def of(self, security: str) -> StudyRequest:
        """Return the request of one name's own study."""
        return StudyRequest(
            security=security,
            event=self.event,
            benchmark=self.benchmark,
            spec=self.spec,
            non_session=self.non_session,
            source=self.source,
        )


def sector_request(
    *,
    names: str = ALL_NAMES,
    event: str = "crash-2025-01-27",
    benchmark: str = OWN_MARKET,
    model: str = "market",
    estimation: str = "-250,-21",
    window: str = "0,0",
    returns: str = "simple",
    source: str = "auto",
) -> SectorRequest:
    """Read a request from text, as the URL and the command line give it.

    Raises
    ------
    DataError
        When there is no such basket or group.
    StudyError
        When a window cannot be read, or a name is not one of the choices.
    """
    asked = study_request(
        security="",
        event=event,
        benchmark=benchmark,
        model=model,
        estimation=estimation,
        windows=(window,),
        returns=returns,
        source=source,
    )
    return SectorRequest(
        names=known_identifier(names),
        event=asked.event,
        benchmark=asked.benchmark,
        spec=asked.spec,
        non_session=asked.non_session,
        source=asked.source,
    )
