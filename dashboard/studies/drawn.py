"""A study with the sessions that its charts can draw, which may be fewer than were asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.errors import StudyError
from analysis.windows import EventWindow, parse_window
from dashboard.studies.basket import BasketStudy
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.request import StudyRequest
from dashboard.studies.single import Study
from dashboard.studies.subject import Asked, request_for

AnyStudy = Study | BasketStudy
Do = Callable[[StudyRequest | BasketRequest], AnyStudy]
"""Does the study that a request asks for."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A study and the sessions to draw; equal to another of the same study and sessions.

    Attributes
    ----------
    study
        The study; its first window is the one asked for.
    span
        Sessions to draw.
    undrawn
        Why these are not the sessions asked for; None where they are.
    """

    study: AnyStudy
    span: EventWindow
    undrawn: StudyError | None = field(default=None, compare=False)


def drawn(asked: Asked, window: str, span: str, do: Do) -> Drawn:
    """Do a study and say which sessions to draw, and why not those asked for.

    A day near the end of the prices still has its numbers, though not ten sessions after it.

    Raises
    ------
    DataError, StudyError
        When the study cannot be done even without the sessions around its window.
    """
    wide = EventWindow(*parse_window(span))
    try:
        study = do(request_for(asked, (window, span)))
    except StudyError as error:
        return _narrower(asked, window, wide, error, do)
    if isinstance(study, BasketStudy):
        lost = [left.why for left in study.long.left_out if isinstance(left.why, StudyError)]
        alone = do(request_for(asked, (window,))) if lost else study
        if isinstance(alone, BasketStudy) and len(alone.long.members) > len(study.long.members):
            return _one_sided(asked, window, wide, alone, lost[0], do)
    return Drawn(study, wide)


def _narrower(asked: Asked, window: str, wide: EventWindow, error: StudyError, do: Do) -> Drawn:
    alone = do(request_for(asked, (window,)))
    if isinstance(alone, BasketStudy):
        return _one_sided(asked, window, wide, alone, error, do)
    estimated_to = alone.request.spec.estimation.last
    fits = alone.returns.complete_around(
        alone.result.session, wide, estimated_to if estimated_to < 0 else wide.first - 1
    )
    if fits is None or fits == wide:
        return Drawn(alone, alone.headline.car.window, error)
    return Drawn(do(request_for(asked, (window, f"{fits.first},{fits.last}"))), fits, error)


def _one_sided(
    asked: Asked, window: str, wide: EventWindow, alone: BasketStudy, error: StudyError, do: Do
) -> Drawn:
    """Draw a basket's sessions on one side of its window, where that costs no member."""
    own = alone.headline.window
    for first, last in ((min(wide.first, own.first), own.last), (own.first, wide.last)):
        try:
            study = do(request_for(asked, (window, f"{first},{last}")))
        except StudyError:
            continue
        if isinstance(study, BasketStudy) and study.long.tickers == alone.long.tickers:
            return Drawn(study, EventWindow(first, last), error)
    return Drawn(alone, own, error)
