"""Sellers, buyers, power and software side by side: each basket's CAAR with its two tests."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import stdtrit

from analysis.errors import StudyError
from analysis.significance.result import HypothesisTest, TestResult
from dashboard.studies.basket import BasketStudy, run
from dashboard.studies.basket_members import LeftOut
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.basket_window import BasketWindow
from dashboard.studies.sector.request import SectorRequest
from dashboard.studies.sources import PriceLoader
from data.catalogue import baskets
from data.errors import DataError


@dataclass(frozen=True, slots=True, eq=False)
class GroupMove:
    """One basket over the event window.

    Attributes
    ----------
    basket
        Identifier.
    study
        Everything behind the numbers.
    interval
        Of the CAAR, from the portfolio's own residual variance; None where it has none.
    """

    basket: str
    study: BasketStudy
    interval: tuple[float, float] | None

    @property
    def window(self) -> BasketWindow:
        """What the window shows."""
        return self.study.headline

    @property
    def portfolio(self) -> TestResult:
        """The t test with the portfolio's residual variance."""
        return self.window.test("portfolio_t")


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """All baskets, lowest CAAR first, and those that cannot be studied with the reason."""

    moves: tuple[GroupMove, ...]
    left_out: tuple[LeftOut, ...]


def basket_request_of(request: SectorRequest, basket: str, against: str = "") -> BasketRequest:
    """Return the request of one basket, or of its spread over another."""
    return BasketRequest(
        basket=basket,
        against=against,
        event=request.event,
        benchmark=request.benchmark,
        spec=request.spec,
        non_session=request.non_session,
        source=request.source,
    )


def study_groups(request: SectorRequest, load: PriceLoader | None = None) -> Groups:
    """Study every catalogued basket; one that cannot be studied is listed with its reason."""
    moves: list[GroupMove] = []
    left: list[LeftOut] = []
    for entry in baskets():
        try:
            moves.append(group_move(request, entry.id, load))
        except (StudyError, DataError) as refusal:
            left.append(LeftOut(entry.id, refusal))
    return Groups(tuple(sorted(moves, key=lambda move: move.window.caar)), tuple(left))


def group_move(request: SectorRequest, basket: str, load: PriceLoader | None = None) -> GroupMove:
    """Study one basket.

    Raises
    ------
    DataError, StudyError
        When it cannot be studied.
    """
    study = run(basket_request_of(request, basket), load)
    test = study.headline.test("portfolio_t")
    interval = None
    if isinstance(test, HypothesisTest):
        half = float(stdtrit(test.df[0], 0.5 + request.spec.level / 2)) * test.facts["se"]
        interval = (study.headline.caar - half, study.headline.caar + half)
    return GroupMove(basket, study, interval)


def study_spread(
    request: SectorRequest, long: str, short: str, load: PriceLoader | None = None
) -> BasketStudy:
    """Study one basket against another.

    Raises
    ------
    DataError, StudyError
        When a side cannot be studied, or both hold one name.
    """
    return run(basket_request_of(request, long, short), load)
