from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from dashboard.language import ENGLISH, JAPANESE, LOCALES
from data.calendars import closures
from data.closures import LIBRARY_NAMES, NAMED, PLAIN_NAMES, UNLISTED
from data.errors import DataError, Sentences
from data.exchanges import SUFFIXES

ROOT = Path(__file__).parents[2]
FOLDERS = ("analysis", "data", "dashboard")
KEYWORDS = {**DEFAULT_KEYWORDS, "text": None, "t": None}
MARKS = ("N_", "_", "text", "t")
ERRORS = ("StudyError", "DataError")
SYMBOLS = {"JSON", "Yahoo Finance", "yyyymmdd"}
"""Translations without a Japanese character: names and signs that Japanese readers write so."""

FIELD = re.compile(r"\{[^{}]*\}")
JAPANESE_CHARACTER = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@cache
def messages() -> frozenset[str]:
    found: set[str] = set()
    for folder in FOLDERS:
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            found.add(str(message))
    return frozenset(found)


@cache
def japanese() -> Catalog:
    with (LOCALES / "ja" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="ja")


@cache
def translations() -> dict[str, str]:
    return {str(m.id): str(m.string) for m in japanese() if m.id and not m.fuzzy}


@cache
def modules() -> dict[Path, ast.Module]:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path: ast.parse(path.read_text("utf-8")) for path in paths}


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def fields(template: str) -> set[tuple[str, str, str]]:
    return {
        (name, form or "", conversion or "")
        for _, name, form, conversion in string.Formatter().parse(template)
        if name is not None
    }


def at(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def test_every_message_has_a_japanese_translation() -> None:
    assert len(messages()) > 700
    assert sorted(m for m in messages() if not translations().get(m, "").strip()) == []


def test_no_translation_is_kept_for_a_message_that_is_gone() -> None:
    assert sorted(set(translations()) - messages()) == []
    assert list(japanese().obsolete) == []


def test_every_translation_names_the_facts_that_the_message_names() -> None:
    differ = {m: t for m, t in translations().items() if t and fields(m) != fields(t)}
    assert differ == {}


def test_translations_are_written_in_japanese() -> None:
    worded = {t for t in translations().values() if re.search("[A-Za-z]", FIELD.sub("", t))}
    assert sorted({t for t in worded if not JAPANESE_CHARACTER.search(t)} - SYMBOLS) == []


def test_japanese_sentences_end_and_join_as_japanese_ones_do() -> None:
    letter = r"[\u3040-\u30ff\u4e00-\u9fff]"
    odd = re.compile(rf"[。、] |{letter}[.,;:!?](?![\w{{])|{letter} {letter}|\}}[.;]$")
    written = {m: t for m, t in translations().items() if t}
    assert [t for t in written.values() if odd.search(t)] == []
    sentences = [t for m, t in written.items() if re.search(r"[a-z)}]\.$", m)]
    assert [t for t in sentences if not t.endswith("。")] == []


def test_the_catalogue_says_that_it_is_utf_8() -> None:
    assert japanese().charset == "utf-8"
    header = (LOCALES / "ja" / "LC_MESSAGES" / "messages.po").read_text("utf-8")[:1000]
    assert "charset=utf-8" in header


def test_no_marked_message_hides_from_the_extraction() -> None:
    hidden = [
        f"{at(path, node)} {node.args[0].value!r}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if called(node) in MARKS
        and isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and node.args[0].value
        and node.args[0].value not in messages()
    ]
    assert hidden == []


def test_only_whole_sentences_are_marked() -> None:
    glued = [
        at(path, node)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if called(node) == "N_"
        and isinstance(node, ast.Call)
        and not isinstance(node.args[0], ast.Constant)
    ]
    assert glued == []


@dataclass(frozen=True)
class Module:
    """A module's assignments by scope and name, its calls by name, and who encloses whom."""

    parents: dict[ast.AST, ast.AST]
    bound: dict[tuple[ast.AST, str], list[ast.expr]]
    calls: dict[str, list[ast.Call]]

    @classmethod
    def of(cls, tree: ast.Module) -> Module:
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        module = cls(parents, defaultdict(list), defaultdict(list))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                module.calls[called(node)].append(node)
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.For):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                value = node.iter if isinstance(node, ast.For) else node.value
                for name in ast.walk(target):
                    if isinstance(name, ast.Name) and value is not None:
                        module.bound[module.scope(node), name.id].append(value)
        return module

    def scope(self, node: ast.AST) -> ast.AST:
        node = self.parents[node]
        while not isinstance(node, ast.FunctionDef | ast.Module):
            node = self.parents[node]
        return node

    def unmarked(self, node: ast.AST, depth: int = 0) -> Iterator[ast.AST]:
        """Give the texts without a mark among the values that an expression can have."""
        parts: list[ast.expr] = []
        glued = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod)
        bare = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if glued or bare or isinstance(node, ast.JoinedStr):
            yield node
        elif isinstance(node, ast.Name):
            parts = self.values(node) if depth < 9 else []
        elif isinstance(node, ast.IfExp):
            parts = [node.body, node.orelse]
        elif isinstance(node, ast.Subscript | ast.Starred):
            parts = [node.value]
        elif isinstance(node, ast.Dict):
            parts = node.values
        elif isinstance(node, ast.Tuple | ast.List):
            parts = node.elts
        for part in parts:
            yield from self.unmarked(part, depth + 1)

    def values(self, name: ast.Name) -> list[ast.expr]:
        scope = self.scope(name)
        while True:
            if found := self.bound.get((scope, name.id)):
                return found
            if isinstance(scope, ast.Module):
                return []
            assert isinstance(scope, ast.FunctionDef)
            parameters = [a.arg for a in (*scope.args.posonlyargs, *scope.args.args)]
            if name.id in parameters:
                place = parameters.index(name.id)
                calls = self.calls[scope.name]
                named = [k.value for call in calls for k in call.keywords if k.arg == name.id]
                return named + [a for call in calls for a in call.args[place : place + 1]]
            scope = self.scope(scope)


def test_every_error_is_raised_with_marked_templates() -> None:
    raised, bare = 0, []
    for path, tree in modules().items():
        module = Module.of(tree)
        for node in (call for error in ERRORS for call in module.calls.get(error, ())):
            raised += 1
            for argument in node.args[:3]:
                bare += [at(path, found) for found in module.unmarked(argument)]
            if len(node.args) != 3:
                bare.append(f"{at(path, node)} has {len(node.args)} templates")
    assert raised > 100
    assert sorted(set(bare)) == []


def test_every_closed_day_since_2019_is_named_in_japanese() -> None:
    reasons = {
        closure.reason
        for exchange in (*sorted(set(SUFFIXES.values())), "XNYS")
        for closure in closures(exchange, date(2019, 1, 2), date(2026, 12, 30))
    }
    assert len(reasons) > 50
    assert sorted(reasons - set(translations())) == []


def test_every_name_of_a_closed_day_is_translated() -> None:
    tables = (*NAMED.values(), *UNLISTED.values())
    names = {name for table in tables for name in table.values()}
    assert (
        sorted((names | set(PLAIN_NAMES.values()) | set(LIBRARY_NAMES)) - set(translations())) == []
    )


def test_sentences_within_a_sentence_are_said_in_its_language() -> None:
    fault = ("{place}: {problem}", {"place": "7", "problem": "The value is infinite."})
    error = DataError(
        "The upload {file} was to be read.",
        "Its faults number {count}: {faults}",
        "Correct the file and upload it again.",
        file="a.csv",
        count=1,
        faults=Sentences((fault,)),
    )
    assert "7: The value is infinite." in str(error)
    assert ENGLISH.error(error) == str(error)
    assert "7：値が無限大です。" in JAPANESE.error(error)


def test_a_percent_sign_stands_at_its_number() -> None:
    apart = re.compile(r"[\d}][ \u00a0]%")
    assert [m for m, t in translations().items() if apart.search(m) or apart.search(t)] == []
