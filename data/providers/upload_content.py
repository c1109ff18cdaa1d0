"""The bytes of an upload: how many there are, and what they are, whatever the name says."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from data.errors import N_, DataError
from data.providers.upload_models import FileFormat, Statement, UploadLimits

ASKED: Final = N_("The upload {file} was to be read.")
GIVE_CSV: Final = N_("Save the table as CSV or Parquet and upload that.")

PARQUET_MARK: Final = b"PAR1"
_PARQUET_NAMES: Final = (".parquet", ".pq")
_TEXT_NAMES: Final = (".csv", ".tsv", ".txt")

SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PARE", N_("an encrypted Parquet file")),
    (b"PK\x03\x04", N_("a zip archive or an Excel workbook")),
    (b"PK\x05\x06", N_("an empty zip archive")),
    (b"\xd0\xcf\x11\xe0", N_("an old Excel workbook")),
    (b"\x1f\x8b", N_("a gzip archive")),
    (b"BZh", N_("a bzip2 archive")),
    (b"\xfd7zXZ\x00", N_("an xz archive")),
    (b"7z\xbc\xaf\x27\x1c", N_("a 7-Zip archive")),
    (b"\x28\xb5\x2f\xfd", N_("a Zstandard archive")),
    (b"Rar!", N_("a RAR archive")),
    (b"%PDF", N_("a PDF document")),
    (b"{\\rtf", N_("an RTF document")),
    (b"ARROW1", N_("an Arrow or Feather file")),
    (b"SQLite format 3", N_("an SQLite database")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"\x7fELF", N_("a program")),
    (b"\x89HDF", N_("an HDF5 file")),
)
"""First bytes of contents that are neither text nor Parquet."""


def take_bytes(content: bytes | BinaryIO, file: str, limits: UploadLimits) -> bytes:
    """Return the content, having read at most one byte more than the limit.

    Raises
    ------
    DataError
        The content is empty or larger than the limit.
    """
    most = limits.content_bytes
    held = content if isinstance(content, bytes) else content.read(most + 1)
    if len(held) > most:
        raise DataError(
            ASKED,
            N_("It has more than {limit} bytes."),
            N_("Upload fewer years or fewer securities."),
            file=file,
            limit=most,
        )
    if not held:
        raise DataError(ASKED, N_("It is empty."), GIVE_CSV, file=file)
    return held


def display_name(filename: str) -> str:
    """Return the last part of a file name, without control characters, 120 at the most."""
    last = PurePosixPath(filename.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", last)[:120] or "upload"


def sniff(content: bytes, file: str) -> tuple[FileFormat, tuple[Statement, ...]]:
    """Return the format told from the content, and a statement where the name says otherwise.

    Raises
    ------
    DataError
        The content is of another kind, or a file named Parquet is none.
    """
    for mark, kind in SIGNATURES:
        if content.startswith(mark):
            raise DataError(ASKED, N_("It is {kind}."), GIVE_CSV, file=file, kind=kind)
    suffix = PurePosixPath(file.lower()).suffix
    if content.startswith(PARQUET_MARK):
        if len(content) < 12 or not content.endswith(PARQUET_MARK):
            raise DataError(
                ASKED,
                N_("It begins as a Parquet file but does not end as one: it was cut short."),
                N_("Upload the whole file again."),
                file=file,
            )
        return "parquet", _named_otherwise(suffix, _PARQUET_NAMES, "Parquet")
    if suffix in _PARQUET_NAMES:
        raise DataError(
            ASKED,
            N_("It is named as a Parquet file, but does not begin as one."),
            N_("Upload the whole file again, or name a text file .csv."),
            file=file,
        )
    return "csv", _named_otherwise(suffix, _TEXT_NAMES, "text")


def _named_otherwise(suffix: str, usual: tuple[str, ...], kind: str) -> tuple[Statement, ...]:
    if suffix in usual:
        return ()
    return (
        Statement(
            N_("The name ends in '{suffix}', the content is {kind}: it was read as {kind}."),
            {"suffix": suffix, "kind": kind},
        ),
    )
