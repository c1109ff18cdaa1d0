from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

WATCHED_START = """
import json, sys
asked = []
LOCAL = ("127.0.0.1", "::1", "localhost")

def watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in LOCAL:
            asked.append(str(address))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        if str(arguments[0]) not in (*LOCAL, "None"):
            asked.append(str(arguments[0]))

sys.addaudithook(watch)
from streamlit.testing.v1 import AppTest

app = AppTest.from_file("dashboard/frame/script.py", default_timeout=90).run()
print(json.dumps({
    "asked": asked,
    "exceptions": len(app.exception),
    "charts": len(app.get("plotly_chart")),
    "clients": [name for name in ("yfinance", "curl_cffi") if name in sys.modules],
}))
"""


def test_starting_the_app_and_drawing_the_first_page_asks_nothing_of_any_network() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED_START], cwd=ROOT, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr
    # curl_cffi opens its sockets in C, unseen by Python's audit; so it may not even be loaded.
    assert done.stdout.strip().splitlines()[-1] == (
        '{"asked": [], "exceptions": 0, "charts": 1, "clients": []}'
    )
