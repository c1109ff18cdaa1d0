"""A move taken apart: what market and sector explain, and what is the security's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from scipy import stats

from analysis.errors import N_, StudyError
from analysis.impact.shapley import shapley_values
from analysis.normal_returns.linear import COLLINEAR
from analysis.returns import ReturnKind, cumulate


@dataclass(frozen=True, slots=True, eq=False)
class Decomposition:
    """The parts of one move; with k factors there are k + 1 parts, the own part last.

    Attributes
    ----------
    factors
        (k,) names, the market first; its part holds the constant (the drift) as well.
    whole
        Return over the window, in fractions.
    compounding
        The whole less the sum of the sessions' returns; zero for one session and for log returns.
    parts
        (k + 1,) mean over the orders (Shapley values), then the own part; with ``compounding``
        they add up to the whole.
    by_order
        The same parts for each order in which the factors can be taken.
    loadings
        (k + 1, M) weights of the estimation rows in the parts: what is not given by the window's
        own returns is ``loadings @ returns``.
    residuals, rows
        (M,) residuals of the full model and their positions.
    sigma2, df
        Residual variance, and its degrees of freedom M − k − 1.
    sessions
        Sessions in the window, L.
    """

    factors: tuple[str, ...]
    whole: float
    compounding: float
    parts: np.ndarray
    by_order: Mapping[tuple[str, ...], np.ndarray]
    loadings: np.ndarray
    residuals: np.ndarray
    rows: np.ndarray
    sigma2: float
    df: int
    sessions: int

    @property
    def standard_errors(self) -> np.ndarray:
        """(k + 1,) standard errors, given the factors' returns.

        Those of the factors' parts are errors of estimation alone; that of the own part holds the
        noise of L ordinary sessions too, as that of an abnormal return does.
        """
        estimation = np.einsum("km,km->k", self.loadings, self.loadings)
        estimation[-1] += self.sessions
        return np.asarray(np.sqrt(self.sigma2 * estimation))

    def intervals(self, level: float) -> np.ndarray:
        """Return (k + 1, 2) intervals of the parts from the t distribution."""
        half = float(stats.t.ppf(0.5 + level / 2, self.df)) * self.standard_errors
        return np.column_stack((self.parts - half, self.parts + half))


def decompose(
    returns: np.ndarray,
    factors: Mapping[str, np.ndarray],
    rows: np.ndarray,
    event: slice,
    kind: ReturnKind = "simple",
) -> Decomposition:
    """Take a move apart by regressions on every set of factors.

    Parameters
    ----------
    returns
        (T,) returns of the security, in fractions.
    factors
        (T,) returns by name, the market first.
    rows
        (M,) positions of the estimation rows.
    event
        The L rows of the window.

    Raises
    ------
    StudyError
        When no degree of freedom is left, or the factors are collinear.

    Notes
    -----
    The worth of a set S of factors is the return that R = a + b'S predicts for the window. Taken in
    one order, a factor's part is what it adds to those before it: sequential orthogonalisation, by
    the theorem of Frisch and Waugh (1933). All parts are linear in the estimation window's returns,
    so their standard errors are exact for given factors and equal variances.
    """
    names = tuple(factors)
    df = len(rows) - len(names) - 1
    if df < 1:
        raise StudyError(
            N_("The parts of a move were asked for."),
            N_("{rows} estimation sessions leave no degree of freedom for {count} factors."),
            N_("Choose a longer estimation window."),
            rows=len(rows),
            count=len(names),
        )
    weights = {
        frozenset(chosen): _weights(chosen, factors, rows, event)
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
    }
    shares = shapley_values(names, weights.__getitem__)
    loadings = _with_own(shares, names, weights)
    own, moved = returns[rows], returns[event]
    total, whole = float(moved.sum()), cumulate(moved, kind)
    residuals = _residuals(own, factors, rows)
    return Decomposition(
        factors=names,
        whole=whole,
        compounding=whole - total,
        parts=_parts(loadings, own, total),
        by_order={
            order: _parts(_with_own(_added(order, weights), names, weights), own, total)
            for order in permutations(names)
        },
        loadings=loadings,
        residuals=residuals,
        rows=rows,
        sigma2=float(residuals @ residuals) / df,
        df=df,
        sessions=event.stop - event.start,
    )


def _weights(
    chosen: tuple[str, ...], factors: Mapping[str, np.ndarray], rows: np.ndarray, event: slice
) -> np.ndarray:
    """Return the (M,) weights of the estimation returns in the window's predicted return."""
    x = np.column_stack([np.ones(len(rows)), *(factors[name][rows] for name in chosen)])
    scale = np.sqrt((x * x).sum(axis=0))
    q, r = np.linalg.qr(x / np.where(scale > 0, scale, 1.0))
    if np.abs(np.diagonal(r)).min() < COLLINEAR:
        raise StudyError(
            N_("The parts of a move by {factors} were asked for."),
            N_("Over the estimation window one of these is a multiple of the others."),
            N_("Choose another benchmark or estimation window."),
            factors=", ".join(chosen),
        )
    ahead = [event.stop - event.start, *(factors[name][event].sum() for name in chosen)]
    return np.asarray(q @ np.linalg.solve(r.T, np.array(ahead, dtype=float) / scale))


def _added(
    order: tuple[str, ...], weights: Mapping[frozenset[str], np.ndarray]
) -> dict[str, np.ndarray]:
    """Return what each factor adds to those before it."""
    return {
        name: weights[frozenset(order[: i + 1])] - weights[frozenset(order[:i])]
        for i, name in enumerate(order)
    }


def _with_own(
    shares: Mapping[str, np.ndarray],
    names: tuple[str, ...],
    weights: Mapping[frozenset[str], np.ndarray],
) -> np.ndarray:
    """Stack the factors' shares, the drift with the first, over the own part's."""
    drift = weights[frozenset()]
    return np.stack(
        [
            shares[names[0]] + drift,
            *(shares[name] for name in names[1:]),
            -weights[frozenset(names)],
        ]
    )


def _parts(loadings: np.ndarray, own: np.ndarray, total: float) -> np.ndarray:
    parts = loadings @ own
    parts[-1] += total
    return np.asarray(parts)


def _residuals(own: np.ndarray, factors: Mapping[str, np.ndarray], rows: np.ndarray) -> np.ndarray:
    x = np.column_stack([np.ones(len(rows)), *(values[rows] for values in factors.values())])
    return np.asarray(own - x @ np.linalg.lstsq(x, own, rcond=None)[0])
