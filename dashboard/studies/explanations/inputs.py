"""The rows behind a study's numbers, with their dates."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import N_
from analysis.windows import EventWindow, event_row
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Quantity, Step
from dashboard.studies.explanations.position import Position
from dashboard.studies.explanations.terms import TERMS, Term
from dashboard.studies.single import Study
from data.catalogue.text import Text

Family = Literal["least squares", "line", "filtered"]
Subject = Study | Position
"""What is explained: the study of one security, or of two baskets as one portfolio."""


def terms(study: Subject) -> tuple[Term, ...]:
    """Return the terms of the normal return; what is not estimated drops out of a spread."""
    found = TERMS[study.result.fit.model]
    if isinstance(study, Position):
        return tuple(term for term in found if term.parameter)
    return found


def own_returns(study: Subject) -> pd.Series:
    """Return the (T,) returns that the study explains."""
    return study.spread.returns if isinstance(study, Position) else study.returns.security


def regressors(study: Subject) -> pd.DataFrame:
    """Return the (T, k) regressors of the study."""
    return study.regressors if isinstance(study, Position) else study.regressors.table


def name_of(study: Subject) -> str | Text:
    """Return what the study is of."""
    return study.name if isinstance(study, Position) else study.security.security


def family(study: Subject) -> Family:
    """Say how the model's errors are measured: as least squares, as another line, or filtered."""
    fit = study.result.fit
    if fit.design is not None:
        return "least squares"
    return "line" if fit.error_df is None else "filtered"


def row_of_event(study: Subject) -> int:
    """Return the position of tau = 0 among the sessions of the returns."""
    return event_row(pd.DatetimeIndex(own_returns(study).index), study.result.session)


def event_rows(study: Subject, window: EventWindow) -> np.ndarray:
    """Return the positions (L,) of a window's sessions."""
    return row_of_event(study) + np.arange(window.first, window.last + 1)


def errors(study: Subject, rows: np.ndarray) -> np.ndarray:
    """Return actual less normal returns at positions (n,), by the model's terms."""
    parameters = study.result.fit.parameters
    found = own_returns(study).to_numpy(dtype=float)[rows]
    for term in terms(study):
        values = term.values(regressors(study)).to_numpy(dtype=float)[rows]
        found = found - (parameters[term.parameter] if term.parameter else 1.0) * values
    return np.asarray(found)


def session_rows(study: Subject, window: EventWindow) -> pd.DataFrame:
    """Return the event's sessions and below them those of the estimation window."""
    event, estimation = event_rows(study, window), study.result.fit.rows
    return pd.concat(
        [table(study, event, columns.EVENT), table(study, estimation, columns.ESTIMATION)],
        ignore_index=True,
    )


def table(study: Subject, rows: np.ndarray, role: str) -> pd.DataFrame:
    """Return a row a session: date, tau, what it serves, return, regressors, expected and AR."""
    own = own_returns(study).to_numpy(dtype=float)[rows]
    left = errors(study, rows)
    expected = {
        term.column: term.values(regressors(study)).to_numpy(dtype=float)[rows]
        for term in terms(study)
        if term.column
    }
    return pd.DataFrame(
        {
            columns.DATE: own_returns(study).index[rows],
            columns.TAU: rows - row_of_event(study),
            columns.ROLE: role,
            **_sides(study, rows),
            columns.RETURN: own,
            **expected,
            columns.EXPECTED: own - left,
            columns.AR: left,
        }
    )


def _sides(study: Subject, rows: np.ndarray) -> dict[str, np.ndarray]:
    if not isinstance(study, Position):
        return {}
    return {
        columns.LONG: study.side(short=False).to_numpy()[rows],
        columns.SHORT: study.side(short=True).to_numpy()[rows],
    }


def estimation_step(study: Subject) -> Step:
    """Say over which sessions the model was estimated."""
    fit, (first, last) = study.result.fit, study.result.estimation_span
    return (
        ESTIMATED,
        {"rows": Quantity(fit.n_estimation, "number", 0), "first": first, "last": last},
    )


ESTIMATED = N_("Estimated on {rows} sessions from {first} to {last}.")
