"""Put a file in place whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from data.errors import N_, DataError

TEMPORARY: Final = ".tmp-"
"""How the names of files in the making begin."""


def put_in_place(path: Path, content: bytes) -> None:
    """Write a file beside its place, read it back, and move it there in one step.

    The bytes and then the name reach the disk before this returns, so that a file which refers
    to this one can be written next.

    Raises
    ------
    DataError
        The disk gave back other bytes than were written, or could not write.
    """
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if temporary.read_bytes() != content:
            raise _unwritable(path, N_("the bytes read back differ"))
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, reason: str) -> DataError:
    return DataError(
        N_("The file {file} was to be written in {folder}."),
        N_("It could not be: {reason}. What was there before still is."),
        N_("Free space on the disk or name another folder."),
        file=path.name,
        folder=path.parent,
        reason=reason,
    )
