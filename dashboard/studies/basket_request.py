"""What is asked of a basket: its members, the other side, and how to study them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from analysis.errors import N_, StudyError
from analysis.study import StudySpec
from dashboard.studies.choices import find_security
from dashboard.studies.request import OWN_MARKET, study_request
from data.calendars import Policy
from data.catalogue import basket as catalogued
from data.load import SourceChoice

DEFAULT_BASKET: Final = "GPU_INFRA"


@dataclass(frozen=True, slots=True)
class BasketRequest:
    """Securities on one shared date, and how to study them.

    Attributes
    ----------
    basket
        Identifier of a catalogued basket; empty for members of the reader's own choice.
    members
        Tickers chosen in place of the catalogued members; empty for those.
    against
        Identifier of the basket on the short side of a spread; empty for none.
    event, benchmark, spec, non_session, source
        As in ``StudyRequest``.
    placebo
        Whether to repeat the study on dates without an event.
    adjusted
        Whether to adjust the members' p-values by their largest on other dates (max-T), which
        takes longer than all the rest.
    """

    basket: str = DEFAULT_BASKET
    members: tuple[str, ...] = ()
    against: str = ""
    event: str = "crash-2025-01-27"
    benchmark: str = ""
    spec: StudySpec = field(default_factory=StudySpec)
    non_session: Policy = "refuse"
    source: SourceChoice = "auto"
    placebo: bool = False
    adjusted: bool = True


def basket_request(
    *,
    basket: str = "",
    members: str = "",
    against: str = "",
    event: str = "crash-2025-01-27",
    benchmark: str = OWN_MARKET,
    model: str = "market",
    estimation: str = "-250,-21",
    windows: Sequence[str] = ("0,0",),
    returns: str = "simple",
    dimson: tuple[int, int] = (1, 1),
    min_estimation: int = 100,
    non_session: Policy = "refuse",
    source: str = "auto",
    placebo: bool = False,
) -> BasketRequest:
    """Read a request from text, as the command line gives it.

    Parameters
    ----------
    basket, against
        Identifiers in any case. Without a basket and without members it is GPU_INFRA.
    members
        Tickers or names with commas between them.

    Raises
    ------
    DataError
        When a basket is not catalogued.
    StudyError
        When a window cannot be read, windows overlap, a name is not one of the choices, or no
        member is left among the commas.
    """
    asked = study_request(
        security="",
        event=event,
        benchmark=benchmark,
        model=model,
        estimation=estimation,
        windows=tuple(dict.fromkeys(windows)),
        returns=returns,
        dimson=dimson,
        min_estimation=min_estimation,
        non_session=non_session,
        source=source,
    )
    named = basket.strip() or ("" if members else DEFAULT_BASKET)
    return BasketRequest(
        basket=_identifier(named),
        members=_tickers(members),
        against=_identifier(against.strip()),
        event=asked.event,
        benchmark=asked.benchmark,
        spec=asked.spec,
        non_session=asked.non_session,
        source=asked.source,
        placebo=placebo,
    )


def _identifier(text: str) -> str:
    return catalogued(text.upper()).id if text else ""


def _tickers(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(find_security(part) for part in text.split(",") if part.strip()))
    if text and not found:
        raise StudyError(
            N_("A basket of the members “{text}” was asked for."),
            N_("It names no security."),
            N_("Write tickers with commas between them, for example NVDA,AVGO,AMD."),
            text=text,
        )
    return found
