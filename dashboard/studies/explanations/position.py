"""Two baskets as one portfolio, with what the explanations of its numbers need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.study import EventStudyResult, WindowResult
from dashboard.studies.basket import BasketStudy, Pair
from dashboard.studies.basket_members import Side
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.basket_spread import Spread
from dashboard.studies.explanations.naming import difference, side_name
from data.catalogue.text import Text
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """Long one basket and short another.

    Attributes
    ----------
    request
        What was asked.
    spread
        The study of the portfolio.
    long, short
        The two sides with their members.
    sources
        Prices of every security in the numbers, the benchmark first.
    """

    request: BasketRequest
    spread: Spread
    long: Side
    short: Side
    sources: tuple[LoadedPrices, ...]

    @property
    def name(self) -> Text:
        """Both sides by their names."""
        return difference(side_name(self.long), side_name(self.short))

    @property
    def result(self) -> EventStudyResult:
        """The study of the portfolio's returns."""
        return self.spread.result

    @property
    def headline(self) -> WindowResult:
        """The first window."""
        return self.spread.result.headline

    @property
    def made_from(self) -> tuple[tuple[str, dict[str, object]], ...]:
        """Nothing: a spread has no regressor that was made for it."""
        return ()

    @property
    def regressors(self) -> pd.DataFrame:
        """(T, k) what the model needs, on the sessions that all members share."""
        return self.long.members[0].regressors

    def side(self, *, short: bool) -> pd.Series:
        """Return the (T,) mean returns of a side's members."""
        members = (self.short if short else self.long).members
        values = np.mean([member.returns.to_numpy(dtype=float) for member in members], axis=0)
        return pd.Series(values, index=members[0].returns.index)


def position_of(study: BasketStudy | Pair) -> Position | None:
    """Return the spread of a study; None where no other basket was asked for."""
    if study.spread is None or study.short is None:
        return None
    return Position(study.request, study.spread, study.long, study.short, study.sources)
