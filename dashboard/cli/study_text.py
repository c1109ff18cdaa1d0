"""A study as tables for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from analysis.significance.result import HypothesisTest, TestResult
from dashboard.language import ENGLISH as EN
from dashboard.studies.single import Dollars, Study


def print_study(
    study: Study, console: Console, more: Mapping[str, tuple[TestResult, ...]] | None = None
) -> None:
    """Print the conventions, a line a window, the tests with their nulls, and the sources."""
    result, spec = study.result, study.request.spec
    parameters = ", ".join(f"{name} {value:.4f}" for name, value in result.fit.parameters.items())
    console.print(
        f"[bold]{study.security.name} ({result.security})[/bold] around "
        f"{EN.date(result.session)}, tau = 0 on {study.security.exchange}"
    )
    if study.event.moved:
        console.print(f"Moved from {study.event.asked}: {study.event.moved}.")
    console.print(
        f"Benchmark {result.benchmark}; model {result.fit.model} ({parameters}); "
        f"{spec.returns} returns; estimation {spec.estimation}, "
        f"{result.fit.n_estimation} rows, {EN.date(result.estimation_span[0])} to "
        f"{EN.date(result.estimation_span[1])}; "
        f"s = {EN.percent(result.fit.sigma, sign=False)} a session"
    )
    for text, facts in study.made_from:
        console.print(EN.text(text, **facts))
    for rows in result.dropped:
        console.print(f"Sessions left out: {len(rows.sessions)} ({rows.reason}).")
    console.print(_windows(study))
    console.print(_tests(study, more or {}))
    _print_money(study, console)
    if study.claims:
        console.print("Claims about this move: " + ", ".join(c.id for c in study.claims))
    if study.confounders:
        console.print(
            "Other news in the window: " + "; ".join(e.title.en for e in study.confounders)
        )
    for loaded in study.sources:
        history, origin = loaded.history, loaded.history.provenance
        if loaded.fallback is not None:
            console.print(f"[bold]{EN.text(loaded.reason, **loaded.facts)}[/bold]")
            console.print(EN.error(loaded.fallback.error))
        console.print(
            f"[dim]{history.security}: {origin.origin} {origin.basis} "
            f"As of {origin.as_of}, sha256 {origin.sha256[:12]}.[/dim]"
        )
        for doubt in origin.doubts:
            console.print(f"[dim]Doubt: {doubt}[/dim]")
    console.print("[dim]Not investment advice.[/dim]")


def _windows(study: Study) -> Table:
    table = Table("Window", "Return", "CAR", "SE", f"{study.request.spec.level:.0%} interval")
    for window in study.result.windows:
        car = window.car
        table.add_row(
            str(car.window),
            EN.percent(car.raw_return),
            EN.percent(car.value),
            EN.percent(car.standard_error, sign=False),
            " to ".join(EN.percent(bound) for bound in window.interval),
        )
    return table


def _tests(study: Study, more: Mapping[str, tuple[TestResult, ...]]) -> Table:
    table = Table("Window", "Test", "Statistic", "p", "Null")
    for window in study.result.windows:
        for test in (*window.tests, *more.get(str(window.car.window), ())):
            if isinstance(test, HypothesisTest):
                df = f"({', '.join(f'{d:.0f}' for d in test.df)})" if test.df else ""
                floor = f" (floor {EN.probability(test.floor)})" if test.floor else ""
                table.add_row(
                    str(window.car.window),
                    test.title,
                    f"{test.statistic:.4f}{df}",
                    EN.probability(test.p_value) + floor,
                    test.null,
                )
            else:
                table.add_row(str(window.car.window), test.title, "", "", EN.reason(test))
    return table


def _print_money(study: Study, console: Console) -> None:
    dollars = study.dollars
    if not isinstance(dollars, Dollars):
        console.print(EN.error(dollars))
        return
    currency = study.security.currency
    low, high = (EN.money(bound, currency) for bound in dollars.value.interval)
    console.print(
        f"Value {EN.money(dollars.value.change, currency)} "
        f"({EN.price(dollars.closes[0], currency)} to {EN.price(dollars.closes[1], currency)}), "
        f"abnormal {EN.money(dollars.value.abnormal, currency)} ({low} to {high}); "
        f"{dollars.shares.shares:,} shares, {dollars.shares.basis}, as of {dollars.shares.as_of}"
        + ("; a proxy count" if dollars.shares.is_proxy else "")
    )
