"""The claims ledger: every claim with its frozen tests and what they show."""

from __future__ import annotations

from dashboard.studies.ledger.build import Findings, Progress, assemble
from dashboard.studies.ledger.evidence import Evidence, Override, View, gather
from dashboard.studies.ledger.figures import EMBEDDED, Figures
from dashboard.studies.ledger.records import (
    Entry,
    Family,
    Firmness,
    HypothesisOutcome,
    Ledger,
    Message,
    PValues,
    Related,
)
from data.catalogue.plan import the_plan

__all__ = [
    "Entry",
    "Evidence",
    "Family",
    "Figures",
    "Firmness",
    "HypothesisOutcome",
    "Ledger",
    "Message",
    "Override",
    "PValues",
    "Progress",
    "Related",
    "View",
    "evidence",
    "findings",
    "ledger",
]

_kept: list[tuple[Findings, Ledger]] = []


def ledger(progress: Progress | None = None, figures: Figures = EMBEDDED) -> Ledger:
    """Return all claims with their verdicts; computed once a process for the embedded figures.

    Parameters
    ----------
    progress
        Called with the hypothesis done, the number done, and their number; not called when the
        ledger was computed before.
    figures
        Where prices, share counts and bars come from.

    Raises
    ------
    DataError
        When a security is unknown, a file damaged, or the plan breaks a rule.
    """
    return _computed(progress, figures)[1]


def evidence(
    claim: str,
    override: Override | None = None,
    progress: Progress | None = None,
    figures: Figures = EMBEDDED,
) -> Evidence:
    """Return a claim's frozen tests with their series, and beside them a reader's own choice.

    Parameters
    ----------
    claim
        Identifier, for example A3-13.
    override
        What the reader changes; its results are exploratory and unadjusted.

    Raises
    ------
    DataError
        When there is no such claim, or the benchmark is unknown.
    StudyError
        When the reader's choice cannot be measured.
    """
    made, computed = _computed(progress, figures)
    return gather(made, computed.entry(claim), override)


def findings(figures: Figures = EMBEDDED) -> Findings:
    """Return what the hypotheses of the frozen plan gave, with the prices behind it.

    Raises
    ------
    DataError
        As ``ledger``.
    """
    return _computed(None, figures)[0]


def _computed(progress: Progress | None, figures: Figures) -> tuple[Findings, Ledger]:
    if figures is EMBEDDED and _kept:
        return _kept[0]
    made = Findings(the_plan(), figures, progress)
    done = (made, assemble(made))
    if figures is EMBEDDED:
        _kept.append(done)
    return done
