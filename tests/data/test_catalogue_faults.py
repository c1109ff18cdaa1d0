"""A broken catalogue is refused once, with every fault in it."""

import shutil
from pathlib import Path

import pytest

from data.catalogue.load import FOLDER, read_catalogue
from data.errors import DataError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def alter(folder: Path, file: str, old: str, new: str) -> None:
    content = (folder / file).read_text("utf-8")
    assert old in content
    (folder / file).write_text(content.replace(old, new, 1), "utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(DataError) as refused:
        read_catalogue(folder)
    return str(refused.value)


def test_the_embedded_catalogue_breaks_no_rule(copy: Path) -> None:
    assert len(read_catalogue(copy).events) == 35


def test_faults_of_several_files_are_reported_together(copy: Path) -> None:
    alter(copy, "events.yaml", "precision: hour", "precision: week")
    alter(copy, "securities.yaml", "currency: USD", "currency: dollars")
    alter(copy, "claims.yaml", "fact_check: opinion", "fact_check: perhaps")
    message = refusal(copy)
    assert "events.yaml, r1-lite-preview: precision" in message
    assert "securities.yaml, NVDA: currency" in message
    assert "claims.yaml, A0-02: fact_check" in message


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("events.yaml", "T20:19:44+08:00", "T20:19:44", "r1-release: instant: Input should have"),
        ("events.yaml", "id: r1-lite-preview", "id: r1-release", "r1-release: the identifier"),
        ("events.yaml", "sources: [iaiol, batch]", "sources: [hearsay]", "the source hearsay"),
        ("events.yaml", "securities: [NVDA]", "securities: [NVDX]", "the security NVDX"),
        ("events.yaml", "session_rule: weekend", "session_rule: guess", "session_rule: Input"),
        ("events.yaml", "session_rule: weekend", "session_rule: recorded-instant", "a day needs"),
        ("events.yaml", "time_zone: Asia/Taipei", "time_zone: Asia/Formosa", "not a time zone"),
        ("events.yaml", "confounder: true", "confounder: true\n    rumour: yes", "Extra inputs"),
        ("securities.yaml", "group: ai-chips", "group: chips", "NVDA: names the group chips"),
        ("securities.yaml", "benchmark: ^GSPC", "benchmark: null", "needs a benchmark_note"),
        ("securities.yaml", "benchmark: ^GSPC", "benchmark: SPY", "names the index SPY"),
        ("baskets.yaml", "ticker: AVGO", "ticker: NVDA", "GPU_INFRA: names NVDA 2 times"),
        (
            "baskets.yaml",
            "    in_snapshot: true",
            "    in_snapshot: false",
            "ENR.DE: in_snapshot is wrong",
        ),
        ("claims.yaml", "sources: [v3-report]", "sources: []", "A0-01: facts.0.sources"),
        ("claims.yaml", "about: NVDA,", "about: NVDX,", "names the security or basket NVDX"),
        ("claims.yaml", "testable: 'no'", "testable: 'yes'", "A0-02: the entry: Value error"),
        ("claims.yaml", "testable: partial", "testable: yes", "A0-01: testable"),
        ("claims.yaml", "claims: [A1-01]", "claims: [A1-99]", "X-DATE: names the claim A1-99"),
        ("sources.yaml", "sources:", "origins:", "sources.yaml, sources: the section is missing"),
        ("articles.yaml", "  - id: A0", "  - id: [A0", "articles.yaml, the file"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_entry(
    copy: Path, file: str, old: str, new: str, fault: str
) -> None:
    alter(copy, file, old, new)
    message = refusal(copy)
    assert fault in message
    assert file in message


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "baskets.yaml").unlink()
    assert "baskets.yaml, the file" in refusal(copy)
