"""How firm a result is as one JSON object, for programs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analysis.errors import StudyError
from analysis.robustness.specification import Specification
from analysis.significance.result import HypothesisTest, TestResult
from analysis.study import EventStudyResult
from dashboard.studies.robustness.contamination import BenchmarkStudy
from dashboard.studies.robustness.placebo import PlaceAmongDays
from dashboard.studies.robustness.specifications import Firmness
from dashboard.studies.robustness.tests import TestsOfBasket
from data.errors import DataError
from data.load import LoadedPrices

NotDone = StudyError | DataError


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The four parts, each with its numbers or the reason why there are none."""

    curve: Firmness | NotDone
    place: PlaceAmongDays | NotDone
    benchmark: BenchmarkStudy | NotDone
    tests: TestsOfBasket | NotDone


def firmness_record(answers: Answers, *, every: bool = False) -> dict[str, Any]:
    """Return the numbers of the page by name; returns in fractions.

    Parameters
    ----------
    every
        Whether every specification is listed, not only their summary.
    """
    curve, place, parts, tests = answers.curve, answers.place, answers.benchmark, answers.tests
    return {
        "specifications": _curve(curve, every=every)
        if isinstance(curve, Firmness)
        else _why(curve),
        "place": _place(place) if isinstance(place, PlaceAmongDays) else _why(place),
        "benchmark": _benchmark(parts) if isinstance(parts, BenchmarkStudy) else _why(parts),
        "tests": _tests(tests) if isinstance(tests, TestsOfBasket) else _why(tests),
    }


def _why(error: NotDone) -> dict[str, Any]:
    return {"status": "unavailable", "reason": str(error)}


def _curve(firm: Firmness, *, every: bool) -> dict[str, Any]:
    curve, place = firm.curve, firm.chosen_place
    found: dict[str, Any] = {
        "security": firm.series.loaded.history.security,
        "session": firm.event.session.isoformat(),
        "count": len(curve),
        "median": curve.median,
        "lowest": curve.range[0],
        "highest": curve.range[1],
        "share_same_sign": curve.share_same_sign,
        "share_beyond": curve.share_beyond,
        "level": curve.level,
        "chosen": None if place is None else _estimate(firm, place),
        "refused": [
            {"count": len(those), "reason": str(error)} for error, those in firm.reasons.items()
        ],
        "joint": [_test(test) for test in firm.joint],
        "provenance": [_source(loaded) for loaded in firm.series.sources],
    }
    if every:
        found["estimates"] = [_estimate(firm, i) for i in range(len(curve))]
    return found


def _estimate(firm: Firmness, place: int) -> dict[str, Any]:
    curve = firm.curve
    return {
        "place": place + 1,
        **_choices(curve.specifications[place]),
        "car": float(curve.car[place]),
        "car_se": float(curve.standard_error[place]),
        "interval": [float(curve.low[place]), float(curve.high[place])],
        "n_estimation": int(curve.n_estimation[place]),
    }


def _choices(specification: Specification) -> dict[str, Any]:
    return {
        "model": specification.model,
        "benchmark": specification.benchmark or None,
        "estimation": [specification.estimation.first, specification.estimation.last],
        "window": [specification.window.first, specification.window.last],
        "returns": specification.returns,
    }


def _place(found: PlaceAmongDays) -> dict[str, Any]:
    others = found.others
    return {
        "security": found.study.security.security,
        "session": others.session.isoformat(),
        "measure": found.measure,
        "scaled": others.scaled,
        "value": others.observed,
        "rank": others.rank,
        "dates": len(others) + 1,
        "first": others.sessions[0].date().isoformat(),
        "last": others.sessions[-1].date().isoformat(),
        "percentile": others.percentile,
        "p_two_sided": others.p_two_sided,
        "effective_n": others.effective_n,
        "went_as_far": [
            {
                "date": day.session.isoformat(),
                "value": day.value,
                "events": [event.id for event in day.events],
            }
            for day in found.worse
        ],
        "provenance": [_source(loaded) for loaded in found.sources],
    }


def _benchmark(study: BenchmarkStudy) -> dict[str, Any]:
    parts = study.parts
    weight, together = parts.of(study.shocked)
    return {
        "session": parts.session.isoformat(),
        "window": [parts.window.first, parts.window.last],
        "index_return": parts.index_return,
        "members": len(parts.members),
        "contributions": parts.total,
        "residual": parts.residual,
        "ai_names": list(study.shocked),
        "ai_weight": weight,
        "ai_contribution": together,
        "without_ai": parts.without(study.shocked),
        "left_out": list(parts.left_out),
        "by_member": {
            member: float(value)
            for member, value in zip(parts.members, parts.contributions, strict=True)
            if member in study.shocked
        },
        "against": {
            entry.benchmark: {
                "car": entry.result.headline.car.value,
                "interval": list(entry.result.headline.interval),
                "beta": entry.result.fit.parameters["beta"],
            }
            if isinstance(entry.result, EventStudyResult)
            else _why(entry.result)
            for entry in study.against
        },
        "provenance": [_source(loaded) for loaded in study.sources],
    }


def _tests(found: TestsOfBasket) -> dict[str, Any]:
    correlation = found.correlation
    return {
        "basket": found.study.long.identifier,
        "members": list(found.study.long.tickers),
        "rbar": correlation.calendar,
        "effective_n": correlation.effective_n,
        "tests": [
            {
                "test": entry.test.name,
                "verdict": entry.tier,
                "true_size": entry.size,
                "true_size_if_variances_double": entry.jump_size,
                "p_value": entry.test.p_value if isinstance(entry.test, HypothesisTest) else None,
            }
            for entry in found.judged
        ],
    }


def _test(test: TestResult) -> dict[str, Any]:
    if not isinstance(test, HypothesisTest):
        return {"test": test.name, "null": test.null, "reason": test.explanation}
    return {
        "test": test.name,
        "null": test.null,
        "assumes": test.assumes,
        "statistic": test.statistic if math.isfinite(test.statistic) else None,
        "dates": int(test.facts["dates"]),
        "as_far": int(test.facts["as_far"]),
        "p_value": test.p_value,
        "floor": test.floor,
    }


def _source(loaded: LoadedPrices) -> dict[str, Any]:
    origin = loaded.history.provenance
    return {
        "security": loaded.history.security,
        "source": origin.source,
        "as_of": origin.as_of.isoformat(),
        "sha256": origin.sha256,
    }
