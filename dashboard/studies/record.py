"""A study as one JSON object, for programs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from analysis.study import WindowResult
from dashboard.studies.single import Dollars, Study
from data.load import LoadedPrices


def study_record(
    study: Study, more: Mapping[str, tuple[TestResult, ...]] | None = None
) -> dict[str, Any]:
    """Return the study's numbers by name; returns in fractions, money in whole currency.

    The fields of the first window stand at the top; ``windows`` holds every window.
    """
    result, spec = study.result, study.request.spec
    fit = result.fit
    return {
        "security": result.security,
        "event": study.request.event,
        "session": result.session.isoformat(),
        "moved_because": study.event.moved or None,
        "benchmark": result.benchmark,
        "model": fit.model,
        "returns": spec.returns,
        "estimation": [spec.estimation.first, spec.estimation.last],
        "estimation_span": [day.isoformat() for day in result.estimation_span],
        "n_estimation": fit.n_estimation,
        "dropped": [
            {"reason": rows.reason, "sessions": [day.isoformat() for day in rows.sessions]}
            for rows in result.dropped
        ],
        "alpha": fit.parameters.get("alpha"),
        "beta": fit.parameters.get("beta"),
        "parameters": dict(fit.parameters),
        "regressors_made_from": [text.format(**facts) for text, facts in study.made_from],
        "calendars_differ": study.returns.calendars_differ,
        "sigma": fit.sigma,
        "level": spec.level,
        **_window(result.headline, more or {}),
        "windows": [_window(window, more or {}) for window in result.windows],
        "abnormal_returns": [
            {"tau": int(tau), "date": day.date().isoformat(), "return": r, "ar": ar, "se": se}
            for tau, day, r, ar, se in zip(
                result.abnormal.tau,
                result.abnormal.sessions,
                map(float, result.abnormal.returns),
                map(float, result.abnormal.values),
                map(float, result.abnormal.standard_errors),
                strict=True,
            )
        ],
        "dollars": _dollars(study),
        "claims": [claim.id for claim in study.claims],
        "confounders": [event.id for event in study.confounders],
        "provenance": [_provenance(loaded) for loaded in study.sources],
    }


def _window(window: WindowResult, more: Mapping[str, tuple[TestResult, ...]]) -> dict[str, Any]:
    car, t, sq = window.car, window.test("t"), window.test("sq")
    return {
        "window": [car.window.first, car.window.last],
        "raw_return": car.raw_return,
        "car": car.value,
        "car_se": car.standard_error,
        "t": car.scar,
        "df": car.df,
        "p": t.p_value if isinstance(t, HypothesisTest) else None,
        "sq_p": sq.p_value if isinstance(sq, HypothesisTest) else None,
        "sq_floor": sq.floor if isinstance(sq, HypothesisTest) else None,
        "interval": list(window.interval),
        "sq_interval": None if window.sq_interval is None else list(window.sq_interval),
        "tests": [_test(test) for test in (*window.tests, *more.get(str(window.car.window), ()))],
    }


def _test(test: TestResult) -> dict[str, Any]:
    if isinstance(test, UnavailableTest):
        return {
            "test": test.name,
            "null": test.null,
            "status": "unavailable",
            "reason": test.explanation,
        }
    return {
        "test": test.name,
        "null": test.null,
        "status": "ok",
        "statistic": _finite(test.statistic),
        "p_value": test.p_value,
        "p_lower": test.p_lower,
        "p_upper": test.p_upper,
        "distribution": test.distribution,
        "df": list(test.df),
        "floor": test.floor,
        "ceiling": test.ceiling,
        "assumes": test.assumes.format(**test.facts),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _dollars(study: Study) -> dict[str, Any]:
    dollars = study.dollars
    if not isinstance(dollars, Dollars):
        return {"reason": str(dollars)}
    return {
        "currency": study.security.currency,
        "close_before": dollars.closes[0],
        "close_after": dollars.closes[1],
        "days": [day.isoformat() for day in dollars.days],
        "shares": dollars.shares.shares,
        "shares_as_of": dollars.shares.as_of.isoformat(),
        "shares_basis": dollars.shares.basis,
        "shares_grade": dollars.shares.grade,
        "shares_are_proxy": dollars.shares.is_proxy,
        "change": dollars.value.change,
        "abnormal": dollars.value.abnormal,
        "interval": list(dollars.value.interval),
    }


def _provenance(loaded: LoadedPrices) -> dict[str, Any]:
    history, fallback = loaded.history, loaded.fallback
    origin = history.provenance
    return {
        "security": history.security,
        "exchange": history.exchange,
        "currency": history.currency,
        "source": origin.source,
        "reason": loaded.reason_text,
        "fallback": None
        if fallback is None
        else {"wanted": fallback.wanted, "cause": fallback.cause, "what": str(fallback.error)},
        "origin": origin.origin,
        "file": origin.file,
        "sha256": origin.sha256,
        "rows": origin.rows,
        "first": origin.first.isoformat(),
        "last": origin.last.isoformat(),
        "as_of": origin.as_of.isoformat(),
        "fetched_at": origin.fetched_at.isoformat() if origin.fetched_at else None,
        "basis": origin.basis,
        "doubts": list(origin.doubts),
    }
