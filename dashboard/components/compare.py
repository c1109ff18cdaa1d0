"""Names or models side by side: charts, and one column of numbers each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from analysis.errors import N_
from analysis.significance.result import HypothesisTest, TestResult
from dashboard.charts.comparison import short
from dashboard.charts.kept import charts_beside
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices
from dashboard.components.literal import literal
from dashboard.components.option_words import said_subject
from dashboard.components.provenance import show_provenance
from dashboard.components.table import show_table
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.choices import basket_names, is_basket, model_title, security_names
from dashboard.studies.comparison import AT_MOST, Column, Comparison, Kind, Numbers, Refused
from data.load import LoadedPrices

TITLES: Final[dict[Kind, str]] = {
    "names": N_("Names side by side"),
    "models": N_("Models side by side"),
}


def show_comparison(comparison: Comparison, language: Language) -> None:
    """Show studies side by side: a column of numbers each, then the charts."""
    t = language.text
    st.header(t(TITLES[comparison.kind]), anchor=f"compare-{comparison.kind}")
    if comparison.beyond:
        st.warning(
            t(
                "At most {most} stand side by side; left out: {names}.",
                most=AT_MOST,
                names=literal(", ".join(map(short, comparison.beyond))),
            ),
            icon=":material/filter_4:",
        )
    show_table(
        comparison_table(comparison, language),
        t(TITLES[comparison.kind]),
        f"compare-{comparison.kind}",
        language,
        numbers=lambda: comparison_numbers(comparison, language),
        sources=compared_sources(comparison),
        hide_index=False,
    )
    for note in _notes(comparison, language):
        st.caption(note)
    charts = charts_beside(comparison, language)
    for key, chart in charts.items():
        show_chart(chart, key, (), language)
    if charts:
        with st.expander(t("Sources of the comparison")):
            show_provenance(compared_sources(comparison), language)


def with_comparisons(
    report: Report, comparisons: Sequence[Comparison], choices: Choices, language: Language
) -> Report:
    """Return a report with what stands beside the chosen study, and with that in its parameters."""
    t = language.text
    subject, *others = report.parameters
    said = [(subject[0], said_subject(choices.security, language)), *others]
    for comparison in comparisons:
        headings = [heading(c.label, comparison.kind, language) for c in comparison.columns]
        said.append((t(TITLES[comparison.kind]), language.listed(headings)))
    sources = [*report.sources, *(s for c in comparisons for s in compared_sources(c))]
    return replace(
        report,
        parameters=tuple(said),
        charts=(
            *report.charts,
            *(chart for c in comparisons for chart in charts_beside(c, language).values()),
        ),
        tables=(
            *((t(TITLES[c.kind]), _with_names(comparison_table(c, language))) for c in comparisons),
            *report.tables,
        ),
        sources=tuple({loaded.history.security: loaded for loaded in sources}.values()),
    )


def _with_names(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename_axis("").reset_index()


def compared_sources(comparison: Comparison) -> tuple[LoadedPrices, ...]:
    """Return the prices behind all columns, each once."""
    found = [loaded for column in comparison.done for loaded in column.drawn.study.sources]
    return tuple({loaded.history.security: loaded for loaded in found}.values())


def comparison_table(comparison: Comparison, language: Language) -> pd.DataFrame:
    """Return the numbers with one column each; a refusal stands in its column."""
    columns = {
        heading(column.label, comparison.kind, language): _cells(column, language)
        for column in comparison.columns
    }
    table = pd.DataFrame(columns)
    refusals = language.text("Why not")
    if refusals in table.index:
        table = table.reindex([*table.index.drop(refusals), refusals])
    return table.fillna("–").rename_axis(language.text("Measure"))


def comparison_numbers(comparison: Comparison, language: Language) -> pd.DataFrame:
    """Return the numbers unrounded, a row a name or model, returns as fractions."""
    return pd.DataFrame(
        [
            {"": heading(column.label, comparison.kind, language), **_numbers(column, language)}
            for column in comparison.columns
        ]
    )


def heading(label: str, kind: Kind, language: Language) -> str:
    """Return what stands above a column."""
    if kind == "models":
        return language.text("{title} ({name})", title=model_title(label), name=label)
    japanese = language.code == "ja"
    if label in basket_names():
        return basket_names()[label][japanese]
    names = security_names().get(label)
    return label.replace(",", ", ") if names is None else f"{label} · {names[japanese]}"


def _cells(column: Column, language: Language) -> dict[str, str]:
    t = language.text
    if isinstance(column, Refused):
        return {t("Why not"): literal(language.error(column.error))}
    numbers = column.numbers
    level = language.percent(column.drawn.study.request.spec.level, 0, sign=False)
    low, high = (language.percent(bound) for bound in numbers.interval)
    return {
        t("Return"): language.percent(numbers.car.raw_return),
        t("Abnormal return (CAR)"): language.percent(numbers.car.value),
        t("{level} interval", level=level): f"{low} … {high}",
        "t": language.number(numbers.car.scar) + _p(numbers.t, language),
        t("SQ p-value"): _sq(numbers.sq, language),
        t("Beta"): "–" if numbers.beta is None else language.number(numbers.beta),
        t("Sigma, a session"): language.percent(numbers.sigma, sign=False),
        t("Estimation rows, n"): str(numbers.n),
        t("Benchmark"): _benchmark(numbers, language),
        t("Session (tau = 0)"): language.date(numbers.session),
    }


def _numbers(column: Column, language: Language) -> dict[str, object]:
    t = language.text
    if isinstance(column, Refused):
        return {t("Why not"): language.error(column.error)}
    numbers = column.numbers
    tested, ranked = (
        test if isinstance(test, HypothesisTest) else None for test in (numbers.t, numbers.sq)
    )
    return {
        t("Return"): numbers.car.raw_return,
        t("Abnormal return (CAR)"): numbers.car.value,
        t("Interval from"): numbers.interval[0],
        t("Interval to"): numbers.interval[1],
        "t": numbers.car.scar,
        t("p-value"): None if tested is None else tested.p_value,
        t("SQ p-value"): None if ranked is None else ranked.p_value,
        t("Floor"): None if ranked is None else ranked.floor,
        t("Beta"): numbers.beta,
        t("Sigma, a session"): numbers.sigma,
        t("Estimation rows, n"): numbers.n,
        t("Benchmark"): numbers.benchmark,
        t("Session (tau = 0)"): numbers.session.isoformat(),
    }


def _p(test: TestResult, language: Language) -> str:
    if not isinstance(test, HypothesisTest):
        return ""
    return f" (p {language.probability(test.p_value)})"


def _sq(test: TestResult, language: Language) -> str:
    if not isinstance(test, HypothesisTest):
        return language.reason(test)
    floor = language.probability(test.floor or 0.0)
    return language.text("{p} (floor {floor})", p=language.probability(test.p_value), floor=floor)


def _benchmark(numbers: Numbers, language: Language) -> str:
    names = security_names().get(numbers.benchmark)
    if names is None:
        return numbers.benchmark
    return f"{numbers.benchmark} · {names[language.code == 'ja']}"


def _notes(comparison: Comparison, language: Language) -> list[str]:
    t, notes = language.text, []
    done = comparison.done
    if any(is_basket(column.label) for column in done) and comparison.kind == "names":
        notes.append(t("Of a basket, the numbers are those of its equal-weight portfolio."))
    if len({column.numbers.session for column in done}) > 1:
        notes.append(
            t("tau = 0 is the first session on which each market could react: the dates differ.")
        )
    if comparison.kind == "models" and len(done) > 1:
        notes.append(
            t(
                "The models share the return and the sessions; what differs is the return that "
                "each expected. Choosing the model after seeing the result is no test."
            )
        )
    notes.extend(
        t(
            "{name}: drawn from tau = {first} to {last} only; the prices give no more.",
            name=literal(short(column.label)),
            first=language.number(column.drawn.span.first, 0),
            last=language.number(column.drawn.span.last, 0),
        )
        for column in done
        if column.drawn.undrawn is not None
    )
    return notes
