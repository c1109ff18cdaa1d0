"""How the summaries of a specification curve are ranked among those at other dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.significance.result import HypothesisTest
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.code import NUMPY, request_code, settings, upload_code
from dashboard.studies.explanations.explanation import Explanation, Quantity, Unit
from dashboard.studies.explanations.latex import lines, number
from dashboard.studies.robustness.specifications import Firmness
from data.prices import PriceHistory

IMPORTS: Final = """\
from dashboard.studies.request import study_request
from dashboard.studies.robustness.specifications import CurveRequest, run
"""
MODELS_IMPORT: Final = "from analysis.normal_returns.models import MODELS\n"
LOADER: Final = "from dashboard.studies.sources import loader\n"


@dataclass(frozen=True, slots=True, eq=False)
class _Summary:
    """A summary of the curve that is ranked among those at other dates."""

    place: int
    title: str
    meaning: str
    column: str
    unit: Unit
    drawn: np.ndarray
    python: str


def _summaries(firm: Firmness) -> tuple[_Summary, ...]:
    moved, test = firm.moved, firm.joint[0]
    below = isinstance(test, HypothesisTest) and test.statistic < 0
    bound = "curve.high[linear] < 0" if below else "curve.low[linear] > 0"
    return (
        _Summary(
            0,
            N_("Joint p-value of the curve's median"),
            N_(
                "How often the median of the whole curve lies as far from zero on dates without "
                "an event, all its choices moved to the date together."
            ),
            columns.MEDIAN,
            "percent",
            moved.median,
            "np.median(CAR[linear]), firm.moved.median",
        ),
        _Summary(
            1,
            N_("Joint p-value of the median over its standard error"),
            N_(
                "How often the median of the estimates over their standard errors lies as far "
                "from zero on dates without an event, all choices moved together."
            ),
            columns.MEDIAN_SCAR,
            "number",
            moved.median_scar,
            "np.median((CAR / curve.standard_error)[linear]), firm.moved.median_scar",
        ),
        _Summary(
            2,
            N_("Joint p-value of the share of intervals beyond zero"),
            N_(
                "How often as large a share of the intervals lies beyond zero on dates without an "
                "event, all choices moved together."
            ),
            columns.SHARE,
            "share",
            moved.share_beyond,
            f"np.mean({bound}), firm.moved.share_beyond",
        ),
    )


def joint_p_values(firm: Firmness, base: Explanation) -> tuple[Explanation, ...]:
    """Explain the joint p-value of each summary of the curve that has one.

    Parameters
    ----------
    base
        An explanation of the same curve, whose sources are taken over.
    """
    return tuple(
        _ranked(firm, summary, test, base)
        for summary in _summaries(firm)
        if isinstance(test := firm.joint[summary.place], HypothesisTest)
    )


def _ranked(
    firm: Firmness, summary: _Summary, test: HypothesisTest, base: Explanation
) -> Explanation:
    moved = firm.moved
    k, b = int(test.facts["as_far"]), int(test.facts["dates"])
    first, last = moved.sessions[[0, -1]]
    return replace(
        base,
        title=summary.title,
        meaning=summary.meaning,
        formula=lines(
            r"k = \#\{\, \lvert S_b \rvert \ge \lvert S_0 \rvert \,\}",
            r"p = \frac{1 + k}{B + 1}",
        ),
        worked=rf"p = \frac{{1 + {k}}}{{{b} + 1}} = {number(test.p_value, 6)}",
        steps=(
            (
                N_(
                    "${symbol}$ = {value}: the summary at the event over the {count} "
                    "specifications that are moved, those estimated by least squares"
                ),
                {
                    "symbol": "S_0",
                    "value": Quantity(test.statistic, summary.unit, 4),
                    "count": Quantity(moved.specifications, "number", 0),
                },
            ),
            (
                N_(
                    "${symbol}$ = {value}: dates between {first} and {last} away from all listed "
                    "events, each with its summary below"
                ),
                {
                    "symbol": "B",
                    "value": Quantity(b, "number", 0),
                    "first": first.date(),
                    "last": last.date(),
                },
            ),
            (
                N_("${symbol}$ = {value}: how many of them are counted"),
                {"symbol": "k", "value": Quantity(k, "number", 0)},
            ),
            (
                N_("The smallest p-value that {n} dates can give is {floor}."),
                {
                    "n": Quantity(b, "number", 0),
                    "floor": Quantity(test.floor or 0.0, "probability"),
                },
            ),
        ),
        rows=_dates(firm, summary, test.statistic),
        code=f"{curve_code(firm, MODELS_IMPORT)}"
        "linear = [MODELS[s.model].linear is not None for s in curve.specifications]\n"
        f"observed, drawn = {summary.python}\n"
        "k = (np.abs(drawn) >= abs(observed)).sum()\n"
        'print(f"{(1 + k) / (len(drawn) + 1):.8f}")\n',
        value=test.p_value,
        unit="probability",
        digits=2,
        facts={},
    )


def _dates(firm: Firmness, summary: _Summary, observed: float) -> pd.DataFrame:
    """Return the summaries at other dates and the event's, the farthest from zero first."""
    moved = firm.moved
    session = pd.DatetimeIndex([pd.Timestamp(firm.event.session)])
    frame = pd.DataFrame(
        {
            columns.DATE: moved.sessions.append(session),
            columns.ROLE: [columns.ORDINARY] * len(moved.sessions) + [columns.EVENT],
            summary.column: np.append(summary.drawn, observed),
        }
    )
    far = frame[summary.column].abs().sort_values(ascending=False, kind="stable").index
    ordered = frame.loc[far].reset_index(drop=True)
    return ordered.assign(**{columns.RANK: np.arange(1, len(frame) + 1)})


def curve_code(firm: Firmness, further: str = "") -> str:
    """Return the lines that measure the curve again, as ``firm``, ``curve`` and ``CAR``.

    Parameters
    ----------
    further
        Import lines of the project that later lines need.
    """
    asked = firm.request
    study = asked.study
    given: dict[str, object] = {"security": study.security, "event": study.event}
    request = request_code("study_request", given | settings(study))
    flags = (("one_window", asked.one_window), ("slow", asked.slow))
    choices = "".join(f", {name}=True" for name, on in flags if on)
    standard, reading = upload_code(_uploads(firm))
    loaded = f'loader("{study.source}"{", uploads" if reading else ""})'
    return (
        f"{standard}{NUMPY}\n\n{further}{IMPORTS}{reading or LOADER}\n"
        f"request = {request}\n"
        f"firm = run(CurveRequest(request{choices}), {loaded})\n"
        "curve = firm.curve\n"
        "CAR = curve.car\n"
    )


def _uploads(firm: Firmness) -> list[PriceHistory]:
    held = (loaded.history for loaded in firm.series.sources)
    return [history for history in held if history.provenance.source == "upload"]
