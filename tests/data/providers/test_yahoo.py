import hashlib
import subprocess
import sys
import time
import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

import numpy as np
import pandas as pd
import pytest

from data.checks import check_prices
from data.errors import DataError
from data.providers.yahoo import Patience, YahooClient
from data.providers.yahoo_failures import FailureCause, FetchError
from data.providers.yahoo_files import frame_of
from tests.data.yahoo_listings import NVIDIA_SPLIT, embedded, nvidia
from tests.data.yahoo_server import CRUMB, Answer, Listed, LocalSession, OfflineSession, YahooServer

SINCE = date(2024, 1, 1)
QUICK = Patience(attempts=3, attempt_seconds=5.0, wait_initial=0.01, wait_max=0.02, wait_jitter=0.0)


@pytest.fixture
def server():
    with YahooServer({"NVDA": nvidia()}) as running:
        yield running


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("yfinance")


@pytest.fixture
def client(server, cache_folder):
    return YahooClient(
        cache_folder, session=LocalSession(server.port), patience=QUICK, known=("NVDA", "AMD")
    )


def test_prices_are_those_that_the_server_serves(client, server):
    table = client.daily("NVDA", SINCE).history.table
    served = pd.DataFrame(
        [row[1:] for row in server.listings["NVDA"].rows],
        index=pd.DatetimeIndex([row[0] for row in server.listings["NVDA"].rows]),
        columns=["open", "high", "low", "close", "volume"],
    )
    pd.testing.assert_frame_equal(
        table[list(served.columns)],
        served,
        check_freq=False,
        check_names=False,
        check_index_type=False,
    )


def test_raw_closes_and_dividend_adjusted_closes_are_both_kept(client, server):
    table = client.daily("NVDA", SINCE).history.table
    before, on = table.loc["2024-12-04"], table.loc["2024-12-05"]
    # By hand: the adjusted return of the ex-day is that of price plus dividend, to first order.
    assert on.adj_close / before.adj_close == pytest.approx(on.close / (before.close - 0.01))
    assert before.adj_close < before.close
    assert table.adj_close.iloc[-1] == table.close.iloc[-1]


def test_dividends_and_splits_are_told_on_their_days(client):
    actions = client.daily("NVDA", SINCE).actions
    assert actions.index.strftime("%Y-%m-%d").tolist() == ["2024-06-10", "2024-09-12", "2024-12-05"]
    assert actions["split"].tolist() == [10.0, 0.0, 0.0]
    assert actions["dividend"].tolist() == [0.0, 0.01, 0.01]
    assert actions.index[0].date() == NVIDIA_SPLIT


def test_currency_exchange_zone_and_name_come_with_the_prices(client):
    prices = client.daily("NVDA", SINCE)
    history = prices.history
    assert (history.currency, history.exchange, history.name) == (
        "USD",
        "XNYS",
        "NVIDIA Corporation",
    )
    assert (prices.time_zone, prices.instrument) == ("America/New_York", "EQUITY")


def test_the_provenance_names_source_time_basis_and_the_hash_of_the_file(client):
    before = datetime.now(UTC)
    prices = client.daily("NVDA", SINCE)
    provenance = prices.history.provenance
    assert provenance.source == "yahoo"
    assert before <= provenance.fetched_at <= datetime.now(UTC)
    assert provenance.as_of == date(2025, 2, 28)
    assert "every split" in provenance.basis
    assert provenance.sha256 == hashlib.sha256(prices.content).hexdigest()
    assert provenance.rows == len(frame_of(prices.content)) == len(prices.history.table)


def test_what_is_fetched_passes_the_gate(client):
    history = client.daily("NVDA", SINCE).history
    report = check_prices(history.table, security="NVDA", exchange=history.exchange)
    assert not report.faults


def test_the_table_cannot_be_written(client):
    values = client.daily("NVDA", SINCE).history.table.to_numpy()
    with pytest.raises(ValueError, match="read-only"):
        values[0, 0] = 1.0


_ANOTHER_PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from data.providers.yahoo import YahooClient
from tests.data.yahoo_server import LocalSession

client = YahooClient(Path(sys.argv[2]), session=LocalSession(int(sys.argv[1])))
client.daily("NVDA", date(2024, 1, 1))
"""


def test_cookie_crumb_and_time_zone_are_asked_for_once_by_all_programs(server, tmp_path):
    command = [sys.executable, "-W", "error::UserWarning", "-c", _ANOTHER_PROGRAM]
    said = []
    for _ in range(2):
        run = subprocess.run(
            [*command, str(server.port), str(tmp_path)], capture_output=True, text=True, check=True
        )
        said.append(run.stdout + run.stderr)
    hosts = [host for host, _, _ in server.log]
    zones = [query for _, _, query in server.log if query.get("range") == "1d"]
    assert hosts.count("fc.yahoo.com") == 1
    assert len(zones) == 1
    prices = [i for i, (_, path, query) in enumerate(server.log) if "period1" in query]
    assert [server.log[i][2]["crumb"] for i in prices] == [CRUMB, CRUMB]
    assert [server.cookies[i] for i in prices] == ["A3=d=local", "A3=d=local"]
    assert said == ["", ""]


def test_no_warning_reaches_people(client):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", module=r"yfinance(\.|$)")
        client.daily("NVDA", SINCE)
        client.shares("NVDA", SINCE)
    assert [str(warning.message) for warning in caught] == []


def test_after_two_refusals_for_too_many_requests_the_prices_come(client, server):
    # Each attempt asks twice, the second time with another cookie.
    client.daily("NVDA", SINCE)
    server.script("NVDA", *[Answer.RATE_LIMITED] * 4)
    assert len(client.daily("NVDA", SINCE).history.table) == len(server.listings["NVDA"].rows)


def test_the_time_to_wait_that_the_server_names_is_kept(server, cache_folder):
    patient = replace(QUICK, wait_initial=30.0, wait_max=30.0)
    client = YahooClient(cache_folder, session=LocalSession(server.port), patience=patient)
    client.daily("NVDA", SINCE)
    server.script("NVDA", *[Answer.RATE_LIMITED_WITH_HINT] * 2)
    assert len(client.daily("NVDA", SINCE).history.table) == len(server.listings["NVDA"].rows)


@pytest.mark.parametrize(
    ("answer", "cause", "tries"),
    [
        (Answer.RATE_LIMITED, FailureCause.RATE_LIMITED, 3),
        (Answer.SERVER_ERROR, FailureCause.YAHOO_DOWN, 3),
        (Answer.BE_RIGHT_BACK, FailureCause.YAHOO_DOWN, 3),
        (Answer.WEB_PAGE, FailureCause.YAHOO_DOWN, 3),
        (Answer.HALF_A_BODY, FailureCause.CUT_SHORT, 3),
        (Answer.HALF_THE_JSON, FailureCause.CUT_SHORT, 3),
        (Answer.HALF_THE_ROWS, FailureCause.CHANGED_FORMAT, 1),
        (Answer.RENAMED_CLOSE, FailureCause.CHANGED_FORMAT, 1),
        (Answer.RENAMED_ADJCLOSE, FailureCause.CHANGED_FORMAT, 1),
        (Answer.RENAMED_META, FailureCause.CHANGED_FORMAT, 1),
        (Answer.EMPTY, FailureCause.EMPTY, 1),
        (Answer.NO_RESULT, FailureCause.EMPTY, 1),
        (Answer.FORBIDDEN, FailureCause.REFUSED, 1),
        (Answer.BAD_CRUMB, FailureCause.REFUSED, 1),
        (Answer.NO_DAYS, FailureCause.EMPTY, 1),
        (Answer.TOO_EARLY, FailureCause.OUT_OF_REACH, 1),
    ],
)
@pytest.mark.parametrize("first_contact", [True, False])
def test_each_answer_has_its_cause_and_is_asked_again_only_where_it_may_pass(
    client, server, answer, cause, tries, first_contact
):
    # At first contact yfinance asks for the time zone, by another way through its code.
    ticker = f"T{answer.value}" if first_contact else "NVDA"
    server.listings[ticker] = server.listings["NVDA"]
    if not first_contact:
        client.daily(ticker, SINCE)
    server.always(ticker, answer)
    server.log.clear()
    with pytest.raises(FetchError) as failed:
        client.daily(ticker, SINCE)
    assert failed.value.cause is cause
    assert ticker in failed.value.asked
    assert failed.value.found
    assert failed.value.remedy
    asked = [path for _, path, _ in server.log if path.endswith(f"/chart/{ticker}")]
    # yfinance asks a second time, with another cookie, after any status from 400 on.
    twice = 2 if answer in _WITH_AN_ERROR_STATUS else 1
    shown = 2 if first_contact and answer in _PASSES_THE_TIME_ZONE else 1
    assert len(asked) == tries * twice * shown


_WITH_AN_ERROR_STATUS = (
    Answer.RATE_LIMITED,
    Answer.SERVER_ERROR,
    Answer.FORBIDDEN,
    Answer.BAD_CRUMB,
    Answer.NO_DAYS,
    Answer.TOO_EARLY,
)
_PASSES_THE_TIME_ZONE = (
    Answer.HALF_THE_ROWS,
    Answer.RENAMED_CLOSE,
    Answer.RENAMED_ADJCLOSE,
    Answer.EMPTY,
)


@pytest.mark.parametrize("answer", [Answer.WEB_PAGE, Answer.RENAMED_META, Answer.HALF_THE_ROWS])
def test_a_bad_answer_is_not_kept_once_yahoo_recovers(client, server, answer):
    ticker = f"R{answer.value}"
    server.listings[ticker] = server.listings["NVDA"]
    server.always(ticker, answer)
    with pytest.raises(FetchError):
        client.daily(ticker, SINCE)
    server.always(ticker, Answer.NORMAL)
    assert len(client.daily(ticker, SINCE).history.table) == len(server.listings["NVDA"].rows)


def test_an_unknown_ticker_is_named_with_its_neighbours(client):
    with pytest.raises(FetchError) as failed:
        client.daily("NVDX", SINCE)
    assert failed.value.cause is FailureCause.UNKNOWN_TICKER
    assert "NVDA" in failed.value.found


@pytest.mark.parametrize("ticker", ["", "NV/DA", "A?range=1d", "../x", "US67066G1040", "株"])
def test_what_cannot_be_a_symbol_is_not_asked_for(client, ticker):
    with pytest.raises(FetchError) as failed:
        client.daily(ticker, SINCE)
    assert failed.value.cause is FailureCause.UNKNOWN_TICKER
    assert client.requests == 0


def test_a_name_that_does_not_resolve_means_offline(cache_folder):
    client = YahooClient(cache_folder, session=OfflineSession(), patience=QUICK)
    with pytest.raises(FetchError) as failed:
        client.daily("NVDA", SINCE)
    assert failed.value.cause is FailureCause.OFFLINE
    assert "resolve" in failed.value.found
    prices = [exchange for exchange in client.session.exchanges if exchange.carries_figures]
    assert len(prices) == 1


def test_a_port_that_nobody_listens_on_means_offline(server, cache_folder):
    session = LocalSession(server.port)
    server.shutdown()
    server.server_close()
    client = YahooClient(cache_folder, session=session, patience=QUICK)
    with pytest.raises(FetchError) as failed:
        client.daily("NVDA", SINCE)
    assert failed.value.cause is FailureCause.OFFLINE


def test_a_server_that_never_answers_is_given_up(server, cache_folder):
    hasty = replace(QUICK, attempts=2, attempt_seconds=0.4)
    client = YahooClient(
        cache_folder, session=LocalSession(server.port, timeout=0.3), patience=hasty
    )
    server.always("NVDA", Answer.NEVER)
    began = time.monotonic()
    with pytest.raises(FetchError) as failed:
        client.daily("NVDA", SINCE)
    assert failed.value.cause is FailureCause.TIMEOUT
    # Two attempts of 0.4 s, by the client's own promise; the margin is that of a loaded machine.
    assert time.monotonic() - began < 0.8 + 10.0


def test_cancelling_ends_the_tries(client, server):
    client.daily("NVDA", SINCE)
    server.always("NVDA", Answer.SERVER_ERROR)
    server.log.clear()
    with pytest.raises(FetchError) as failed:
        client.daily("NVDA", SINCE, cancelled=lambda: bool(server.log))
    assert failed.value.cause is FailureCause.CANCELLED
    assert len(server.charts("NVDA")) == 2


def test_the_session_under_way_is_left_out(client, server):
    today = datetime.now(UTC).date()
    rows = tuple(
        (today - timedelta(days=back), 1.0, 2.0, 0.5, 1.5, 10.0) for back in range(5, -1, -1)
    )
    server.listings["X-USD"] = Listed(
        rows,
        zone="UTC",
        exchange="CCC",
        instrument="CRYPTOCURRENCY",
        opens=time_of_day(0, 0),
        closes=time_of_day(23, 59, 59),
    )
    prices = client.daily("X-USD", today - timedelta(days=30))
    assert prices.history.last == today - timedelta(days=1)
    assert prices.history.exchange == "24/7"


def test_pence_become_pounds(client, server):
    server.listings["X.L"] = replace(nvidia(), currency="GBp", zone="Europe/London", exchange="LSE")
    history = client.daily("X.L", SINCE).history
    assert history.currency == "GBP"
    assert history.exchange == "XLON"
    assert history.closes.iloc[-1] == pytest.approx(nvidia().rows[-1][4] / 100)
    assert history.provenance.doubts


def test_tokyo_rows_stand_on_tokyo_days(client, server):
    server.listings["8035.T"] = embedded(
        "8035.T",
        "2025-01-06",
        "2025-01-31",
        currency="JPY",
        zone="Asia/Tokyo",
        exchange="JPX",
        opens=time_of_day(9, 0),
        closes=time_of_day(15, 30),
    )
    history = client.daily("8035.T", date(2025, 1, 1)).history
    assert history.exchange == "XTKS"
    assert history.table.index.equals(history.on_sessions().table.index)


def test_a_listing_whose_calendar_is_not_known_is_refused_by_name(client, server):
    server.listings["X.QQ"] = replace(nvidia(), exchange="QQQ")
    with pytest.raises(FetchError) as failed:
        client.daily("X.QQ", SINCE)
    assert failed.value.cause is FailureCause.UNKNOWN_EXCHANGE
    assert "Exchange QQQ" in failed.value.found


def test_hourly_prices_stand_at_their_instants_in_utc(client, server):
    recent = _recent_listing()
    server.listings["HOUR"] = recent
    bars = client.hourly("HOUR", recent.rows[0][0])
    assert len(bars.table) == 7 * len(recent.rows)
    local = bars.table.index.tz_convert("America/New_York")
    assert {moment.strftime("%H:%M") for moment in local} == {
        f"{hour:02d}:30" for hour in range(9, 16)
    }
    assert "dividends are not" in bars.provenance.basis


def test_hourly_prices_older_than_yahoo_keeps_are_refused_before_asking(client):
    with pytest.raises(FetchError) as failed:
        client.hourly("NVDA", date(2020, 1, 1))
    assert failed.value.cause is FailureCause.OUT_OF_REACH
    assert client.requests == 0


def test_share_counts_are_those_reported(client):
    shares = client.shares("NVDA", date(2024, 6, 1))
    assert shares.counts.tolist() == [24_490_000_000, 24_400_000_000]
    assert shares.counts.index[-1] == pd.Timestamp(2025, 1, 3)
    assert "not restated" in shares.provenance.basis


def test_no_share_counts_is_an_empty_answer(client, server):
    server.listings["NOSH"] = replace(nvidia(), shares={})
    with pytest.raises(FetchError) as failed:
        client.shares("NOSH", SINCE)
    assert failed.value.cause is FailureCause.EMPTY


def test_every_failure_is_an_error_that_pages_catch(client):
    with pytest.raises(DataError):
        client.daily("ZZZZ", SINCE)


def test_requests_keep_their_distance(server, cache_folder):
    session = LocalSession(server.port, seconds_between=0.05)
    client = YahooClient(cache_folder, session=session, patience=QUICK)
    began = time.monotonic()
    client.daily("NVDA", SINCE)
    assert time.monotonic() - began >= 0.05 * (client.requests - 1)


def _recent_listing() -> Listed:
    days = np.arange(
        np.datetime64(datetime.now(UTC).date()) - 40, np.datetime64(datetime.now(UTC).date()) - 20
    )
    open_days = [day.item() for day in days if np.is_busday(day)]
    return Listed(tuple((day, 1.0, 2.0, 0.5, 1.5, 10.0) for day in open_days))
