"""What the choices of a specification are called on a chart."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Final

from analysis.errors import N_
from analysis.robustness.specification import NO_BENCHMARK, Specification
from analysis.windows import EstimationWindow, EventWindow
from dashboard.language import Language
from dashboard.studies.choices import model_title
from dashboard.studies.robustness.series import CAP, EQUAL, EX_FIRM, NASDAQ, NON_AI, SECTOR

MODELS: Final = {
    "market": N_("Market model"),
    "market-adjusted": N_("Market-adjusted"),
    "mean-adjusted": N_("Mean-adjusted"),
    "capm": N_("CAPM"),
    "market-sector": N_("Market + sector"),
    "ff3": N_("FF 3 factors"),
    "carhart": N_("Carhart 4"),
    "ff5": N_("FF 5 factors"),
    "scholes-williams": N_("Scholes–Williams"),
    "dimson": N_("Dimson"),
    "huber": N_("Huber"),
    "lad": N_("Least absolute"),
    "garch": N_("GARCH-t"),
}
BENCHMARKS: Final = {
    CAP: N_("Cap-weighted"),
    EQUAL: N_("Equal-weight"),
    EX_FIRM: N_("Without the firm"),
    NASDAQ: N_("Nasdaq"),
    SECTOR: N_("Sector peers"),
    NON_AI: N_("Non-AI shares"),
    NO_BENCHMARK: N_("None or factors"),
}
KINDS: Final = {"simple": N_("Simple"), "log": N_("Log")}
CHOICES: Final = (
    ("model", N_("Model")),
    ("benchmark", N_("Benchmark")),
    ("estimation", N_("Estimation")),
    ("window", N_("Event window")),
    ("returns", N_("Returns")),
)
"""The choices of a specification with their titles."""


def window_words(window: EstimationWindow | EventWindow) -> str:
    """Write a window with a true minus sign."""
    return f"[{window.first}, {window.last}]".replace("-", "−")


@lru_cache(maxsize=1024)
def option_words(choice: str, option: Hashable, language: Language) -> str:
    """Say one option of a choice, short enough for the side of a chart."""
    if isinstance(option, EstimationWindow | EventWindow):
        return window_words(option)
    words = {"model": MODELS, "benchmark": BENCHMARKS, "returns": KINDS}[choice]
    return language.text(words.get(str(option), model_title(str(option))))


@lru_cache(maxsize=8192)
def specification_words(specification: Specification, language: Language) -> str:
    """Say a specification on one line."""
    return " · ".join(
        option_words(choice, getattr(specification, choice), language)
        for choice, _ in CHOICES
        if (choice, getattr(specification, choice)) != ("benchmark", NO_BENCHMARK)
    )
