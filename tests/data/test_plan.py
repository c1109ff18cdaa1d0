"""The frozen plan: complete, bilingual, and changed only under a new version with a reason."""

import re
import shutil
from pathlib import Path

import pytest

from data.catalogue import claims
from data.catalogue.load import FOLDER
from data.catalogue.plan import (
    claim_plan,
    hypothesis,
    members_of,
    plan_hash,
    read_plan,
    the_plan,
)
from data.catalogue.text import Record, Text
from data.errors import DataError
from data.providers.snapshot import snapshot_securities


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def alter(folder: Path, old: str, new: str) -> None:
    content = (folder / "plan.yaml").read_text("utf-8")
    assert old in content
    (folder / "plan.yaml").write_text(content.replace(old, new, 1), "utf-8")


def texts(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, Record):
        return [text for name in type(value).model_fields for text in texts(getattr(value, name))]
    return [text for entry in value for text in texts(entry)] if isinstance(value, tuple) else []


def test_the_plan_is_the_one_that_was_frozen() -> None:
    frozen = the_plan().versions[-1]
    assert (frozen.version, frozen.frozen_on) == (
        the_plan().header.version,
        the_plan().header.frozen_on,
    )
    assert plan_hash(the_plan()) == frozen.hash, (
        "The plan changed: raise header.version in plan.yaml and add the new hash to "
        "plan.lock.yaml with the day and the reason."
    )


def test_every_frozen_version_has_its_own_number_and_hash() -> None:
    versions = the_plan().versions
    assert [entry.version for entry in versions] == list(range(1, len(versions) + 1))
    assert len({entry.hash for entry in versions}) == len(versions)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("direction: down", "direction: up"),
        ("window: [0, 20]", "window: [0, 19]"),
        ("rule: {margin: 0.015}", "rule: {margin: 0.02}"),
        ("level: 0.05", "level: 0.1"),
        ("      - ticker: ARM\n        reason: {en: Technology partner., ja: 技術提携先。}\n", ""),
        ("primary: [software-rises, software-above-gpu]", "primary: [software-rises]"),
    ],
)
def test_a_change_of_a_test_changes_the_hash(copy: Path, old: str, new: str) -> None:
    alter(copy, old, new)
    assert plan_hash(read_plan(copy)) != plan_hash(the_plan())


def test_a_comment_or_another_order_of_keys_does_not_change_the_hash(copy: Path) -> None:
    alter(copy, "header:\n", "# A remark.\nheader:\n")
    alter(copy, "measure: AR\n    long: NVDA", "long: NVDA\n    measure: AR")
    assert plan_hash(read_plan(copy)) == plan_hash(the_plan())


def test_every_testable_claim_is_planned_and_no_other() -> None:
    for claim in claims():
        planned = claim_plan(the_plan(), claim.id)
        assert (planned is None) == (claim.testable == "no"), claim.id
        if planned is not None:
            assert planned.primary or any(figure.needed for figure in planned.missing)


def test_every_member_has_prices() -> None:
    known = set(snapshot_securities())
    for entry in the_plan().hypotheses:
        for side in filter(None, (entry.long, entry.short, entry.benchmark)):
            assert set(members_of(the_plan(), side)) <= known, entry.id


def test_all_texts_are_in_both_languages() -> None:
    found = texts(the_plan())
    assert len(found) > 200
    japanese = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
    assert [text.ja for text in found if not japanese.search(text.ja)] == []
    assert [text.en for text in found if japanese.search(text.en)] == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("primary: [saas-rises]", "primary: [saas-falls]", "the hypothesis saas-falls"),
        ("{event: stargate, window: [0, 1]}", "{event: stargat}", "the event stargat"),
        ("long: AAPL", "long: APPL", "the security or basket APPL"),
        ("rule: {margin: 0.015}", "rule: {}", "needs the rule's margin"),
        ("claim: A0-01", "claim: A0-02", "A0-02: is no claim that prices can test"),
        ("- {claim: A1-08, primary: [china-above-us]}", "", "china-above-us: is used by no claim"),
        ("window: [0, 20]", "window: [20, 0]", "the window ends before it begins"),
        ("short: RSP", "shirt: RSP", "Extra inputs"),
        ("needed: true", "needed: false", "names the figure it lacks"),
    ],
)
def test_a_broken_rule_of_the_plan_is_named(copy: Path, old: str, new: str, fault: str) -> None:
    alter(copy, old, new)
    with pytest.raises(DataError) as refused:
        read_plan(copy)
    assert fault in str(refused.value)


def test_a_side_may_join_baskets_without_counting_a_member_twice() -> None:
    joined = members_of(the_plan(), hypothesis(the_plan(), "overreaction-slope").long)
    assert len(joined) == len(set(joined)) == 37
    assert members_of(the_plan(), "NVDA") == ("NVDA",)
