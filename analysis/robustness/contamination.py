"""How much of an index's move is that of some of its own members."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.errors import N_, StudyError
from analysis.windows import EventWindow, event_row


@dataclass(frozen=True, slots=True, eq=False)
class Contamination:
    """The move of an index, taken apart into its members'.

    Attributes
    ----------
    session, window
        tau = 0, and the sessions measured.
    members
        (N,) members with a weight and a return, in the order of the weights given.
    weights
        (N,) weights at the close before the window, as shares of the index.
    returns
        (N,) holding-period simple returns over the window.
    index_return
        The index's own holding-period return.
    left_out
        Members without a weight or a return.
    """

    session: date
    window: EventWindow
    members: tuple[str, ...]
    weights: np.ndarray
    returns: np.ndarray
    index_return: float
    left_out: tuple[str, ...]

    @property
    def contributions(self) -> np.ndarray:
        """(N,) w_i R_i, in fractions of the index."""
        return np.asarray(self.weights * self.returns)

    @property
    def total(self) -> float:
        """Sum of the contributions."""
        return float(self.contributions.sum())

    @property
    def residual(self) -> float:
        """The index's return less the sum of the contributions: what the weights leave over."""
        return self.index_return - self.total

    def of(self, names: Collection[str]) -> tuple[float, float]:
        """Return the weight of some members together, and their contribution."""
        which = np.array([member in names for member in self.members])
        return float(self.weights[which].sum()), float(self.contributions[which].sum())

    def without(self, names: Collection[str]) -> float:
        """Return the return of the index without some members: (R - sum w R) / (1 - sum w).

        Raises
        ------
        StudyError
            When they are the whole index.
        """
        weight, contribution = self.of(names)
        if not weight < 1:
            raise StudyError(
                N_("The index without {count} members was asked for."),
                N_("They are the whole of it."),
                N_("Leave some members in."),
                count=len(names),
            )
        return (self.index_return - contribution) / (1 - weight)


def contamination(
    index: pd.Series,
    members: pd.DataFrame,
    weights: pd.Series,
    weighed_on: date,
    session: date,
    window: EventWindow,
) -> Contamination:
    """Take an index's move apart.

    Parameters
    ----------
    index
        (T,) simple returns of the index on consecutive sessions.
    members
        (T, N) simple total returns of the members on the same sessions, NaN where missing.
    weights
        (N,) shares of the index at the close of ``weighed_on``, indexed by member.
    weighed_on
        A session of the index.
    session, window
        tau = 0, and the sessions measured.

    Raises
    ------
    StudyError
        When a session is not there, the window reaches outside, or the index lacks a return.

    Notes
    -----
    Weights are carried from one close to the other by the members' own returns: w_i grows with
    its price over that of all members together. Changes of share counts and of membership in
    between, and dividends of a price index, stay in the residual.
    """
    if not index.index.equals(members.index):
        raise StudyError(
            N_("The contributions of {count} members were asked for."),
            N_("Their returns and those of the index are on different sessions."),
            N_("Put both on the same sessions."),
            count=members.shape[1],
        )
    days = pd.DatetimeIndex(index.index)
    row0, weighed = event_row(days, session), event_row(days, weighed_on)
    first, stop = row0 + window.first, row0 + window.last + 1
    own = index.to_numpy(dtype=float)[max(first, 0) : stop]
    if first < 1 or stop > len(days) or not np.isfinite(own).all():
        raise StudyError(
            N_("The contributions of the index's members around {session} were asked for."),
            N_("The members' returns run from {first} to {last}."),
            N_("Choose an event and a window inside that span."),
            session=session,
            first=days[0].date(),
            last=days[-1].date(),
        )
    moves = 1 + members.to_numpy(dtype=float)
    share = weights.reindex(members.columns).to_numpy(dtype=float)
    carried = share * _growth(moves, weighed, first - 1)
    together = moves[first:stop].prod(axis=0) - 1
    there = np.isfinite(carried) & np.isfinite(together) & (carried > 0)
    # The members without a return keep their share, so that those with one are not scaled up.
    whole = np.nansum(carried) / np.nansum(share)
    return Contamination(
        session=session,
        window=window,
        members=tuple(members.columns[there]),
        weights=carried[there] / whole,
        returns=together[there],
        index_return=float((1 + own).prod() - 1),
        left_out=tuple(members.columns[~there]),
    )


def _growth(moves: np.ndarray, start: int, stop: int) -> np.ndarray:
    """Return (N,) growth from the close of row ``start`` to that of ``stop``, either way."""
    if stop >= start:
        return np.asarray(moves[start + 1 : stop + 1].prod(axis=0))
    return np.asarray(1 / moves[stop + 1 : start + 1].prod(axis=0))


def index_without(
    index: pd.Series, members: pd.DataFrame, weights: pd.Series, names: Sequence[str]
) -> pd.Series:
    """Return an index without some members, their weights held for the whole span.

    Parameters
    ----------
    index, members
        Simple returns on the same sessions.
    weights
        Shares of the index by member.
    names
        Members left out; a session on which one has no return is missing.
    """
    held = weights[list(names)]
    taken = members[list(names)].to_numpy(dtype=float) @ held.to_numpy(dtype=float)
    rest = (index.to_numpy(dtype=float) - taken) / (1 - float(held.sum()))
    return pd.Series(rest, index=index.index, name=index.name)
