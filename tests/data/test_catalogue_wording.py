"""The catalogue paraphrases: no run of words from the articles is kept in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.catalogue.load import FOLDER

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
WORDS, CHARACTERS, JAPANESE = 8, 20, 15

pytestmark = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="the articles are not kept with the project"
)


def squeezed(text: str) -> str:
    """The text without spaces and punctuation, so that a changed comma hides nothing."""
    return re.sub(r"[\W_]+", "", text)


def runs(text: str) -> Iterator[str]:
    """Every run of 20 characters of which at least 15 are kana or kanji."""
    for start in range(len(text) - CHARACTERS + 1):
        run = text[start : start + CHARACTERS]
        if len(re.findall(r"[\u3041-\u30ff\u4e00-\u9fff]", run)) >= JAPANESE:
            yield run


def word_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    for start in range(len(words) - WORDS + 1):
        yield tuple(words[start : start + WORDS])


def originals() -> list[str]:
    return [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))]


def catalogued() -> list[str]:
    files = [path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))]
    return [re.sub(r"https?://\S+", "", text) for text in files]  # an address is kept as it is


def test_the_articles_are_all_there_and_yield_runs() -> None:
    assert len(originals()) == 5
    assert all(len(list(runs(squeezed(text)))) > 500 for text in originals())


def test_no_twenty_japanese_characters_are_copied() -> None:
    theirs = {run for text in originals() for run in runs(squeezed(text))}
    ours = {run for text in catalogued() for run in runs(squeezed(text))}
    assert sorted(theirs & ours) == []


def test_no_eight_words_are_copied() -> None:
    theirs = {run for text in originals() for run in word_runs(text)}
    ours = {run for text in catalogued() for run in word_runs(text)}
    assert sorted(theirs & ours) == []
