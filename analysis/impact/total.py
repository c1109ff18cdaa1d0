"""The parts of many moves added up in money, with errors that know the names move together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.impact.decomposition import Decomposition


@dataclass(frozen=True, slots=True, eq=False)
class TotalParts:
    """The parts of several moves over one window, each times its value, added up.

    Attributes
    ----------
    whole, compounding
        As in ``Decomposition``, in money.
    parts, standard_errors
        (k + 1,) sums in money, the own part last, and their standard errors.
    df
        Degrees of freedom: the fewest of the moves'.
    """

    whole: float
    compounding: float
    parts: np.ndarray
    standard_errors: np.ndarray
    df: int

    def intervals(self, level: float) -> np.ndarray:
        """Return (k + 1, 2) intervals of the parts from the t distribution."""
        half = float(stats.t.ppf(0.5 + level / 2, self.df)) * self.standard_errors
        return np.column_stack((self.parts - half, self.parts + half))


def total_parts(moves: Sequence[Decomposition], values: np.ndarray) -> TotalParts:
    """Add up the parts of moves over one window.

    Parameters
    ----------
    moves
        N decompositions by the same number of factors; their estimation rows are positions in
        one list of sessions.
    values
        (N,) value before the window, in one currency.

    Notes
    -----
    Each part is linear in its own security's returns, and residuals of one session are correlated
    across securities with covariance s_ij = e_i'e_j / sqrt(df_i df_j): the variance of a sum is
    the double sum of V_i V_j s_ij (w_i'w_j), and L s_ij more for the own part.
    """
    loadings, residuals = _aligned(moves)
    df = np.array([move.df for move in moves])
    covariance = residuals @ residuals.T / np.sqrt(np.outer(df, df)) * np.outer(values, values)
    products = np.einsum("ikm,jkm->kij", loadings, loadings, optimize=True)
    products[-1] += moves[0].sessions
    return TotalParts(
        whole=float(sum(v * move.whole for v, move in zip(values, moves, strict=True))),
        compounding=float(sum(v * move.compounding for v, move in zip(values, moves, strict=True))),
        parts=np.asarray(values @ np.stack([move.parts for move in moves])),
        standard_errors=np.sqrt(np.einsum("kij,ij->k", products, covariance)),
        df=int(df.min()),
    )


def _aligned(moves: Sequence[Decomposition]) -> tuple[np.ndarray, np.ndarray]:
    """Return loadings (N, k + 1, T) and residuals (N, T) on all rows that any move uses."""
    rows = np.unique(np.concatenate([move.rows for move in moves]))
    loadings = np.zeros((len(moves), len(moves[0].parts), len(rows)))
    residuals = np.zeros((len(moves), len(rows)))
    for i, move in enumerate(moves):
        at = np.searchsorted(rows, move.rows)
        loadings[i][:, at] = move.loadings
        residuals[i, at] = move.residuals
    return loadings, residuals
