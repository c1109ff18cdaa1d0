from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from data.errors import DataError
from data.fetched import last_failure, stored_bars, stored_prices, stored_shares
from data.providers.yahoo import Patience, YahooClient
from data.providers.yahoo_failures import FailureCause
from data.refresh import RefreshRequest, refresh
from data.refresh_ticker import OVERLAP, Outcome
from data.store import Store
from tests.data.yahoo_listings import embedded, nvidia
from tests.data.yahoo_server import Answer, Listed, LocalSession, OfflineSession, YahooServer

SINCE = date(2024, 1, 2)
FRIDAY, SATURDAY = date(2025, 1, 24), datetime(2025, 1, 25, 12, 0, tzinfo=UTC)
NEXT_FRIDAY, NEXT_SATURDAY = date(2025, 1, 31), datetime(2025, 2, 1, 12, 0, tzinfo=UTC)
QUICK = Patience(attempts=2, attempt_seconds=5.0, wait_initial=0.01, wait_max=0.02, wait_jitter=0.0)


@pytest.fixture
def server():
    with YahooServer(
        {"NVDA": nvidia().until(FRIDAY), "AVGO": _broadcom().until(FRIDAY)}
    ) as running:
        yield running


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


@pytest.fixture
def client(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("yfinance")
    return YahooClient(folder, session=LocalSession(server.port), patience=QUICK, known=("NVDA",))


def _broadcom():
    return embedded("AVGO", "2024-01-02", "2025-02-28", name="Broadcom Inc.")


def _run(client, store, *tickers, at=SATURDAY, since=SINCE, kind="daily", **options):
    request = RefreshRequest(tickers or ("NVDA",), since, kind)
    return refresh(request, client, store, now=lambda: at, **options)


def test_what_was_fetched_is_stored_with_its_provenance(client, server, store):
    report = _run(client, store)
    (result,) = report.results
    assert result.outcome is Outcome.FETCHED
    assert result.rows == result.rows_added == len(server.listings["NVDA"].rows)
    assert result.last == FRIDAY
    assert report.requests == client.requests
    stored = stored_prices(store, "NVDA")
    fetched = client.daily("NVDA", SINCE)
    pd.testing.assert_frame_equal(stored.history.table, fetched.history.table)
    pd.testing.assert_frame_equal(stored.actions, fetched.actions)
    assert stored.history.provenance.sha256 == store.entry("daily/NVDA").sha256
    assert (stored.since, stored.time_zone) == (SINCE, "America/New_York")
    assert stored.history.name == "NVIDIA Corporation"


def test_a_ticker_that_is_up_to_date_is_not_asked_for(client, server, store):
    _run(client, store)
    server.log.clear()
    report = _run(client, store)
    assert report.results[0].outcome is Outcome.CURRENT
    assert report.requests == 0
    assert server.log == []


def test_a_second_refresh_asks_only_for_what_is_new(client, server, store):
    _run(client, store)
    server.listings["NVDA"] = nvidia().until(NEXT_FRIDAY)
    server.log.clear()
    report = _run(client, store, at=NEXT_SATURDAY)
    (result,) = report.results
    assert (result.outcome, result.rows_added, result.last) == (Outcome.EXTENDED, 5, NEXT_FRIDAY)
    (query,) = server.charts("NVDA")
    asked_from = datetime.fromtimestamp(int(query["period1"]), UTC).date()
    assert asked_from == FRIDAY - OVERLAP
    assert report.requests == 1


def test_a_history_fetched_in_pieces_equals_one_fetched_at_once(client, server, store):
    for last in (FRIDAY, date(2025, 1, 28), NEXT_FRIDAY):
        server.listings["NVDA"] = nvidia().until(last)
        at = datetime(last.year, last.month, last.day, 23, 59, tzinfo=UTC)
        _run(client, store, at=at)
    pieces, whole = stored_prices(store, "NVDA"), client.daily("NVDA", SINCE)
    pd.testing.assert_frame_equal(pieces.history.table, whole.history.table)
    pd.testing.assert_frame_equal(pieces.actions, whole.actions)
    assert pieces.since == SINCE


def test_a_split_since_the_last_fetch_restates_the_whole_history(client, server, store):
    _run(client, store)
    before = stored_prices(store, "NVDA").history
    server.listings["NVDA"] = nvidia().until(NEXT_FRIDAY).after_split(date(2025, 1, 29), 4, 1)
    (result,) = _run(client, store, at=NEXT_SATURDAY).results
    assert result.outcome is Outcome.REBASED
    assert (result.change.kind, result.change.day, result.change.value) == (
        "split",
        date(2025, 1, 29),
        4.0,
    )
    assert "4 for 1 on 2025-01-29" in result.change.text
    after = stored_prices(store, "NVDA").history
    ratio = before.closes / after.closes.reindex(before.closes.index)
    assert ratio.round(9).eq(4.0).all()
    # One basis: no day's return shows the split.
    assert after.closes.pct_change().loc["2025-01-29"] == pytest.approx(-0.041, abs=0.001)
    assert result.last == NEXT_FRIDAY


def test_a_dividend_since_the_last_fetch_restates_the_adjusted_closes(client, server, store):
    _run(client, store)
    before = stored_prices(store, "NVDA").history
    paid = {**server.listings["NVDA"].dividends, date(2025, 1, 29): 1.0}
    server.listings["NVDA"] = replace(nvidia().until(NEXT_FRIDAY), dividends=paid)
    (result,) = _run(client, store, at=NEXT_SATURDAY).results
    assert (result.outcome, result.change.kind) == (Outcome.REBASED, "dividend")
    after = stored_prices(store, "NVDA").history
    assert (after.table.adj_close.loc[before.table.index] < before.table.adj_close).all()
    pd.testing.assert_series_equal(after.closes.loc[before.table.index], before.closes)


def test_a_figure_that_yahoo_corrected_restates_the_whole_history(client, server, store):
    _run(client, store)
    *rows, last = nvidia().until(NEXT_FRIDAY).rows
    corrected = [(*row[:4], row[4] * 1.01, row[5]) if row[0] == FRIDAY else row for row in rows]
    server.listings["NVDA"] = replace(nvidia().until(NEXT_FRIDAY), rows=(*corrected, last))
    (result,) = _run(client, store, at=NEXT_SATURDAY).results
    assert (result.change.kind, result.change.day) == ("figures", FRIDAY)
    assert result.change.value == pytest.approx(0.01)


def test_an_earlier_first_day_fetches_the_whole_history(client, store):
    _run(client, store, since=date(2024, 6, 3))
    (result,) = _run(client, store, since=SINCE).results
    assert result.outcome is Outcome.FETCHED
    assert stored_prices(store, "NVDA").history.first == SINCE


def test_a_later_first_day_shortens_nothing(client, server, store):
    _run(client, store)
    server.listings["NVDA"] = nvidia().until(NEXT_FRIDAY)
    _run(client, store, since=date(2025, 1, 20), at=NEXT_SATURDAY)
    assert stored_prices(store, "NVDA").history.first == SINCE


def test_a_failure_leaves_the_stored_table_and_is_remembered(client, server, store):
    _run(client, store)
    before = store.entry("daily/NVDA")
    server.always("NVDA", Answer.SERVER_ERROR)
    report = _run(client, store, at=NEXT_SATURDAY)
    assert [failure.cause for failure in report.failures] == [FailureCause.YAHOO_DOWN]
    assert store.entry("daily/NVDA") == before
    error, at = last_failure(store, "daily", "NVDA")
    assert (error.cause, at) == (FailureCause.YAHOO_DOWN, NEXT_SATURDAY)
    assert str(error) == str(report.failures[0])
    server.always("NVDA", Answer.NORMAL)
    _run(client, store, at=NEXT_SATURDAY)
    assert last_failure(store, "daily", "NVDA") is None


def test_symbols_are_taken_as_people_type_them(client, store):
    report = _run(client, store, " nvda", "NVDA")
    assert [result.ticker for result in report.results] == ["NVDA"]


def test_one_bad_ticker_does_not_stop_the_others(client, store):
    report = _run(client, store, "NVDX", "NVDA")
    assert [result.outcome for result in report.results] == [Outcome.FAILED, Outcome.FETCHED]
    assert report.failures[0].cause is FailureCause.UNKNOWN_TICKER


def test_being_limited_ends_the_batch_and_the_next_one_resumes(client, server, store):
    server.always("NVDA", Answer.RATE_LIMITED)
    report = _run(client, store, "AVGO", "NVDA", "A", "B")
    assert [result.failure and result.failure.cause for result in report.results] == [
        None,
        FailureCause.RATE_LIMITED,
        FailureCause.NOT_ASKED,
        FailureCause.NOT_ASKED,
    ]
    assert not server.charts("A")
    assert "rate limited" in report.failures[-1].found
    server.always("NVDA", Answer.NORMAL)
    again = _run(client, store, "AVGO", "NVDA")
    assert [result.outcome for result in again.results] == [Outcome.CURRENT, Outcome.FETCHED]


def test_three_failures_of_yahoos_making_in_a_row_end_the_batch(client, server, store):
    tickers = ("T1", "T2", "T3", "T4")
    for ticker in tickers:
        server.always(ticker, Answer.SERVER_ERROR)
    causes = [failure.cause for failure in _run(client, store, *tickers).failures]
    assert causes == [FailureCause.YAHOO_DOWN] * 3 + [FailureCause.NOT_ASKED]


def test_being_offline_ends_the_batch_at_once(store, tmp_path):
    client = YahooClient(tmp_path / "yfinance", session=OfflineSession(), patience=QUICK)
    causes = [failure.cause for failure in _run(client, store, "NVDA", "AVGO").failures]
    assert causes == [FailureCause.OFFLINE, FailureCause.NOT_ASKED]


def test_what_was_fetched_before_cancelling_is_kept(client, store):
    done = []
    report = _run(
        client,
        store,
        "NVDA",
        "AVGO",
        progress=lambda *step: done.append(step),
        cancelled=lambda: bool(done),
    )
    assert report.cancelled
    assert [(step[0], step[1], step[2].ticker) for step in done] == [(1, 2, "NVDA"), (2, 2, "AVGO")]
    assert report.failures[0].cause is FailureCause.CANCELLED
    assert stored_prices(store, "NVDA") is not None
    assert stored_prices(store, "AVGO") is None
    assert last_failure(store, "daily", "AVGO") is None


def test_a_damaged_table_is_fetched_again(client, store):
    _run(client, store)
    entry = store.entry("daily/NVDA")
    (store.folder / "tables" / entry.file).write_bytes(b"half")
    (result,) = _run(client, store).results
    assert result.outcome is Outcome.FETCHED
    assert stored_prices(store, "NVDA").history.last == FRIDAY


def test_prices_that_fail_the_checks_are_not_stored(client, server, store):
    rows = list(nvidia().until(FRIDAY).rows)
    day, opened, high, low, _, volume = rows[10]
    rows[10] = (day, opened, high, low, -5.0, volume)
    server.listings["NVDA"] = replace(nvidia(), rows=tuple(rows))
    report = _run(client, store)
    assert report.failures[0].cause is FailureCause.BAD_FIGURES
    assert str(day) in report.failures[0].found
    assert stored_prices(store, "NVDA") is None


def test_findings_to_be_shown_are_counted(client, server, store):
    missing = date(2024, 3, 15)
    rows = tuple(row for row in nvidia().until(FRIDAY).rows if row[0] != missing)
    server.listings["NVDA"] = replace(nvidia(), rows=rows)
    (result,) = _run(client, store).results
    assert result.flags == 1


def test_a_table_stored_by_another_program_meanwhile_is_not_overwritten(client, server, store):
    class Meanwhile:
        """Lets another program store a longer history while the first request is under way."""

        requests = 0
        first = True

        def daily(self, ticker, since, *, cancelled):
            if self.first:
                self.first = False
                _run(client, store, since=SINCE)
            return client.daily(ticker, since, cancelled=cancelled)

    (result,) = _run(Meanwhile(), store, since=date(2024, 6, 3)).results
    assert result.outcome is Outcome.CURRENT
    assert stored_prices(store, "NVDA").history.first == SINCE


def test_hourly_prices_are_continued(client, server, store):
    today = datetime.now(UTC).date()
    days = [day.date() for day in pd.bdate_range(today - timedelta(days=60), today)][:-5]
    listing = Listed(tuple((day, 1.0, 2.0, 0.5, 1.5, 10.0) for day in days))
    server.listings["HOUR"] = replace(listing, rows=listing.rows[:-3])
    (first,) = _run(client, store, "HOUR", since=days[0], kind="hourly").results
    server.listings["HOUR"] = listing
    server.log.clear()
    (second,) = _run(client, store, "HOUR", since=days[0], kind="hourly").results
    assert (first.outcome, second.outcome) == (Outcome.FETCHED, Outcome.EXTENDED)
    assert second.rows_added == 3 * 7
    (query,) = server.charts("HOUR")
    assert datetime.fromtimestamp(int(query["period1"]), UTC).date() > days[20]
    bars = stored_bars(store, "HOUR")
    pd.testing.assert_frame_equal(bars.table, client.hourly("HOUR", days[0]).table)


def test_share_counts_are_stored(client, store):
    (result,) = _run(client, store, since=date(2024, 6, 1), kind="shares").results
    assert result.rows == 2
    shares = stored_shares(store, "NVDA")
    assert shares.counts.iloc[-1] == 24_400_000_000
    assert shares.provenance.source == "yahoo"


def test_a_damaged_manifest_stops_the_refresh_with_a_way_out(client, store):
    _run(client, store)
    (store.folder / "manifest.json").write_bytes(b"{")
    with pytest.raises(DataError, match="Delete the folder and refresh"):
        _run(client, store)
