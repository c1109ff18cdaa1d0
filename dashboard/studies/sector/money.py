"""What the names' moves were worth in dollars, where the share counts are sound."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from analysis.errors import N_
from analysis.sessions import row_of
from dashboard.studies.basket_members import LeftOut, Reason
from dashboard.studies.basket_weights import NO_CLOSE, PROXY
from dashboard.studies.sector.move import NameMove
from dashboard.studies.sector.names import NamesStudy
from data.errors import DataError
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_shares import ShareCount, shares_outstanding

CURRENCY: Final = "USD"
NOT_DOLLARS: Final = N_("Its prices are in {own}; no exchange rate is embedded.")
OTHER_CLASS: Final = N_("The count of {other} holds all share classes, this one among them.")
SAME_COMPANY: Final = {"GOOG": "GOOGL"}
"""Classes whose share count is that of all classes, and the class that stands for all."""


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """Market value that one name gained or lost over the window, in dollars.

    Attributes
    ----------
    security, group
        Who.
    shares
        The share count with its day and basis.
    days, closes
        The close before the window and the last one in it; closes are not adjusted.
    """

    security: str
    group: str
    shares: ShareCount
    days: tuple[date, date]
    closes: tuple[float, float]

    @property
    def before(self) -> float:
        """Market value before the window."""
        return self.shares.shares * self.closes[0]

    @property
    def change(self) -> float:
        """Change of the market value; negative is a loss."""
        return self.shares.shares * (self.closes[1] - self.closes[0])

    @property
    def fraction(self) -> float:
        """Change of the close, in fractions."""
        return self.closes[1] / self.closes[0] - 1


@dataclass(frozen=True, slots=True)
class MoneyStudy:
    """The moves in dollars, and the names without one.

    Attributes
    ----------
    moves
        Largest loss first.
    left_out
        Names without a sound share count or close, with the reason.
    """

    moves: tuple[MoneyMove, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def lost(self) -> float:
        """Sum of the losses, a number of zero or less."""
        return sum(move.change for move in self.moves if move.change < 0)

    @property
    def gained(self) -> float:
        """Sum of the gains."""
        return sum(move.change for move in self.moves if move.change > 0)


def money_of(study: NamesStudy) -> MoneyStudy:
    """Turn the moves of names into dollars.

    Closes are the snapshot's: the share counts are on the share basis of January 2025, and
    only the snapshot's closes are. A proxy count gives no market value.
    """
    studied = {move.security for move in study.moves}
    moves: list[MoneyMove] = []
    left: list[LeftOut] = []
    for move in study.moves:
        found = _money(move, study, studied)
        if isinstance(found, MoneyMove):
            moves.append(found)
        else:
            left.append(LeftOut(move.security, found))
    return MoneyStudy(tuple(sorted(moves, key=lambda entry: entry.change)), tuple(left))


def _money(move: NameMove, study: NamesStudy, studied: set[str]) -> MoneyMove | Reason | DataError:
    other = SAME_COMPANY.get(move.security)
    if other in studied:
        return Reason(OTHER_CLASS, {"other": other})
    currency = study.loaded[move.security].history.currency
    if currency != CURRENCY:
        return Reason(NOT_DOLLARS, {"own": currency})
    try:
        shares = shares_outstanding(move.security)
        closes = snapshot_prices(move.security).on_sessions().closes
    except DataError as error:
        return error
    if shares.is_proxy:
        return Reason(PROXY)
    window = study.request.spec.windows[0]
    row0 = row_of(closes.index, move.session)
    rows = row0 + window.first - 1, row0 + window.last
    if row0 < 0 or rows[0] < 0 or rows[1] >= len(closes):
        return Reason(NO_CLOSE, {"day": move.session})
    days = closes.index[rows[0]].date(), closes.index[rows[1]].date()
    values = float(closes.iloc[rows[0]]), float(closes.iloc[rows[1]])
    for day, value in zip(days, values, strict=True):
        if math.isnan(value):
            return Reason(NO_CLOSE, {"day": day})
    return MoneyMove(move.security, move.group, shares, days, values)
