from __future__ import annotations

import pytest

from analysis.impact.money import value_lost
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_shares import shares_outstanding


def test_nvidias_loss_is_its_shares_times_the_fall_of_its_close() -> None:
    closes = snapshot_prices("NVDA").closes
    shares = shares_outstanding("NVDA").shares
    lost = value_lost(
        shares, closes.loc["2025-01-24"], closes.loc["2025-01-27"], -0.1, (-0.15, -0.05)
    )
    assert lost.change == pytest.approx(24_489_000_000 * (118.42 - 142.62))
    assert lost.abnormal == pytest.approx(-0.1 * 24_489_000_000 * 142.62)
    assert lost.interval == pytest.approx((1.5 * lost.abnormal, 0.5 * lost.abnormal))
