"""A security, its donors and the sessions on which the likeness was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis.errors import N_, StudyError

LEAST_DONORS: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class DonorPanel:
    """Returns of one security and of its donors on consecutive sessions.

    Attributes
    ----------
    returns
        (T,) returns of the security, in fractions.
    donors
        (T, J) returns of the donors.
    names
        (J,) their names.
    learnt
        Rows of the estimation window.
    event
        Rows of the event window, after it.

    Raises
    ------
    StudyError
        With fewer than five donors, or a missing return.
    """

    returns: np.ndarray
    donors: np.ndarray
    names: tuple[str, ...]
    learnt: slice
    event: slice

    def __post_init__(self) -> None:
        if len(self.names) < LEAST_DONORS:
            raise StudyError(
                N_("A counterfactual from {count} donors was asked for."),
                N_("At least {least} with a return on every session are needed."),
                N_("Choose an estimation window that more donors cover."),
                count=len(self.names),
                least=LEAST_DONORS,
            )
        if np.isnan(self.returns).any() or np.isnan(self.donors).any():
            raise StudyError(
                N_("A counterfactual over {sessions} sessions was asked for."),
                N_("Returns are missing on some of them."),
                N_("Choose windows in which the security traded throughout."),
                sessions=len(self.returns),
            )


@dataclass(frozen=True, slots=True, eq=False)
class Counterfactual:
    """What a method expected of the security, session by session.

    Attributes
    ----------
    method
        Identifier of the method.
    expected
        (T,) expected returns, in fractions.
    gap
        (T,) actual less expected returns.
    weights
        (J,) weights or coefficients of the donors.
    interval
        Interval of the summed gap of the event window, in fractions.
    level
        Its probability.
    rmse
        Root mean square of the gap in the estimation window.
    r_squared
        One less the share of the variance in the estimation window that is left unexplained.
    """

    method: str
    expected: np.ndarray
    gap: np.ndarray
    weights: np.ndarray
    interval: tuple[float, float]
    level: float
    rmse: float
    r_squared: float

    def effect(self, panel: DonorPanel) -> float:
        """Sum of the gaps of the event window, in fractions."""
        return float(self.gap[panel.event].sum())


def counterfactual(
    method: str, panel: DonorPanel, expected: np.ndarray, weights: np.ndarray, level: float
) -> Counterfactual:
    """Gather a method's expectation; its interval comes from the gaps of the estimation window.

    The interval is the effect less the quantiles of the sums of L consecutive gaps in the
    estimation window, L the length of the event window.
    """
    gap = panel.returns - expected
    learnt = gap[panel.learnt]
    length = panel.event.stop - panel.event.start
    sums = np.convolve(learnt, np.ones(length), mode="valid")
    low, high = np.quantile(sums, [(1 - level) / 2, (1 + level) / 2])
    effect = float(gap[panel.event].sum())
    own = panel.returns[panel.learnt]
    return Counterfactual(
        method=method,
        expected=expected,
        gap=gap,
        weights=weights,
        interval=(effect - float(high), effect - float(low)),
        level=level,
        rmse=float(np.sqrt(np.mean(learnt**2))),
        r_squared=float(1 - learnt.var() / own.var()),
    )
