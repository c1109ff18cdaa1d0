from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.errors import DataError
from data.providers.snapshot import snapshot_prices
from data.staleness import staleness

NEW_YORK_CLOSE = datetime(2025, 1, 27, 21, 0, tzinfo=UTC)


def _as_of(day):
    return replace(snapshot_prices("NVDA").provenance, as_of=day)


@pytest.mark.parametrize(
    ("as_of", "now", "behind", "text"),
    [
        # Friday's close is in: nothing is missing through the weekend and Monday's session.
        (date(2025, 1, 24), datetime(2025, 1, 26, tzinfo=UTC), 0, "Up to date"),
        (date(2025, 1, 24), datetime(2025, 1, 27, 20, 59, tzinfo=UTC), 0, "Up to date"),
        (date(2025, 1, 24), NEW_YORK_CLOSE, 1, "1 session behind"),
        (date(2025, 1, 24), datetime(2025, 1, 31, 22, tzinfo=UTC), 5, "5 sessions behind"),
        # 20 January was a holiday, 9 January a day of mourning.
        (date(2025, 1, 17), datetime(2025, 1, 21, 22, tzinfo=UTC), 1, "1 session behind"),
        (date(2025, 1, 8), datetime(2025, 1, 9, 22, tzinfo=UTC), 0, "Up to date"),
        (date(2025, 1, 28), NEW_YORK_CLOSE, 0, "Up to date"),
    ],
)
def test_staleness_counts_finished_sessions_only(as_of, now, behind, text):
    found = staleness(_as_of(as_of), now, "XNYS")
    assert (found.sessions_behind, found.text) == (behind, text)


def test_each_exchange_has_its_own_count():
    # 27 January: Tokyo traded, Seoul and Taipei were closed.
    now = datetime(2025, 1, 27, 12, 0, tzinfo=UTC)
    behind = {
        exchange: staleness(_as_of(date(2025, 1, 24)), now, exchange).sessions_behind
        for exchange in ("XTKS", "XKRX", "XTAI", "XHKG", "XETR")
    }
    assert behind == {"XTKS": 1, "XKRX": 0, "XTAI": 0, "XHKG": 1, "XETR": 0}


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(DataError, match="no zone"):
        staleness(_as_of(date(2025, 1, 24)), datetime(2025, 1, 27), "XNYS")
