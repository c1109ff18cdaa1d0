"""The headline of a basket: two tests that know its members move together, and their agreement."""

from __future__ import annotations

from typing import Final

from analysis.errors import N_
from analysis.significance.result import HypothesisTest, TestResult

ALPHA: Final = 0.05
HEADLINE: Final = ("portfolio_sq_volatility_scaled", "adjusted_bmp_calendar")
AGREEMENT: Final = {
    (True, True): N_("Both tests reject at 5%: the move was unusual for this basket."),
    (False, False): N_("Neither test rejects at 5%: the move does not stand out for this basket."),
    (True, False): N_(
        "The tests disagree: the portfolio's move was unusual, but the members' moves are not "
        "beyond what their spread and correlation allow."
    ),
    (False, True): N_(
        "The tests disagree: the members moved alike, but the portfolio has moved as far before."
    ),
}
OPPOSITE: Final = N_(
    "The tests disagree: the portfolio and the mean standardised member moved in opposite "
    "directions."
)
NO_HEADLINE: Final = N_("One of the two tests does not apply, so the headline is not confirmed.")


def reading(first: TestResult, second: TestResult) -> str:
    """Return what the portfolio's test and the adjusted BMP say together, as an English template.

    At 5%, two-sided; where both reject, in one direction.
    """
    if not (isinstance(first, HypothesisTest) and isinstance(second, HypothesisTest)):
        return NO_HEADLINE
    reject = (first.p_value < ALPHA, second.p_value < ALPHA)
    if all(reject) and first.statistic * second.statistic < 0:
        return OPPOSITE
    return AGREEMENT[reject]


def agree(message: str) -> bool | None:
    """Say whether a reading is that both say the same; None where one test does not apply."""
    if message == NO_HEADLINE:
        return None
    return message in (AGREEMENT[True, True], AGREEMENT[False, False])
