"""One security or many: from what a control names to the study that it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dashboard.studies.basket_request import BasketRequest, basket_request
from dashboard.studies.choices import BASKET, is_basket
from dashboard.studies.request import OWN_MARKET, StudyRequest, study_request
from data.calendars import Policy


@dataclass(frozen=True, slots=True)
class Asked:
    """What the controls say, whatever is studied.

    Attributes
    ----------
    subject
        A ticker, ``basket:ID``, or tickers with commas between them.
    event, benchmark, model, estimation, returns, source
        As in ``study_request``.
    non_session
        What becomes of a date without a session.
    """

    subject: str
    event: str
    benchmark: str = OWN_MARKET
    model: str = "market"
    estimation: str = "-250,-21"
    returns: str = "simple"
    source: str = "auto"
    non_session: Policy = "refuse"


@lru_cache(maxsize=2048)
def request_for(asked: Asked, windows: tuple[str, ...]) -> StudyRequest | BasketRequest:
    """Return the request of a study of one security, or of a basket.

    Raises
    ------
    DataError
        When a basket is not catalogued.
    StudyError
        When a window cannot be read, windows overlap, or a name is not one of the choices.
    """
    if not is_basket(asked.subject):
        return security_request(asked, windows)
    catalogued = asked.subject.upper().startswith(BASKET.upper())
    return basket_request(
        basket=(asked.subject[len(BASKET) :].strip() or BASKET) if catalogued else "",
        members="" if catalogued else asked.subject,
        event=asked.event,
        benchmark=asked.benchmark,
        model=asked.model,
        estimation=asked.estimation,
        windows=windows,
        returns=asked.returns,
        non_session=asked.non_session,
        source=asked.source,
    )


def security_request(asked: Asked, windows: tuple[str, ...]) -> StudyRequest:
    """Return the request of a study of one security.

    Raises
    ------
    StudyError
        As ``request_for``.
    """
    return study_request(
        security=asked.subject,
        event=asked.event,
        benchmark=asked.benchmark,
        model=asked.model,
        estimation=asked.estimation,
        windows=windows,
        returns=asked.returns,
        non_session=asked.non_session,
        source=asked.source,
    )
