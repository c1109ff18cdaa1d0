"""The pages in the order of the menu, by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from analysis.errors import N_
from dashboard.components.controls import Choices
from dashboard.language import Language
from dashboard.pages import (
    causes,
    claims,
    explorer,
    firmness,
    impact,
    method,
    own,
    prices,
    sector,
    story,
    timing,
)

HOME: Final = "story"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu.

    Attributes
    ----------
    path
        Path of the URL; that of ``HOME`` is empty on screen.
    title
        English template of the title.
    icon
        Material symbol.
    show
        Draws the page.
    studied
        Whether the shared controls stand beside it.
    """

    path: str
    title: str
    icon: str
    show: Callable[[Choices, Language], None]
    studied: bool = True


# Groups by their English title; one line a page.
MENU: Final[dict[str, tuple[Entry, ...]]] = {
    N_("The shock"): (
        Entry("story", N_("The story"), ":material/auto_stories:", story.show, studied=False),
        Entry("explorer", N_("Event explorer"), ":material/query_stats:", explorer.show),
        Entry("sector", N_("Who fell, who did not"), ":material/leaderboard:", sector.show),
        Entry("claims", N_("Claims"), ":material/fact_check:", claims.show, studied=False),
    ),
    N_("A closer look"): (
        Entry("impact", N_("How much, for how long?"), ":material/trending_down:", impact.show),
        Entry("causes", N_("Which story fits?"), ":material/account_tree:", causes.show),
        Entry("timing", N_("When did it move?"), ":material/schedule:", timing.show),
        Entry("firmness", N_("How firm is it?"), ":material/rule:", firmness.show),
    ),
    N_("Yours, and the data"): (
        Entry("own", N_("Your own event"), ":material/upload_file:", own.show),
        Entry("prices", N_("Prices and markets"), ":material/database:", prices.show),
        Entry("method", N_("Method and data"), ":material/school:", method.show),
    ),
}
