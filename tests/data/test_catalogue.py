"""The rules of the embedded catalogue: counts, identifiers, languages, sources, references."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.catalogue import (
    Text,
    articles,
    baskets,
    claim_kinds,
    claims,
    contradictions,
    events,
    fact_checks,
    securities,
)
from data.catalogue.load import FOLDER, the_catalogue
from data.catalogue.text import Record
from data.exchanges import exchange_of
from data.providers.snapshot import snapshot_securities, snapshot_universe

FILES = sorted(path.name for path in FOLDER.glob("*.yaml"))


def is_japanese(character: str) -> bool:
    return "\u3041" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff"


def texts(value: object, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every Text inside a record, with the path to it."""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, tuple):
        for entry in value:
            name = getattr(entry, "id", getattr(entry, "ticker", ""))
            yield from texts(entry, f"{where}.{name}")


def all_texts() -> list[tuple[str, Text]]:
    catalogue = the_catalogue()
    return [
        found
        for name in catalogue.__dataclass_fields__
        for found in texts(getattr(catalogue, name), name)
    ]


def test_the_catalogue_holds_what_the_research_found() -> None:
    assert len(events()) == 35
    assert [event.number for event in events()] == list(range(1, 36))
    assert len(securities()) == 171
    assert len(articles()) == 5
    assert len(claims()) == 106
    assert Counter(claim.article for claim in claims()) == {
        "A0": 21,
        "A1": 15,
        "A2": 29,
        "A3": 23,
        "A4": 18,
    }
    assert len(baskets()) == 11
    assert {entry.id for entry in contradictions()} == {
        f"X-{topic}"
        for topic in (
            *("DATE", "COST", "PEER", "LLAMA", "LOSS"),
            *("CAUSE", "EXPECT", "EUROPE", "SB"),
        )
    }


def test_claims_are_numbered_without_a_gap() -> None:
    for article in articles():
        numbers = [claim.id for claim in claims() if claim.article == article.id]
        assert numbers == [f"{article.id}-{n:02d}" for n in range(1, len(numbers) + 1)]


def test_the_securities_are_those_of_the_snapshot() -> None:
    assert {security.ticker for security in securities()} == set(snapshot_universe().index)
    assert {security.ticker for security in securities()} <= set(snapshot_securities())


def test_kind_and_currency_agree_with_the_snapshot() -> None:
    universe = snapshot_universe()
    for security in securities():
        listed = universe.loc[security.ticker]
        assert (security.kind, security.currency) == (listed["kind"], listed["currency"])


def test_exchanges_agree_with_the_symbols() -> None:
    for security in securities():
        assert security.exchange == exchange_of(security.ticker), security.ticker


def test_every_text_is_in_both_languages() -> None:
    everything = all_texts()
    assert len(everything) > 1000
    not_japanese = [where for where, text in everything if not any(map(is_japanese, text.ja))]
    not_english = [where for where, text in everything if any(map(is_japanese, text.en))]
    assert not_japanese == []
    assert not_english == []


def test_no_claim_or_event_is_told_twice_in_the_same_words() -> None:
    for said in (
        [claim.claim.en for claim in claims()],
        [claim.claim.ja for claim in claims()],
        [event.what_happened.en for event in events()],
        [event.what_happened.ja for event in events()],
    ):
        assert [text for text, times in Counter(said).items() if times > 1] == []


def test_every_source_is_named_somewhere() -> None:
    catalogue = the_catalogue()
    named = {source for event in events() for source in event.sources}
    named |= {name for claim in claims() for fact in claim.facts for name in fact.sources}
    named |= {name for entry in contradictions() for fact in entry.record for name in fact.sources}
    assert {source.id for source in catalogue.sources} == named


def test_an_event_has_a_source_of_each_status_it_claims() -> None:
    kinds = {source.id: source.kind for source in the_catalogue().sources}
    for event in events():
        checked = set(event.status) - {"not verified"}
        assert checked <= {kinds[source] for source in event.sources}, event.id


def test_labels_cover_every_code() -> None:
    catalogue = the_catalogue()
    assert {label.id for label in claim_kinds()} == {claim.kind for claim in claims()}
    assert {label.id for label in fact_checks()} == {claim.fact_check for claim in claims()}
    assert {label.id for label in catalogue.event_kinds} == {event.kind for event in events()}
    assert {label.id for label in catalogue.statuses} == {
        status for event in events() for status in event.status
    }
    assert {group.id for group in catalogue.groups} == {entry.group for entry in securities()}


def test_the_finer_types_of_claims_are_gathered_once() -> None:
    gathered = [kind for label in claim_kinds() for kind in label.gathers]
    assert len(gathered) == len(set(gathered)) == 11


def test_testable_claims_say_of_what_they_speak() -> None:
    # LightOn alone, of which A0-18 speaks, is not in the snapshot.
    silent = {claim.id for claim in claims() if claim.testable != "no" and not claim.bears_on}
    assert silent == {"A0-18"}


def test_what_a_claim_bears_on_is_named_once() -> None:
    for claim in claims():
        assert len(claim.bears_on) == len(set(claim.bears_on)), claim.id


def test_baskets_leave_out_what_has_no_one_day_return() -> None:
    left_out = {entry.ticker for basket in baskets() for entry in basket.unavailable}
    assert {"ENR.DE", "IFX.DE"} <= left_out
    assert not left_out & {ticker for basket in baskets() for ticker in basket.tickers}


def test_benchmarks_follow_the_market() -> None:
    usual = {"XNYS": "^GSPC", "XTKS": "^N225", "XETR": "^GDAXI", "XPAR": "^STOXX50E"}
    usual["XAMS"] = "^STOXX50E"
    for security in securities():
        if security.benchmark is not None:
            assert security.benchmark == usual[security.exchange], security.ticker


@pytest.mark.parametrize("file", FILES)
def test_no_key_is_given_twice_in_an_entry(file: str) -> None:
    class Strict(yaml.SafeLoader):
        """Refuses the repeated keys that YAML readers silently overwrite."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), f"{file}, line {node.start_mark.line + 1}"
            return super().construct_mapping(node, deep)

    assert yaml.load(Path(FOLDER / file).read_text("utf-8"), Strict)
