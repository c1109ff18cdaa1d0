"""Corporate actions: when they change a stored history, and prices on an earlier share basis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.errors import N_
from data.prices import COLUMNS, PriceHistory
from data.providers.yahoo_files import frozen
from data.providers.yahoo_types import YahooBars, YahooPrices

CLOSE_TOLERANCE: Final = 1e-6
"""Relative difference of two fetches of one close; Yahoo gives single precision (6e-8)."""
ADJ_CLOSE_TOLERANCE: Final = 2e-5
"""The same for adj_close, which Yahoo computes anew: digits from the sixth on wander."""

_PRICES: Final = ("open", "high", "low", "close", "adj_close")

Kind = Literal["split", "dividend", "figures", "gap"]

_TEXTS: Final[dict[Kind, str]] = {
    "split": N_("A split of {value:g} for 1 on {day}: the whole history was fetched again."),
    "dividend": N_(
        "A dividend of {value:g} on {day} changes the adjusted closes: the whole history was "
        "fetched again."
    ),
    "figures": N_(
        "Yahoo Finance changed its figure of {day} by {value:.4%}: the whole history was fetched "
        "again."
    ),
    "gap": N_("No common day with what was stored: the whole history was fetched again."),
}


@dataclass(frozen=True, slots=True)
class BasisChange:
    """Why stored prices and new ones do not join.

    Attributes
    ----------
    kind
        A split or dividend after the stored days, other figures on common days, or no common
        day.
    day
        Ex-date, or the first day that differs.
    value
        New shares for one old share; dividend per share; relative change; nan for a gap.
    """

    kind: Kind
    day: date
    value: float

    @property
    def template(self) -> str:
        """English template that may name ``{day}`` and ``{value}``."""
        return _TEXTS[self.kind]

    @property
    def text(self) -> str:
        """The change in English."""
        return self.template.format(day=self.day, value=self.value)


def change_of_basis(stored: YahooPrices, new: YahooPrices) -> BasisChange | None:
    """Return why the past of a stored history is no longer valid; None if it still is.

    Parameters
    ----------
    stored
        What the store holds.
    new
        A later fetch that begins some days before the stored history ends.
    """
    last = pd.Timestamp(stored.history.last)
    after = new.actions[new.actions.index > last]
    for kind, column in (("split", "split"), ("dividend", "dividend")):
        hits = after[column][after[column] != 0.0]
        if len(hits):
            day = pd.Timestamp(hits.index[0]).date()
            return BasisChange(kind, day, float(hits.iloc[0]))  # type: ignore[arg-type] # of Kind
    before, now = stored.history.table, new.history.table
    common = before.index.intersection(now.index)
    if common.empty:
        return BasisChange("gap", stored.history.last, float("nan"))
    for column, tolerance in (("close", CLOSE_TOLERANCE), ("adj_close", ADJ_CLOSE_TOLERANCE)):
        change = now.loc[common, column] / before.loc[common, column] - 1.0
        differs = change[change.abs() > tolerance]
        if len(differs):
            day = pd.Timestamp(differs.index[0]).date()
            return BasisChange("figures", day, float(differs.iloc[0]))
    return None


def bars_changed(stored: YahooBars, new: YahooBars) -> bool:
    """Return whether stored hourly prices and new ones do not join."""
    common = stored.table.index.intersection(new.table.index)
    if common.empty:
        return True
    change = new.table.loc[common, "close"] / stored.table.loc[common, "close"] - 1.0
    return bool((change.abs() > CLOSE_TOLERANCE).any())


def on_share_basis_of(prices: YahooPrices, day: date) -> PriceHistory:
    """Return the prices per share of an earlier day: splits after it are undone.

    Closes of today's basis must not meet share counts of January 2025: a split since then would
    scale the market value. Prices are multiplied, volumes divided, by the product of the later
    splits' ratios.

    Parameters
    ----------
    prices
        Prices on the share basis of their last day.
    day
        The day whose shares are meant.
    """
    splits = prices.actions["split"]
    later = splits[(splits.index > pd.Timestamp(day)) & (splits != 0.0)]
    factor = float(np.prod(later.to_numpy())) if len(later) else 1.0
    history = prices.history
    if factor == 1.0:
        return history
    table = history.table.copy()
    table[list(_PRICES)] = history.table[list(_PRICES)] * factor
    table["volume"] = history.table["volume"] / factor
    basis = (
        f"Share basis of {day}: later splits ({factor:g} for 1 in all) are undone; returns from "
        "dividend-adjusted closes (adj_close)."
    )
    return replace(
        history,
        table=frozen(table[list(COLUMNS)]),
        provenance=replace(history.provenance, basis=basis),
    )
