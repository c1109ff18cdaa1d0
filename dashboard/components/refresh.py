"""The refresh button: fetching goes on beside the page, with a bar and a way to stop."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.components.literal import show_error
from dashboard.components.table import show_long_table
from dashboard.language import Language
from data.errors import DataError
from data.refresh import RefreshReport, RefreshRequest
from data.refresh_ticker import TickerRefresh
from data.refresh_yahoo import SINCE, default_tickers, refresh_from_yahoo

_JOB = "refresh.job"


@dataclass(slots=True)
class RefreshJob:
    """A refresh on a thread of its own; the thread writes, the page reads."""

    request: RefreshRequest
    stop: threading.Event = field(default_factory=threading.Event)
    done: int = 0
    ticker: str = ""
    report: RefreshReport | None = None
    error: DataError | None = None

    def start(self) -> None:
        """Begin fetching."""
        threading.Thread(target=self._run, daemon=True, name="refresh").start()

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.report is None and self.error is None

    def _run(self) -> None:
        try:
            self.report = refresh_from_yahoo(
                self.request, progress=self._step, cancelled=self.stop.is_set
            )
        except DataError as error:
            self.error = error

    def _step(self, done: int, total: int, result: TickerRefresh) -> None:
        del total
        self.done, self.ticker = done, result.ticker


def show_refresh(suggested: tuple[str, ...], language: Language) -> None:
    """Offer to fetch tickers from Yahoo Finance, and follow the fetching."""
    t = language.text
    job: RefreshJob | None = st.session_state.get(_JOB)
    busy = job is not None and job.running
    with st.form("refresh", border=True):
        typed = st.text_input(
            t("Tickers"),
            " ".join(suggested),
            key=f"refresh.tickers.{' '.join(suggested)}",
            help=t("Any symbols that Yahoo Finance knows, separated by spaces or commas."),
        )
        everything = st.checkbox(
            t("All {count} securities of the embedded table", count=len(default_tickers())),
            key="refresh.everything",
        )
        since = st.date_input(t("Since"), SINCE, max_value=date.today(), key="refresh.since")
        asked = st.form_submit_button(
            t("Refresh from Yahoo Finance"), disabled=busy, icon=":material/sync:"
        )
    tickers = default_tickers() if everything else tuple(typed.replace(",", " ").split())
    if asked and not tickers:
        st.error(t("Type at least one ticker."))
    elif asked and isinstance(since, date):
        job = RefreshJob(RefreshRequest(tickers, since))
        job.start()
        st.session_state[_JOB] = job
        st.rerun()
    if job is not None:
        _follow(job, language) if busy else _show_outcome(job, language)


@st.fragment(run_every=0.5)
def _follow(job: RefreshJob, language: Language) -> None:
    if not job.running:
        st.rerun()
    total = len(job.request.tickers)
    st.progress(
        job.done / total,
        language.text(
            "{done} of {total} tickers; {ticker}", done=job.done, total=total, ticker=job.ticker
        ),
    )
    if st.button(language.text("Stop; what was fetched is kept"), disabled=job.stop.is_set()):
        job.stop.set()


def _show_outcome(job: RefreshJob, language: Language) -> None:
    t = language.text
    if job.report is None:
        if job.error is not None:
            show_error(job.error, language)
        return
    report = job.report
    got = [result for result in report.results if result.failure is None]
    said = t(
        "{got} of {total} tickers are up to date; {requests} requests in {seconds} seconds.",
        got=len(got),
        total=len(report.results),
        requests=report.requests,
        seconds=language.number(report.seconds, 1),
    )
    (st.success if len(got) == len(report.results) else st.warning)(said)
    for failure in report.failures[:3]:
        show_error(failure, language)
    show_long_table(
        pd.DataFrame(
            [
                {
                    t("Ticker"): result.ticker,
                    t("Outcome"): t(result.outcome.value),
                    t("Rows"): result.rows,
                    t("New rows"): result.rows_added,
                    t("Last day"): result.last.isoformat() if result.last else "",
                    t("Reason"): language.error(result.failure) if result.failure else "",
                }
                for result in report.results
            ]
        ),
        t("What became of each ticker"),
        "refreshed",
        language,
        noted=(),
    )
