from __future__ import annotations

from analysis.windows import EstimationWindow, EventWindow
from dashboard.charts.causes.cross_section import slopes_chart
from dashboard.export.native import panels
from dashboard.language import ENGLISH
from dashboard.studies.causes.cross_section import exposure_study


def test_the_two_intervals_stand_side_by_side_and_differ_in_more_than_colour() -> None:
    study = exposure_study("crash-2025-01-27", EstimationWindow(-250, -21), EventWindow(0, 0))
    figure = slopes_chart(study, ENGLISH).figure
    chance, naive = figure.data
    assert figure.layout.scattermode == "group"
    assert chance.offsetgroup != naive.offsetgroup
    assert chance.marker.symbol != naive.marker.symbol
    assert chance.error_x.thickness > 3 * naive.error_x.thickness
    assert (chance.name, naive.name) == ("Chance, from other dates", "As if firms were independent")
    (panel,) = panels(figure, ENGLISH)
    assert panel.horizontal
