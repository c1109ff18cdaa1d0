from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from data.errors import DataError
from data.fetched import put_failure, put_table
from data.load import load_prices
from data.providers.snapshot import snapshot_prices
from data.providers.yahoo_failures import FailureCause, FetchError
from data.providers.yahoo_tables import assemble_prices
from data.providers.yahoo_types import Listing
from data.store import Store

FETCHED_AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def _fetched(security="NVDA", first="2024-01-02", days_more=0):
    """Embedded prices as if fetched, with one more row so many days after the snapshot's end."""
    table = snapshot_prices(security).table.loc[first:]
    if days_more:
        end = table.index[-1] + pd.Timedelta(days=days_more)
        table = pd.concat([table, table.iloc[-1:].set_axis([end])]).rename_axis("date")
    actions = pd.DataFrame(0.0, index=table.index, columns=["dividend", "split"])
    listing = Listing(security, "A Company", "XNYS", "USD", 1.0, "America/New_York", "EQUITY")
    return assemble_prices(table, actions, listing, date(2024, 1, 2), FETCHED_AT)


def _fail(store, cause=FailureCause.OFFLINE, **facts):
    put_failure(store, FetchError(cause, "daily", "NVDA", **facts), FETCHED_AT)


def test_without_a_fetch_the_snapshot_serves_and_says_so(store):
    loaded = load_prices("NVDA", store=store)
    assert loaded.history.provenance.source == "snapshot"
    assert loaded.reason_text == "The embedded snapshot: nothing was fetched for NVDA."
    assert loaded.fallback is None


def test_a_fetch_that_reaches_further_is_preferred_and_the_reason_given(store):
    put_table(store, _fetched(days_more=60), replaces=None)
    loaded = load_prices("NVDA", store=store)
    assert loaded.history.provenance.source == "yahoo"
    assert "2026-03-01" in loaded.reason_text
    assert "2025-12-31" in loaded.reason_text
    assert loaded.fetched.history is loaded.history


def test_a_fetch_that_reaches_no_further_is_not_preferred(store):
    put_table(store, _fetched(), replaces=None)
    loaded = load_prices("NVDA", store=store)
    assert loaded.history.provenance.source == "snapshot"
    assert "checked against several sources" in loaded.reason_text
    assert load_prices("NVDA", "yahoo", store=store).history.provenance.source == "yahoo"


def test_a_fetch_that_lacks_january_2025_is_not_preferred(store):
    put_table(store, _fetched(first="2025-06-02", days_more=60), replaces=None)
    loaded = load_prices("NVDA", store=store)
    assert loaded.history.provenance.source == "snapshot"
    assert "2025-06-02" in loaded.reason_text


def test_a_security_that_only_yahoo_has_comes_from_yahoo(store):
    put_table(
        store,
        replace(_fetched(), history=replace(_fetched().history, security="NEWCO")),
        replaces=None,
    )
    loaded = load_prices("NEWCO", store=store)
    assert loaded.history.security == "NEWCO"
    assert "no NEWCO" in loaded.reason_text


@pytest.mark.parametrize(
    ("cause", "facts"),
    [
        (FailureCause.OFFLINE, {"reason": "could not resolve host"}),
        (FailureCause.RATE_LIMITED, {}),
        (FailureCause.UNKNOWN_TICKER, {"similar": "-"}),
        (FailureCause.YAHOO_DOWN, {"status": 500, "body": "no figures"}),
        (FailureCause.CHANGED_FORMAT, {"reason": "KeyError: 'close'"}),
    ],
)
def test_a_fallback_names_the_true_cause_the_time_and_the_next_step(store, cause, facts):
    _fail(store, cause, **facts)
    for source in ("auto", "yahoo"):
        loaded = load_prices("NVDA", source, store=store)
        assert loaded.history.provenance.source == "snapshot"
        assert loaded.fallback.cause == cause.value
        assert loaded.fallback.at == FETCHED_AT
        assert loaded.fallback.error.remedy
        assert loaded.fallback.error.found in loaded.reason_text


def test_an_earlier_fetch_serves_and_the_later_failure_stays_visible(store):
    put_table(store, _fetched(days_more=60), replaces=None)
    _fail(store, FailureCause.RATE_LIMITED)
    loaded = load_prices("NVDA", store=store)
    assert loaded.history.provenance.source == "yahoo"
    assert loaded.fallback.cause == "rate limited"


def test_asking_for_yahoo_before_any_fetch_is_a_visible_fallback(store):
    loaded = load_prices("NVDA", "yahoo", store=store)
    assert loaded.history.provenance.source == "snapshot"
    assert loaded.fallback.cause == "not fetched"
    assert "refresh --tickers NVDA" in loaded.fallback.error.remedy


def test_a_damaged_store_is_a_visible_fallback(store):
    put_table(store, _fetched(days_more=60), replaces=None)
    (store.folder / "tables" / store.entry("daily/NVDA").file).write_bytes(b"half")
    loaded = load_prices("NVDA", store=Store(store.folder))
    assert loaded.history.provenance.source == "snapshot"
    assert loaded.fallback.cause == "damaged"


def test_the_snapshot_as_chosen_does_not_look_elsewhere(store):
    put_table(store, _fetched(days_more=60), replaces=None)
    assert load_prices("NVDA", "snapshot", store=store).history.provenance.source == "snapshot"


def test_a_security_that_nobody_has_is_refused(store):
    with pytest.raises(DataError, match="ZZZZ"):
        load_prices("ZZZZ", store=store)


def test_a_security_that_yahoo_refused_is_refused_with_yahoos_cause(store):
    error = FetchError(FailureCause.UNKNOWN_TICKER, "daily", "ZZZZ", similar="-")
    put_failure(store, error, FETCHED_AT)
    with pytest.raises(DataError, match="Yahoo Finance does not know"):
        load_prices("ZZZZ", store=store)


def test_a_second_load_after_a_refresh_shows_the_new_rows(store):
    put_table(store, _fetched(days_more=60), replaces=None)
    before = load_prices("NVDA", store=store).history.last
    put_table(store, _fetched(days_more=70), replaces=store.entry("daily/NVDA").sha256)
    assert load_prices("NVDA", store=store).history.last > before
