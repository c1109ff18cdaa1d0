"""One security, one event: from returns to abnormal returns and their tests."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.abnormal_returns import (
    AbnormalReturns,
    abnormal_returns,
    cumulative_abnormal_return,
)
from analysis.errors import N_, StudyError
from analysis.normal_returns.fit import NormalReturnFit, UnavailableModel
from analysis.normal_returns.models import estimator
from analysis.returns import cumulate
from analysis.significance.sample_quantile import sample_quantile_interval, sample_quantile_test
from analysis.significance.student_t import t_interval, t_test
from analysis.significance.volatility_scaled import volatility_scaled_test
from analysis.study_result import EventStudyResult, WindowResult
from analysis.study_rows import DroppedRows, select_rows
from analysis.study_spec import StudySpec
from analysis.windows import EventWindow, hull

__all__ = ["DroppedRows", "EventStudyResult", "StudySpec", "WindowResult", "run_study"]


def run_study(
    returns: pd.Series,
    regressors: pd.DataFrame,
    session: date,
    spec: StudySpec,
    benchmark: str = "",
) -> EventStudyResult:
    """Study one event of one security.

    Parameters
    ----------
    returns
        Returns of the security, in fractions, on an index of consecutive sessions; a
        session without a return is NaN.
    regressors
        Regressors of the model on the same index, in fractions; the columns that the model
        needs (``MODELS[spec.model].needs``), the benchmark's returns as ``"market"``.
    session
        The event session, tau = 0.
    spec
        Windows, model and conventions.
    benchmark
        Name of the benchmark, for the result.

    Raises
    ------
    StudyError
        When returns and regressors are on different dates, a window reaches outside the
        sessions, an event row lacks a return, too few estimation rows are left, or the
        model cannot be fitted.
    """
    rows = select_rows(returns, regressors, session, spec)
    estimate = estimator(spec.model, lags=spec.dimson_lags, leads=spec.dimson_leads, day0=rows.row0)
    fit = estimate(rows.returns, rows.regressors, rows.usable, rows.event)
    if isinstance(fit, UnavailableModel):
        raise StudyError(
            N_("The model “{model}” of {security} was asked for."),
            fit.reason,
            N_("Choose another model or estimation window."),
            **{"model": fit.model, "security": returns.name, **fit.facts},
        )
    span = hull(spec.windows)
    # A part of the array would keep the whole of it for as long as the result lives.
    abnormal = abnormal_returns(
        fit,
        rows.returns[rows.event].copy(),
        np.arange(span.first, span.last + 1),
        rows.sessions[rows.event],
    )
    first, last = rows.sessions[fit.rows[[0, -1]]]
    return EventStudyResult(
        security=str(returns.name),
        benchmark=benchmark,
        session=session,
        spec=spec,
        estimation_span=(first.date(), last.date()),
        fit=fit,
        abnormal=abnormal,
        windows=tuple(_window_result(fit, abnormal, window, spec) for window in spec.windows),
        dropped=rows.dropped,
    )


def _window_result(
    fit: NormalReturnFit, abnormal: AbnormalReturns, window: EventWindow, spec: StudySpec
) -> WindowResult:
    raw = cumulate(abnormal.returns[abnormal.rows_of(window)], spec.returns)
    car = cumulative_abnormal_return(abnormal, window, raw)
    return WindowResult(
        car=car,
        interval=t_interval(car, spec.level),
        sq_interval=sample_quantile_interval(fit, car.value, len(window), spec.level),
        tests=(
            sample_quantile_test(fit, car.value, len(window)),
            volatility_scaled_test(fit, abnormal, window),
            t_test(car),
        ),
    )
