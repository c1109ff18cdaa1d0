"""What charts of abnormal returns are drawn of: interval, ordinary range, bars."""

from __future__ import annotations

from typing import Final

import numpy as np

from dashboard.charts.drawing import BLUE, GREY, ORANGE, RIBBON
from dashboard.charts.plot import Trace, bar, scatter
from dashboard.language import Language
from dashboard.studies.abnormal_path import AbnormalPath

BAND: Final = "rgba(128, 136, 144, 0.25)"


def ribbon(path: AbnormalPath, name: str) -> Trace:
    """Return the interval of a path's running sum as a filled band."""
    return scatter(
        x=np.concatenate((path.tau, path.tau[::-1])),
        y=np.concatenate((path.high, path.low[::-1])),
        fill="toself",
        fillcolor=RIBBON,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name=name,
    )


def ordinary_band(path: AbnormalPath, name: str) -> Trace:
    """Return the range in which an ordinary session's abnormal return falls."""
    return scatter(
        x=np.concatenate((path.tau, path.tau[::-1])),
        y=np.concatenate((path.ordinary, -path.ordinary[::-1])),
        fill="toself",
        fillcolor=BAND,
        line={"width": 0, "color": GREY},
        mode="lines",
        hoverinfo="skip",
        name=name,
    )


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
