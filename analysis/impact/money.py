"""What an abnormal return is worth in money."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ValueLost:
    """Market value gained or lost over a window, in the currency of the prices.

    Attributes
    ----------
    value_before
        Shares times the close before the window.
    change
        Shares times the change of the close over the window; negative is a loss.
    abnormal
        ``value_before`` times the CAR: the part that the benchmark does not explain.
    interval
        ``value_before`` times the interval of the CAR.
    """

    value_before: float
    change: float
    abnormal: float
    interval: tuple[float, float]


def value_lost(
    shares: float,
    close_before: float,
    close_after: float,
    car: float,
    interval: tuple[float, float],
) -> ValueLost:
    """Turn a move and its CAR into money.

    Parameters
    ----------
    shares
        Shares outstanding, on the share basis of the closes.
    close_before, close_after
        Closes, not adjusted for dividends, before the window's first and on its last session.
    car, interval
        Cumulative abnormal return and its interval, in fractions.
    """
    before = shares * close_before
    return ValueLost(
        value_before=before,
        change=shares * (close_after - close_before),
        abnormal=before * car,
        interval=(before * interval[0], before * interval[1]),
    )
