"""The specification curve, one specification at a time, and the curve on other dates."""

from __future__ import annotations

import time
from functools import lru_cache, partial

import streamlit as st

from analysis.errors import N_
from analysis.robustness.specification import Specification
from analysis.significance.result import HypothesisTest
from dashboard.charts.robustness.curve import curve_chart
from dashboard.charts.robustness.dates import medians_chart
from dashboard.charts.robustness.words import CHOICES, option_words, specification_words
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices
from dashboard.components.explain import explain
from dashboard.components.firmness import PAGE, Panel, choose
from dashboard.components.firmness.joint import joint_table, show_joint
from dashboard.components.frame import link_to
from dashboard.components.literal import literal
from dashboard.components.url import follow_url, open_value
from dashboard.language import Language
from dashboard.studies.explanations.curve import curve_explanations
from dashboard.studies.request import StudyRequest
from dashboard.studies.robustness.done import firmness
from dashboard.studies.robustness.series import explorer_parameters
from dashboard.studies.robustness.specifications import CurveRequest, Firmness
from dashboard.studies.sources import PriceLoader

OPENED = "spec"
WINDOWS = {"all": N_("all nine event windows"), "chosen": N_("only the chosen one")}
MODELS = {"quick": N_("least squares"), "all": N_("robust and GARCH as well (takes seconds)")}
CHART = "curve"
_PICKED = "firmness.picked"
_SECONDS = 0.1


def show_curve(
    choices: Choices, request: StudyRequest, load: PriceLoader, language: Language
) -> Panel:
    """Show the curve and where it stands on other dates."""
    t = language.text
    columns = st.columns(2)
    with columns[0]:
        windows = choose(
            "windows",
            t("Event windows in the curve"),
            WINDOWS,
            t("Estimates of different windows answer different questions; compare both views."),
            language,
        )
    with columns[1]:
        models = choose(
            "tier",
            t("Models in the curve"),
            MODELS,
            t("The slower models are not moved to other dates."),
            language,
        )
    asked = CurveRequest(request, one_window=windows == "chosen", slow=models == "all")
    firm = _measured(asked, load, language)
    _explore(firm, choices, language)
    explain(
        t("Explain the numbers of the curve"),
        lambda: curve_explanations(firm, partial(_words, language=language)),
        "curve",
        language,
    )
    _show_refused(firm, language)
    curve, medians = curve_chart(firm, language), medians_chart(firm, language)
    joint = joint_table(firm.joint, language)
    show_joint(firm, language)
    return Panel(
        charts=(curve,) if medians is None else (curve, medians),
        tables=((t("Joint tests of the curve"), joint),),
        sources=firm.series.sources,
        parameters=(
            (t("Event windows in the curve"), t(WINDOWS[windows])),
            (t("Models in the curve"), t(MODELS[models])),
        ),
        lead=curve.sentence,
        facts=_facts(firm, language),
    )


def _facts(firm: Firmness, language: Language) -> tuple[tuple[str, str], ...]:
    same = language.percent(firm.curve.share_same_sign, 0, sign=False)
    first = (
        language.text("Specifications with the median's sign"),
        same,
    )
    test = firm.joint[0]
    if not isinstance(test, HypothesisTest):
        return (first,)
    return first, (language.text("Joint p of the curve"), language.probability(test.p_value))


def _measured(asked: CurveRequest, load: PriceLoader, language: Language) -> Firmness:
    """Measure with a bar; leaving the page stops the work at the bar's next step."""
    place, said = st.empty(), -_SECONDS

    def step(what: str, done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said >= _SECONDS:
            said = time.monotonic()
            text = f"{language.text(what)}: {done:,} / {total:,}"
            place.progress(done / max(total, 1), text)

    firm = firmness(asked, load, step)
    place.empty()
    return firm


@st.fragment
def _explore(firm: Firmness, choices: Choices, language: Language) -> None:
    """Draw the curve; a picked point, or a specification chosen in the box, is opened below."""
    t = language.text
    names = _names(firm, language)
    changed = follow_url(OPENED, "", PAGE)
    points = st.session_state.get(f"{CHART}-figure", {}).get("selection", {}).get("points")
    picked = points[0]["x"] if points else None
    if picked is not None and picked != st.session_state.get(_PICKED):
        open_value(OPENED, list(names)[round(picked) - 1], PAGE)
    st.session_state[_PICKED] = picked
    if st.session_state[OPENED] not in names:
        st.session_state[OPENED] = ""
    opened = st.session_state[OPENED]
    place = list(names).index(opened) if opened else firm.chosen_place
    show_chart(curve_chart(firm, language, place), CHART, firm.series.sources[:2], language)
    st.selectbox(
        t("Look at one specification"),
        ("", *names),
        format_func=lambda key: names.get(key, t("your choice")),
        key=OPENED,
        on_change=changed,
        help=t("Click a point of the curve, or type part of a model, benchmark or window."),
    )
    if place is None:
        st.write(t("Your own choice has no estimate; the reason stands among those refused."))
    else:
        _show_one(firm, place, choices, language)


def _show_one(firm: Firmness, place: int, choices: Choices, language: Language) -> None:
    t, curve = language.text, firm.curve
    specification = curve.specifications[place]
    level = language.percent(curve.level, 0, sign=False)
    st.markdown(
        t(
            "Number {rank} of {count}: **{value}**, {level} interval {low} to {high}, standard "
            "error {error}, {rows} estimation sessions. {choices}",
            rank=language.number(place + 1, 0),
            count=language.number(len(curve), 0),
            value=language.percent(curve.car[place]),
            level=level,
            low=language.percent(curve.low[place]),
            high=language.percent(curve.high[place]),
            error=language.percent(curve.standard_error[place], sign=False),
            rows=int(curve.n_estimation[place]),
            choices=_choices_words(specification, language),
        )
    )
    parameters = explorer_parameters(specification)
    if parameters is None:
        st.caption(
            t(
                "The explorer has no such benchmark: it is made here from the returns of shares, "
                "so that its numbers stand here alone."
            )
        )
        return
    same = {"security": choices.security, "event": choices.event, "source": choices.source}
    link_to("explorer", t("Open this specification in the explorer"), same | parameters)


def _choices_words(specification: Specification, language: Language) -> str:
    return " · ".join(
        language.labelled(
            language.text(title), option_words(choice, getattr(specification, choice), language)
        )
        for choice, title in CHOICES
    )


def _words(specification: Specification, language: Language) -> tuple[str, ...]:
    return tuple(
        option_words(choice, getattr(specification, choice), language) for choice, _ in CHOICES
    )


@lru_cache(maxsize=16)
def _names(firm: Firmness, language: Language) -> dict[str, str]:
    """Return the specifications in the curve's order: what stands in the URL, and in words."""
    return {
        _key(specification): f"{place} · {language.percent(firm.curve.car[place - 1])} · "
        + specification_words(specification, language)
        for place, specification in enumerate(firm.curve.specifications, start=1)
    }


def _key(specification: Specification) -> str:
    estimation, window = specification.estimation, specification.window
    return "_".join(
        (
            specification.model,
            specification.benchmark,
            f"{estimation.first},{estimation.last}",
            f"{window.first},{window.last}",
            specification.returns,
        )
    )


def _show_refused(firm: Firmness, language: Language) -> None:
    if not firm.refused:
        return
    t = language.text
    with st.expander(
        t(
            "Specifications without an estimate: {count}",
            count=language.number(len(firm.refused), 0),
        )
    ):
        for error, specifications in firm.reasons.items():
            st.markdown(
                f"- **{language.number(len(specifications), 0)}** · "
                f"{literal(language.error(error))}"
            )
