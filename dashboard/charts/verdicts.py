"""How many claims of each article the prices support, contradict, or leave open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from analysis.errors import N_
from dashboard.charts.drawing import BLUE, GREY, ORANGE, Chart, base_figure
from dashboard.charts.plot import bar
from dashboard.language import Language
from dashboard.studies.ledger import Ledger
from dashboard.studies.ledger.records import Verdict

LOOKS: Final[dict[Verdict, tuple[str, dict[str, Any]]]] = {
    "supported": (N_("supported"), {"color": BLUE}),
    "contradicted": (N_("contradicted"), {"color": ORANGE}),
    "inconclusive": (N_("inconclusive"), {"color": GREY}),
    "not testable": (N_("prices cannot test it"), {"color": "#C9CED3"}),
}
"""Word and filling of each verdict, in the order of the bars; each holds its number."""
ROW: Final = 56
MOST: Final = {"en": 30, "ja": 16}
"""Letters of an article's name beside its row."""


def verdicts_chart(ledger: Ledger, language: Language) -> Chart:
    """Draw a row an article, its claims by verdict."""
    t = language.text
    names = {e.article.id: language.of(e.article.publisher) for e in ledger.entries}
    counted: dict[str, Mapping[Verdict, int]] = {
        article: ledger.counts(tuple(e for e in ledger.entries if e.article.id == article))
        for article in names
    }
    drawing = base_figure(90 + ROW * len(names))
    for verdict, (word, filling) in LOOKS.items():
        numbers = [counts[verdict] for counts in counted.values()]
        drawing.add_trace(
            bar(
                x=numbers,
                y=[_short(article, name, language) for article, name in names.items()],
                orientation="h",
                text=[str(number) if number else "" for number in numbers],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                constraintext="none",
                marker={**filling, "line": {"color": GREY, "width": 1}},
                name=t(word),
                hovertemplate="%{x}<extra>%{fullData.name}</extra>",
            )
        )
    drawing.update_layout(barmode="stack", hovermode="closest", legend={"traceorder": "normal"})
    drawing.update_xaxes(title={"text": t("Claims")}, automargin=True)
    drawing.update_yaxes(autorange="reversed", automargin=True, zeroline=False)
    total = ledger.counts()
    return Chart(
        spec=drawing.spec(),
        name=t("Claims by article and verdict"),
        sentence=t(
            "{supported} claims are supported, {contradicted} contradicted, {inconclusive} "
            "inconclusive; {untestable} cannot be tested by prices.",
            supported=total["supported"],
            contradicted=total["contradicted"],
            inconclusive=total["inconclusive"],
            untestable=total["not testable"],
        ),
        table=pd.DataFrame(
            [
                {t("Article"): names[article]}
                | {t(word): counts[verdict] for verdict, (word, _) in LOOKS.items()}
                for article, counts in counted.items()
            ]
        ),
        fractions=False,
    )


def _short(article: str, name: str, language: Language) -> str:
    most = MOST[language.code]
    return f"{article} · {name if len(name) <= most else name[: most - 1].rstrip(' ,、') + '…'}"
