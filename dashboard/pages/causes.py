"""Which story of the cause fits best, and what other methods say of the size."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.errors import N_, StudyError
from analysis.windows import EstimationWindow, EventWindow, parse_window
from dashboard import cache
from dashboard.charts.causes.cross_section import scatter_chart, slopes_chart
from dashboard.charts.causes.opinions import opinions_chart
from dashboard.charts.causes.race import VERDICTS, race_chart
from dashboard.charts.drawing import Chart
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices
from dashboard.components.explain_spread import explain_race
from dashboard.components.explain_study import explain_asked
from dashboard.components.frame import link_to
from dashboard.components.literal import show_error
from dashboard.components.parameters import said_parameters
from dashboard.components.presenter import is_presented
from dashboard.components.report_row import offer_report
from dashboard.components.table import show_table
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.basket_request import BasketRequest, basket_request
from dashboard.studies.causes.cross_section import ExposureStudy
from dashboard.studies.causes.race import Race
from dashboard.studies.causes.second_opinions import SecondOpinions, kept_opinions
from dashboard.studies.choices import is_basket
from dashboard.studies.subject import security_request
from data.catalogue import baskets
from data.errors import DataError
from data.load import LoadedPrices


def show(choices: Choices, language: Language) -> None:
    """Show the race of the stories, the cross-section, and the second opinions."""
    t = language.text
    presenting = is_presented()
    if not presenting:
        st.title(t("Which story fits?"), anchor=False)
        st.write(
            t(
                "Each story of the cause says who should have fallen against whom. A story whose "
                "predictions come true is not proved: others may predict the same. The predictions "
                "are this project's reading of the claims, made after the event."
            )
        )
    try:
        found = _race(_request(choices), language)
    except (StudyError, DataError) as error:
        show_error(error, language)
        return
    names = {entry.id: language.of(entry.name) for entry in baskets()}
    raced = race_chart(found, names, language)
    exposed = _exposures(choices, language)
    asked = _opinions(choices, language)
    charts = [raced]
    if isinstance(exposed, ExposureStudy):
        charts += [scatter_chart(exposed, language), slopes_chart(exposed, language)]
    if isinstance(asked, tuple):
        charts.append(opinions_chart(asked[0], language))
    sources = {s.history.security: s for study in found.studies for s in study.sources}
    report = Report(
        title=t("Which story fits?"),
        lead=raced.sentence,
        parameters=said_parameters(choices, language),
        charts=tuple(charts),
        tables=((t("Stories and their predictions"), _race_table(found, language)),),
        sources=tuple(sources.values()),
        language=language,
    )
    if offer_report(report, "causes"):
        return
    _show_race(found, raced, tuple(sources.values())[:1], language)
    _show_cross_section(exposed, charts[1:3], language)
    _show_opinions(asked, charts[-1], language)
    explain_asked(choices, language)


def _request(choices: Choices) -> BasketRequest:
    return basket_request(
        event=choices.event,
        benchmark=choices.benchmark,
        model=choices.model,
        estimation=choices.estimation,
        windows=(choices.window,),
        returns=choices.returns,
        source=choices.source,
    )


def _race(request: BasketRequest, language: Language) -> Race:
    bar = st.empty()

    def progress(done: int, total: int) -> None:
        bar.progress(
            done / total,
            language.text("Measuring spread {done} of {total} …", done=done + 1, total=total),
        )

    try:
        return cache.race_of(request, progress)
    finally:
        bar.empty()


def _race_table(found: Race, language: Language) -> pd.DataFrame:
    t = language.text
    return pd.DataFrame(
        [
            {
                t("Story"): language.of(story.name),
                t("What it says"): language.of(story.story),
            }
            | {t(VERDICTS[verdict][0]): count for verdict, count in found.counts(story).items()}
            for story in found.mechanisms
        ]
    )


def _show_race(
    found: Race, chart: Chart, sources: tuple[LoadedPrices, ...], language: Language
) -> None:
    t = language.text
    show_chart(chart, "race", sources, language)
    show_table(
        _race_table(found, language), t("Stories and their predictions"), "stories", language
    )
    st.caption(
        t(
            "A spread is one portfolio, long one basket and short the other, so what the two have "
            "in common drops out. Bars: prediction intervals. Judged by the volatility-scaled SQ "
            "test, with a false-discovery rate of 5% over all spreads."
        )
    )
    explain_race(found, language)
    st.markdown("**" + t("Claims behind the stories") + "**")
    with st.container(horizontal=True):
        for story in found.mechanisms:
            for claim in story.claims[:2]:
                link_to("claims", claim, {"claim": claim})


def _exposures(choices: Choices, language: Language) -> ExposureStudy | StudyError | DataError:
    bar = st.empty()

    def progress(done: int, total: int) -> None:
        if done % 10 == 0:
            said = language.text(
                "Comparing with other dates: {done} of {total} …", done=done, total=total
            )
            bar.progress(done / total, said)

    try:
        return cache.exposures(
            choices.event,
            EstimationWindow(*parse_window(choices.estimation)),
            EventWindow(*parse_window(choices.window)),
            progress,
        )
    except (StudyError, DataError) as error:
        return error
    finally:
        bar.empty()


def _show_cross_section(
    found: ExposureStudy | StudyError | DataError, charts: list[Chart], language: Language
) -> None:
    t = language.text
    if not isinstance(found, ExposureStudy):
        st.header(t("Did those fall most that had moved with AI computing?"), anchor="exposure")
        show_error(found, language)
        return
    show_chart(charts[0], "exposure", (), language)
    show_chart(charts[1], "slopes", (), language)
    st.caption(
        t(
            "Benchmark S&P 500, market model. On one date the firms' errors are correlated, so the "
            "least-squares error is too small; the error shown comes from {dates} dates between "
            "{first} and {last}, at least five sessions from every catalogued event.",
            dates=len(found.slopes.rows),
            first=language.date(found.dates[0].date()),
            last=language.date(found.dates[1].date()),
        )
    )
    _show_hashes([(origin.file, origin.sha256) for origin in found.sources], language)


Asked = tuple[SecondOpinions, tuple[LoadedPrices, ...]]
"""The opinions, and the prices of the study that they are set beside."""


def _opinions(choices: Choices, language: Language) -> Asked | StudyError | DataError:
    try:
        _require_one_security(choices.security)
        study = cache.study(security_request(choices.asked(), (choices.window,)))
        with st.spinner(language.text("Asking the other methods …")):
            return kept_opinions(study), study.sources
    except (StudyError, DataError) as error:
        return error


def _show_opinions(asked: Asked | StudyError | DataError, chart: Chart, language: Language) -> None:
    t = language.text
    if not isinstance(asked, tuple):
        st.header(t("What other methods say"), anchor="opinions")
        show_error(asked, language)
        return
    found, sources = asked
    show_chart(chart, "opinions", sources, language)
    st.caption(
        t(
            "Donors: the {donors} largest members of the S&P 500 in consumer staples, health care, "
            "finance, real estate, materials and energy, outside all baskets. Each donor in the "
            "security's place gives p = {p} (smallest possible {floor}). The structural series "
            "is fitted by maximum likelihood, not by sampling a posterior.",
            donors=len(found.panel.names),
            p=language.probability(found.placebo.p_value),
            floor=language.probability(found.placebo.floor),
        )
    )
    _show_hashes([(origin.file, origin.sha256) for origin in found.sources], language)


def _require_one_security(subject: str) -> None:
    if is_basket(subject):
        raise StudyError(
            N_("Second opinions on {subject} were asked for."),
            N_("The other methods compare one security with its donors."),
            N_("Choose one security."),
            subject=subject,
        )


def _show_hashes(files: list[tuple[str, str]], language: Language) -> None:
    said = ", ".join(f"{file} {digest[:12]}" for file, digest in files)
    st.caption(language.text("Embedded snapshot, SHA-256: {hashes}.", hashes=said))
