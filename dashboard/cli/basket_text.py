"""A basket's study as tables for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.table import Table

from analysis.errors import N_
from analysis.significance.result import HypothesisTest, TestResult
from dashboard.language import ENGLISH as EN
from dashboard.studies.basket import BasketStudy
from dashboard.studies.basket_headline import ALPHA
from dashboard.studies.basket_members import Reason, Side
from dashboard.studies.basket_placebo import MaxT
from dashboard.studies.basket_spread import Spread
from dashboard.studies.basket_window import BasketWindow

NOTEWORTHY_SIZE = 0.075
NOT_A_CAUSE = N_(
    "The tests say whether the day was unusual for this basket, not why. A doubled common "
    "variance and a shift of the mean on one date are the same observation."
)


def print_basket(study: BasketStudy, console: Console) -> None:
    """Print the conventions, then a headline, members and tests a window, then the sources."""
    _print_conventions(study, console)
    for window in study.windows:
        _print_window(study, window, console)
    if study.spread is not None:
        _print_spread(study.spread, console)
    console.print(EN.text(NOT_A_CAUSE))
    if study.claims:
        console.print("Claims about the basket: " + ", ".join(c.id for c in study.claims))
    if study.confounders:
        console.print(
            "Other news in the windows: " + "; ".join(e.title.en for e in study.confounders)
        )
    _print_sources(study, console)
    console.print("[dim]Not investment advice.[/dim]")


def _print_conventions(study: BasketStudy, console: Console) -> None:
    spec, result = study.request.spec, study.long.results[0]
    console.print(
        f"[bold]{study.long.identifier}[/bold] around {EN.date(study.event.session)}, "
        f"tau = 0 on {study.exchange}"
    )
    if study.event.moved:
        console.print(f"Moved from {study.event.asked}: {study.event.moved}.")
    console.print(
        f"Benchmark {result.benchmark}; model {spec.model}; {spec.returns} returns; estimation "
        f"{spec.estimation}, at least {min(spec.min_estimation, len(spec.estimation))} rows a "
        "member"
    )
    for side in (study.long, study.short):
        if side is not None:
            _print_side(side, console)


def _print_side(side: Side, console: Console) -> None:
    frozen = (
        f", frozen on {EN.date(side.catalogued.frozen_on)}"
        if side.catalogued is not None and not side.chosen_by_hand
        else ", chosen by hand"
    )
    console.print(
        f"{side.identifier}: {len(side.members)} members{frozen}: {', '.join(side.tickers)}"
    )
    for result in side.incomplete:
        missing = "; ".join(
            f"{len(rows.sessions)} left out: {EN.text(rows.reason)}" for rows in result.dropped
        )
        console.print(
            f"{result.security} has {result.fit.n_estimation} estimation rows from "
            f"{EN.date(result.estimation_span[0])}; {missing}"
        )
    for entry in side.left_out:
        console.print(f"Left out {entry.security}: {entry.words(EN)}")
    for member in side.members:
        for text, facts in member.made_from:
            console.print(EN.text(text, **facts))


def _print_window(study: BasketStudy, window: BasketWindow, console: Console) -> None:
    correlation = window.correlation
    console.print(f"\n[bold]Window {window.window}[/bold]: {EN.text(window.agreement)}")
    for test in window.headline:
        console.print(f"  {_line(test)}")
    by_value = window.caar_by_value
    console.print(
        f"CAAR {EN.percent(window.caar)} equal-weight"
        + ("" if by_value is None else f", {EN.percent(by_value)} by market value")
        + f"; mean BHAR {EN.percent(window.bhar)}; mean residual correlation "
        f"{EN.number(correlation.calendar, 3)}: {correlation.n} members carry as much as "
        f"{EN.number(correlation.effective_n, 1)} independent ones"
    )
    for why, weights in groupby(
        [weight for weight in window.weights if weight.value is None],
        key=lambda weight: _why(weight.why_not),
    ):
        names = ", ".join(weight.security for weight in weights)
        console.print(f"Without a weight by market value: {names}. {why}")
    console.print(_members(window))
    console.print(_adjustments(study, window))
    if len(window.window) > 1:
        console.print(_averages(window))
    console.print(_tests((*window.tests, window.calendar_time.test, *window.placebo)))


def _why(why: object) -> str:
    if isinstance(why, Reason):
        return EN.text(why.template, **why.facts)
    return str(why)


def _members(window: BasketWindow) -> Table:
    table = Table(
        "Member", "Rows", "CAR", "SE", "t", "p", "SQ p", "Holm", "BH", "max-T",
    )  # fmt: skip
    for member in window.members:
        car, t, sq = member.result.car, member.result.test("t"), member.result.test("sq")
        table.add_row(
            member.security,
            str(member.n_estimation),
            EN.percent(car.value),
            EN.percent(car.standard_error, sign=False),
            EN.number(car.scar),
            _probability(t.p_value if isinstance(t, HypothesisTest) else None),
            _probability(sq.p_value if isinstance(sq, HypothesisTest) else None),
            _probability(member.sq_holm),
            _probability(member.sq_benjamini_hochberg),
            _probability(member.max_t),
        )
    return table


def _probability(value: float | None) -> str:
    return "" if value is None else EN.probability(value)


def _adjustments(study: BasketStudy, window: BasketWindow) -> str:
    """Say what the adjusted p-values can reach at all."""
    floors = [
        sq.floor
        for sq in (member.result.test("sq") for member in window.members)
        if isinstance(sq, HypothesisTest) and sq.floor is not None
    ]
    said = []
    if floors:
        least = min(1.0, len(window.members) * min(floors))
        beyond = f", so it cannot reject at {ALPHA:.0%}" if least > ALPHA else ""
        said.append(
            f"Holm and BH adjust the SQ p; Holm's cannot fall below {EN.probability(least)}{beyond}"
        )
    if isinstance(window.max_t, MaxT):
        found = window.max_t
        limit = study.long.tickers[found.limited_by]
        said.append(
            f"max-T: SCARs on {found.dates} earlier dates, {EN.date(found.first)} to "
            f"{EN.date(found.last)}, all members moved together; floor "
            f"{EN.probability(found.floor)}; {limit} has the shortest history"
        )
    else:
        said.append(f"max-T: {EN.text(window.max_t.template, **window.max_t.facts)}")
    return ". ".join(said)


def _averages(window: BasketWindow) -> Table:
    table = Table("tau", "AAR", "SE", "CAAR", "SE", "CAAR by value")
    value = window.by_value
    for i, tau in enumerate(window.equal.tau):
        equal = window.equal
        table.add_row(
            str(int(tau)),
            EN.percent(float(equal.aar[i])),
            EN.percent(float(equal.aar_se[i]), sign=False),
            EN.percent(float(equal.caar[i])),
            EN.percent(float(equal.caar_se[i]), sign=False),
            "" if value is None else EN.percent(float(value.caar[i])),
        )
    return table


def _tests(tests: Iterable[TestResult]) -> Table:
    table = Table("Test", "Statistic", "p", "Size at 5%", "Null")
    for test in tests:
        if isinstance(test, HypothesisTest):
            df = f"({', '.join(f'{d:.0f}' for d in test.df)})" if test.df else ""
            size = test.true_size
            beyond = size is not None and size >= NOTEWORTHY_SIZE
            table.add_row(
                EN.text(test.title),
                f"{EN.number(test.statistic, 4)}{df}" + _bound("ceiling", test.ceiling),
                EN.probability(test.p_value) + _bound("floor", test.floor),
                "" if size is None else EN.percent(size, 0, sign=False),
                test.null,
                style="dim" if beyond else "",
            )
        else:
            table.add_row(EN.text(test.title), "", "", "", EN.reason(test), style="dim")
    return table


def _bound(what: str, value: float | None) -> str:
    return "" if value is None else f" ({what} {EN.number(value, 4)})"


def _line(test: TestResult) -> str:
    if isinstance(test, HypothesisTest):
        floor = f" (floor {EN.probability(test.floor)})" if test.floor else ""
        statistic = EN.number(test.statistic, 3)
        return f"{EN.text(test.title)}: {statistic}, p {EN.probability(test.p_value)}{floor}"
    return f"{EN.text(test.title)}: {EN.reason(test)}"


def _print_spread(spread: Spread, console: Console) -> None:
    fit = spread.result.fit
    console.print(
        f"\n[bold]{spread.long} less {spread.short}[/bold], one portfolio; "
        f"{fit.n_estimation} estimation rows"
    )
    for window in spread.result.windows:
        low, high = (EN.percent(bound) for bound in window.interval)
        console.print(
            f"{window.car.window}: return {EN.percent(spread.raw_return(window))}, CAR "
            f"{EN.percent(window.car.value)} ({low} to {high})"
        )
        console.print(_tests((*window.tests, *spread.placebo.get(window.car.window, ()))))


def _print_sources(study: BasketStudy, console: Console) -> None:
    """Print a line a source file, with the tickers taken from it, then what is doubtful."""
    files: dict[tuple[str, str, str, str], list[str]] = {}
    for loaded in study.sources:
        origin = loaded.history.provenance
        if loaded.fallback is not None:
            console.print(f"[bold]{EN.text(loaded.reason, **loaded.facts)}[/bold]")
        key = (origin.origin, origin.basis, str(origin.as_of), origin.sha256[:12])
        files.setdefault(key, []).append(loaded.history.security)
    for (source, basis, as_of, sha256), tickers in files.items():
        names = ", ".join(dict.fromkeys(tickers))
        console.print(f"[dim]{names}: {source} {basis} As of {as_of}, sha256 {sha256}.[/dim]")
    for loaded in study.sources:
        for doubt in loaded.history.provenance.doubts:
            console.print(f"[dim]Doubt about {loaded.history.security}: {doubt}[/dim]")
