"""One URL, one state: controls that follow the address bar and write to it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlparse

import streamlit as st

_SEEN = "url.seen"
_SAID = "url.said"
_REFUSED = "url.refused"
_PAGE = "url.page"

Value = TypeVar("Value", str, list[str])
"""What a control holds."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """On which page, in which language and with which value in the URL a control was last seen.

    ``at`` is the path of the address then, ``shown`` whether the control stood on the page, and
    ``read`` what a value that had just come with the address was read as.
    """

    page: str
    language: str | None
    asked: str | None
    at: str = ""
    shown: bool = True
    read: str | None = None


def follow_url(
    key: str,
    default: str,
    page: str,
    meant: Callable[[str], str] = str,
    known: Callable[[str], bool] | None = None,
) -> Callable[[], None]:
    """Give the control ``key`` the value in the URL, and return what writes it back.

    Values equal to ``default`` do not stand in the URL. Going back, going forward and opening
    a link change the control; turning the page keeps it, though the page's URL starts bare.

    Parameters
    ----------
    key
        Key of the widget and name of the parameter.
    page
        Path of the page on screen.
    meant
        Turns what was typed or linked into the value that it means.
    known
        Says whether a linked value can be meant at all; one that cannot gives the default, and
        ``refused_values`` names it. Without it, a value that ends as the default is refused.
    """
    return _follow(key, default, page, meant, meant, _text, known)


def follow_choice(
    key: str, options: Collection[str], page: str, default: str | None = None
) -> Callable[[], None]:
    """Do the same for a control that holds one of some options, the first where none is asked.

    What is none of them, in the URL or left by a control of another page, gives the default.
    """
    first = next(iter(options)) if default is None else default
    changed = follow_url(key, first, page, known=options.__contains__)
    if st.session_state[key] not in options:
        st.session_state[key] = first
    return changed


def follow_list(
    key: str,
    page: str,
    meant: Callable[[str], str] = str,
    known: Callable[[str], bool] | None = None,
) -> Callable[[], None]:
    """Do the same for a control that holds several values, in the URL with commas between them.

    Parameters
    ----------
    meant
        Turns one of the values into what it means.
    known
        Says whether one of the linked values can be meant.
    """

    def every(values: list[str]) -> list[str]:
        return _parts(",".join(map(meant, values)))

    def all_known(text: str) -> bool:
        return known is None or all(map(known, _parts(text)))

    return _follow(key, [], page, lambda text: every(_parts(text)), every, _text, all_known)


def _follow(
    key: str,
    default: Value,
    page: str,
    read: Callable[[str], Value],
    meant: Callable[[Value], Value],
    say: Callable[[Value], str],
    known: Callable[[str], bool] | None,
) -> Callable[[], None]:
    state, asked = st.session_state, st.query_params.get(key)
    before = _seen().get(key, _Seen(page, state.get("lang"), None))
    turned = before.page != page
    arrived = None
    if key in state and turned and asked is None:
        _write(key, default, say)
    elif key not in state or asked != before.asked:
        state[key] = default if asked is None else read(asked)
        if asked is not None and not _can_be_meant(asked, say(state[key]), say(default), known):
            state[key] = default
            _refuse(key, asked)
        else:
            _refused().pop(key, None)
            arrived = None if asked is None else say(state[key])
    if turned or before.language != state.get("lang"):
        # The browser knows a choice by its words alone: a box that is drawn anew would show its
        # first option, and one in another language would send words that no longer stand in it.
        state[key] = state[key]
    _remember(key, page, read=arrived)

    def changed() -> None:
        _refused().pop(key, None)
        state[key] = meant(state[key]) or default
        _write(key, default, say)
        _remember(key, page)

    return changed


def keep_value(key: str, page: str) -> None:
    """Keep the value of a control that the page on screen does not show."""
    state, asked = st.session_state, st.query_params.get(key)
    if key in state or asked is not None:
        state[key] = state.get(key, asked)
        _remember(key, page, shown=False)


def keep_list(key: str, page: str) -> None:
    """Keep the values of a control that the page on screen does not show."""
    state, asked = st.session_state, st.query_params.get(key)
    if key in state or asked is not None:
        state[key] = state[key] if key in state else _parts(asked)
        _remember(key, page, shown=False)


def say_anew(key: str) -> None:
    """Have a box that does not follow the URL show its choice in the page's language."""
    state = st.session_state
    said: dict[str, str | None] = state.setdefault(_SAID, {})
    if state.get(key) is not None and said.get(key) != state.get("lang"):
        state[key] = state[key]
    said[key] = state.get("lang")


def open_value(key: str, value: str, page: str) -> None:
    """Set a control that follows the URL, from a callback of another widget."""
    st.session_state[key] = value
    st.query_params[key] = value
    _remember(key, page)


def seen_values() -> dict[str, str]:
    """Return every control of the page on screen with its value, defaults included."""
    here, state = current_page(), st.session_state
    return {
        key: _text(state[key])
        for key, seen in _seen().items()
        if seen.shown and seen.at == here and key in state
    }


def refused_values() -> dict[str, str]:
    """Return what the address asked of the page on screen in vain, by control.

    To be asked for when the page has been drawn: a page may put its default in the place of a
    value that it does not know.
    """
    here, state = current_page(), st.session_state
    for key, seen in _seen().items():
        if seen.at == here and seen.read is not None and _text(state.get(key, "")) != seen.read:
            _refuse(key, seen.asked or "")
    shown = page_on_screen()
    return {key: asked for key, (at, asked) in _refused().items() if at == shown}


def _can_be_meant(
    asked: str, value: str, default: str, known: Callable[[str], bool] | None
) -> bool:
    return known(value) if known is not None else value != default or asked == default


def _refuse(key: str, asked: str) -> None:
    _refused()[key] = (page_on_screen(), asked)


def _refused() -> dict[str, tuple[str, str]]:
    refused: dict[str, tuple[str, str]] = st.session_state.setdefault(_REFUSED, {})
    return refused


def _text(value: str | list[str]) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def _parts(text: str | None) -> list[str]:
    return list(dict.fromkeys(part for part in (text or "").split(",") if part))


def current_page() -> str:
    """Return the path of the page that the browser is on; empty for the first one."""
    return urlparse(st.context.url or "").path.rsplit("/", 1)[-1]


def remember_page(path: str) -> None:
    """Say which page is drawn: at an address without a path it may be this one or that."""
    st.session_state[_PAGE] = path


def page_on_screen() -> str:
    """Return the path of the page that is drawn."""
    return current_page() or str(st.session_state.get(_PAGE, ""))


def _seen() -> dict[str, _Seen]:
    seen: dict[str, _Seen] = st.session_state.setdefault(_SEEN, {})
    return seen


def _remember(key: str, page: str, *, shown: bool = True, read: str | None = None) -> None:
    language, asked = st.session_state.get("lang"), st.query_params.get(key)
    _seen()[key] = _Seen(page, language, asked, current_page(), shown, read)


def _write(key: str, default: Value, say: Callable[[Value], str]) -> None:
    value = st.session_state[key]
    if value == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = say(value)
