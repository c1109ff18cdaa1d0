"""The ledger of claims as a report to take away."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.components.ledger_list import claims_table, count_tables
from dashboard.export.report import Report
from dashboard.language import Language
from dashboard.studies.ledger import Entry, Ledger


def ledger_report(
    ledger: Ledger,
    entries: tuple[Entry, ...],
    filters: tuple[tuple[str, str], ...],
    words: tuple[str, str],
    language: Language,
) -> Report:
    """Return the counts and the claims that pass the filters, with the prices behind them.

    Parameters
    ----------
    filters
        Pairs of a label and a value: which claims are listed.
    words
        Title and sentences of the page.
    """
    t = language.text
    table = claims_table(entries, language)
    if not table.empty:
        firmness, p = t("Firmness"), t("Adjusted p")
        table[firmness] = [_percent(value, language) for value in table[firmness]]
        table[p] = [_probability(value, language) for value in table[p]]
    return Report(
        title=words[0],
        lead=words[1],
        parameters=filters,
        charts=(),
        tables=(
            *count_tables(ledger, language),
            (t("Claims with their verdicts"), table),
            (t("Prices behind the tests"), _sources(entries, language)),
        ),
        sources=(),
        language=language,
    )


def _percent(value: float | None, language: Language) -> str:
    return "" if value is None or pd.isna(value) else language.percent(value, 0, sign=False)


def _probability(value: float | None, language: Language) -> str:
    return "" if value is None or pd.isna(value) else language.probability(value)


def _sources(entries: tuple[Entry, ...], language: Language) -> pd.DataFrame:
    t = language.text
    alike: dict[tuple[date, str], set[str]] = {}
    for entry in entries:
        for test in entry.tests:
            for ticker, origin in test.provenance.items():
                alike.setdefault((origin.as_of, origin.sha256), set()).add(ticker)
    return pd.DataFrame(
        [
            {
                t("As of"): language.date(as_of),
                "SHA-256": digest,
                t("Ticker"): ", ".join(sorted(tickers)),
            }
            for (as_of, digest), tickers in alike.items()
        ]
    )
