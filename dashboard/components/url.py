"""One URL, one state: controls that follow the address bar and write to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlparse

import streamlit as st

_SEEN = "url.seen"
_SAID = "url.said"

Value = TypeVar("Value", str, list[str])
"""What a control holds."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """On which page, in which language and with which value in the URL a control was last seen.

    ``at`` is the path of the address then, and ``shown`` whether the control stood on the page.
    """

    page: str
    language: str | None
    asked: str | None
    at: str = ""
    shown: bool = True


def follow_url(
    key: str, default: str, page: str, meant: Callable[[str], str] = str
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
    """
    return _follow(key, default, page, meant, meant, _text)


def follow_list(key: str, page: str, meant: Callable[[str], str] = str) -> Callable[[], None]:
    """Do the same for a control that holds several values, in the URL with commas between them.

    Parameters
    ----------
    meant
        Turns one of the values into what it means.
    """

    def every(values: list[str]) -> list[str]:
        return _parts(",".join(map(meant, values)))

    return _follow(key, [], page, lambda text: every(_parts(text)), every, _text)


def _follow(
    key: str,
    default: Value,
    page: str,
    read: Callable[[str], Value],
    meant: Callable[[Value], Value],
    say: Callable[[Value], str],
) -> Callable[[], None]:
    state, asked = st.session_state, st.query_params.get(key)
    before = _seen().get(key, _Seen(page, state.get("lang"), None))
    turned = before.page != page
    if key in state and turned and asked is None:
        _write(key, default, say)
    elif key not in state or asked != before.asked:
        state[key] = default if asked is None else read(asked)
    if turned or before.language != state.get("lang"):
        # The browser knows a choice by its words alone: a box that is drawn anew would show its
        # first option, and one in another language would send words that no longer stand in it.
        state[key] = state[key]
    _remember(key, page)

    def changed() -> None:
        state[key] = meant(state[key])
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


def _text(value: str | list[str]) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def _parts(text: str | None) -> list[str]:
    return list(dict.fromkeys(part for part in (text or "").split(",") if part))


def current_page() -> str:
    """Return the path of the page that the browser is on; empty for the first one."""
    return urlparse(st.context.url or "").path.rsplit("/", 1)[-1]


def _seen() -> dict[str, _Seen]:
    seen: dict[str, _Seen] = st.session_state.setdefault(_SEEN, {})
    return seen


def _remember(key: str, page: str, *, shown: bool = True) -> None:
    language, asked = st.session_state.get("lang"), st.query_params.get(key)
    _seen()[key] = _Seen(page, language, asked, current_page(), shown)


def _write(key: str, default: Value, say: Callable[[Value], str]) -> None:
    value = st.session_state[key]
    if value == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = say(value)
