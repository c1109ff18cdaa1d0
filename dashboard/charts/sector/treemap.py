"""Market value lost or gained, as areas: names inside groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from unicodedata import east_asian_width

import pandas as pd

from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure
from dashboard.charts.plot import Drawing, Trace, bar
from dashboard.charts.sector.marks import group_heading, group_name, name_of
from dashboard.charts.sector.squares import Rectangle, squarify
from dashboard.language import JOINER, SHORT_NAMES, Language
from dashboard.studies.sector.money import MoneyMove, MoneyStudy

HEIGHT: Final = 560
ROOM: Final = Rectangle(0.0, 0.0, 1.25, 1.0)
PHONE: Final = 400
"""Width in pixels for which labels are chosen; on a narrower screen they shrink a little."""
SMALLEST: Final = 10
"""Size of the smallest letters."""
HEADING: Final = 0.036
DARK: Final = "#1B1B1B"
SCALES: Final = {
    "lost": ((0.0, "#F6E3D8"), (1.0, ORANGE)),
    "gained": ((0.0, "#DCE9F7"), (1.0, BLUE)),
}
"""From a small move to a large one; pale enough in both themes for dark letters."""
FULL: Final = 0.2
"""Move at which the colour is full."""


def treemap_chart(money: MoneyStudy, side: str, language: Language) -> Chart:
    """Draw the names that lost value, or those that gained.

    Parameters
    ----------
    side
        ``"lost"`` or ``"gained"``.
    """
    moves = [move for move in money.moves if (move.change < 0) == (side == "lost") and move.change]
    drawing = base_figure(HEIGHT)
    if moves:
        _draw(drawing, moves, side, language)
    drawing.update_layout(
        hovermode="closest", barmode="overlay", bargap=0, showlegend=False, margin={"t": 8}
    )
    axis = {"visible": False, "fixedrange": True}
    drawing.update_xaxes(**axis, range=[ROOM.x, ROOM.x + ROOM.width])
    drawing.update_yaxes(**axis, range=[ROOM.y, ROOM.y + ROOM.height])
    return Chart(
        spec=drawing.spec(),
        name=(
            language.text("Market value lost, in dollars")
            if side == "lost"
            else language.text("Market value gained, in dollars")
        ),
        sentence=_sentence(money, moves, side, language),
        table=money_table(money, language),
    )


def _draw(drawing: Drawing, moves: Sequence[MoneyMove], side: str, language: Language) -> None:
    groups: dict[str, list[MoneyMove]] = {}
    for move in sorted(moves, key=lambda entry: -abs(entry.change)):
        groups.setdefault(move.group, []).append(move)
    sums = {name: sum(abs(move.change) for move in inside) for name, inside in groups.items()}
    order = sorted(groups, key=lambda name: -sums[name])
    tiles: list[tuple[MoneyMove, Rectangle]] = []
    for group, frame in zip(order, squarify([sums[g] for g in order], ROOM), strict=True):
        words = _heading(group, frame, language)
        heading = HEADING if words else 0.0
        inside = frame.inset(heading, 0.003)
        placed = squarify([abs(move.change) for move in groups[group]], inside)
        tiles += zip(groups[group], placed, strict=True)
        if words:
            _write_heading(drawing, frame, words)
    drawing.add_trace(_tiles(tiles, side, language))


def _tiles(tiles: Sequence[tuple[MoneyMove, Rectangle]], side: str, language: Language) -> Trace:
    words, sizes = _labels(tiles, language)
    return bar(
        x=[box.x + box.width / 2 for _, box in tiles],
        y=[box.height for _, box in tiles],
        base=[box.y for _, box in tiles],
        width=[box.width for _, box in tiles],
        marker={
            "color": [min(abs(move.fraction), FULL) for move, _ in tiles],
            "colorscale": SCALES[side],
            "cmin": 0,
            "cmax": FULL,
            "line": {"width": 1, "color": "rgba(128, 136, 144, 0.9)"},
        },
        text=words,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        insidetextfont={"color": DARK, "size": sizes},
        constraintext="inside",
        customdata=[[move.security, _hover(move, language)] for move, _ in tiles],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _pixels(box: Rectangle) -> tuple[float, float]:
    return box.width / ROOM.width * PHONE, box.height / ROOM.height * HEIGHT


def _labels(
    tiles: Sequence[tuple[MoneyMove, Rectangle]], language: Language
) -> tuple[list[str], list[int]]:
    """Return what is written on each tile, and how large."""
    written = [_label(move, box, language) for move, box in tiles]
    return [words for words, _ in written], [size for _, size in written]


def _label(move: MoneyMove, box: Rectangle, language: Language) -> tuple[str, int]:
    """Return what fits into a tile on a phone: ticker and dollars, the ticker, or nothing.

    A smaller letter comes before a shorter amount, and that before none.
    """
    width, height = _pixels(box)
    largest = int(max(SMALLEST, min(22, width / 5, height / 4)))
    if width < 0.68 * SMALLEST * len(move.security) + 2 or height < 1.3 * SMALLEST:
        return "", SMALLEST
    amount = language.money(move.change, "USD").replace(JOINER, "")
    # The heading names the currency, which stands behind a Japanese amount.
    for words in (amount, amount.removesuffix(SHORT_NAMES["USD"])):
        room = min(
            (width - 2) / _ems(words), (width - 2) / (0.68 * len(move.security)), height / 2.7
        )
        if room >= SMALLEST:
            return f"<b>{move.security}</b><br>{words}", min(largest, int(room))
    return f"<b>{move.security}</b>", min(largest, int((width - 2) / (0.68 * len(move.security))))


def _ems(words: str) -> float:
    """Return about how wide words are, in the size of their letters."""
    return sum(1.0 if east_asian_width(letter) in "WF" else 0.6 for letter in words)


def _heading(group: str, frame: Rectangle, language: Language) -> str:
    """Return the heading that fits over a group on a phone, or nothing."""
    words = group_heading(group, language)
    width, _ = _pixels(frame)
    room = int(width / (10.5 if language.code == "ja" else 5.6))
    return words if len(words) <= room and frame.height > 3 * HEADING else ""


def _write_heading(drawing: Drawing, frame: Rectangle, words: str) -> None:
    drawing.add_annotation(
        x=frame.x + 0.003,
        y=frame.y + frame.height,
        text=words,
        showarrow=False,
        xanchor="left",
        yanchor="top",
        font={"size": 10, "color": GREY},
        borderpad=1,
    )


def _hover(move: MoneyMove, language: Language) -> str:
    return "<br>".join(
        (
            f"<b>{move.security}</b> {name_of(move.security, language)}",
            group_name(move.group, language),
            language.money(move.change, "USD") + f" ({language.percent(move.fraction)})",
            language.text(
                "{shares} shares, as of {day}",
                shares=language.number(move.shares.shares, 0),
                day=language.date(move.shares.as_of),
            ),
        )
    )


def _sentence(money: MoneyStudy, moves: Sequence[MoneyMove], side: str, language: Language) -> str:
    t = language.text
    if not moves:
        return (
            t("No name with a sound share count lost value.")
            if side == "lost"
            else t("No name with a sound share count gained value.")
        )
    most = max(moves, key=lambda move: abs(move.change))
    facts = {
        "count": len(moves),
        "sum": language.money(abs(money.lost if side == "lost" else money.gained), "USD"),
        "most": name_of(most.security, language),
        "value": language.money(abs(most.change), "USD"),
        "share": language.percent(
            most.change / (money.lost if side == "lost" else money.gained), 0, sign=False
        ),
        "without": len(money.left_out),
    }
    return (
        t(
            "Names that lost value: {count}, together {sum}; {most} alone {value}, {share} "
            "of it. Left out, without a sound share count: {without}.",
            **facts,
        )
        if side == "lost"
        else t(
            "Names that gained value: {count}, together {sum}; {most} alone {value}, {share} "
            "of it. Left out, without a sound share count: {without}.",
            **facts,
        )
    )


def money_table(money: MoneyStudy, language: Language) -> pd.DataFrame:
    """Return every name's dollars with the share count and its day."""
    t = language.text
    return pd.DataFrame(
        {
            t("Ticker"): [move.security for move in money.moves],
            t("Name"): [name_of(move.security, language) for move in money.moves],
            t("Group"): [group_name(move.group, language) for move in money.moves],
            t("Change (million $)"): [round(move.change / 1e6) for move in money.moves],
            t("Value before (million $)"): [round(move.before / 1e6) for move in money.moves],
            t("Change of the close"): [move.fraction for move in money.moves],
            t("Close before ($)"): [f"{move.closes[0]:.2f}" for move in money.moves],
            t("Close after ($)"): [f"{move.closes[1]:.2f}" for move in money.moves],
            t("Shares"): [move.shares.shares for move in money.moves],
            t("Counted on"): [move.shares.as_of.isoformat() for move in money.moves],
            t("What was counted"): [
                language.sentences(move.shares.counted) for move in money.moves
            ],
        }
    )
