"""What baskets and spreads are called where explanations name them."""

from __future__ import annotations

from dashboard.studies.basket_members import Side
from data.catalogue.plan import plan_basket
from data.catalogue.plan_models import Plan
from data.catalogue.text import Text


def side_name(side: Side) -> Text:
    """Return the catalogue's name of a side; its identifier where it was put together by hand."""
    if side.catalogued is None or side.chosen_by_hand:
        return _as_it_is(side.identifier)
    return side.catalogued.name


def planned_name(plan: Plan, side: str) -> Text:
    """Return the name of a side of the plan, baskets joined by + and securities as they are."""
    held = [(part, plan_basket(plan, part)) for part in side.split("+")]
    names = [_as_it_is(part) if found is None else found.name for part, found in held]
    return _joined(names, " + ")


def difference(long: Text, short: Text) -> Text:
    """Return the name of long less short."""
    return _joined([long, short], " − ")


def _as_it_is(text: str) -> Text:
    return Text(en=text, ja=text)


def _joined(names: list[Text], sign: str) -> Text:
    return Text(en=sign.join(name.en for name in names), ja=sign.join(name.ja for name in names))
