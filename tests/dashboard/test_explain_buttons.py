from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

RACE = """
from dashboard.cache import race_of
from dashboard.components.explain_spread import explain_race
from dashboard.language import Language
from dashboard.studies.basket_request import basket_request

race = race_of(basket_request(event="crash-2025-01-27"), lambda done, total: None)
explain_race(race, Language("{code}"))
"""
SPREAD = """
from dashboard.components.explain_spread import explain_spread
from dashboard.language import Language
from dashboard.studies.basket import run
from dashboard.studies.basket_request import basket_request

study = run(basket_request(basket="HYPERSCALER", against="NON_AI_CONTROL"))
explain_spread(study, Language("{code}"))
"""
MONEY = """
from dashboard.components.explain_money import explain_money
from dashboard.language import Language
from dashboard.studies.impact.parts import group_parts
from dashboard.studies.impact.request import impact_request
from dashboard.studies.sources import loader

request = impact_request(subject="NVDA", event="crash-2025-01-27")
explain_money(group_parts(request, loader("auto")), request, Language("{code}"))
"""
CLAIM = """
from dashboard.components.ledger_evidence import show_evidence
from dashboard.language import Language
from dashboard.studies.ledger import ledger

show_evidence("A2-14", ledger(), Language("{code}"), lambda claim: None)
"""


def shown(script: str, code: str) -> AppTest:
    app = AppTest.from_string(script.replace("{code}", code), default_timeout=120).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("code", ["en", "ja"])
@pytest.mark.parametrize(
    ("script", "key", "numbers"),
    [
        (RACE, "explain-race", 4),
        (SPREAD, "explain-spread", 6),
        (MONEY, "explain-money", 8),
        (CLAIM, "explain-software-rises-frozen", 11),
    ],
)
def test_a_button_opens_the_explanation_of_every_number_beside_it(
    script: str, key: str, numbers: int, code: str
) -> None:
    app = shown(script, code)
    assert not app.code
    app.button(key=key).click().run()
    assert not app.exception
    assert len(app.selectbox(key=f"{key}-which").options) == numbers
    assert "print(" in app.code[0].value


def test_a_readers_own_choice_has_a_button_of_its_own() -> None:
    app = shown(CLAIM, "en")
    app.text_input(key="x.window").set_value("0,1").run()
    app.button(key="explain-software-rises-exploratory").click().run()
    assert not app.exception
    assert "(0, 1)" in app.code[0].value


def test_the_race_explains_the_spread_that_was_chosen() -> None:
    app = shown(RACE, "en")
    box = app.selectbox(key="race.explained")
    assert len(box.options) > 10
    box.set_value(("HYPERSCALER", "NON_AI_CONTROL")).run()
    app.button(key="explain-race").click().run()
    assert 'basket="HYPERSCALER"' in app.code[0].value
    assert 'against="NON_AI_CONTROL"' in app.code[0].value


def test_the_table_of_money_explains_the_row_that_was_chosen() -> None:
    app = shown(MONEY, "en")
    box = app.selectbox(key="money.explained")
    assert box.options[:2] == ["Sum", "VRT"]
    box.set_value("NVDA").run()
    app.button(key="explain-money").click().run()
    assert 'snapshot_prices("NVDA")' in app.code[0].value
    assert any(
        "−\u2060$592.6B" in option for option in app.selectbox(key="explain-money-which").options
    )
