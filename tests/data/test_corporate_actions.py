from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from data.corporate_actions import change_of_basis, on_share_basis_of
from data.providers.snapshot import snapshot_prices
from data.providers.yahoo_tables import assemble_prices
from data.providers.yahoo_types import Listing

FETCHED_AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _fetched(first, last, split_on=None, ratio=1.0, scale=1.0):
    table = snapshot_prices("NVDA").table.loc[first:last].copy()
    table[["open", "high", "low", "close", "adj_close"]] *= scale
    actions = pd.DataFrame(0.0, index=table.index, columns=["dividend", "split"])
    if split_on:
        actions.loc[split_on, "split"] = ratio
    listing = Listing("NVDA", "NVIDIA", "XNYS", "USD", 1.0, "America/New_York", "EQUITY")
    return assemble_prices(table, actions, listing, date(2024, 1, 2), FETCHED_AT)


def test_equal_common_days_join():
    stored, new = _fetched("2025-01-02", "2025-01-24"), _fetched("2025-01-15", "2025-01-31")
    assert change_of_basis(stored, new) is None


def test_a_split_on_a_common_day_that_was_known_joins():
    stored = _fetched("2025-01-02", "2025-01-24", "2025-01-22", 2.0)
    new = _fetched("2025-01-15", "2025-01-31", "2025-01-22", 2.0)
    assert change_of_basis(stored, new) is None


def test_prices_restated_without_a_named_split_do_not_join():
    change = change_of_basis(
        _fetched("2025-01-02", "2025-01-24"), _fetched("2025-01-15", "2025-01-31", scale=0.5)
    )
    assert (change.kind, change.day) == ("figures", date(2025, 1, 15))
    assert change.value == pytest.approx(-0.5)
    assert "-50" in change.text


def test_the_digits_that_wander_in_adjusted_closes_do_not_matter():
    stored = _fetched("2025-01-02", "2025-01-24")
    new = _fetched("2025-01-15", "2025-01-31")
    wandering = new.history.table.copy()
    wandering["adj_close"] *= 1.0 + 5e-6
    listing = Listing("NVDA", "NVIDIA", "XNYS", "USD", 1.0, "America/New_York", "EQUITY")
    actions = new.actions.reindex(wandering.index, fill_value=0.0)
    again = assemble_prices(wandering, actions, listing, new.since, FETCHED_AT)
    assert change_of_basis(stored, again) is None


def test_histories_without_a_common_day_do_not_join():
    change = change_of_basis(
        _fetched("2024-01-02", "2024-06-28"), _fetched("2025-01-15", "2025-01-31")
    )
    assert change.kind == "gap"


def test_later_splits_are_undone_for_the_shares_of_an_earlier_day():
    today = _fetched("2025-01-02", "2025-02-28", "2025-02-10", 10.0, scale=0.1)
    then = on_share_basis_of(today, date(2025, 1, 27))
    embedded = snapshot_prices("NVDA").table.loc["2025-01-02":"2025-02-28"]
    np.testing.assert_allclose(then.closes, embedded["close"], rtol=1e-12)
    np.testing.assert_allclose(then.table["volume"], embedded["volume"] / 10.0, rtol=1e-12)
    assert "2025-01-27" in then.provenance.basis
    # Returns do not depend on the basis.
    np.testing.assert_allclose(
        then.total_return_price.pct_change().iloc[1:],
        today.history.total_return_price.pct_change().iloc[1:],
        rtol=1e-9,
    )


def test_splits_up_to_the_day_stay_applied():
    today = _fetched("2025-01-02", "2025-02-28", "2025-01-27", 10.0)
    assert on_share_basis_of(today, date(2025, 1, 27)) is today.history
