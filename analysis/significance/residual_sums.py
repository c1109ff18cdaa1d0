"""One pass over the estimation residuals of all events: every sum that the tests need."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np

from analysis.event_sample import EventSample
from analysis.significance.deviation import ROUNDING, deviation_over_events
from analysis.significance.inserted_ranks import (
    SortedResiduals,
    median_with,
    positions_below,
    rank_sums,
    sort_residuals,
    within_sums,
)

BLOCK = 1024
# Mean of a residual series over its length that is nothing but rounding.
NO_MEAN = 1e-14


@dataclass(frozen=True, slots=True)
class ResidualSums:
    """Sums over N events; M estimation columns in event time, L event columns behind them.

    Attributes
    ----------
    count
        (M,) events with a residual in the column.
    residuals
        (M,) sum of the residuals.
    unit
        (M,) sum of the residual series scaled to mean zero and unit length.
    calendar
        (C,) the same sum with the columns laid on calendar rows.
    varying
        Events whose residuals vary; the series of the others count zero in the two sums.
    positive
        Sum over events of the share of positive residuals.
    within
        (M,) sum of residual ranks among the estimation rows alone.
    corrado
        (M + L,) sum of K - (T_i + 1) / 2, K the rank among T_i rows.
    corrado_zivney
        (M + L,) sum of K / (T_i + 1) - 1/2, event values divided by their day's
        cross-section standard deviation.
    grank, sign
        (M + 1,) sum of the same for SARs and the re-standardised SCAR; sum of the signs
        about each event's median.
    """

    count: np.ndarray
    residuals: np.ndarray
    unit: np.ndarray
    calendar: np.ndarray
    varying: int
    positive: float
    within: np.ndarray
    corrado: np.ndarray
    corrado_zivney: np.ndarray
    grank: np.ndarray
    sign: np.ndarray

    def __add__(self, other: ResidualSums) -> ResidualSums:
        return ResidualSums(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def residual_sums(sample: EventSample, workers: int = 2) -> ResidualSums:
    """Sum over the residuals of all events, ``workers`` blocks at a time.

    Memory is that of ``workers`` blocks, whatever the number of events.
    """
    scaled = _scaled_event_values(sample)
    blocks = [slice(i, min(i + BLOCK, len(sample))) for i in range(0, len(sample), BLOCK)]
    if len(blocks) == 1:
        return _block_sums(sample, scaled, blocks[0])
    with ThreadPoolExecutor(workers) as pool:
        parts = pool.map(lambda events: _block_sums(sample, scaled, events), blocks)
        total = next(parts)
        for part in parts:
            total = total + part
        return total


def _scaled_event_values(sample: EventSample) -> tuple[np.ndarray, np.ndarray]:
    """Return SAR and SCAR over their cross-section deviation, on the residuals' scale.

    With one event there is no such deviation and the values stay as they are.
    """
    s = np.sqrt(sample.sigma2)
    sar, scar = sample.sar, sample.scar
    if len(sample) > 1:
        day, window = deviation_over_events(sar), float(deviation_over_events(scar))
        sar = sar / np.where(day > 0, day, 1.0)
        scar = scar / (window if window > 0 else 1.0)
    return sar * s[:, None], scar * s


def _block_sums(
    sample: EventSample, scaled: tuple[np.ndarray, np.ndarray], events: slice
) -> ResidualSums:
    values = sample.residuals.block(events)
    block = sort_residuals(values, sample.n_estimation[events].astype(int))
    ar = sample.returns[events] - sample.expected[events]
    sar, scar = scaled[0][events], scaled[1][events]
    present = None if block.is_complete else ~np.isnan(values)
    filled = values if present is None else np.where(present, values, 0.0)
    count = np.full(values.shape[1], len(values)) if present is None else present.sum(axis=0)
    unit, calendar, varying = _unit_sums(sample, filled, present, block.count, events)
    within = within_sums(block)
    t = block.count + sar.shape[1]
    ones = np.ones(len(values))
    return ResidualSums(
        count=count,
        residuals=filled.sum(axis=0),
        unit=unit,
        calendar=calendar,
        varying=varying,
        positive=float(np.sum(np.count_nonzero(filled > 0, axis=1) / block.count)),
        within=within,
        corrado=_centred(rank_sums(block, within, ar, ones), present, (t + 1) / 2),
        corrado_zivney=_centred(rank_sums(block, within, sar, 1 / (t + 1)), present, ones / 2),
        grank=_grank_sums(block, scar, within, present),
        sign=_sign_sums(block, scar),
    )


def _unit_sums(
    sample: EventSample,
    filled: np.ndarray,
    present: np.ndarray | None,
    count: np.ndarray,
    events: slice,
) -> tuple[np.ndarray, np.ndarray, int]:
    mean = filled.sum(axis=1) / count
    squares = np.einsum("ij,ij->i", filled, filled)
    about_mean = squares - count * mean**2
    varies = about_mean > ROUNDING * squares
    weight = 1 / np.sqrt(np.where(varies, about_mean, np.inf))
    unit = filled * weight[:, None]
    offset = mean * weight
    if present is not None or np.abs(offset).max() > NO_MEAN:
        unit -= offset[:, None] if present is None else offset[:, None] * present
    total, varying = unit.sum(axis=0), int(np.count_nonzero(varies))
    rows, columns = sample.event_row, filled.shape[1]
    first, span = int(rows.min()), int(rows.max() - rows.min())
    if span == 0:
        return total, total.copy(), varying
    at = (rows[events] - first)[:, None] + np.arange(columns)
    on_dates = np.bincount(at.ravel(), weights=unit.ravel(), minlength=columns + span)
    return total, on_dates, varying


def _grank_sums(
    block: SortedResiduals, scar: np.ndarray, within: np.ndarray, present: np.ndarray | None
) -> np.ndarray:
    weight = 1 / (block.count + 2.0)
    below, meets = positions_below(block, scar[:, None])
    half = np.full(len(scar), 0.5)
    if (weight != weight[0]).any() or block.tied.any() or meets.any():
        return _centred(rank_sums(block, within, scar[:, None], weight), present, half)
    above = _count(block.values > scar[:, None])
    sums = weight[0] * (within + above), weight[0] * np.array([np.sum(below + 1.0)])
    return _centred(sums, present, half)


def _sign_sums(block: SortedResiduals, scar: np.ndarray) -> np.ndarray:
    median = median_with(block, scar)
    above = _count(block.values > median[:, None]).astype(float)
    below = _count(block.values < median[:, None])
    return np.append(above - below, np.sign(scar - median).sum())


def _count(marks: np.ndarray) -> np.ndarray:
    """Count the marks of each column of a block; faster than summing truth values."""
    return np.asarray(marks.view(np.uint8).sum(axis=0, dtype=np.uint32))


def _centred(
    sums: tuple[np.ndarray, np.ndarray], present: np.ndarray | None, centre: np.ndarray
) -> np.ndarray:
    """Take each event's centre (n,) off the columns in which it is present."""
    off = centre.sum() if present is None else (centre[:, None] * present).sum(axis=0)
    return np.concatenate((sums[0] - off, sums[1] - centre.sum()))
