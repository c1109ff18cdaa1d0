from datetime import date

import pytest

from data.calendars import sessions
from data.exchanges import INDICES
from data.providers.snapshot import snapshot_universe
from data.providers.yahoo_exchanges import CALENDARS, calendar_of


@pytest.mark.parametrize("exchange", sorted(set(CALENDARS.values())))
def test_every_calendar_named_can_be_used(exchange):
    assert 15 <= len(sessions(exchange, date(2025, 1, 2), date(2025, 1, 31))) <= 30


@pytest.mark.parametrize(
    ("ticker", "yahoo", "exchange"),
    [
        ("NVDA", "NMS", "XNYS"),
        ("8035.T", "JPX", "XTKS"),
        ("000660.KS", "KSC", "XKRX"),
        ("BTC-USD", "CCC", "24/7"),
        ("^STOXX50E", "ZRH", "XETR"),
        ("ENR.DE", "unheard of", "XETR"),
        ("NEWCO", "unheard of", None),
        ("X.QQ", "unheard of", None),
    ],
)
def test_the_calendar_follows_the_index_then_the_exchange_then_the_suffix(ticker, yahoo, exchange):
    assert calendar_of(ticker, yahoo) == exchange


def test_embedded_securities_with_a_suffix_keep_their_calendar():
    universe = snapshot_universe()
    foreign = [ticker for ticker in universe.index if "." in ticker or ticker in INDICES]
    assert foreign
    for ticker in foreign:
        assert calendar_of(ticker, "unheard of") == universe.loc[ticker, "exchange"]
