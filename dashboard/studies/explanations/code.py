"""Python that makes a study's numbers again, for a notebook in the project's folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from analysis.windows import EstimationWindow, EventWindow
from dashboard.studies.basket_request import BasketRequest
from dashboard.studies.explanations.inputs import Subject, family, terms
from dashboard.studies.explanations.position import Position
from dashboard.studies.request import StudyRequest
from dashboard.studies.single import Study
from data.prices import PriceHistory
from data.providers.upload_use import SIMPLE_RETURNS

DEFAULTS: Final = StudyRequest()
NUMPY: Final = "import numpy as np"
PANDAS: Final = "import pandas as pd"
SCIPY: Final = "from scipy import stats"

IMPORTS: Final = (
    "from dashboard.studies.request import study_request\n",
    "from dashboard.studies.single import run\n",
)
PAIR_IMPORTS: Final = """\
from dashboard.studies.basket import run_pair
from dashboard.studies.basket_request import basket_request
"""
UPLOAD_STANDARD: Final = "from datetime import UTC, datetime\nfrom pathlib import Path\n\n"
UPLOAD_IMPORTS: Final = """\
from dashboard.studies.sources import chained, loader
from data.providers.upload import price_histories, read_upload, returns_frame

# Your own files, beside the notebook, read without further choices
uploads = {}
"""
UPLOADED_PRICES: Final = """\
upload = read_upload(Path({file}).read_bytes(), {file})
given = price_histories(upload, fetched_at=datetime.now(UTC), exchanges={exchanges})
uploads |= given.histories
"""
UPLOADED_RETURNS: Final = """\
upload = read_upload(Path({file}).read_bytes(), {file})
uploads |= chained(returns_frame(upload, fetched_at=datetime.now(UTC)), {exchanges})
"""
LINE: Final = """\
fit = study.result.fit  # its parameters were found by the model's own estimator
alpha, beta = fit.parameters["alpha"], fit.parameters["beta"]
AR = (returns - alpha - beta * table["market"]).to_numpy()
"""


def study_code(study: Subject, *libraries: str, further: Sequence[str] = ()) -> str:
    """Return the lines that do the study again, as ``study``.

    Parameters
    ----------
    libraries
        Import lines of third-party libraries that later lines need.
    further
        Import lines of the project that later lines need; not of a spread's.
    """
    if isinstance(study, Position):
        return pair_code(study.request, *libraries) + "study = pair.spread\n"
    own = [h for h in (study.security, study.benchmark) if h.provenance.source == "upload"]
    third = "".join(f"{line}\n" for line in libraries) + ("\n" if libraries else "")
    standard, read = upload_code(own)
    load = ', loader("auto", uploads)' if own else ""
    return (
        f"{standard}{third}{''.join(sorted((*IMPORTS, *further)))}{read}\n"
        f"request = {_request(study)}\nstudy = run(request{load})\n"
    )


def pair_code(request: BasketRequest, *libraries: str) -> str:
    """Return the lines that study two baskets as one portfolio again, as ``pair``."""
    named = {
        "basket": request.basket,
        "members": ",".join(request.members),
        "against": request.against,
        "event": request.event,
    }
    given: dict[str, object] = {name: value for name, value in named.items() if value}
    third = "".join(f"{line}\n" for line in libraries) + ("\n" if libraries else "")
    asked = request_code("basket_request", given | settings(request))
    return f"{third}{PAIR_IMPORTS}\nrequest = {asked}\npair = run_pair(request)\n"


def upload_code(own: Sequence[PriceHistory]) -> tuple[str, str]:
    """Return the imports and the lines that read uploads, as ``uploads``; nothing without any."""
    if not own:
        return "", ""
    return UPLOAD_STANDARD, UPLOAD_IMPORTS + "".join(_reading(history) for history in own)


def _reading(history: PriceHistory) -> str:
    returns = history.provenance.basis == SIMPLE_RETURNS
    return (UPLOADED_RETURNS if returns else UPLOADED_PRICES).format(
        file=quoted(history.provenance.file),
        exchanges=f"{{{quoted(history.security)}: {quoted(history.exchange)}}}",
    )


def _request(study: Study) -> str:
    request = study.request
    given: dict[str, object] = {"security": request.security, "event": request.event}
    return request_code("study_request", given | settings(request))


def settings(request: StudyRequest | BasketRequest) -> dict[str, object]:
    """Return how a request asks to study, as far as that is not the default."""
    spec, usual = request.spec, DEFAULTS.spec
    named: dict[str, tuple[object, object]] = {
        "benchmark": (request.benchmark, ""),
        "model": (spec.model, usual.model),
        "estimation": (_text(spec.estimation), _text(usual.estimation)),
        "windows": (tuple(map(_text, spec.windows)), tuple(map(_text, usual.windows))),
        "returns": (spec.returns, usual.returns),
        "level": (spec.level, usual.level),
        "dimson": (
            (spec.dimson_lags, spec.dimson_leads),
            (usual.dimson_lags, usual.dimson_leads),
        ),
        "min_estimation": (spec.min_estimation, usual.min_estimation),
        "non_session": (request.non_session, DEFAULTS.non_session),
        "source": (request.source, DEFAULTS.source),
    }
    return {name: value for name, (value, default) in named.items() if value != default}


def request_code(function: str, given: Mapping[str, object]) -> str:
    """Return a call with named arguments, one a line."""
    inside = "".join(f"    {name}={quoted(value)},\n" for name, value in given.items())
    return f"{function}(\n{inside})"


def _text(window: EventWindow | EstimationWindow) -> str:
    return f"{window.first},{window.last}"


def quoted(value: object) -> str:
    """Return a value as Python, texts between double quotes where they can stand there."""
    if isinstance(value, tuple):
        inside = ", ".join(quoted(part) for part in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return f'"{value}"' if isinstance(value, str) and not {'"', "\\"} & set(value) else repr(value)


def abnormal_code(study: Subject, window: EventWindow, *libraries: str) -> str:
    """Return the lines that make the abnormal returns ``AR`` of all sessions.

    They leave ``event`` and ``estimation``, the rows of the two windows, and with least squares
    ``X``.
    """
    session = study.result.session
    return (
        f"{study_code(study, NUMPY, PANDAS, *libraries)}\n"
        f"returns, table = {_series(study)}\n"
        f'zero = returns.index.get_loc(pd.Timestamp("{session}"))\n'
        f"event = zero + np.arange({window.first}, {window.last + 1})  # tau\n"
        "estimation = study.result.fit.rows  # sessions of the window that have returns\n\n"
        f"{_least_squares(study) if family(study) == 'least squares' else LINE}"
    )


def _series(study: Subject) -> str:
    if isinstance(study, Position):
        return "study.returns, pair.long.members[0].regressors"
    return "study.returns.security, study.regressors.table"


def _least_squares(study: Subject) -> str:
    free = [term.python for term in terms(study) if term.parameter]
    fixed = [term.python for term in terms(study) if not term.parameter]
    own = f"({' - '.join(('returns', *fixed))})" if fixed else "returns"
    stacked = "np.empty((len(table), 0))"
    if free:
        inside = ", ".join(free)
        stacked = f"np.column_stack([{inside}])"
        if len(stacked) > 90:
            stacked = "np.column_stack(\n    [\n" + "".join(f"        {p},\n" for p in free)
            stacked += "    ]\n)"
    return (
        f"R = {own}.to_numpy()\n"
        f"X = {stacked}\n"
        "theta = np.linalg.lstsq(X[estimation], R[estimation])[0]\n"
        "AR = R - X @ theta\n"
    )
