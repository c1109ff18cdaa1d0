"""The stories of the cause, side by side: what each implies, and what the spreads did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from analysis.errors import StudyError
from analysis.significance.multiplicity import benjamini_hochberg
from analysis.significance.result import HypothesisTest
from dashboard.studies.basket import Pair, run_pair
from dashboard.studies.basket_request import BasketRequest
from data.catalogue import Mechanism, Prediction, mechanisms
from data.errors import DataError

Verdict = Literal["agrees", "contradicts", "undecided", "not tested"]
Do = Callable[[BasketRequest], Pair]
Progress = Callable[[int, int], None]

TEST: Final = "sq_volatility_scaled"
ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class SpreadOutcome:
    """What the spread between two baskets did.

    Attributes
    ----------
    long, short
        Identifiers of the baskets.
    car, interval
        Its CAR and the prediction interval, in fractions.
    p_value, floor
        Two-sided p-value of the volatility-scaled SQ test, and the smallest that it can give.
    adjusted
        Benjamini-Hochberg p-value over all spreads of the race.
    members
        Tickers of the two sides.
    """

    long: str
    short: str
    car: float
    interval: tuple[float, float]
    p_value: float
    floor: float
    adjusted: float
    members: tuple[tuple[str, ...], tuple[str, ...]]

    def verdict(self, prediction: Prediction) -> Verdict:
        """Say whether the spread moved as predicted, at a false-discovery rate of 5 %."""
        if self.adjusted > ALPHA:
            return "undecided"
        return "agrees" if (self.car > 0) == (prediction.sign == "up") else "contradicts"


@dataclass(frozen=True, slots=True, eq=False)
class Race:
    """All stories with the outcomes of their predictions.

    Attributes
    ----------
    mechanisms
        The stories.
    spreads
        By (long, short): the outcome, or why there is none.
    studies
        The studies behind the outcomes.
    """

    mechanisms: tuple[Mechanism, ...]
    spreads: dict[tuple[str, str], SpreadOutcome | StudyError | DataError]
    studies: tuple[Pair, ...]

    def verdict(self, prediction: Prediction) -> Verdict:
        """Return what became of one prediction."""
        found = self.spreads[prediction.long, prediction.short]
        return found.verdict(prediction) if isinstance(found, SpreadOutcome) else "not tested"

    def counts(self, mechanism: Mechanism) -> dict[Verdict, int]:
        """Count the verdicts of a story's predictions."""
        verdicts = [self.verdict(prediction) for prediction in mechanism.predictions]
        order: tuple[Verdict, ...] = ("agrees", "contradicts", "undecided", "not tested")
        return {verdict: verdicts.count(verdict) for verdict in order}


def raced() -> tuple[str, ...]:
    """Return the baskets that the stories speak of."""
    sides = (
        side for story in mechanisms() for p in story.predictions for side in (p.long, p.short)
    )
    return tuple(dict.fromkeys(sides))


def race(request: BasketRequest, do: Do = run_pair, progress: Progress | None = None) -> Race:
    """Measure every spread that a story speaks of, each once.

    Parameters
    ----------
    request
        Event, window, benchmark and model; its baskets are replaced by those of the stories.
    do
        What studies a basket against another.
    progress
        Called with the spreads done and their number.
    """
    tell = progress or (lambda _done, _total: None)
    stories = mechanisms()
    pairs = list(dict.fromkeys((p.long, p.short) for story in stories for p in story.predictions))
    found: dict[tuple[str, str], SpreadOutcome | StudyError | DataError] = {}
    studies: list[Pair] = []
    for i, (long, short) in enumerate(pairs):
        tell(i, len(pairs))
        try:
            study = do(replace(request, basket=long, members=(), against=short, placebo=False))
            found[long, short] = _outcome(study)
            studies.append(study)
        except (StudyError, DataError) as refusal:
            found[long, short] = refusal
    return Race(stories, _adjusted(found), tuple(studies))


def _outcome(study: Pair) -> SpreadOutcome:
    spread = study.spread
    headline = spread.result.headline
    test = headline.test(TEST)
    if not isinstance(test, HypothesisTest):
        test = headline.test("sq")
    known = isinstance(test, HypothesisTest)
    return SpreadOutcome(
        long=spread.long,
        short=spread.short,
        car=headline.car.value,
        interval=headline.interval,
        p_value=test.p_value if isinstance(test, HypothesisTest) else 1.0,
        floor=(test.floor or 0.0) if isinstance(test, HypothesisTest) else 1.0,
        adjusted=1.0 if not known else np.nan,
        members=(study.long.tickers, study.short.tickers),
    )


def _adjusted(
    found: dict[tuple[str, str], SpreadOutcome | StudyError | DataError],
) -> dict[tuple[str, str], SpreadOutcome | StudyError | DataError]:
    """Adjust over the spreads; one and its reverse count once, for they are one test."""
    outcomes = [entry for entry in found.values() if isinstance(entry, SpreadOutcome)]
    unordered: dict[frozenset[str], float] = {}
    for entry in outcomes:
        unordered.setdefault(frozenset((entry.long, entry.short)), entry.p_value)
    if not unordered:
        return found
    values = benjamini_hochberg(np.array(list(unordered.values())))
    by_pair = dict(zip(unordered, values.tolist(), strict=True))
    return {
        pair: replace(entry, adjusted=by_pair[frozenset(pair)])
        if isinstance(entry, SpreadOutcome)
        else entry
        for pair, entry in found.items()
    }
