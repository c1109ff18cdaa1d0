"""How the ledger's verdicts, units and findings are said."""

from __future__ import annotations

from datetime import date
from typing import Final

from analysis.errors import N_
from dashboard.language import Language
from dashboard.studies.ledger.records import HypothesisOutcome, Message, Unit

VERDICTS: Final = {
    "supported": (N_("supported"), "green", ":material/check_circle:"),
    "contradicted": (N_("contradicted"), "red", ":material/cancel:"),
    "inconclusive": (N_("inconclusive"), "gray", ":material/help:"),
    "not testable": (N_("prices cannot test it"), "gray", ":material/block:"),
    "described": (N_("described"), "blue", ":material/description:"),
    "not measured": (N_("not measured"), "gray", ":material/block:"),
}
"""Word, colour and sign of each verdict."""

ROLES: Final = {"primary": N_("primary test"), "secondary": N_("secondary test")}

UNITS: Final[dict[Unit, str]] = {
    "fraction": N_("fraction"),
    "USD": N_("US dollars"),
    "sessions": N_("sessions"),
    "place": N_("place"),
    "slope": N_("slope"),
}

KINDS: Final = {
    "price move": N_("price move"),
    "date or fact": N_("date or fact"),
    "cost figure": N_("cost figure"),
    "mechanism": N_("mechanism"),
    "prediction": N_("prediction"),
    "opinion": N_("opinion"),
}

MEASURES: Final = {
    "raw_return": N_("return"),
    "ar": N_("abnormal return"),
    "car": N_("cumulative abnormal return"),
    "caar": N_("average cumulative abnormal return"),
    "spread": N_("spread of two baskets"),
    "value_lost": N_("value lost"),
    "recovery_date": N_("date of recovery"),
    "reversal": N_("reversal"),
    "surprise_percentile": N_("surprise percentile"),
    "rank": N_("rank"),
    "equivalence": N_("equivalence"),
}


def badge(verdict: str, language: Language) -> str:
    """Return a verdict as a coloured badge with a sign, in Markdown."""
    word, colour, icon = VERDICTS[verdict]
    return f":{colour}-badge[{icon} {language.text(word)}]"


def say(message: Message, language: Language) -> str:
    """Return a message in the reader's language, its dates in words."""
    facts = {
        name: language.date(fact) if isinstance(fact, date) else fact
        for name, fact in message.facts.items()
    }
    return language.text(message.template, **facts)


def amount(value: float | None, unit: Unit, language: Language) -> str:
    """Return an estimate in its unit."""
    if value is None:
        return "–"
    if unit == "fraction":
        return language.percent(value)
    if unit == "USD":
        return language.money(value, "USD")
    if unit == "sessions":
        return language.sessions(round(value))
    if unit == "place":
        return language.text("place {place}", place=language.number(value, 0))
    return language.number(value, 3)


def finding(test: HypothesisOutcome, language: Language) -> str:
    """Return a test's numbers in one line: estimate, interval, p-values, firmness."""
    t = language.text
    parts = [amount(test.estimate, test.unit, language)]
    if test.interval is not None:
        low, high = (amount(bound, test.unit, language) for bound in test.interval)
        parts.append(t("95% interval {low} to {high}", low=low, high=high))
    if (p := test.p) is not None:
        for label, value in (
            (N_("p for the claim {p}"), p.claimed),
            (N_("p against it {p}"), p.opposite),
            (N_("adjusted {p}"), p.adjusted if p.claimed is not None else p.opposite_adjusted),
            (N_("strict {p}"), p.strict if p.claimed is not None else p.opposite_strict),
            (N_("adjusted BMP {p}"), p.confirmation),
        ):
            if value is not None:
                parts.append(t(label, p=language.probability(value)))
    if test.verdict == "inconclusive" and test.smallest_visible is not None:
        parts.append(
            t(
                "smallest effect that could be seen {effect}",
                effect=amount(test.smallest_visible, test.unit, language),
            )
        )
    if test.firmness is not None:
        parts.append(
            t(
                "{outcome} at an unadjusted 5% in {same} of {total} specifications",
                outcome=VERDICTS[test.firmness.outcome][0],
                same=test.firmness.same,
                total=test.firmness.total,
            )
        )
    return " · ".join(parts)
