"""Baskets side by side: each CAAR with the interval of the portfolio."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.significance.result import HypothesisTest, TestResult
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, percent_axis
from dashboard.charts.plot import scatter
from dashboard.language import Language
from dashboard.studies.basket_headline import agree
from dashboard.studies.sector.groups import GroupMove, Groups

ROW: Final = 44
TESTS: Final = ("portfolio_t", "portfolio_sq_volatility_scaled", "adjusted_bmp_calendar")


def groups_chart(groups: Groups, level: float, language: Language) -> Chart:
    """Draw a point a basket, its name above it.

    Parameters
    ----------
    level
        Level of the intervals.
    """
    t = language.text
    moves = groups.moves
    drawing = base_figure(100 + ROW * len(moves))
    confirmed = [agree(move.window.agreement) is True and _rejects(move) for move in moves]
    intervals = [move.interval or (move.window.caar, move.window.caar) for move in moves]
    caar = np.array([move.window.caar for move in moves])
    drawing.add_trace(
        scatter(
            x=caar,
            y=list(range(len(moves))),
            mode="markers",
            marker={
                "size": 12,
                "symbol": ["diamond" if sure else "circle-open" for sure in confirmed],
                "color": [
                    (ORANGE if value < 0 else BLUE) if sure else GREY
                    for value, sure in zip(caar, confirmed, strict=True)
                ],
                "line": {"width": 2},
            },
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [ends[1] - value for ends, value in zip(intervals, caar, strict=True)],
                "arrayminus": [
                    value - low for (low, _), value in zip(intervals, caar, strict=True)
                ],
                "color": GREY,
                "thickness": 1.5,
            },
            customdata=[[f"basket:{move.basket}", _hover(move, language)] for move in moves],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
    )
    for row, move in enumerate(moves):
        drawing.add_annotation(
            x=0, y=row - 0.42, xref="paper", yref="y", xanchor="left", yanchor="middle",
            text=language.bracketed(basket_name(move, language), len(move.window.members)),
            showarrow=False, font={"size": 12},
        )  # fmt: skip
    title = t("Mean cumulative abnormal return (CAAR)")
    drawing.update_layout(hovermode="closest", showlegend=False, margin={"t": 40})
    drawing.update_xaxes(**percent_axis(title), side="top")
    drawing.update_yaxes(
        visible=False, range=[len(moves) - 0.5, -0.8], fixedrange=True, autorange=False
    )
    return Chart(
        spec=drawing.spec(),
        name=t("Sellers, buyers, power and software side by side"),
        sentence=_sentence(groups, confirmed, level, language),
        table=groups_table(groups, language),
    )


def _rejects(move: GroupMove) -> bool:
    first = move.window.headline[0]
    return isinstance(first, HypothesisTest) and first.p_value < 0.05


def basket_name(move: GroupMove, language: Language) -> str:
    """Return what a basket is called."""
    catalogued = move.study.long.catalogued
    return move.basket if catalogued is None else language.of(catalogued.name)


def _hover(move: GroupMove, language: Language) -> str:
    low, high = move.interval or (float("nan"),) * 2
    return "<br>".join(
        (
            f"<b>{basket_name(move, language)}</b>",
            language.text(
                "CAAR {value} ({low} … {high})",
                value=language.percent(move.window.caar),
                low=language.percent(low),
                high=language.percent(high),
            ),
            ", ".join(move.study.long.tickers),
        )
    )


def _sentence(groups: Groups, confirmed: list[bool], level: float, language: Language) -> str:
    low, high = groups.moves[0], groups.moves[-1]
    return language.text(
        "From {low} ({low_value}) to {high} ({high_value}). Filled diamonds: both tests that know "
        "the members move together reject at 5% ({count} of {all}). Lines: {level} interval from "
        "the portfolio's own residuals.",
        low=basket_name(low, language),
        low_value=language.percent(low.window.caar, 1),
        high=basket_name(high, language),
        high_value=language.percent(high.window.caar, 1),
        count=sum(confirmed),
        all=len(groups.moves),
        level=language.percent(level, 0, sign=False),
    )


def verdict(move: GroupMove) -> str:
    """Return what the two tests of the headline say together, as a short English template."""
    together = agree(move.window.agreement)
    if together is None:
        return N_("one does not apply")
    if not together:
        return N_("disagree")
    return N_("both reject") if _rejects(move) else N_("neither rejects")


def p_value(test: TestResult, language: Language) -> str:
    """Return a p-value with its floor where it stands on it, or a dash."""
    if not isinstance(test, HypothesisTest):
        return "–"
    words = language.probability(test.p_value)
    if test.floor is not None and test.p_value <= test.floor * 1.0001:
        return language.text("{value} (floor)", value=words)
    return words


def tests_numbers(groups: Groups, language: Language) -> pd.DataFrame:
    """Return each basket's tests with statistics and p-values unrounded, a row a test."""
    t = language.text
    rows: list[dict[str, object]] = []
    for move in groups.moves:
        window = move.window
        for name in TESTS:
            test = window.test(name)
            done = test if isinstance(test, HypothesisTest) else None
            rows.append(
                {
                    t("Basket"): basket_name(move, language),
                    "N": len(window.members),
                    "CAAR": window.caar,
                    t("CAAR by value"): window.caar_by_value,
                    t("Mean correlation"): window.correlation.calendar,
                    t("Effective N"): window.correlation.effective_n,
                    t("Test"): t(test.title),
                    t("Statistic"): None if done is None else done.statistic,
                    t("p-value"): None if done is None else done.p_value,
                    t("Floor"): None if done is None else done.floor,
                    t("Both tests"): t(verdict(move)),
                }
            )
    return pd.DataFrame(rows)


def groups_table(groups: Groups, language: Language) -> pd.DataFrame:
    """Return each basket's averages, tests and correlation."""
    t = language.text
    windows = [move.window for move in groups.moves]
    nothing = (float("nan"), float("nan"))
    return pd.DataFrame(
        {
            t("Basket"): [basket_name(move, language) for move in groups.moves],
            "N": [len(window.members) for window in windows],
            "CAAR": [window.caar for window in windows],
            t("Interval from"): [(move.interval or nothing)[0] for move in groups.moves],
            t("Interval to"): [(move.interval or nothing)[1] for move in groups.moves],
            t("CAAR by value"): [
                float("nan") if (value := window.caar_by_value) is None else value
                for window in windows
            ],
            t("p: portfolio's residual t"): [
                p_value(window.test("portfolio_t"), language) for window in windows
            ],
            t("p: portfolio's volatility-scaled SQ"): [
                p_value(window.headline[0], language) for window in windows
            ],
            t("p: adjusted BMP"): [p_value(window.headline[1], language) for window in windows],
            t("Mean correlation"): [
                language.number(window.correlation.calendar) for window in windows
            ],
            t("Effective N"): [
                language.number(window.correlation.effective_n, 1) for window in windows
            ],
            t("Both tests"): [t(verdict(move)) for move in groups.moves],
            t("Reading"): [t(window.agreement) for window in windows],
        }
    )
