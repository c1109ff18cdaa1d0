"""Shapley values: what each part adds, averaged over all orders of adding the parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

import numpy as np


def shapley_values(
    players: Sequence[str], worth: Callable[[frozenset[str]], np.ndarray]
) -> dict[str, np.ndarray]:
    """Share out what all players together are worth beyond what none is worth.

    Parameters
    ----------
    players
        Names, each once.
    worth
        Worth of a set of players, a number or an array of one shape.

    Returns
    -------
    dict
        By player, sum over the sets S without it of |S|! (n − |S| − 1)! / n! times what it adds
        to S; the values add up to the worth of all less the worth of none.

    Notes
    -----
    Shapley (1953). Equal to the mean over the n! orders of what a player adds to those before it.
    """
    n = len(players)
    value = {player: np.asarray(0.0) for player in players}
    for player in players:
        others = [other for other in players if other != player]
        for size in range(n):
            share = factorial(size) * factorial(n - size - 1) / factorial(n)
            for chosen in combinations(others, size):
                before = frozenset(chosen)
                value[player] = value[player] + share * (worth(before | {player}) - worth(before))
    return value
