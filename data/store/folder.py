"""Where the store lies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import platformdirs

from data.errors import N_, DataError
from data.snapshot_tables import SNAPSHOT

FOLDER_VARIABLE: Final = "DEEPSEEK_SHOCK_DATA"
"""Environment variable that names the folder."""

_APPLICATION: Final = "deepseek-shock-dashboard"


def store_folder(given: Path | None = None) -> Path:
    """Return the folder: the one given, else the variable's, else the platform's for user data.

    Raises
    ------
    DataError
        The folder lies inside the embedded snapshot, which is never written.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    folder = given or (
        Path(named) if named else platformdirs.user_data_path(_APPLICATION, appauthor=False)
    )
    folder = folder.expanduser().absolute()
    if folder.resolve().is_relative_to(SNAPSHOT.resolve()):
        raise DataError(
            N_("The folder {folder} was asked for fetched prices."),
            N_("It belongs to the embedded snapshot, which is never written."),
            N_("Name another folder with {variable}."),
            folder=folder,
            variable=FOLDER_VARIABLE,
        )
    return folder
