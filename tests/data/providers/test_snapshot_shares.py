from __future__ import annotations

from datetime import date

import pytest

from data.errors import DataError
from data.providers.snapshot_shares import shares_outstanding
from data.snapshot_notes import SHARE_NOTES


def test_the_share_count_of_nvidia_is_of_the_best_grade() -> None:
    count = shares_outstanding("NVDA")
    assert (count.grade, count.is_proxy) == ("A", False)
    lost = count.shares * (142.62 - 118.42)
    assert lost == pytest.approx(593e9, rel=0.005)


def test_a_share_count_that_is_a_proxy_says_so() -> None:
    count = shares_outstanding("IREN")
    assert (count.grade, count.is_proxy) == ("D", True)
    assert "not for market values of January 2025" in " ".join(count.notes)
    assert count.as_of == date(2026, 8, 16)


def test_all_share_classes_are_counted_once_only() -> None:
    assert shares_outstanding("GOOGL").shares == shares_outstanding("GOOG").shares
    assert "all share classes" in shares_outstanding("GOOG").notes[0]


def test_a_missing_share_count_is_refused() -> None:
    with pytest.raises(DataError, match="counts of 97 securities"):
        shares_outstanding("SPY")


def test_every_remark_belongs_to_a_security_with_a_count() -> None:
    for security, remarks in SHARE_NOTES.items():
        assert shares_outstanding(security).notes[: len(remarks)] == remarks
