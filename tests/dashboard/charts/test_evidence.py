from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from dashboard.charts.evidence import path_chart
from dashboard.language import ENGLISH
from dashboard.studies.ledger.series import Path


@pytest.mark.parametrize(("kind", "fractions"), [("car", True), ("price", False), ("level", False)])
def test_only_abnormal_returns_are_fractions_to_be_read_in_percent(
    kind: Literal["car", "price", "level"], fractions: bool
) -> None:
    path = Path(
        kind=kind,
        dates=(date(2025, 1, 24), date(2025, 1, 27)),
        tau=(-1, 0),
        series={"long": (142.62, 118.42)},
        band=None,
        reference=142.62,
    )

    assert path_chart(path, "Nvidia fell", ENGLISH).fractions is fractions
