"""``python -m dashboard claims``: every claim of the articles with its verdict."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from rich.console import Console

from dashboard.cli import options
from dashboard.cli.claims_text import print_evidence, print_ledger
from dashboard.studies.ledger import evidence, ledger
from dashboard.studies.ledger.record import entry_record, evidence_record
from data.catalogue import article as catalogued_article
from data.catalogue import claim as catalogued_claim


def claims(
    claim: Annotated[str, typer.Option(help="One claim with its evidence, such as A3-13.")] = "",
    article: Annotated[str, typer.Option(help="Only claims of one article, such as A3.")] = "",
    verdict: Annotated[
        Literal["", "supported", "contradicted", "inconclusive", "not testable"],
        typer.Option(help="Only claims with this verdict."),
    ] = "",
    as_json: options.AsJson = False,
) -> None:
    """List the articles' claims: what prices say, what the record says, and how firmly."""
    # An unknown name is refused before anything is computed.
    asked = catalogued_claim(claim.strip().upper()).id if claim else ""
    wanted = catalogued_article(article.strip().upper()).id if article else ""
    computed = ledger()
    if asked:
        found = evidence(asked)
        if as_json:
            options.print_json(evidence_record(found, computed))
        else:
            print_evidence(found, computed, Console())
        return
    chosen = tuple(
        entry
        for entry in computed.entries
        if wanted in ("", entry.claim.article) and verdict in ("", entry.verdict)
    )
    if as_json:
        options.print_json([entry_record(entry, computed) for entry in chosen])
    else:
        print_ledger(chosen, computed, Console())
