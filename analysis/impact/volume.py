"""How much more was traded than usual."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.study import StudySpec


def log_volume(volume: pd.Series) -> pd.Series:
    """Return the natural logarithm of shares traded; NaN where none or nothing is known."""
    known = volume.where(volume > 0)
    return pd.Series(np.log(known), index=volume.index, name=volume.name)


def volume_spec(spec: StudySpec, *, market: bool) -> StudySpec:
    """Return how abnormal volume is studied: log volume less its mean, or less a + b log V_m.

    Notes
    -----
    Ajinkya and Jain (1989): logarithms make the residuals of volume nearly normal. They are
    correlated from day to day, so a rank among single sessions suits one session only.
    """
    return StudySpec(
        model="market" if market else "mean-adjusted",
        estimation=spec.estimation,
        windows=spec.windows,
        returns="log",
        level=spec.level,
        min_estimation=spec.min_estimation,
    )
