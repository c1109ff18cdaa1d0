"""The way back: paths from the day before, and the share of names that are back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from analysis.impact.recovery import Passage
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure, mark_event
from dashboard.charts.plot import Trace, scatter
from dashboard.language import Language
from dashboard.studies.impact.recovery import GroupRecovery, NameRecovery, NoShock

LEVELS: Final = (10, 25, 50, 75, 100, 150, 200, 300, 500)
"""Levels marked on a logarithmic scale."""


def when(passage: Passage, language: Language) -> str:
    """Say when a level was reached, or until when it was not."""
    if passage.sessions is None or passage.day is None:
        return language.text("not by {day}", day=language.date(passage.last))
    return language.bracketed(language.date(passage.day), language.sessions(passage.sessions))


def paths_chart(
    name: NameRecovery,
    benchmark: NameRecovery | None,
    group: GroupRecovery | None,
    sessions: int,
    language: Language,
    log: bool = False,
) -> Chart:
    """Draw prices from the day before, 100 there: the security, its index, a group behind it.

    Parameters
    ----------
    sessions
        Sessions after the event to draw.
    log
        Whether equal distances are equal percentages.
    """
    t = language.text
    own, path = name.indexed(sessions), name.indexed_path(sessions)
    drawing = base_figure(430)
    others = [] if group is None else [m for m in group.members if m.security != name.security]
    for i, member in enumerate(others):
        series = member.indexed(sessions)
        line = _line(
            series, GREY, 1, "solid", t("Names of the group"), member.security, language, 0.7
        )
        drawing.add_trace(line | {"legendgroup": "group", "showlegend": i == 0})
    if benchmark is not None:
        index = benchmark.indexed(sessions)
        drawing.add_trace(
            _line(index, BLUE, 2, "dash", benchmark.security, benchmark.security, language)
        )
    if path is not None:
        label = t("Beta times the index")
        drawing.add_trace(_line(path, ORANGE, 2, "dot", label, label, language))
    drawing.add_trace(_line(own, BLUE, 3, "solid", name.security, name.security, language))
    drawing.add_hline(y=100, line={"color": GREY, "width": 1})
    mark_event(drawing, name.session.isoformat(), language.date(name.session))
    drawing.update_layout(margin={"t": 78})
    drawing.update_xaxes(tickformat="%Y/%-m" if language.code == "ja" else "%b %Y", automargin=True)
    drawing.update_yaxes(
        title={"text": t("Close before the event = 100")},
        type="log" if log else "linear",
        automargin=True,
        tickvals=LEVELS if log else None,
        ticktext=[str(level) for level in LEVELS] if log else None,
    )
    drawing.update_layout(hovermode="closest")
    return Chart(
        spec=drawing.spec(),
        name=t("From the day before, at 100"),
        sentence=_paths_sentence(name, language),
        table=_paths_table(own, path, benchmark, sessions, language),
        fractions=False,
    )


def _line(
    series: pd.Series,
    colour: str,
    width: float,
    dash: str,
    legend: str,
    hover: str,
    language: Language,
    opacity: float = 1.0,
) -> Trace:
    known = series.dropna()
    day = "%-d %b %Y" if language.code == "en" else "%Y年%-m月%-d日"
    return scatter(
        x=known.index,
        y=known.round(2).to_numpy(),
        mode="lines",
        line={"color": colour, "width": width, "dash": dash},
        opacity=opacity,
        name=legend,
        hovertemplate=f"{hover}: %{{y:.1f}}<br>%{{x|{day}}}<extra></extra>",
    )


def _paths_sentence(name: NameRecovery, language: Language) -> str:
    t, found = language.text, name.recovery
    if not found.fell:
        return t(
            "{security} did not close lower on {day}, so it had nothing to regain.",
            security=name.security,
            day=language.date(name.session),
        )
    said = t(
        "{security} fell {change} on {day}. Half of that was back on: {halved}. All of it was "
        "back on: {regained}. Until then the lowest close was {deepest} below the day before, on "
        "{lowest}.",
        security=name.security,
        change=language.percent(-found.change, 1, sign=False),
        day=language.date(name.session),
        halved=when(found.halved, language),
        regained=when(found.regained, language),
        deepest=language.percent(-found.deepest, 1, sign=False),
        lowest=language.date(found.lowest_day),
    )
    if not isinstance(name.no_shock, NoShock):
        return said
    joint = " " if language.code == "en" else ""
    return (
        said
        + joint
        + t(
            "The first close at or above beta ({beta}) times the index: {closed}.",
            beta=language.number(name.no_shock.beta, 2),
            closed=when(name.no_shock.closed, language),
        )
    )


def _paths_table(
    own: pd.Series,
    path: pd.Series | None,
    benchmark: NameRecovery | None,
    sessions: int,
    language: Language,
) -> pd.DataFrame:
    t = language.text
    table = pd.DataFrame(
        {
            "tau": np.arange(-1, len(own) - 1),
            t("Date"): [day.date().isoformat() for day in own.index],
            t("Close before the event = 100"): own.round(2).to_numpy(),
        }
    )
    if path is not None:
        table[t("Beta times the index")] = path.reindex(own.index).round(2).to_numpy()
    if benchmark is not None:
        index = benchmark.indexed(sessions).reindex(own.index)
        table[benchmark.security] = index.round(2).to_numpy()
    return table


def recovery_table(group: GroupRecovery, language: Language) -> pd.DataFrame:
    """Return a row a name: the fall, and the day, with its session, when it was back."""
    t = language.text
    rows = []
    for name in group.members:
        found = name.recovery
        nothing = t("did not fall")
        rows.append(
            {
                t("Ticker"): name.security,
                t("First day"): language.percent(found.change, 1),
                t("Half back"): _briefly(found.halved, language) if found.fell else nothing,
                t("Wholly back"): _briefly(found.regained, language) if found.fell else nothing,
                t("Lowest until then"): language.percent(found.deepest, 1),
                t("Level with beta times the index"): _briefly(name.no_shock.closed, language)
                if isinstance(name.no_shock, NoShock)
                else "–",
            }
        )
    return pd.DataFrame(rows)


def recovery_numbers(group: GroupRecovery, language: Language) -> pd.DataFrame:
    """Return ``recovery_table`` for programs: fractions, ISO days, sessions from the event.

    Where a name was not back yet there is no day; the last column is the last session looked at.
    """
    t = language.text
    rows: list[dict[str, object]] = []
    for name in group.members:
        found, level = name.recovery, name.no_shock
        row: dict[str, object] = {t("Ticker"): name.security, t("First day"): found.change}
        for title, passage in (
            (t("Half back"), found.halved if found.fell else None),
            (t("Wholly back"), found.regained if found.fell else None),
            (
                t("Level with beta times the index"),
                level.closed if isinstance(level, NoShock) else None,
            ),
        ):
            day = None if passage is None else passage.day
            row[title] = None if day is None else day.isoformat()
            row[t("{what}, sessions", what=title)] = None if passage is None else passage.sessions
        row[t("Lowest until then")] = found.deepest
        row[t("Followed until")] = found.regained.last.isoformat()
        rows.append(row)
    # Of type object: a count of sessions stays a whole number beside one that is missing.
    return pd.DataFrame(rows, dtype=object)


def _briefly(passage: Passage, language: Language) -> str:
    if passage.sessions is None or passage.day is None:
        return language.text("not by {day}", day=passage.last.isoformat())
    return f"{passage.day.isoformat()} ({passage.sessions})"


def share_chart(group: GroupRecovery, language: Language) -> Chart:
    """Draw the share of names back by session as steps: half back, wholly back."""
    t = language.text
    drawing = base_figure(360)
    titles = {"half": t("Half back"), "whole": t("Wholly back")}
    reached: dict[str, Callable[[NameRecovery], Passage]] = {
        "half": lambda name: name.recovery.halved,
        "whole": lambda name: name.recovery.regained,
    }
    columns = {}
    for key, colour, dash in (("half", BLUE, "dash"), ("whole", ORANGE, "solid")):
        curve = group.share(reached[key])
        x = [0, *curve.sessions.tolist(), max(curve.seen, 1)]
        y = [0.0, *curve.share.tolist(), float(curve.share[-1]) if len(curve.share) else 0.0]
        drawing.add_trace(
            scatter(
                x=x,
                y=y,
                mode="lines",
                line={"shape": "hv", "color": colour, "dash": dash, "width": 2.5},
                name=titles[key],
                hovertemplate="%{y:.0%}",
            )
        )
        columns[titles[key]] = pd.Series(curve.share, index=curve.sessions)
    drawing.update_xaxes(
        title={"text": t("Sessions from the event (tau)")}, automargin=True, rangemode="tozero"
    )
    drawing.update_yaxes(
        title={"text": t("Share of the names")}, tickformat=".0%", range=[0, 1.05], automargin=True
    )
    table = pd.DataFrame(columns).sort_index().ffill().fillna(0.0)
    table.index.name = "tau"
    return Chart(
        spec=drawing.spec(),
        name=t("How many names were back, and when"),
        sentence=_share_sentence(group, language),
        table=table.reset_index(),
    )


def _share_sentence(group: GroupRecovery, language: Language) -> str:
    t, names = language.text, group.fallen
    if not names:
        return t("None of the names closed lower on that day.")
    times = [n.recovery.regained.sessions for n in names]
    back = sorted(time for time in times if time is not None)
    said = t(
        "Of {count} names that fell, {half} had half of it back within five sessions and {whole} "
        "all of it within twenty; {done} were wholly back by {last}.",
        count=len(names),
        half=sum((n.recovery.halved.sessions or 10**6) <= 5 for n in names),
        whole=sum(time <= 20 for time in back),
        done=len(back),
        last=language.date(max(n.recovery.regained.last for n in names)),
    )
    if 2 * len(back) < len(names):
        return said
    joint = " " if language.code == "en" else ""
    return (
        said
        + joint
        + t(
            "Half of the names were back after {sessions}.",
            sessions=language.sessions(back[(len(names) + 1) // 2 - 1]),
        )
    )
