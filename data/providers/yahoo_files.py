"""Frames as Parquet files that are named by their content."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.providers.snapshot_files import parquet_table


def content_of(frame: pd.DataFrame) -> bytes:
    """Return a frame, its index included, as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(frame), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def frame_of(content: bytes) -> pd.DataFrame:
    """Return the frame that ``content_of`` wrote."""
    frame: pd.DataFrame = parquet_table(content).to_pandas(use_threads=False)
    return frame


def file_of(content: bytes) -> tuple[str, str]:
    """Return the name of a file with this content, and its SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    return f"{sha256[:32]}.parquet", sha256


def frozen(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy of a frame of floats whose array cannot be written."""
    values = np.array(frame.to_numpy(dtype=float))
    values.setflags(write=False)
    return pd.DataFrame(values, index=frame.index, columns=frame.columns, copy=False)
