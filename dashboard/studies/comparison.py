"""Up to four names, or four models of one name, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

import numpy as np

from analysis.abnormal_returns import CAR
from analysis.errors import StudyError
from analysis.significance.result import TestResult
from analysis.significance.student_t import t_interval
from dashboard.studies.abnormal_path import AbnormalPath, path_of, portfolio_of
from dashboard.studies.basket import BasketStudy
from dashboard.studies.drawn import AnyStudy, Do, Drawn, drawn
from dashboard.studies.single import Study
from dashboard.studies.subject import Asked
from data.errors import DataError

AT_MOST: Final = 4
"""Columns that can be read side by side."""

Kind = Literal["names", "models"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands in one column; of a basket, what its equal-weight portfolio shows.

    Attributes
    ----------
    session
        tau = 0.
    benchmark, model
        Ticker of the benchmark and name of the normal-return model.
    car, interval
        Return and abnormal return of the window, and the interval of the latter, in fractions.
    t, sq
        The test with the prediction-error variance, and the rank among ordinary spans.
    beta
        Slope on the benchmark; None where the model has none.
    sigma
        Residual standard deviation of a session, in fractions.
    n
        Rows used to estimate.
    """

    session: date
    benchmark: str
    model: str
    car: CAR
    interval: tuple[float, float]
    t: TestResult
    sq: TestResult
    beta: float | None
    sigma: float
    n: int


@dataclass(frozen=True, slots=True)
class Done:
    """A column whose study could be done."""

    label: str
    drawn: Drawn

    @property
    def numbers(self) -> Numbers:
        """The numbers of the window."""
        return numbers_of(self.drawn.study)

    @property
    def path(self) -> AbnormalPath:
        """The sessions to draw."""
        return path_of(self.drawn.study, self.drawn.span)


@dataclass(frozen=True, slots=True)
class Refused:
    """A column whose study cannot be done, and why."""

    label: str
    error: StudyError | DataError = field(compare=False)


Column = Done | Refused


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns side by side, the chosen one first.

    Attributes
    ----------
    kind
        Whether the columns are names, or models of one name.
    columns
        At most ``AT_MOST``, in the order in which they were asked for.
    beyond
        What was asked for beyond those.
    """

    kind: Kind
    columns: tuple[Column, ...]
    beyond: tuple[str, ...]

    @property
    def done(self) -> tuple[Done, ...]:
        """The columns that have numbers."""
        return tuple(column for column in self.columns if isinstance(column, Done))


def compared(
    asked: Asked, kind: Kind, others: Sequence[str], window: str, span: str, do: Do
) -> Comparison:
    """Study the subject and others alike, each name against its own market's index.

    Parameters
    ----------
    asked
        The chosen subject with its model; it stands in the first column.
    others
        Subjects or models beside it; the chosen one among them is not repeated.
    window, span
        Sessions of the numbers, and sessions to draw, as text.
    """
    first = asked.subject if kind == "names" else asked.model
    labels = tuple(dict.fromkeys((first, *others)))
    return Comparison(
        kind=kind,
        columns=tuple(
            _column(label, _with(asked, kind, label), window, span, do)
            for label in labels[:AT_MOST]
        ),
        beyond=labels[AT_MOST:],
    )


def _with(asked: Asked, kind: Kind, label: str) -> Asked:
    return replace(asked, subject=label) if kind == "names" else replace(asked, model=label)


def _column(label: str, asked: Asked, window: str, span: str, do: Do) -> Column:
    try:
        found = drawn(asked, window, span, do)
    except (StudyError, DataError) as error:
        return Refused(label, error)
    return Done(label, found)


def numbers_of(study: AnyStudy) -> Numbers:
    """Return the numbers of a study's first window."""
    return _of_basket(study) if isinstance(study, BasketStudy) else _of_single(study)


def _of_single(study: Study) -> Numbers:
    fit, window = study.result.fit, study.headline
    return Numbers(
        session=study.result.session,
        benchmark=study.result.benchmark,
        model=fit.model,
        car=window.car,
        interval=window.interval,
        t=window.test("t"),
        sq=window.test("sq"),
        beta=fit.parameters.get("beta"),
        sigma=fit.sigma,
        n=fit.n_estimation,
    )


def _of_basket(study: BasketStudy) -> Numbers:
    window = study.headline
    fits = [result.fit for result in study.long.results]
    betas = [fit.parameters["beta"] for fit in fits if "beta" in fit.parameters]
    portfolio = portfolio_of(study, window.window)
    return Numbers(
        session=study.event.session,
        benchmark=study.long.results[0].benchmark,
        model=study.request.spec.model,
        car=portfolio.car,
        interval=t_interval(portfolio.car, study.request.spec.level),
        t=window.test("portfolio_t"),
        sq=window.test("portfolio_sq"),
        beta=float(np.mean(betas)) if betas else None,
        sigma=portfolio.sigma,
        n=portfolio.n,
    )
