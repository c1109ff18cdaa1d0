"""One URL, one state: controls that follow the address bar and write to it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlparse

import streamlit as st

_SEEN = "url.seen"
_PAGE = "url.page"


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
    state, asked = st.session_state, st.query_params.get(key)
    seen = state.setdefault(_SEEN, {})
    turned = state.get(_PAGE, page) != page
    if key in state and turned and asked is None:
        _write(key, default)
    elif key not in state or asked != seen.get(key):
        state[key] = default if asked is None else meant(asked)
    seen[key] = st.query_params.get(key)

    def changed() -> None:
        state[key] = meant(state[key])
        _write(key, default)
        seen[key] = st.query_params.get(key)

    return changed


def open_value(key: str, value: str) -> None:
    """Set a control that follows the URL, from a callback of another widget."""
    st.session_state[key] = value
    st.query_params[key] = value
    st.session_state.setdefault(_SEEN, {})[key] = value


def current_page() -> str:
    """Return the path of the page that the browser is on; empty for the first one."""
    return urlparse(st.context.url or "").path.rsplit("/", 1)[-1]


def page_is(page: str) -> None:
    """Remember the page on screen, once all controls have followed the URL."""
    st.session_state[_PAGE] = page


def _write(key: str, default: str) -> None:
    value = st.session_state[key]
    if value == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value
