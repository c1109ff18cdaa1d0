"""A hypothesis laid on the sessions of its exchange: tau = 0, the weights, the series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.returns import ReturnKind
from analysis.verdicts.kernel import Kernel, kernel_of
from analysis.windows import EstimationWindow, event_row
from dashboard.studies.ledger.shelf import Shelf
from data.catalogue import Event, confounders_between, event, reacting_session
from data.catalogue.plan import members_of
from data.catalogue.plan_models import Hypothesis, Plan, Term

MARKET = "^GSPC"
EX_MEMBERS = "ex-members"
"""Stands for the S&P 500 without the members under test."""


@dataclass(frozen=True, slots=True)
class Specification:
    """How a case is measured: model, benchmark, estimation window, kind of return."""

    model: str
    benchmark: str | None
    estimation: tuple[int, int]
    returns: ReturnKind

    @property
    def window(self) -> EstimationWindow:
        """The estimation window."""
        return EstimationWindow(*self.estimation)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A hypothesis with its place in the data.

    Attributes
    ----------
    hypothesis
        What is tested.
    long, short
        Tickers of the two sides; short may be empty.
    sessions
        (T,) sessions of the exchange.
    row0
        Row of tau = 0.
    kernel
        Weights around tau = 0.
    terms
        Sessions (first, last) of each term.
    """

    hypothesis: Hypothesis
    long: tuple[str, ...]
    short: tuple[str, ...]
    sessions: pd.DatetimeIndex
    row0: int
    kernel: Kernel
    terms: tuple[tuple[date, date], ...]

    @property
    def exchange(self) -> str:
        """The exchange whose sessions are counted."""
        return self.hypothesis.calendar

    @property
    def session(self) -> date:
        """The session of tau = 0."""
        return self.sessions[self.row0].date()

    @property
    def is_basket(self) -> bool:
        """Whether several shares or two sides are tested together."""
        return len(self.long) + len(self.short) > 1

    @property
    def specification(self) -> Specification:
        """How the plan has it measured."""
        frozen = self.hypothesis
        return Specification(frozen.model, frozen.benchmark, frozen.estimation, frozen.returns)

    def confounders(self) -> tuple[Event, ...]:
        """Return the other news to which the exchange could first react in the windows."""
        own = set(self.hypothesis.event_ids)
        found: dict[str, Event] = {}
        for first, last in self.terms:
            for entry in confounders_between(first, last, self.exchange):
                if entry.id not in own:
                    found[entry.id] = entry
        return tuple(found.values())


def case_of(hypothesis: Hypothesis, plan: Plan, shelf: Shelf) -> Case:
    """Lay a hypothesis on the sessions of its exchange.

    Raises
    ------
    StudyError
        When a session lies outside the data.
    """
    sessions = shelf.sessions(hypothesis.calendar)
    rows = [event_row(sessions, _session(term, hypothesis.calendar)) for term in hypothesis.terms]
    row0 = rows[0]
    windows = [
        (row + term.window[0], row + term.window[1], term.weight)
        for row, term in zip(rows, hypothesis.terms, strict=True)
    ]
    return Case(
        hypothesis=hypothesis,
        long=members_of(plan, hypothesis.long),
        short=() if hypothesis.short is None else members_of(plan, hypothesis.short),
        sessions=sessions,
        row0=row0,
        kernel=kernel_of([(first - row0, last - row0, weight) for first, last, weight in windows]),
        terms=tuple((sessions[first].date(), sessions[last].date()) for first, last, _ in windows),
    )


def _session(term: Term, exchange: str) -> date:
    if term.session is not None:
        return term.session
    assert term.event is not None  # one of the two is always given
    return reacting_session(event(term.event), exchange)


def response_and_design(
    case: Case, spec: Specification, shelf: Shelf
) -> tuple[np.ndarray, np.ndarray]:
    """Return (T,) returns of the tested portfolio net of the offset, and (T, p) regressors."""
    response = shelf.basket(case.long, case.exchange, spec.returns)
    if case.short:
        response = response - shelf.basket(case.short, case.exchange, spec.returns)
    return _net(case, response, spec, shelf)


def member_responses(
    case: Case, spec: Specification, shelf: Shelf
) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Return the members' returns net of the offset, and the regressors.

    Of a spread, each member of the larger side against the mean of the other side: their
    mean is the spread itself.
    """
    flip = len(case.short) > len(case.long)
    side, other = (case.short, case.long) if flip else (case.long, case.short)
    sign = -1.0 if flip else 1.0
    against = shelf.basket(other, case.exchange, spec.returns) if other else 0.0
    design = np.empty((0, 0))
    found = []
    for name in side:
        own = sign * (shelf.returns(name, case.exchange, spec.returns) - against)
        response, design = _net(case, own, spec, shelf)
        found.append(response)
    return tuple(found), design


def _net(
    case: Case, response: np.ndarray, spec: Specification, shelf: Shelf
) -> tuple[np.ndarray, np.ndarray]:
    ones = np.ones((len(response), 1))
    if spec.model == "mean-adjusted":
        return response, ones
    market = benchmark_returns(case, spec, shelf)
    if spec.model == "market-adjusted":
        # In a difference of two sides the market has already dropped out.
        return response if case.short else response - market, np.empty((len(response), 0))
    return response, np.column_stack([ones, market])


def benchmark_returns(case: Case, spec: Specification, shelf: Shelf) -> np.ndarray:
    """Return (T,) returns of the benchmark, the members taken out where that is asked."""
    assert spec.benchmark is not None  # only the mean-adjusted model has none
    if spec.benchmark != EX_MEMBERS:
        return shelf.returns(spec.benchmark, case.exchange, spec.returns)
    market = shelf.returns(MARKET, case.exchange, "simple")
    total = 0.0
    held = np.zeros_like(market)
    for name in dict.fromkeys((*case.long, *case.short)):
        weight = shelf.weight(name)
        if weight:
            total += weight
            held = held + weight * shelf.returns(name, case.exchange, "simple")
    rest = (market - held) / (1 - total)
    return rest if spec.returns == "simple" else np.asarray(np.log1p(rest))
