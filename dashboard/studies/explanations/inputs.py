"""The rows behind a study's numbers, with their dates."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.windows import EventWindow, event_row
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Quantity, Step
from dashboard.studies.explanations.terms import TERMS, Term
from dashboard.studies.single import Study

Family = Literal["least squares", "line", "filtered"]


def terms(study: Study) -> tuple[Term, ...]:
    """Return the terms of the study's normal return."""
    return TERMS[study.result.fit.model]


def family(study: Study) -> Family:
    """Say how the model's errors are measured: as least squares, as another line, or filtered."""
    fit = study.result.fit
    if fit.design is not None:
        return "least squares"
    return "line" if fit.error_df is None else "filtered"


def row_of_event(study: Study) -> int:
    """Return the position of tau = 0 among the sessions of the returns."""
    return event_row(pd.DatetimeIndex(study.returns.security.index), study.result.session)


def event_rows(study: Study, window: EventWindow) -> np.ndarray:
    """Return the positions (L,) of a window's sessions."""
    return row_of_event(study) + np.arange(window.first, window.last + 1)


def errors(study: Study, rows: np.ndarray) -> np.ndarray:
    """Return actual less normal returns at positions (n,), by the model's terms."""
    parameters = study.result.fit.parameters
    found = study.returns.security.to_numpy(dtype=float)[rows]
    for term in terms(study):
        values = term.values(study.regressors.table).to_numpy(dtype=float)[rows]
        found = found - (parameters[term.parameter] if term.parameter else 1.0) * values
    return np.asarray(found)


def session_rows(study: Study, window: EventWindow) -> pd.DataFrame:
    """Return the event's sessions and below them those of the estimation window."""
    event, estimation = event_rows(study, window), study.result.fit.rows
    return pd.concat(
        [table(study, event, columns.EVENT), table(study, estimation, columns.ESTIMATION)],
        ignore_index=True,
    )


def table(study: Study, rows: np.ndarray, role: str) -> pd.DataFrame:
    """Return a row a session: date, tau, what it serves, return, regressors, expected and AR."""
    own = study.returns.security.to_numpy(dtype=float)[rows]
    left = errors(study, rows)
    regressors = {
        term.column: term.values(study.regressors.table).to_numpy(dtype=float)[rows]
        for term in terms(study)
        if term.column
    }
    return pd.DataFrame(
        {
            columns.DATE: study.returns.security.index[rows],
            columns.TAU: rows - row_of_event(study),
            columns.ROLE: role,
            columns.RETURN: own,
            **regressors,
            columns.EXPECTED: own - left,
            columns.AR: left,
        }
    )


def estimation_step(study: Study) -> Step:
    """Say over which sessions the model was estimated."""
    fit, (first, last) = study.result.fit, study.result.estimation_span
    return (
        ESTIMATED,
        {"rows": Quantity(fit.n_estimation, "number", 0), "first": first, "last": last},
    )


ESTIMATED = N_("Estimated on {rows} sessions from {first} to {last}.")
