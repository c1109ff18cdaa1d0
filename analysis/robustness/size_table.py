"""Simulated sizes of the tests that allow for dependence, and of all when variances double.

Percent of 2,000 draws with p <= 5 % under a true null: t(5) errors with one common factor, market
model, M = 120, one day (``python -m benchmarks.battery_sizes``). Monte Carlo error of one standard
deviation: 0.5 points at 5 %, 1.1 at 50 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FIRMS = (8, 20, 100)
LEVELS = (0.0, 0.1, 0.3, 0.5, 0.7)

# Rows FIRMS, columns LEVELS; the other tests stand in analysis.significance.true_size.
SIZES: Mapping[str, tuple[tuple[float, ...], ...]] = MappingProxyType(
    {
        "crude_dependence": (
            (5.1, 5.7, 5.9, 5.6, 5.8),
            (5.1, 5.5, 5.9, 6.2, 5.1),
            (4.8, 5.5, 6.2, 6.3, 6.0),
        ),
        "adjusted_patell_event": (
            (5.7, 5.3, 5.6, 5.3, 5.9),
            (4.9, 5.5, 6.0, 6.2, 4.9),
            (5.1, 5.3, 6.1, 6.2, 5.9),
        ),
        "adjusted_patell_calendar": (
            (5.7, 5.3, 5.6, 5.3, 5.9),
            (4.9, 5.5, 6.0, 6.2, 4.9),
            (5.1, 5.3, 6.1, 6.2, 5.9),
        ),
        "adjusted_bmp_event": (
            (5.6, 5.5, 7.4, 6.7, 6.5),
            (5.1, 5.9, 7.0, 6.6, 5.4),
            (5.0, 5.5, 6.1, 5.9, 6.0),
        ),
        "adjusted_bmp_calendar": (
            (5.6, 5.5, 7.4, 6.7, 6.5),
            (5.1, 5.9, 7.0, 6.6, 5.4),
            (5.0, 5.5, 6.1, 5.9, 6.0),
        ),
        "portfolio_t": (
            (4.9, 5.5, 5.5, 5.4, 5.6),
            (4.8, 5.3, 5.5, 6.1, 4.8),
            (4.5, 5.3, 6.0, 6.2, 5.9),
        ),
        "portfolio_sq": (
            (4.7, 5.3, 5.9, 5.1, 5.1),
            (4.7, 5.2, 5.5, 5.0, 4.4),
            (4.6, 5.1, 5.2, 5.7, 5.8),
        ),
        "corrado_rank": (
            (5.8, 4.5, 5.5, 4.5, 1.8),
            (5.2, 5.8, 5.7, 5.1, 1.9),
            (5.0, 5.5, 6.2, 5.2, 3.3),
        ),
        "mvrm_f": (
            (8.8, 9.0, 9.1, 8.9, 9.5),
            (9.2, 12.0, 11.5, 10.6, 10.5),
            (6.7, 7.0, 7.9, 7.6, 7.2),
        ),
        "sign_gsar_t": (
            (7.6, 3.4, 0.8, 0.0, 0.0),
            (4.6, 4.9, 1.9, 0.0, 0.0),
            (5.0, 5.5, 3.2, 0.0, 0.0),
        ),
        "portfolio_sq_volatility_scaled": (
            (4.7, 5.0, 5.5, 5.3, 5.0),
            (4.6, 5.9, 5.8, 5.5, 4.7),
            (4.5, 5.1, 5.7, 5.8, 5.8),
        ),
    }
)

# 20 firms whose variances all double on the event day; columns LEVELS.
JUMP_FIRMS = 20
JUMP_SIZES: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "cross_sectional_t": (4.7, 25.2, 44.3, 60.6, 72.4),
        "skewness_adjusted_t": (7.2, 27.6, 45.6, 60.8, 72.0),
        "crude_dependence": (31.0, 31.0, 27.9, 27.8, 26.9),
        "patell": (32.5, 54.1, 64.1, 72.7, 76.2),
        "patell_sar_sum": (32.5, 54.1, 64.1, 72.7, 76.2),
        "adjusted_patell_event": (33.3, 30.4, 27.5, 27.2, 26.9),
        "adjusted_patell_calendar": (33.3, 30.4, 27.5, 27.2, 26.9),
        "bmp": (5.3, 26.3, 44.8, 61.3, 73.2),
        "adjusted_bmp_event": (5.3, 6.5, 5.1, 6.1, 6.1),
        "adjusted_bmp_calendar": (5.3, 6.5, 5.1, 6.1, 6.1),
        "portfolio_t": (30.6, 30.3, 27.4, 27.1, 26.7),
        "portfolio_sq": (30.9, 29.0, 26.4, 24.7, 25.1),
        "corrado_rank": (13.6, 13.2, 13.5, 12.6, 11.1),
        "corrado_zivney_rank": (6.6, 7.3, 7.7, 9.4, 11.6),
        "grank_t": (6.7, 7.3, 7.8, 9.5, 11.7),
        "grank_z": (6.3, 30.2, 48.4, 64.8, 75.8),
        "generalized_sign": (4.0, 21.6, 41.9, 58.7, 72.0),
        "sign": (4.0, 21.3, 41.8, 58.1, 71.5),
        "wilcoxon": (5.7, 27.2, 46.1, 63.0, 74.8),
        "mvrm_f": (95.0, 95.3, 95.8, 95.5, 95.2),
        "sign_gsar_t": (4.6, 5.1, 2.5, 0.0, 0.0),
        "jackknife": (4.8, 25.2, 44.5, 60.7, 72.4),
        "portfolio_sq_volatility_scaled": (28.9, 27.9, 25.0, 23.1, 23.8),
    }
)
