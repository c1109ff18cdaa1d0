"""Fetched tables in a folder: files named by their content, and a manifest replaced last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import filelock

from data.errors import N_, DataError
from data.store.atomic import put_in_place
from data.store.folder import store_folder
from data.store.manifest import (
    MANIFEST,
    Entry,
    Manifest,
    RecordedFailure,
    manifest_content,
    read_manifest,
)

ANY: Final = "*"
"""For ``put``: whatever stands there."""

_TABLES: Final = "tables"
_LOCK: Final = ".lock"
_TRIES: Final = 5


class Store:
    """What was fetched. One writer at a time; reading needs no lock and is never half.

    A table's file is written before the manifest that names it and removed after no manifest
    does, so whoever dies at whatever moment leaves the old tables or the new ones.

    Parameters
    ----------
    folder
        Where it lies; see ``store_folder``. Made at the first write.
    lock_seconds
        How long to wait for another writer.
    """

    def __init__(self, folder: Path | None = None, *, lock_seconds: float = 30.0) -> None:
        self.folder = store_folder(folder)
        self._lock_seconds = lock_seconds

    def entries(self) -> Mapping[str, Entry]:
        """Return what the store holds, by key."""
        return read_manifest(self.folder).entries

    def entry(self, key: str) -> Entry | None:
        """Return the entry of a key; None if there is none."""
        return self.entries().get(key)

    def failure(self, key: str) -> RecordedFailure | None:
        """Return why the last attempt to fetch a key failed; None if it did not."""
        return read_manifest(self.folder).failures.get(key)

    def read(self, key: str) -> tuple[Entry, bytes] | None:
        """Return a table's entry and content, checked against its SHA-256; None if not held.

        Raises
        ------
        DataError
            The manifest or the file is damaged.
        """
        for _ in range(_TRIES):
            entry = self.entry(key)
            if entry is None:
                return None
            content = self._content(entry)
            if content is not None:
                return entry, content
        # The table was replaced between its entry and its file each time: hold the writers.
        with self._locked():
            entry = self.entry(key)
            content = None if entry is None else self._content(entry)
        if entry is None:
            return None
        if content is None:
            raise _lost(entry, self.folder)
        return entry, content

    def put(
        self,
        key: str,
        content: bytes,
        fetched_at: datetime,
        facts: Mapping[str, Any],
        *,
        replaces: str | None = ANY,
    ) -> Entry | None:
        """Write a table; the key's recorded failure is forgotten.

        Parameters
        ----------
        key, content, fetched_at, facts
            As in ``Entry``; ``content`` are the bytes of the file.
        replaces
            SHA-256 of the content that this one is made from, None if it is made from nothing.

        Returns
        -------
        Entry or None
            None, and nothing written, if another content stands there by now.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        entry = Entry(key, f"{sha256[:32]}.parquet", sha256, len(content), fetched_at, facts)
        with self._locked():
            manifest = read_manifest(self.folder)
            standing = manifest.entries.get(key)
            if replaces not in (ANY, standing.sha256 if standing else None):
                return None
            path = self._path(entry)
            if not path.exists() or path.read_bytes() != content:
                put_in_place(path, content)
            failures = {name: was for name, was in manifest.failures.items() if name != key}
            entries = {**manifest.entries, key: entry}
            self._commit(replace(manifest, entries=entries, failures=failures))
        return entry

    def put_failure(self, failure: RecordedFailure) -> None:
        """Record why an attempt failed; the table of the key stays as it is."""
        with self._locked():
            manifest = read_manifest(self.folder)
            failures = {**manifest.failures, failure.key: failure}
            self._commit(replace(manifest, failures=failures))

    def _commit(self, manifest: Manifest) -> None:
        numbered = replace(manifest, generation=manifest.generation + 1)
        put_in_place(self.folder / MANIFEST, manifest_content(numbered))
        self._sweep(numbered)

    def _sweep(self, manifest: Manifest) -> None:
        # Whatever the manifest does not name is old, or was left by a writer that died: the
        # lock is held, so nobody is writing it now.
        named = {entry.file for entry in manifest.entries.values()}
        left = [path for path in self._tables.iterdir() if path.name not in named]
        left += self.folder.glob(".tmp-*")
        for path in left:
            try:
                path.unlink()
            except OSError:
                # Open in a reader on Windows: the next commit finds it again.
                continue

    @property
    def _tables(self) -> Path:
        return self.folder / _TABLES

    def _path(self, entry: Entry) -> Path:
        return self._tables / entry.file

    def _content(self, entry: Entry) -> bytes | None:
        try:
            content = self._path(entry).read_bytes()
        except FileNotFoundError:
            return None
        found = hashlib.sha256(content).hexdigest()
        if found != entry.sha256:
            raise _damaged(entry, found, self.folder)
        return content

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._tables.mkdir(parents=True, exist_ok=True)
            # A lock of its own each time: two threads of one program must exclude each other.
            with filelock.FileLock(self.folder / _LOCK, timeout=self._lock_seconds):
                yield
        except filelock.Timeout as error:
            raise DataError(
                N_("The fetched prices in {folder} were to be written."),
                N_("Another program has been writing there for {seconds} seconds."),
                N_("Wait until it ends, or name another folder."),
                folder=self.folder,
                seconds=round(self._lock_seconds),
            ) from error
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            raise DataError(
                N_("The fetched prices in {folder} were to be written."),
                N_("The folder cannot be written: {reason}."),
                N_("Name another folder, or allow writing there."),
                folder=self.folder,
                reason=error.strerror,
            ) from error


def _damaged(entry: Entry, found: str, folder: Path) -> DataError:
    return DataError(
        N_("The fetched table {key} in {folder} was asked for."),
        N_("Its file {file} is damaged: its SHA-256 is {sha256}."),
        N_("Refresh it; the embedded snapshot is not affected."),
        key=entry.key,
        folder=folder,
        file=entry.file,
        sha256=found,
    )


def _lost(entry: Entry, folder: Path) -> DataError:
    return DataError(
        N_("The fetched table {key} in {folder} was asked for."),
        N_("Its file {file} is missing."),
        N_("Refresh it; the embedded snapshot is not affected."),
        key=entry.key,
        folder=folder,
        file=entry.file,
    )
