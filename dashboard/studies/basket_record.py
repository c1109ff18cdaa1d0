"""A basket's study as one JSON object, for programs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analysis.aggregation.averages import AverageAbnormalReturns
from analysis.significance.result import HypothesisTest, TestResult, UnavailableTest
from dashboard.language import ENGLISH
from dashboard.studies.basket import BasketStudy
from dashboard.studies.basket_headline import agree
from dashboard.studies.basket_members import Reason, Side
from dashboard.studies.basket_placebo import MaxT
from dashboard.studies.basket_spread import Spread
from dashboard.studies.basket_weights import Weight
from dashboard.studies.basket_window import BasketWindow, MemberWindow
from data.load import LoadedPrices


def basket_record(study: BasketStudy) -> dict[str, Any]:
    """Return the study's numbers by name; returns in fractions, money in whole currency.

    The fields of the first window stand at the top; ``windows`` holds every window.
    """
    request, spec, result = study.request, study.request.spec, study.long.results[0]
    return {
        "basket": study.long.identifier,
        "against": None if study.short is None else study.short.identifier,
        "event": request.event,
        "session": study.event.session.isoformat(),
        "moved_because": study.event.moved or None,
        "exchange": study.exchange,
        "benchmark": result.benchmark,
        "model": spec.model,
        "returns": spec.returns,
        "estimation": [spec.estimation.first, spec.estimation.last],
        "min_estimation": spec.min_estimation,
        "sides": [_side(side) for side in (study.long, study.short) if side is not None],
        **_window(study.headline),
        "windows": [_window(window) for window in study.windows],
        "spread": None if study.spread is None else _spread(study.spread),
        "claims": [claim.id for claim in study.claims],
        "confounders": [event.id for event in study.confounders],
        "provenance": [_provenance(loaded) for loaded in study.sources],
    }


def _side(side: Side) -> dict[str, Any]:
    frozen = None if side.catalogued is None else side.catalogued.frozen_on.isoformat()
    return {
        "basket": side.identifier,
        "frozen_on": frozen,
        "chosen_by_hand": side.chosen_by_hand,
        "members": list(side.tickers),
        "incomplete": [
            {
                "security": result.security,
                "n_estimation": result.fit.n_estimation,
                "dropped": [
                    {"reason": rows.reason, "sessions": len(rows.sessions)}
                    for rows in result.dropped
                ],
                "estimation_span": [day.isoformat() for day in result.estimation_span],
            }
            for result in side.incomplete
        ],
        "left_out": [
            {"security": entry.security, "reason": entry.words(ENGLISH)} for entry in side.left_out
        ],
        "regressors_made_from": [
            text.format(**facts) for member in side.members for text, facts in member.made_from
        ],
    }


def _window(window: BasketWindow) -> dict[str, Any]:
    first, second = window.headline
    calendar = window.calendar_time
    return {
        "window": [window.window.first, window.window.last],
        "n": len(window.members),
        "caar": window.caar,
        "caar_se": _finite(float(window.equal.caar_se[-1])),
        "caar_value_weighted": window.caar_by_value,
        "bhar": window.bhar,
        "rbar": window.correlation.calendar,
        "effective_n": window.correlation.effective_n,
        "headline": {
            "tests": [_test(first), _test(second)],
            "agree": agree(window.agreement),
            "reading": window.agreement,
        },
        "members": [_member(member) for member in window.members],
        "aar": _averages(window.equal),
        "aar_value_weighted": None if window.by_value is None else _averages(window.by_value),
        "weights": [_weight(weight) for weight in window.weights],
        "tests": [_test(test) for test in window.tests],
        "calendar_time": {
            "alpha": _finite(calendar.alpha),
            "beta": list(calendar.beta),
            **_test(calendar.test),
        },
        "max_t": _max_t(window),
        "placebo": [_test(test) for test in window.placebo],
    }


def _member(member: MemberWindow) -> dict[str, Any]:
    car, t, sq = member.result.car, member.result.test("t"), member.result.test("sq")
    return {
        "security": member.security,
        "n_estimation": member.n_estimation,
        "raw_return": car.raw_return,
        "car": car.value,
        "car_se": car.standard_error,
        "t": car.scar,
        "scar": car.scar,
        "df": car.df,
        "p": t.p_value if isinstance(t, HypothesisTest) else None,
        "p_holm": member.holm,
        "p_benjamini_hochberg": member.benjamini_hochberg,
        "sq_p": sq.p_value if isinstance(sq, HypothesisTest) else None,
        "sq_floor": sq.floor if isinstance(sq, HypothesisTest) else None,
        "sq_p_holm": member.sq_holm,
        "sq_p_benjamini_hochberg": member.sq_benjamini_hochberg,
        "p_max_t": member.max_t,
        "bhar": member.bhar,
    }


def _max_t(window: BasketWindow) -> dict[str, Any]:
    if isinstance(window.max_t, MaxT):
        return {
            "dates": window.max_t.dates,
            "first": window.max_t.first.isoformat(),
            "last": window.max_t.last.isoformat(),
            "limited_by": window.members[window.max_t.limited_by].security,
            "floor": window.max_t.floor,
        }
    return {"reason": window.max_t.template.format(**window.max_t.facts)}


def _averages(averages: AverageAbnormalReturns) -> list[dict[str, Any]]:
    columns = (averages.aar, averages.aar_se, averages.caar, averages.caar_se)
    return [
        {
            "tau": int(tau),
            **dict(zip(("aar", "aar_se", "caar", "caar_se"), map(_finite, row), strict=True)),
        }
        for tau, row in zip(averages.tau, np.column_stack(columns).tolist(), strict=True)
    ]


def _weight(weight: Weight) -> dict[str, Any]:
    shares, why = weight.shares, weight.why_not
    return {
        "security": weight.security,
        "market_value": weight.value,
        "shares": None if shares is None else shares.shares,
        "shares_as_of": None if shares is None else shares.as_of.isoformat(),
        "shares_grade": None if shares is None else shares.grade,
        "shares_are_proxy": None if shares is None else shares.is_proxy,
        "reason": why.template.format(**why.facts)
        if isinstance(why, Reason)
        else None
        if why is None
        else str(why),
    }


def _spread(spread: Spread) -> dict[str, Any]:
    fit = spread.result.fit
    return {
        "long": spread.long,
        "short": spread.short,
        "n_estimation": fit.n_estimation,
        "parameters": dict(fit.parameters),
        "windows": [
            {
                "window": [window.car.window.first, window.car.window.last],
                "raw_return": spread.raw_return(window),
                "car": window.car.value,
                "car_se": window.car.standard_error,
                "interval": list(window.interval),
                "tests": [_test(test) for test in window.tests],
                "placebo": [_test(test) for test in spread.placebo.get(window.car.window, ())],
            }
            for window in spread.result.windows
        ],
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
        "distribution": test.distribution,
        "df": list(test.df),
        "floor": test.floor,
        "ceiling": test.ceiling,
        "effective_n": test.effective_n,
        "true_size": test.true_size,
        "assumes": test.assumes,
        "facts": {name: _finite(value) for name, value in test.facts.items()},
    }


def _provenance(loaded: LoadedPrices) -> dict[str, Any]:
    history, origin = loaded.history, loaded.history.provenance
    return {
        "security": history.security,
        "source": origin.source,
        "reason": loaded.reason_text,
        "file": origin.file,
        "sha256": origin.sha256,
        "last": origin.last.isoformat(),
        "as_of": origin.as_of.isoformat(),
        "basis": origin.basis,
        "doubts": list(origin.doubts),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
