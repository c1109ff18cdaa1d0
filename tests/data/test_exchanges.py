import pytest

from data.errors import DataError
from data.exchanges import exchange_of
from data.providers.snapshot import snapshot_universe


@pytest.mark.parametrize(
    ("security", "exchange"),
    [
        ("NVDA", "XNYS"),
        ("BRK-B", "XNYS"),
        ("^GSPC", "XNYS"),
        ("9984.T", "XTKS"),
        ("000660.KS", "XKRX"),
        ("2330.TW", "XTAI"),
        ("0700.HK", "XHKG"),
        ("SAP.DE", "XETR"),
        ("SU.PA", "XPAR"),
        ("ASML.AS", "XAMS"),
        ("^N225", "XTKS"),
        ("^GDAXI", "XETR"),
        ("^STOXX50E", "XETR"),
    ],
)
def test_the_symbol_tells_the_exchange(security, exchange):
    assert exchange_of(security) == exchange


def test_an_unknown_suffix_is_refused_rather_than_taken_for_new_york():
    with pytest.raises(DataError, match=r"\.XX is not known") as refusal:
        exchange_of("ABC.XX")
    assert "BRK-B" in refusal.value.remedy


def test_securities_not_quoted_in_dollars_never_follow_new_york():
    universe = snapshot_universe()
    assert ((universe["exchange"] == "XNYS") == (universe["currency"] == "USD")).all()
