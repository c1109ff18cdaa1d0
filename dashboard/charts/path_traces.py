"""What charts of abnormal returns are drawn of: interval, ordinary range, bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from dashboard.charts.drawing import BLUE, GREY, ORANGE, RIBBON
from dashboard.charts.plot import Trace, bar, scatter
from dashboard.language import Language
from dashboard.studies.abnormal_path import AbnormalPath

BAND: Final = "rgba(128, 136, 144, 0.25)"


def filled(
    x: Sequence[object] | np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    name: str,
    colour: str = RIBBON,
) -> Trace:
    """Return what lies between two lines as a filled area."""
    return scatter(
        x=[*x, *x[::-1]],
        y=np.concatenate((high, low[::-1])),
        fill="toself",
        fillcolor=colour,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name=name,
    )


def band(x: np.ndarray, low: np.ndarray, high: np.ndarray, name: str) -> Trace:
    """Return a range of ordinary values behind bars, with a grey sample in the legend.

    Parameters
    ----------
    x
        Where the bars stand, one apart; the area reaches half a bar's room beyond them.
    """
    wider = np.concatenate(([x[0] - 0.5], x, [x[-1] + 0.5]))
    area = filled(wider, _to_edges(low), _to_edges(high), name, BAND)
    return area | {"line": {"width": 0, "color": GREY}}


def _to_edges(bound: np.ndarray) -> np.ndarray:
    return np.concatenate((bound[:1], bound, bound[-1:]))


def ribbon(path: AbnormalPath, name: str) -> Trace:
    """Return the interval of a path's running sum as a filled band."""
    return filled(path.tau, path.low, path.high, name)


def ordinary_band(path: AbnormalPath, name: str) -> Trace:
    """Return the range in which an ordinary session's abnormal return falls."""
    return band(path.tau, -path.ordinary, path.ordinary, name)


def bars(path: AbnormalPath, name: str, language: Language) -> Trace:
    """Return one bar a session, those beyond the ordinary range in orange and hatched."""
    unusual = np.abs(path.ar) > path.ordinary
    return bar(
        x=path.tau,
        y=path.ar,
        name=name,
        marker={
            "color": [ORANGE if odd else BLUE for odd in unusual],
            "pattern": {"shape": ["/" if odd else "" for odd in unusual]},
        },
        customdata=[
            [language.date(day), language.percent(value)]
            for day, value in zip(path.days, path.ar.tolist(), strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
