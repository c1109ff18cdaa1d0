"""What was chosen, in words."""

from __future__ import annotations

from dashboard.components.controls import SOURCE_WORDS, Choices
from dashboard.export.study_words import RETURNS
from dashboard.language import Language
from dashboard.studies.choices import model_title, security_names
from dashboard.studies.request import OWN_MARKET
from dashboard.studies.timeline import event_label


def said_parameters(choices: Choices, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the shared controls as pairs of a label and a value, as the page names them."""
    t = language.text
    return (
        (t("Security"), _security(choices.security, language)),
        (t("Event"), event_label(choices.event, language.code)),
        (t("Event window"), window_words(choices.window)),
        (t("Benchmark"), _security(choices.benchmark, language)),
        (t("Normal-return model"), t(model_title(choices.model))),
        (t("Estimation window"), window_words(choices.estimation)),
        (t("Returns"), t(RETURNS.get(choices.returns, choices.returns))),
        (t("Prices from"), t(SOURCE_WORDS.get(choices.source, choices.source))),
        (t("Sessions drawn"), window_words(choices.span)),
    )


def window_words(window: str) -> str:
    """Return a window of sessions as people write it."""
    return "[" + window.replace("-", "−").replace(",", ", ") + "]"


def _security(ticker: str, language: Language) -> str:
    if ticker == OWN_MARKET:
        return language.text("Index of its own market")
    names = security_names().get(ticker)
    return ticker if names is None else f"{ticker} · {names[language.code == 'ja']}"
