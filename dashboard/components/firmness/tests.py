"""Which of the joint tests to believe for the basket on screen."""

from __future__ import annotations

import streamlit as st

from analysis.robustness.belief import DISTRUST, LARGEST_TRUSTED, LIBERAL, TRUST
from dashboard import cache
from dashboard.charts.robustness.tests import sizes_chart
from dashboard.components.chart import show_chart
from dashboard.components.controls import Choices
from dashboard.components.explain_study import explain_basket
from dashboard.components.firmness import PAGE, Panel
from dashboard.components.literal import literal
from dashboard.components.url import follow_url
from dashboard.language import Language
from dashboard.studies.basket_request import DEFAULT_BASKET, basket_request
from dashboard.studies.choices import BASKET, is_basket
from dashboard.studies.robustness.done import judged
from dashboard.studies.robustness.tests import SIMULATED_ROWS, TestsOfBasket
from data.catalogue import baskets


def show_tests(choices: Choices, language: Language) -> Panel:
    """Show every test of a basket with its true size there."""
    t = language.text
    basket, members = _basket(choices, language)
    request = basket_request(
        basket=basket,
        members=members,
        event=choices.event,
        benchmark=choices.benchmark,
        model=choices.model,
        estimation=choices.estimation,
        windows=(choices.window,),
        returns=choices.returns,
        source=choices.source,
    )
    with st.spinner(t("Running every test of the basket …")):
        found = judged(cache.basket(request))
    names = {entry.id: language.of(entry.name) for entry in baskets()}
    name = names.get(basket, members.replace(",", ", "))
    chart = sizes_chart(found, name, language)
    show_chart(chart, "tests", (), language)
    if not is_basket(choices.security):  # else the buttons at the top of the page explain it
        explain_basket(found.study, language)
    st.markdown(_advice(found, language))
    for left in found.study.long.left_out:
        st.caption(
            t(
                "{security} is left out: {why}",
                security=literal(left.security),
                why=literal(left.words(language)),
            )
        )
    st.caption(
        t(
            "Sizes are simulated: t(5) errors with one common factor, {rows} estimation sessions, "
            "one day, interpolated at this basket's number of members and correlation; circles: 20 "
            "members whose variances all double on the day. Limits at a nominal 5%: trust from "
            "2.5 to 7.5% (Bradley 1978), liberal up to 15%.",
            rows=SIMULATED_ROWS,
        )
    )
    return Panel(
        charts=(chart,),
        sources=found.study.sources,
        parameters=((t("Basket"), name),),
        facts=(
            (
                t("Joint tests that keep their size"),
                f"{len(found.by_tier[TRUST])} / {sum(map(len, found.by_tier.values()))}",
            ),
        ),
    )


def _basket(choices: Choices, language: Language) -> tuple[str, str]:
    """Return the basket's identifier and the members named by hand; one of them is empty."""
    t = language.text
    if is_basket(choices.security):
        if choices.security.upper().startswith(BASKET.upper()):
            return choices.security[len(BASKET) :], ""
        return "", choices.security
    names = {entry.id: language.of(entry.name) for entry in baskets()}
    changed = follow_url("basket", DEFAULT_BASKET, PAGE, lambda text: text.strip().upper())
    chosen = str(st.session_state["basket"])
    st.selectbox(
        t("Basket"),
        tuple(dict.fromkeys((*names, chosen))),
        format_func=lambda identifier: names.get(identifier, identifier),
        key="basket",
        on_change=changed,
        help=t("Securities that share the event's date, chosen in advance for what they sell."),
    )
    return str(st.session_state["basket"]), ""


def _advice(found: TestsOfBasket, language: Language) -> str:
    tiers = found.by_tier
    lines = []
    for tier in (TRUST, LIBERAL, DISTRUST):
        titles = [language.text(entry.test.title) for entry in tiers[tier]]
        if titles:
            heading = language.bracketed(f"**{language.text(tier)}**", len(titles))
            lines.append("- " + language.labelled(heading, language.listed(titles)))
    kept = [
        language.text(entry.test.title)
        for entry in tiers[TRUST]
        if entry.jump_size is not None and entry.jump_size <= LARGEST_TRUSTED
    ]
    lines.append(
        "\n"
        + language.text(
            "If all variances double on the very day, {count} of the trusted keep their size: "
            "{tests}. With one date, a common jump and an effect are the same observation.",
            count=len(kept),
            tests=language.listed(kept) or language.text("none"),
        )
    )
    return "\n".join(lines)
