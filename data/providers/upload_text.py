"""The encoding of an uploaded text.

The rule, in this order: a byte order mark; NUL bytes in every second place (UTF-16 without a
mark); valid UTF-8; then Shift-JIS (cp932) or Western European (cp1252), if the text looks like
one of them and not like the other. Anything else is refused, and the reader may choose.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from data.errors import N_, DataError
from data.providers.upload_content import ASKED
from data.providers.upload_models import Statement

ENCODINGS: Final = ("utf-8", "utf-16", "cp1252", "cp932")
"""Encodings that a reader may choose."""

_CHUNK: Final = 1 << 20
_SAMPLE: Final = 1 << 16
_UTF32_MARKS: Final = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NUL_SHARE: Final = 0.3

_JAPANESE: Final = re.compile(
    "[\u3000-\u30ff\u31f0-\u31ff\u4e00-\u9fff\uff01-\uff5e\uffe0-\uffe5]+"
)
_NON_ASCII: Final = re.compile("[^\x00-\x7f]+")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_LONGEST_ACCENTED: Final = 3
_PLAIN_SIGNS: Final = frozenset("€£¥§°·–—‘’“”…•™®©«»\u00a0%‰")

_SAVE_UTF8: Final = N_("Save the text as UTF-8, or choose its encoding: {listed}.")


def encoding_of(content: bytes, file: str, chosen: str | None) -> tuple[str, Statement]:
    """Return a codec that decodes the whole content, and the reason for taking it.

    Raises
    ------
    DataError
        No encoding fits, several do, the chosen one does not, or there are NUL bytes.
    """
    if chosen is not None:
        return _chosen(content, file, chosen), Statement(
            N_("The encoding {encoding} was chosen by the reader."), {"encoding": chosen}
        )
    if content.startswith(_UTF32_MARKS):
        raise _refused(file, N_("It is UTF-32 text."))
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            if not decodes(content, encoding):
                raise _refused(file, N_("Its byte order mark says Unicode, its bytes do not."))
            return encoding, Statement(N_("Unicode text, as its byte order mark says."))
    if b"\x00" in content:
        return _without_mark(content, file)
    if decodes(content, "utf-8"):
        return "utf-8", Statement(N_("The bytes are valid UTF-8."))
    return _legacy(content, file)


def decodes(content: bytes, encoding: str) -> bool:
    """Return whether every byte is valid, decoding a piece at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(content[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _chosen(content: bytes, file: str, chosen: str) -> str:
    if chosen not in ENCODINGS:
        raise _refused(file, N_("The encoding {encoding} is not one of these."), encoding=chosen)
    encoding = "utf-8-sig" if chosen == "utf-8" else chosen
    if not decodes(content, encoding):
        raise _refused(file, N_("Its bytes are not valid {encoding}."), encoding=chosen)
    return encoding


def _without_mark(content: bytes, file: str) -> tuple[str, Statement]:
    sample = content[:_SAMPLE]
    half = max(1, len(sample) // 2)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    if max(even, odd) < _NUL_SHARE or min(even, odd) > 0 or not decodes(content, encoding):
        raise _refused(file, N_("It has NUL bytes: it is not text, or it is damaged."))
    return encoding, Statement(
        N_("Every second byte is NUL in places: read as {encoding} without a byte order mark."),
        {"encoding": encoding},
    )


def _legacy(content: bytes, file: str) -> tuple[str, Statement]:
    japanese = decodes(content, "cp932") and _looks_japanese(content)
    western = decodes(content, "cp1252") and _looks_western(content)
    if japanese and western:
        raise _refused(file, N_("It is not UTF-8, and may be Shift-JIS or Western European text."))
    if japanese:
        return "cp932", Statement(
            N_("Not UTF-8; valid Shift-JIS that gives Japanese words: read as cp932.")
        )
    if western:
        return "cp1252", Statement(
            N_("Not UTF-8; accented letters within Western words: read as cp1252 (Latin-1).")
        )
    raise _refused(file, N_("It is neither UTF-8 nor UTF-16, Shift-JIS or Western European text."))


def _looks_japanese(content: bytes) -> bool:
    # A single character beyond ASCII is more often an accented letter and the letter after it.
    runs = _NON_ASCII.findall(_evidence(content).decode("cp932", errors="ignore"))
    return any(len(run) > 1 for run in runs) and all(_JAPANESE.fullmatch(run) for run in runs)


def _looks_western(content: bytes) -> bool:
    runs = _NON_ASCII.findall(_evidence(content).decode("cp1252", errors="ignore"))
    letters = sum(character.isalpha() for run in runs for character in run)
    total = sum(map(len, runs))
    return (
        all(len(run) <= _LONGEST_ACCENTED for run in runs)
        and all(character.isalpha() or character in _PLAIN_SIGNS for character in "".join(runs))
        and (2 * letters > total or not letters)
    )


def _evidence(content: bytes) -> bytes:
    """Return the lines with bytes beyond ASCII, each from the first of these, 64 KiB in all."""
    pieces: list[bytes] = []
    taken, start = 0, 0
    while taken < _SAMPLE and (found := _HIGH.search(content, start)):
        stop = content.find(b"\n", found.start())
        stop = min(stop if stop >= 0 else len(content), found.start() + _SAMPLE)
        pieces.append(content[found.start() : stop])
        taken += stop - found.start()
        start = stop
    return b"\n".join(pieces)


def _refused(file: str, found: str, **facts: object) -> DataError:
    return DataError(
        ASKED,
        found,
        _SAVE_UTF8,
        file=file,
        choice="encoding",
        options=ENCODINGS,
        listed=", ".join(ENCODINGS),
        **facts,
    )
