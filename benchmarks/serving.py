"""The app as ``make run`` starts it, for measures: on a free port, offline, with an empty store."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
APP: Final = ROOT / "streamlit_app.py"
MINIMAL: Final = Path(__file__).parent / "minimal_app.py"
PATIENCE: Final = 120.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Attributes
    ----------
    host
        Host and port.
    pid
        Its process, or the parent of its processes.
    healthy_at
        Unix time at which it said that it is healthy.
    started_in
        Seconds from the start to that.
    """

    host: str
    pid: int
    healthy_at: float
    started_in: float

    @property
    def address(self) -> str:
        """Address for a browser."""
        return f"http://{self.host}"


@contextmanager
def served(script: Path = APP, processes: int = 1) -> Iterator[Server]:
    """Start a server, wait until it is healthy, and stop it at the end."""
    port = _free_port()
    command = (
        [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            *("--server.port", str(port), "--server.address", "127.0.0.1"),
        ]
        if processes == 1
        else [
            *(sys.executable, "-m", "uvicorn", f"{script.stem}:app", "--port", str(port)),
            *("--workers", str(processes), "--ws", "websockets-sansio"),
            *("--ws-per-message-deflate", "false", "--no-access-log"),
        ]
    )
    with tempfile.TemporaryDirectory() as store:
        started = time.time()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ
            | {"DEEPSEEK_SHOCK_DATA": store}
            | dict.fromkeys(("https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9"),
        )
        host = f"127.0.0.1:{port}"
        try:
            while not _healthy(host):
                if process.poll() is not None or time.time() - started > PATIENCE:
                    raise RuntimeError(f"{script.name} did not become healthy.")
                time.sleep(0.02)
            now = time.time()
            yield Server(host, process.pid, now, now - started)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def machine() -> str:
    """Return what the measures depend on: processors and how busy they are."""
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"{os.cpu_count()} processors, load average {busy}"


def _free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _healthy(host: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{host}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
