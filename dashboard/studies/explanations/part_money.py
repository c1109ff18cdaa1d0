"""How the parts of one name's move become money."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from analysis.errors import N_
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import bracketed, lines, number, percent
from dashboard.studies.explanations.money import change_of_value, value_source
from dashboard.studies.explanations.part_inputs import part_code
from dashboard.studies.explanations.part_intervals import half_code
from dashboard.studies.explanations.parts import part_explanations
from dashboard.studies.impact.parts import PARTS, Parts
from dashboard.studies.impact.request import ImpactRequest
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_shares import ShareCount

PART: Final = N_("{part} ({name}), in money")
BOUNDS: Final = N_("{part} ({name}), {level} interval in money")
NAMES: Final = ("market", "sector", "own")
SYMBOLS: Final = (r"\varphi_m", r"\varphi_s", r"\varphi_o")
SNAPSHOT: Final = "from data.providers.snapshot import snapshot_prices\n"
IMPORTS: Final = """\
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_shares import shares_outstanding

"""
CLOSES: Final = """\
closes = snapshot_prices("{security}").closes
before, after = closes["{first}"], closes["{last}"]
shares = shares_outstanding("{security}").shares
"""


def name_explanations(parts: Parts, request: ImpactRequest) -> tuple[Explanation, ...]:
    """Explain a name's row of the table of money; nothing where it has no value."""
    shares = parts.weight.shares
    if shares is None or parts.weight.value is None or parts.change is None:
        return ()
    asked = replace(
        request,
        study=replace(
            request.study, security=parts.security, benchmark=parts.market.history.security
        ),
    )
    change = _change(parts, shares)
    own, own_bounds, market, market_bounds, sector, sector_bounds, _ = part_explanations(
        parts, asked
    )
    made = ((2, own, own_bounds), (0, market, market_bounds), (1, sector, sector_bounds))
    value = _value(parts, shares, change, parts.weight.value)
    return (
        change,
        value,
        *(
            explanation
            for place, part, bounds in made
            for explanation in (
                _part(parts, asked, place, part, value),
                _bounds(parts, asked, place, bounds, value),
            )
        ),
    )


def _change(parts: Parts, shares: ShareCount) -> Explanation:
    closes = snapshot_prices(parts.security).closes
    first, last = parts.days
    return change_of_value(
        parts.loaded.history.currency,
        shares,
        (float(closes[str(first)]), float(closes[str(last)])),
        parts.days,
        (value_source(parts.loaded),),
        IMPORTS + CLOSES.format(security=parts.security, first=first, last=last),
    )


def _value(parts: Parts, shares: ShareCount, change: Explanation, value: float) -> Explanation:
    day = parts.days[0]
    return replace(
        change,
        title=N_("Market value of {security} before"),
        meaning=N_("What all shares of {security} were worth at the close of {first}."),
        formula=r"V_0 = N\,P_0",
        worked=rf"V_0 = {number(shares.shares, 0)} \cdot {number(value / shares.shares)}"
        rf" = {number(value, 0)}\ \text{{{change.currency}}}",
        steps=change.steps[:-1],
        rows=change.rows.iloc[:1],
        code=f"{IMPORTS}"
        f'before = snapshot_prices("{parts.security}").closes["{day}"]\n'
        f'shares = shares_outstanding("{parts.security}").shares\n'
        'print(f"{shares * before:.0f}")\n',
        value=value,
    )


def _part(
    parts: Parts, request: ImpactRequest, place: int, part: Explanation, value: Explanation
) -> Explanation:
    symbol, amount = SYMBOLS[place], value.value * part.value
    return replace(
        part,
        title=PART,
        meaning=N_(
            "This part of the return as money: times what {name} was worth at the close of {first}."
        ),
        formula=rf"V_0 \cdot {symbol}",
        worked=rf"{number(value.value, 0)} \cdot {bracketed(percent(part.value, 6))}"
        rf" = {number(amount, 0)}\ \text{{{value.currency}}}",
        steps=(
            *_value_steps(value),
            (
                N_("${symbol}$ = {value}: the part, explained by itself"),
                {"symbol": symbol, "value": Quantity(part.value, digits=4)},
            ),
        ),
        code=f'{part_code(parts, request)}print(f"{{parts.weight.value * {NAMES[place]}:.0f}}")\n',
        value=amount,
        unit="money",
        currency=value.currency,
        facts={"name": parts.security, "part": PARTS[place], "first": parts.days[0]},
    )


def _bounds(
    parts: Parts, request: ImpactRequest, place: int, bounds: Explanation, value: Explanation
) -> Explanation:
    assert bounds.upper is not None  # an interval has both ends
    low, high = value.value * bounds.value, value.value * bounds.upper
    shown = (percent(bounds.value, 6), percent(bounds.upper, 6))
    name, level = NAMES[place], request.study.spec.level
    return replace(
        bounds,
        title=BOUNDS,
        meaning=N_(
            "The interval of this part as money: times what {name} was worth at the close of "
            "{first}."
        ),
        formula=r"V_0 \cdot \mathit{low} \;\ldots\; V_0 \cdot \mathit{high}",
        worked=lines(
            rf"{number(value.value, 0)} \cdot {bracketed(shown[0])} \;\ldots\; "
            rf"{number(value.value, 0)} \cdot {bracketed(shown[1])}",
            rf"= {number(low, 0)} \;\ldots\; {{{number(high, 0)}}}\ \text{{{value.currency}}}",
        ),
        steps=(
            *_value_steps(value),
            *(
                (
                    N_("${symbol}$ = {value}: a bound of the part's interval, explained by itself"),
                    {"symbol": rf"\mathit{{{end}}}", "value": Quantity(bound, digits=4)},
                )
                for end, bound in (("low", bounds.value), ("high", bounds.upper))
            ),
        ),
        code=f"{half_code(parts, request, name)}"
        "value = parts.weight.value\n"
        f'print(f"{{value * ({name} - half):.0f}} {{value * ({name} + half):.0f}}")\n',
        value=low,
        upper=high,
        unit="money",
        currency=value.currency,
        facts={
            "name": parts.security,
            "part": PARTS[place],
            "first": parts.days[0],
            "level": Quantity(level, "share", 0),
        },
    )


def _value_steps(value: Explanation) -> tuple[Step, ...]:
    """Say what the value before is, and the share count and the close in it."""
    own: Step = (
        N_("${symbol}$ = {value}: the market value before, explained by itself"),
        {"symbol": "V_0", "value": Quantity(value.value, "money", currency=value.currency)},
    )
    return own, *value.steps
