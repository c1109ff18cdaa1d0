from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from dashboard.components.url import follow_choice, refused_values

    words = {"parts": "In which parts", "recovery": "For how long", "activity": "How restless"}
    changed = follow_choice("panel", words, "impact", "recovery")
    st.selectbox("Panel", list(words), key="panel", on_change=changed)
    st.json(refused_values())


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_function(page)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def test_the_default_is_chosen_where_nothing_is_asked() -> None:
    assert opened().selectbox(key="panel").value == "recovery"


def test_a_link_chooses_and_a_choice_is_written_into_the_address() -> None:
    app = opened(panel="activity")
    assert app.selectbox(key="panel").value == "activity"
    app.selectbox(key="panel").set_value("parts").run()
    assert app.query_params["panel"] == "parts"
    app.selectbox(key="panel").set_value("recovery").run()
    assert "panel" not in app.query_params


def test_a_link_to_no_option_gives_the_default_and_is_named_until_something_is_chosen() -> None:
    app = opened(panel="nothing")
    assert app.selectbox(key="panel").value == "recovery"
    assert app.json[0].value == '{"panel": "nothing"}'
    assert app.run().json[0].value == '{"panel": "nothing"}'
    app.selectbox(key="panel").set_value("parts").run()
    assert app.json[0].value == "{}"


def test_a_value_that_a_control_of_another_page_left_gives_way_to_the_default() -> None:
    app = AppTest.from_function(page)
    app.session_state["panel"] = "of another page"
    assert app.run().selectbox(key="panel").value == "recovery"


def typed_page() -> None:
    import streamlit as st

    from dashboard.components.url import follow_url

    changed = follow_url("name", "NVDA", "explorer", lambda text: text.strip(" ,").upper())
    st.text_input("Name", key="name", on_change=changed)


def test_a_text_in_which_nothing_is_named_means_the_default() -> None:
    app = AppTest.from_function(typed_page).run()
    app.text_input(key="name").set_value("amd").run()
    assert app.query_params["name"] == "AMD"
    app.text_input(key="name").set_value(" , ").run()
    assert app.text_input(key="name").value == "NVDA"
    assert "name" not in app.query_params
