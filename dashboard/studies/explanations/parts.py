"""How a move is taken apart: what goes with the market, what with the sector, what is its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from analysis.errors import N_
from dashboard.studies.explanations.explanation import Explanation, Quantity, Step
from dashboard.studies.explanations.latex import added, bracketed, lines, percent
from dashboard.studies.explanations.part_inputs import (
    order_steps,
    part_code,
    part_rows,
    total_step,
    worth_steps,
    worths,
)
from dashboard.studies.explanations.part_intervals import part_intervals
from dashboard.studies.impact.parts import Parts
from dashboard.studies.impact.request import ImpactRequest

OWN: Final = r"\varphi_o"


def part_explanations(parts: Parts, request: ImpactRequest) -> tuple[Explanation, ...]:
    """Explain the parts of a move, each with its interval, the own part first, and their sum."""
    made = {
        "own": _own(parts, request),
        "market": _market(parts, request),
        "sector": _sector(parts, request),
    }
    bounds = part_intervals(parts, request, made)
    each = (explanation for name, part in made.items() for explanation in (part, bounds[name]))
    return *each, _whole(parts, request, made["own"])


def _market(parts: Parts, request: ImpactRequest) -> Explanation:
    v, value = worths(parts), float(parts.move.parts[0])
    first, second = v.market - v.none, v.both - v.sector
    return _part(
        parts,
        request,
        title=N_("Part of the market in the move of {security}"),
        meaning=N_(
            "What of the move of {security} goes with the market: the mean of the market's part "
            "taken first and taken after the sector. The drift is counted here."
        ),
        formula=lines(
            r"\varphi_m = v(\varnothing) + \tfrac{1}{2}\bigl[v(m) - v(\varnothing)\bigr] "
            r"+ \tfrac{1}{2}\bigl[v(m,s) - v(s)\bigr]"
        ),
        worked=rf"\varphi_m = {percent(v.none)} + \frac{{{percent(first)} + "
        rf"{bracketed(percent(second))}}}{{2}} = {percent(value)}",
        steps=worth_steps(v),
        value=value,
        name="market",
    )


def _sector(parts: Parts, request: ImpactRequest) -> Explanation:
    v, value = worths(parts), float(parts.move.parts[1])
    first, second = v.sector - v.none, v.both - v.market
    return _part(
        parts,
        request,
        title=N_("Part of the sector in the move of {security}"),
        meaning=N_(
            "What {security} did with its sector beyond the market: the mean of the sector's part "
            "taken first and taken after the market."
        ),
        formula=r"\varphi_s = \tfrac{1}{2}\bigl[v(s) - v(\varnothing)\bigr] "
        r"+ \tfrac{1}{2}\bigl[v(m,s) - v(m)\bigr]",
        worked=rf"\varphi_s = \frac{{{percent(first)} + {bracketed(percent(second))}}}{{2}}"
        rf" = {percent(value)}",
        steps=worth_steps(v),
        value=value,
        name="sector",
    )


def _own(parts: Parts, request: ImpactRequest) -> Explanation:
    v, value = worths(parts), float(parts.move.parts[-1])
    total = float(parts.table["own"].iloc[-parts.move.sessions :].sum())
    return _part(
        parts,
        request,
        title=N_("Own part of the move of {security}"),
        meaning=N_(
            "What {security} did beyond what market and sector together explain; it is the same "
            "in whichever order the two are taken."
        ),
        formula=rf"{OWN} = \sum_\tau R_\tau - v(m,s)",
        worked=rf"{OWN} = {percent(total)} - {bracketed(percent(v.both))} = {percent(value)}",
        steps=(total_step(total), *worth_steps(v)[-1:]),
        value=value,
        name="own",
    )


def _whole(parts: Parts, request: ImpactRequest, own: Explanation) -> Explanation:
    move = parts.move
    log = request.study.spec.returns == "log"
    terms = [percent(float(part)) for part in move.parts]
    compounded = bool(move.compounding)
    put_in = f"{terms[0]} + {bracketed(terms[1])} + {bracketed(terms[2])}"
    if compounded:
        put_in += f" + {bracketed(percent(move.compounding))}"
    returns = [percent(float(value)) for value in parts.table["own"].iloc[-move.sessions :]]
    total = "event['own'].sum()" if log else "(1 + event['own']).prod() - 1"
    compounding = f" + ({total} - event['own'].sum())" if compounded else ""
    return replace(
        own,
        title=N_("Return of {security}, the sum of its parts"),
        meaning=N_("The parts of market, sector and own add up to the whole, whatever the order."),
        formula=r"R = \varphi_m + \varphi_s + \varphi_o" + (" + c" if compounded else ""),
        worked=f"R = {put_in} = {percent(move.whole)}",
        steps=(
            (
                N_("${market}$, ${sector}$, ${own}$: the parts, each explained by itself"),
                {"market": r"\varphi_m", "sector": r"\varphi_s", "own": OWN},
            ),
            *(
                (
                    (
                        N_(
                            "${symbol}$ = {value}: what compounding adds to the sum of the "
                            "sessions' returns, ${sum}$"
                        ),
                        {
                            "symbol": "c",
                            "value": Quantity(move.compounding, digits=4),
                            "sum": added(returns),
                        },
                    ),
                )
                if compounded
                else ()
            ),
            *order_steps(parts),
        ),
        code=f'{part_code(parts, request)}print(f"{{market + sector + own{compounding}:.6%}}")\n',
        value=move.whole,
        digits=2,
    )


def _part(
    parts: Parts,
    request: ImpactRequest,
    *,
    title: str,
    meaning: str,
    formula: str,
    worked: str,
    steps: tuple[Step, ...],
    value: float,
    name: str,
) -> Explanation:
    return Explanation(
        title=title,
        meaning=meaning,
        formula=formula,
        worked=worked,
        steps=(*steps, *(order_steps(parts) if name != "own" else ())),
        rows=part_rows(parts),
        sources=(parts.loaded, parts.market),
        code=f'{part_code(parts, request)}print(f"{{{name}:.6%}}")\n',
        value=value,
        digits=1,
        facts={"security": parts.security},
        notes=parts.made_from,
    )
