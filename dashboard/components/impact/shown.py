"""What a panel put on the page, for the report to take away."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.charts.drawing import Chart
from data.load import LoadedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Charts, further tables and prices of a panel.

    Attributes
    ----------
    charts
        In the order of the page.
    tables
        Pairs of a caption and a table, beyond those of the charts.
    sources
        The prices behind the numbers.
    """

    charts: tuple[Chart, ...] = ()
    tables: tuple[tuple[str, pd.DataFrame], ...] = ()
    sources: tuple[LoadedPrices, ...] = ()
