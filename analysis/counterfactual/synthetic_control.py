"""Synthetic control: the mixture of donors that moved most like the security."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from analysis.counterfactual.donors import Counterfactual, DonorPanel, counterfactual


def simplex_weights(y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return weights w >= 0 with sum 1 that minimise |y - X w|.

    Parameters
    ----------
    y, x
        (M,) the security and (M, J) the donors.

    Notes
    -----
    Non-negative least squares with one more row, k 1'w = k, whose k is so large that the sum
    is one to rounding. The exact solution of the quadratic programme of Abadie, Diamond and
    Hainmueller (2010) with all sessions weighted alike.
    """
    k = 1e4 * float(np.abs(x).max())
    weights, _ = nnls(np.vstack((x, np.full((1, x.shape[1]), k))), np.append(y, k))
    return np.asarray(weights / weights.sum())


def synthetic_control(panel: DonorPanel, level: float) -> Counterfactual:
    """Expect of the security what the mixture of donors returned.

    Source: Abadie, Diamond and Hainmueller (2010), on returns: one session's return of the
    security against the same session's returns of the donors.
    """
    weights = simplex_weights(panel.returns[panel.learnt], panel.donors[panel.learnt])
    return counterfactual("synthetic_control", panel, panel.donors @ weights, weights, level)


@dataclass(frozen=True, slots=True, eq=False)
class DonorPlacebo:
    """The same method with each donor in the security's place.

    Attributes
    ----------
    ratios
        (J,) |effect| over pre-event RMSE of each donor.
    ratio
        That of the security.
    p_value
        (1 + #{ratio_j >= ratio}) / (J + 1).
    floor
        Smallest p-value that there can be.
    """

    ratios: np.ndarray
    ratio: float
    p_value: float
    floor: float


def placebo_over_donors(panel: DonorPanel, level: float) -> DonorPlacebo:
    """Put each donor in the security's place, with the other donors as its donors.

    Source: Abadie, Diamond and Hainmueller (2010), section 3.4: the ratio of what came after
    to what came before, ranked.
    """

    def ratio(y: np.ndarray, x: np.ndarray, names: tuple[str, ...]) -> float:
        part = DonorPanel(y, x, names, panel.learnt, panel.event)
        found = synthetic_control(part, level)
        return abs(found.effect(part)) / found.rmse

    count = len(panel.names)
    ratios = np.array(
        [
            ratio(
                panel.donors[:, j],
                np.delete(panel.donors, j, axis=1),
                panel.names[:j] + panel.names[j + 1 :],
            )
            for j in range(count)
        ]
    )
    own = ratio(panel.returns, panel.donors, panel.names)
    return DonorPlacebo(
        ratios=ratios,
        ratio=own,
        p_value=float((1 + np.sum(ratios >= own)) / (count + 1)),
        floor=1 / (count + 1),
    )
