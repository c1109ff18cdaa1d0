"""What was fetched, kept on disk: whole at any moment, whoever writes and whatever is killed."""

from data.store.folder import FOLDER_VARIABLE, store_folder
from data.store.manifest import Entry, RecordedFailure
from data.store.store import ANY, Store

__all__ = ["ANY", "FOLDER_VARIABLE", "Entry", "RecordedFailure", "Store", "store_folder"]
