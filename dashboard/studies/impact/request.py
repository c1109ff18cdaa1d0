"""What is asked about the size and the length of a move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeVar, cast

from analysis.errors import N_, StudyError
from analysis.windows import EventWindow, parse_window
from dashboard.once import once
from dashboard.studies.basket_request import DEFAULT_BASKET
from dashboard.studies.choices import BASKET, is_basket, members_of
from dashboard.studies.request import OWN_MARKET, StudyRequest, study_request
from dashboard.studies.single import default_benchmark
from dashboard.studies.sources import PriceLoader, loader
from data.catalogue import basket
from data.errors import DataError
from data.prices import PriceHistory

PriceKind = Literal["close", "total"]
PRICES: Final[dict[str, str]] = {
    "close": N_("closes"),
    "total": N_("closes with dividends put back in"),
}
"""Prices whose recovery is followed."""

LATER: Final = ("1,10", "1,5", "1,20")
"""Windows after the first day in which names may come back."""
AFTER: Final = (20, 40, 60)
"""Sessions after the event whose volatility is compared."""
GROUP: Final = f"{BASKET}{DEFAULT_BASKET}"

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class ImpactRequest:
    """A security and names beside it, one event, and how to measure them.

    Attributes
    ----------
    study
        The security, the event and the shared conventions; its first window is the headline.
    group
        Subject that the names stand for: ``basket:ID``, or tickers with commas between them.
    names
        Tickers of the group.
    price
        Which prices are to be back.
    later
        Window of the later abnormal returns.
    after
        Sessions after the event session whose volatility is measured.
    market_volume
        Whether normal volume follows the market's volume, or is its own mean.
    """

    study: StudyRequest = field(default_factory=StudyRequest)
    group: str = GROUP
    names: tuple[str, ...] = field(default_factory=lambda: members_of(GROUP))
    price: PriceKind = "close"
    later: EventWindow = EventWindow(1, 10)
    after: int = AFTER[0]
    market_volume: bool = False


def impact_request(
    *,
    subject: str,
    event: str,
    group: str = GROUP,
    benchmark: str = OWN_MARKET,
    model: str = "market",
    estimation: str = "-250,-21",
    window: str = "0,0",
    returns: str = "simple",
    source: str = "auto",
    price: str = "close",
    later: str = LATER[0],
    after: int = AFTER[0],
    market_volume: bool = False,
) -> ImpactRequest:
    """Read a request from text, as the command line and the URL give it.

    Parameters
    ----------
    subject
        A security; or a basket, which is then the group, and its first member the security.

    Raises
    ------
    DataError
        When a basket is not catalogued.
    StudyError
        When a window cannot be read, or a name is not one of the choices.
    """
    chosen = subject if is_basket(subject) else group
    names = _names(chosen)
    return ImpactRequest(
        study=study_request(
            security=names[0] if is_basket(subject) else subject,
            event=event,
            benchmark=benchmark,
            model=model,
            estimation=estimation,
            windows=(window,),
            returns=returns,
            source=source,
        ),
        group=chosen,
        names=names,
        price=_price(price),
        later=_later(later),
        after=_after(after),
        market_volume=market_volume,
    )


def benchmark_of(request: ImpactRequest, history: PriceHistory) -> str | None:
    """Return the benchmark named, or the security's own; None for one that is a benchmark."""
    if request.study.benchmark:
        return request.study.benchmark
    try:
        return default_benchmark(history)
    except StudyError:
        return None


def kept(
    do: Callable[[ImpactRequest, PriceLoader], Answer],
    request: ImpactRequest,
    uploads: Mapping[str, PriceHistory] | None = None,
    *,
    names: bool = False,
) -> Answer:
    """Return the answer to a request, done once for as long as its prices are the same.

    Parameters
    ----------
    do
        A function of a module, which answers the request with what loads prices.
    uploads
        Prices of one reader's session; with any, nothing is kept.
    names
        Whether the answer is about the names of the group, whichever security is asked for.

    Raises
    ------
    DataError, StudyError
        What ``do`` raises, kept as well.
    """
    load = loader(request.study.source, uploads)
    if uploads:
        return do(request, load)
    if names:
        request = replace(request, study=replace(request.study, security=request.names[0]))
    own = tuple(map(load, request.names if names else (request.study.security,)))
    others = dict.fromkeys(benchmark_of(request, found.history) for found in own)
    prices = (*own, *(load(other) for other in others if other))
    states = tuple(f"{p.history.provenance.sha256} {p.fallback!r}" for p in prices)
    answer = _kept(do, request, states)
    if isinstance(answer, StudyError | DataError):
        raise answer
    return cast("Answer", answer)


@once(128, heavy=True)
def _kept(
    do: Callable[[ImpactRequest, PriceLoader], object],
    request: ImpactRequest,
    prices: tuple[str, ...],
) -> object:
    del prices
    try:
        return do(request, loader(request.study.source))
    except (StudyError, DataError) as error:
        return error


def _names(group: str) -> tuple[str, ...]:
    if group.upper().startswith(BASKET.upper()):
        return basket(group[len(BASKET) :].upper()).tickers
    names = tuple(dict.fromkeys(part.strip() for part in group.split(",") if part.strip()))
    if not names:
        raise StudyError(
            N_("A group of the names “{text}” was asked for."),
            N_("It names no security."),
            N_("Choose a basket, or write tickers with commas between them."),
            text=group,
        )
    return names


def _price(text: str) -> PriceKind:
    if text not in PRICES:
        raise StudyError(
            N_("The recovery of “{price}” was asked for."),
            N_("There are no prices of that name."),
            N_("Choose one of: {choices}."),
            price=text,
            choices=", ".join(PRICES),
        )
    return cast("PriceKind", text)


def _later(text: str) -> EventWindow:
    window = EventWindow(*parse_window(text))
    if window.first < 1:
        raise StudyError(
            N_("A later window {window} was asked for."),
            N_("It holds the first day, which it is to be compared with."),
            N_("Begin it at tau = 1 or later."),
            window=window,
        )
    return window


def _after(sessions: int) -> int:
    if not 1 <= sessions <= 250:
        raise StudyError(
            N_("The volatility of {count} sessions after the event was asked for."),
            N_("Between 1 and 250 can be compared."),
            N_("Choose 20, 40 or 60, for example."),
            count=sessions,
        )
    return sessions
