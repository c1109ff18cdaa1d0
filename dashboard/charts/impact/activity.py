"""Volume by session, and the abnormal returns after the event with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.impact.volatility import scaled_path
from analysis.significance.result import HypothesisTest
from analysis.significance.student_t import quantile
from dashboard.charts.drawing import (
    BLUE,
    GREY,
    ORANGE,
    Chart,
    base_figure,
    event_time_axis,
    mark_event,
    percent_axis,
)
from dashboard.charts.path_traces import band, filled
from dashboard.charts.plot import bar, scatter
from dashboard.language import Language
from dashboard.studies.impact.activity import Volatility, Volume


def volume_chart(volume: Volume, language: Language) -> Chart:
    """Draw shares traded over a normal session's, with the range of ordinary sessions."""
    t, result = language.text, volume.result
    ar = result.abnormal
    half = quantile(result.spec.level, ar.df, ar.error_df) * ar.standard_errors
    times, low, high = np.exp(ar.values), np.exp(-half), np.exp(half)
    unusual = (times > high) | (times < low)
    level = language.percent(result.spec.level, 0, sign=False)
    days = [day.date() for day in ar.sessions]
    drawing = base_figure(320)
    drawing.add_trace(band(ar.tau, low, high, t("Ordinary range ({level})", level=level)))
    drawing.add_trace(
        bar(
            zorder=1,
            x=ar.tau,
            y=times,
            name=t("Shares traded, times a normal session"),
            marker={
                "color": [ORANGE if odd else BLUE for odd in unusual],
                "pattern": {"shape": ["/" if odd else "" for odd in unusual]},
            },
            customdata=[
                [language.date(day), language.number(float(value), 2)]
                for day, value in zip(days, times, strict=True)
            ],
            hovertemplate="%{customdata[0]}<br>× %{customdata[1]}<extra></extra>",
        )
    )
    drawing.add_hline(y=1, line={"color": GREY, "width": 1})
    drawing.update_xaxes(**event_time_axis(language))
    drawing.update_yaxes(title={"text": t("Times a normal session")}, automargin=True)
    mark_event(drawing, 0, language.date(result.session))
    return Chart(
        spec=drawing.spec(),
        name=t("Shares traded, against a normal session"),
        sentence=_volume_sentence(volume, language),
        table=pd.DataFrame(
            {
                "tau": ar.tau,
                t("Date"): [day.isoformat() for day in days],
                t("Shares traded"): np.exp(ar.returns).round().astype("int64"),
                t("Normal"): np.exp(ar.expected).round().astype("int64"),
                t("Times a normal session"): times.round(3),
            }
        ),
        fractions=False,
    )


def _volume_sentence(volume: Volume, language: Language) -> str:
    t, test = language.text, volume.result.headline.test("sq")
    p = language.probability(test.p_value) if isinstance(test, HypothesisTest) else "–"
    said = t(
        "On {day} {shares} million shares changed hands, {times} times a normal session (SQ test: "
        "p = {p}): rank {place} of {count} sessions since {since}.",
        day=language.date(volume.result.session),
        shares=language.number(volume.shares / 1e6, 0),
        times=language.number(volume.times, 1),
        p=p,
        place=volume.place,
        count=language.number(volume.of, 0),
        since=language.date(volume.since),
    )
    joint = " " if language.code == "en" else ""
    if volume.greater is not None:
        more = t("More shares were last traded on {day}.", day=language.date(volume.greater))
        said = f"{said}{joint}{more}"
    if volume.value is None or volume.value_place is None:
        return said
    worth = t(
        "At the close they were worth {value}, rank {place} by value.",
        value=language.money(volume.value, volume.loaded.history.currency),
        place=volume.value_place,
    )
    return f"{said}{joint}{worth}"


def volatility_chart(volatility: Volatility, language: Language) -> Chart:
    """Draw the running CAR after the event; where it grew louder, the wider interval too."""
    t, study = language.text, volatility.study
    ar, ratio = study.result.abnormal, volatility.change.ratio
    reach = quantile(study.request.spec.level, ar.df, ar.error_df)
    car, plain = ar.path(volatility.window)
    _, louder = scaled_path(ar, volatility.window, ratio)
    level = language.percent(study.request.spec.level, 0, sign=False)
    drawing = base_figure(360)
    if ratio > 1:
        drawing.add_trace(
            filled(
                ar.tau,
                car - reach * louder,
                car + reach * louder,
                t("With the variance after the event"),
                "rgba(217, 98, 43, 0.20)",
            )
        )
    name = t("{level} interval", level=level)
    drawing.add_trace(filled(ar.tau, car - reach * plain, car + reach * plain, name))
    days = [day.date() for day in ar.sessions]
    drawing.add_trace(
        scatter(
            x=ar.tau,
            y=car,
            mode="lines+markers",
            line={"color": BLUE, "width": 2.5},
            name=t("Cumulative abnormal return"),
            customdata=[
                [language.date(day), language.percent(float(value))]
                for day, value in zip(days, car, strict=True)
            ],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    )
    drawing.update_xaxes(**event_time_axis(language))
    drawing.update_yaxes(**percent_axis(t("Cumulative abnormal return")))
    mark_event(drawing, 0, language.date(study.result.session))
    return Chart(
        spec=drawing.spec(),
        name=t("Were prices more restless afterwards?"),
        sentence=_volatility_sentence(volatility, language),
        table=pd.DataFrame(
            {
                "tau": ar.tau,
                t("Date"): [day.isoformat() for day in days],
                t("Abnormal return"): ar.values,
                t("Cumulative abnormal return"): car,
                t("Standard error"): plain,
                t("Standard error, scaled"): louder,
            }
        ),
    )


def _volatility_sentence(volatility: Volatility, language: Language) -> str:
    t, change = language.text, volatility.change
    f, robust = change.tests
    said = t(
        "Over the {count} sessions after the event an abnormal return has {ratio} times the "
        "variance of the estimation window (F test p = {f}; Brown–Forsythe p = {robust}).",
        count=change.sessions,
        ratio=language.number(change.ratio, 2),
        f=language.probability(f.p_value),
        robust=language.probability(robust.p_value),
    )
    reading = (
        t("The intervals after the event are widened by that; the wider one is drawn too.")
        if change.ratio > 1
        else t("That is no more than before, so the intervals stay as they are.")
    )
    joint = " " if language.code == "en" else ""
    ranges = volatility.ranges
    if ranges is None:
        return f"{said}{joint}{reading}"
    daily = t(
        "By its highs and lows the price moved {event} within the day of the event, against "
        "{before} before and {after} after (Parkinson's volatility, a session).",
        event=language.percent(ranges.event, 1, sign=False),
        before=language.percent(ranges.before, 1, sign=False),
        after=language.percent(ranges.after, 1, sign=False),
    )
    return f"{said}{joint}{reading}{joint}{daily}"
