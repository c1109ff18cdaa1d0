"""The columns that a batch's model needs, from the researcher's files or the embedded figures."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import numpy as np
import pandas as pd

from analysis.benchmarks import ex_firm_market
from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from dashboard.studies.batch_cells import refused
from dashboard.studies.batch_files import read_rows
from dashboard.studies.batch_request import BatchRequest
from data.errors import DataError
from data.providers.snapshot import factors

FACTORS = ("rf", "mkt_rf", "smb", "smb_3f", "hml", "rmw", "cma", "mom")


def required_column(
    request: BatchRequest,
    returns: pd.DataFrame,
    faults: Mapping[str, DataError | StudyError],
    column: str,
    role: str,
) -> pd.Series:
    """Return a column that every event needs.

    Raises
    ------
    DataError, StudyError
        When the table has no such column, or what is wrong with it.
    """
    if column not in returns:
        raise refused(
            request.table,
            N_("It has no column {column} for {role}; near it: {near}."),
            N_("Name one of its columns."),
            column=column,
            role=role,
            near=nearest_columns(column, returns),
        )
    if column in faults:
        raise faults[column]
    return returns[column]


def nearest_columns(column: str, returns: pd.DataFrame) -> str:
    """Name the columns whose names come nearest, else the first ones."""
    names = [str(name) for name in returns.columns]
    return ", ".join(get_close_matches(column, names, 4) or names[:4])


def batch_regressors(
    request: BatchRequest,
    returns: pd.DataFrame,
    faults: Mapping[str, DataError | StudyError],
    market: pd.Series,
    securities: list[str],
) -> tuple[dict[str, np.ndarray], dict[str, StudyError], tuple[str, ...]]:
    """Return the regressors that the model needs, and what to tell people about them.

    Returns
    -------
    tuple
        By name, (T,) or, where each security has its own, (S, T) values in fractions of the
        kind of the returns; why a security has none, by security; English sentences.

    Raises
    ------
    DataError, StudyError
        When a column or a file that the model needs is not there, or when the embedded
        factors, which are simple returns, are asked for beside log returns.
    """
    made: dict[str, np.ndarray] = {}
    refusals: dict[str, StudyError] = {}
    notes: list[str] = []
    needs = MODELS[request.spec.model].needs
    for need in needs:
        if need == "market":
            made[need] = market.to_numpy(dtype=float)
        elif need == "market_ex_firm":
            made[need], refusals = _ex_firm(request, returns, market, securities)
        elif need == "sector":
            made[need] = _sector(request, returns, faults).to_numpy(dtype=float)
    names = [need for need in needs if need in FACTORS]
    if names:
        found, note = _factors(request, returns, faults, names)
        made |= found
        notes.append(note)
    return made, refusals, tuple(notes)


def _sector(
    request: BatchRequest,
    returns: pd.DataFrame,
    faults: Mapping[str, DataError | StudyError],
) -> pd.Series:
    if request.sector is None:
        raise StudyError(
            N_("The model “{model}” was asked for."),
            N_("It needs the returns of the sector, and no column was named."),
            N_("Name the column with --sector."),
            model=request.spec.model,
        )
    return required_column(request, returns, faults, request.sector, N_("the sector"))


def _ex_firm(
    request: BatchRequest, returns: pd.DataFrame, market: pd.Series, securities: list[str]
) -> tuple[np.ndarray, dict[str, StudyError]]:
    """Return (S, T) benchmark returns without each security, and whose weight is none."""
    refusals: dict[str, StudyError] = {}
    if request.weights is None:
        raise StudyError(
            N_("The model “{model}” was asked for."),
            N_("It needs each security's weight in the index, and no file was given."),
            N_("Give a CSV file with security and weight (a fraction) with --weights."),
            model=request.spec.model,
        )
    rows = read_rows(request.weights, ("security", "weight"))
    given = pd.to_numeric(rows["weight"], "coerce").astype(float)
    weights = dict(zip(rows["security"].str.strip(), given, strict=True))
    is_log = request.spec.returns == "log"
    rest = np.full((len(securities), len(market)), np.nan)
    for i, name in enumerate(securities):
        pair = market, returns[name]
        index, own = (pd.Series(np.expm1(r), r.index, name=r.name) if is_log else r for r in pair)
        try:
            without = ex_firm_market(index, own, weights.get(name, np.nan)).to_numpy(dtype=float)
        except StudyError as error:
            refusals[name] = error
        else:
            rest[i] = np.log1p(without) if is_log else without
    return rest, refusals


def _factors(
    request: BatchRequest,
    returns: pd.DataFrame,
    faults: Mapping[str, DataError | StudyError],
    names: list[str],
) -> tuple[dict[str, np.ndarray], str]:
    """Take factors from the returns file where all are there, else from the embedded table."""
    known = {str(name).casefold().replace("-", "_"): str(name) for name in returns.columns}
    if not request.are_prices and all(name in known for name in names):
        columns = {
            name: required_column(request, returns, faults, known[name], N_("a factor"))
            for name in names
        }
        note = f"Factors {', '.join(names)}: columns of {request.table.name}."
        return {name: c.to_numpy(dtype=float) for name, c in columns.items()}, note
    if request.spec.returns != "simple":
        raise StudyError(
            N_("The model “{model}” of {security} was asked for, with {kind} returns."),
            N_("The embedded factors and the risk-free rate are simple returns of US markets."),
            N_("Choose simple returns of a security with US sessions, or another model."),
            model=request.spec.model,
            security=request.table.name,
            kind=request.spec.returns,
        )
    embedded = factors()
    joined = embedded[names].reindex(pd.DatetimeIndex(returns.index))
    note = (
        f"Factors {', '.join(names)}: the embedded US daily factors, "
        f"{embedded.index[0].date()} to {embedded.index[-1].date()}; "
        f"{int(joined.isna().any(axis=1).sum())} of {len(joined)} sessions have none."
    )
    return {name: joined[name].to_numpy(dtype=float) for name in names}, note
