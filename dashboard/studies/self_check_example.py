"""A small study whose answers are known: four firms, twelve estimation rows, two event rows.

Returns are in percent. The expected figures were computed apart from this project's code, from the
formulas of the papers, and agree with statsmodels and scipy where these have the test.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from analysis.event_sample import EventSample, sample_from_results
from analysis.study import EventStudyResult, StudySpec, run_study
from analysis.windows import EstimationWindow, EventWindow

MARKET: Final = (0.5, -0.8, 1.2, 0.1, -0.4, 0.9, -1.1, 0.3, 0.7, -0.2, 0.6, -0.5, -1.5, 0.9)
FIRMS: Final = (
    (0.9, -1.4, 2.5, 0.6, -1.3, 1.2, -2.9, 0.2, 1.9, 0.1, 0.7, -0.6, -9.0, 3.0),
    (0.2, -0.6, 0.9, -0.2, 0.1, 0.8, -0.9, 0.5, 0.3, -0.4, 0.6, -0.1, -4.0, 1.5),
    (0.6, -1.0, 1.0, 0.4, -0.5, 1.4, -0.7, 0.1, 0.2, -0.6, 1.1, -0.9, -2.5, 0.2),
    (-0.1, 0.3, 0.4, -0.3, 0.2, 0.1, -0.5, 0.6, -0.2, 0.5, 0.0, -0.4, 1.0, -0.3),
)
WINDOW: Final = EventWindow(0, 1)
SPEC: Final = StudySpec(estimation=EstimationWindow(-12, -1), windows=(WINDOW,))

FIRST_FIRM: Mapping[str, float] = MappingProxyType(
    {
        "alpha": -0.05999108601990782,
        "beta": 2.0153023324914567,
        "AR": -5.917055415242907,
        "CAR": -4.670836428465311,
        "SE": 0.7587812596614955,
        "t": -6.155708735543952,
        "p": 0.00010751314926555304,
    }
)
"""The first firm: percent where it is a return, AR on tau = 0, the others over [0, 1]."""

FOUR_FIRMS: Mapping[str, float] = MappingProxyType(
    {
        "cross_sectional_t": -1.7430847335372033,
        "skewness_adjusted_t": -1.8269009918605117,
        "crude_dependence": -15.780157911495605,
        "patell": -5.954834579055918,
        "patell_sar_sum": -5.204371721138041,
        "bmp": -1.9515469633307074,
        "adjusted_bmp_event": -3.7127858882518012,
        "portfolio_t": -13.587791526918437,
        "corrado_rank": -1.480305491385507,
        "corrado_zivney_rank": -0.81216709156145,
        "grank_t": -2.645751311064591,
        "grank_z": -1.870828693386971,
        "generalized_sign": -0.8362420100070909,
        "sign_gsar_t": -1.4832396974191326,
    }
)
"""Statistics of the tests of four firms over [0, 1], by the names of ``BATTERY``."""


def example_studies() -> tuple[EventStudyResult, ...]:
    """Study the four firms."""
    sessions = pd.bdate_range("2024-01-02", periods=len(MARKET))
    market = pd.DataFrame({"market": np.array(MARKET) / 100}, index=sessions)
    return tuple(
        run_study(
            pd.Series(np.array(returns) / 100, index=sessions, name=f"firm {firm}"),
            market,
            sessions[12].date(),
            SPEC,
        )
        for firm, returns in enumerate(FIRMS)
    )


def example_sample() -> EventSample:
    """Put the four firms side by side."""
    sessions = pd.bdate_range("2024-01-02", periods=len(MARKET))
    return sample_from_results(example_studies(), sessions, WINDOW)
