import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from dashboard.cli.refresh import refresh
from data.fetched import stored_prices
from data.store import Store
from tests.dashboard.cli.command import ROOT
from tests.data.yahoo_listings import nvidia
from tests.data.yahoo_server import Answer, LocalSession, YahooServer

SINCE = ("--since", "2024-01-02")

# The command in a program of its own, whose session goes to the local server.
_COMMAND = """
import sys
import typer
from data.providers import yahoo
from dashboard.cli.refresh import refresh
from tests.data.yahoo_server import LocalSession

session = LocalSession(int(sys.argv.pop(1)), seconds_between=float(sys.argv.pop(1)))
yahoo._own_session = lambda: session
typer.run(refresh)
"""

_REAL_COMMAND = "import typer; from dashboard.cli.refresh import refresh; typer.run(refresh)"


@pytest.fixture
def server():
    with YahooServer({"NVDA": nvidia(), "AVGO": nvidia()}) as running:
        yield running


@pytest.fixture
def run(server, tmp_path, monkeypatch):
    app = typer.Typer()
    app.command()(refresh)
    session = LocalSession(server.port)
    monkeypatch.setattr("data.providers.yahoo._own_session", lambda: session)

    def invoke(*arguments):
        command = [*arguments, *SINCE, "--store", str(tmp_path)]
        return CliRunner().invoke(app, command, env={"COLUMNS": "200"})

    return invoke


def test_the_tickers_named_are_fetched_and_told(run, tmp_path):
    done = run("--tickers", "NVDA,AVGO")
    assert done.exit_code == 0, done.output
    assert "2 tickers since 2024-01-02; fetched: 2." in done.stdout
    assert stored_prices(Store(tmp_path), "AVGO").since == date(2024, 1, 2)


def test_tickers_may_be_given_several_times(run, tmp_path):
    assert run("--tickers", "NVDA", "--tickers", "AVGO").exit_code == 0
    assert set(Store(tmp_path).entries()) == {"daily/NVDA", "daily/AVGO"}


def test_a_ticker_that_fails_is_explained_and_the_exit_code_says_so(run, server):
    server.always("AVGO", Answer.RENAMED_CLOSE)
    done = run("--tickers", "NVDX,AVGO,NVDA")
    assert done.exit_code == 1
    for said in ("unknown ticker", "NVDX", "changed format", "AVGO", "fetched: 1", "failed: 2"):
        assert said in done.stdout


def test_share_counts_can_be_fetched(run, tmp_path):
    assert run("--tickers", "NVDA", "--kind", "shares").exit_code == 0
    assert "shares/NVDA" in Store(tmp_path).entries()


def test_interrupting_keeps_what_was_fetched(server, tmp_path):
    names = [f"T{number}" for number in range(60)]
    server.listings.update(dict.fromkeys(names, nvidia()))
    program = subprocess.Popen(
        [
            *(sys.executable, "-c", _COMMAND, str(server.port), "0.05"),
            *("--tickers", ",".join(names), *SINCE, "--store", str(tmp_path)),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    )
    watch = threading.Thread(target=_interrupt_after_two, args=(program, Store(tmp_path)))
    watch.start()
    said, complained = program.communicate(timeout=120)
    watch.join()
    assert program.returncode == 130, complained
    kept = Store(tmp_path).entries()
    assert 2 <= len(kept) < len(names)
    assert "cancelled" in said
    assert f"fetched: {len(kept)}" in said
    assert "Traceback" not in complained


def _interrupt_after_two(program, store):
    while program.poll() is None and len(store.entries()) < 2:
        time.sleep(0.01)
    program.send_signal(signal.SIGINT)


def test_without_a_network_the_command_says_so_plainly(tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-c", _REAL_COMMAND),
            *("--tickers", "NVDA,AVGO", "--store", str(tmp_path)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert done.returncode == 1
    assert "offline" in done.stdout
    assert "Traceback" not in done.stderr
