"""Every page of studies at every event: a study or a refusal in words, never an exception."""

from __future__ import annotations

import pytest

from dashboard.pages.index import MENU
from data.catalogue import events
from tests.dashboard.test_timing_and_causes_pages import opened

STUDIED = [entry.path for group in MENU.values() for entry in group if entry.studied]


@pytest.mark.parametrize("page", STUDIED)
def test_a_page_answers_for_every_event_of_the_sidebar(page: str) -> None:
    for event in events():
        app = opened(page, event=event.id)
        assert app.get("plotly_chart") or app.error or app.warning or app.table, event.id


@pytest.mark.parametrize("page", STUDIED)
def test_a_page_that_can_show_nothing_says_so_when_it_is_presented(page: str) -> None:
    for estimation in ("0,0", "-3,0"):
        app = opened(page, window="1,2", estimation=estimation, present="1")
        said = [entry.value for entry in (*app.error, *app.warning, *app.markdown)]
        assert any(said), estimation
