"""How the smallest effect that a claim's test could see is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from analysis.errors import N_
from analysis.verdicts.tails import Direction
from dashboard.studies.explanations.claims.ordinary import ranked_rows, scale_steps, sums_code
from dashboard.studies.explanations.claims.tested import Tested, estimation_step
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import lines, number, percent
from dashboard.studies.ledger.formal import is_scaled, reference_of

TITLE: Final = N_("Smallest effect that could be seen")
MEANING: Final = N_(
    "An estimate beyond this size would have had a p-value of {level} or less, before the "
    "adjustment for other tests: a true effect of this size is seen about half of the time."
)
SIDES: Final = {
    "above": r"\max(0,\; {symbol}_{{({high})}})",
    "below": r"\max(0,\; -{symbol}_{{({low})}})",
    "either": r"\max(-{symbol}_{{({low})}},\; {symbol}_{{({high})}})",
}
PUT_IN: Final = {
    "above": r"\max(0,\; {high})",
    "below": r"\max(0,\; -({low}))",
    "either": r"\max(-({low}),\; {high})",
}
PYTHON: Final = {
    "above": "max(0, ordered[-k])",
    "below": "max(0, -ordered[k - 1])",
    "either": "max(-ordered[k - 1], ordered[-k])",
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """The ordinary values that an estimate must lie beyond.

    Attributes
    ----------
    level
        Largest p-value that counts.
    side
        On which side the claim's direction counts.
    n, k
        Ordinary values, and how far from the end of their order the threshold lies.
    low, high
        The k-th from below and from above.
    """

    level: float
    side: Literal["above", "below", "either"]
    n: int
    k: int
    low: float
    high: float

    def general(self, symbol: str, unit: str) -> tuple[str, str]:
        """Return the formula: which place in the order, and the value there."""
        share = r"\alpha" if self.side != "either" else r"\tfrac{\alpha}{2}"
        sides = SIDES[self.side].format(symbol=symbol, low="k", high="n+1-k")
        return rf"k = \lfloor {share}\,(n + 1) \rfloor", f"{unit}{sides}"

    def put_in(self, low: str, high: str) -> tuple[str, str]:
        """Return the same with the values put in, those of the order as written."""
        share = f"{self.level:g}" if self.side != "either" else rf"\tfrac{{{self.level:g}}}{{2}}"
        place = rf"k = \lfloor {share} \cdot {self.n + 1} \rfloor = {self.k}"
        return place, PUT_IN[self.side].format(low=low, high=high)

    def steps(self, symbol: str) -> tuple[Step, ...]:
        """Say what the symbols are."""
        return (
            (
                N_("${symbol}$ = {value}: the level, {sides}"),
                {
                    "symbol": r"\alpha",
                    "value": Quantity(self.level, "share", 0),
                    "sides": N_("half of it on either side")
                    if self.side == "either"
                    else N_("on the side that the claim names"),
                },
            ),
            (
                N_("${symbol}$: the ordinary values from the lowest to the highest, below"),
                {"symbol": f"{symbol}_{{(j)}}"},
            ),
            (
                N_("${symbol}$ = {value}: how many there are"),
                {"symbol": "n", "value": Quantity(self.n, "number", 0)},
            ),
        )

    def code(self, values: str) -> str:
        """Return the lines that leave ``k``, ``ordered`` and ``beyond``."""
        share = "level" if self.side != "either" else "level / 2"
        return (
            "level = plan.header.level\n"
            f"k = int({share} * (len({values}) + 1) + 1e-9)\n"
            f"ordered = np.sort({values})\n"
            f"beyond = {PYTHON[self.side]}\n"
        )


def threshold(reference: np.ndarray, direction: Direction, level: float) -> Threshold:
    """Find the place among ordinary values beyond which an estimate is seen."""
    side: Literal["above", "below", "either"] = "either"
    if direction in ("up", "down"):
        side = "above" if direction == "up" else "below"
    share = level / 2 if side == "either" else level
    # A tolerance, for 0.05 times a round number of sums may fall short of the whole number it is.
    k = int(np.floor(share * (len(reference) + 1) + 1e-9))
    ordered = np.sort(reference)
    return Threshold(
        level, side, len(reference), k, float(ordered[k - 1]), float(ordered[len(ordered) - k])
    )


def smallest(made: Tested) -> tuple[Explanation, ...]:
    """Explain the smallest effect that the test could see; nothing where it has none."""
    value = made.outcome.smallest_visible
    if value is None:
        return ()
    reference, unit = reference_of(made.case, made.found)
    found = threshold(reference, made.case.hypothesis.direction, made.plan.header.level)
    scaled = is_scaled(made.case)
    written = number if scaled else percent
    place, inside = found.put_in(written(found.low), written(found.high))
    times = rf"{percent(unit)} \cdot " if scaled else ""
    return (
        Explanation(
            title=TITLE,
            meaning=MEANING,
            formula=lines(*found.general("S", r"\sigma \cdot " if scaled else "")),
            worked=lines(place, rf"{times}{inside} = {percent(value)}"),
            steps=(*found.steps("S"), *scale_steps(made), estimation_step(made)),
            rows=ranked_rows(made, "below" if found.side == "below" else "above"),
            sources=made.sources,
            code=f'{sums_code(made)}{found.code("S")}print(f"{{unit * beyond:.6%}}")\n',
            value=value,
            facts={"level": Quantity(found.level, "share", 0)},
        ),
    )
