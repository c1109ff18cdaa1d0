"""How much was lost and for how long as one JSON object, for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.errors import StudyError
from analysis.impact.decomposition import Decomposition
from analysis.impact.recovery import Passage
from analysis.impact.reversal import slope_interval
from analysis.significance.result import HypothesisTest
from dashboard.language import ENGLISH
from dashboard.studies.basket_members import LeftOut, Reason
from dashboard.studies.impact.activity import security_volatility, security_volume
from dashboard.studies.impact.parts import Parts, group_parts, security_parts
from dashboard.studies.impact.recovery import (
    NameRecovery,
    NoShock,
    group_recovery,
    security_recovery,
)
from dashboard.studies.impact.request import ImpactRequest
from dashboard.studies.impact.reversal import group_reversal
from dashboard.studies.sources import PriceLoader, loader
from data.errors import DataError
from data.load import LoadedPrices

NAMES = ("market", "sector", "own")


def impact_record(request: ImpactRequest) -> dict[str, Any]:
    """Return every number by name; returns in fractions, money in whole currency.

    What cannot be had stands there as ``{"reason": …}``.

    Raises
    ------
    DataError
        When there are no prices of the security.
    """
    load = loader(request.study.source)
    own = load(request.study.security)
    sections: dict[str, Callable[[ImpactRequest, PriceLoader], dict[str, Any]]] = {
        "parts": _security_parts,
        "names": _group_parts,
        "recovery": _security_recovery,
        "names_recovery": _group_recovery,
        "reversal": _reversal,
        "volume": _volume,
        "volatility": _volatility,
    }
    return {
        "security": own.history.security,
        "event": request.study.event,
        "window": [request.study.spec.windows[0].first, request.study.spec.windows[0].last],
        "level": request.study.spec.level,
        "group": request.group,
        "prices": request.price,
        **{name: _or_reason(make, request, load) for name, make in sections.items()},
    }


def _or_reason(
    make: Callable[[ImpactRequest, PriceLoader], dict[str, Any]],
    request: ImpactRequest,
    load: PriceLoader,
) -> dict[str, Any]:
    try:
        return make(request, load)
    except (StudyError, DataError) as error:
        return {"reason": str(error)}


def _security_parts(request: ImpactRequest, load: PriceLoader) -> dict[str, Any]:
    parts = security_parts(request, load)
    orders = {
        " ".join(order): dict(zip(NAMES, taken.tolist(), strict=True))
        for order, taken in parts.move.by_order.items()
    }
    return {
        **_parts(parts, request.study.spec.level),
        "by_order": orders,
        "provenance": [_provenance(loaded) for loaded in (parts.loaded, parts.market)],
    }


def _group_parts(request: ImpactRequest, load: PriceLoader) -> dict[str, Any]:
    level = request.study.spec.level
    group = group_parts(request, load)
    total = None
    if group.total is not None:
        intervals = group.total.intervals(level).tolist()
        total = {
            "currency": group.currency,
            "names": [parts.security for parts in group.valued],
            "change": group.change,
            "return_times_value": group.total.whole,
            "compounding": group.total.compounding,
            **_by_name(group.total.parts, intervals),
        }
    return {
        "members": [_parts(parts, level) for parts in group.members],
        "left_out": _left_out(group.left_out),
        "total": total,
    }


def _parts(parts: Parts, level: float) -> dict[str, Any]:
    move, weight = parts.move, parts.weight
    return {
        "security": parts.security,
        "days": [day.isoformat() for day in parts.days],
        "index": parts.market.history.security,
        "made_from": [text.format(**facts) for text, facts in parts.made_from],
        "return": move.whole,
        "compounding": move.compounding,
        "df": move.df,
        **_by_name(move.parts, move.intervals(level).tolist()),
        "money": _money(parts, move),
        "no_money_because": None
        if weight.why_not is None
        else weight.why_not.template.format(**weight.why_not.facts)
        if isinstance(weight.why_not, Reason)
        else str(weight.why_not),
    }


def _by_name(parts: np.ndarray, intervals: list[list[float]]) -> dict[str, Any]:
    return {
        name: {"value": part, "interval": interval}
        for name, part, interval in zip(NAMES, parts.tolist(), intervals, strict=True)
    }


def _money(parts: Parts, move: Decomposition) -> dict[str, Any] | None:
    value, shares = parts.weight.value, parts.weight.shares
    if value is None or shares is None:
        return None
    return {
        "currency": parts.loaded.history.currency,
        "shares": shares.shares,
        "shares_as_of": shares.as_of.isoformat(),
        "shares_grade": shares.grade,
        "value_before": value,
        "change": parts.change,
        **{name: value * part for name, part in zip(NAMES, move.parts.tolist(), strict=True)},
    }


def _security_recovery(request: ImpactRequest, load: PriceLoader) -> dict[str, Any]:
    name, benchmark = security_recovery(request, load)
    return {
        **_recovery(name),
        "benchmark": None if benchmark is None else _recovery(benchmark),
    }


def _group_recovery(request: ImpactRequest, load: PriceLoader) -> dict[str, Any]:
    group = group_recovery(request, load)
    whole = group.share(lambda name: name.recovery.regained)
    return {
        "members": [_recovery(name) for name in group.members],
        "left_out": _left_out(group.left_out),
        "share_back": [
            {"sessions": int(at), "share": float(share)}
            for at, share in zip(whole.sessions, whole.share, strict=True)
        ],
    }


def _recovery(name: NameRecovery) -> dict[str, Any]:
    found, path = name.recovery, name.no_shock
    return {
        "security": name.security,
        "session": name.session.isoformat(),
        "close_before": found.before,
        "close": found.after,
        "change": found.change,
        "lowest": {"close": found.lowest, "day": found.lowest_day.isoformat()},
        "half_back": _passage(found.halved),
        "back": _passage(found.regained),
        "beta": path.beta if isinstance(path, NoShock) else None,
        "level_with_beta_times_index": _passage(path.closed)
        if isinstance(path, NoShock)
        else None
        if path is None
        else {"reason": str(path)},
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "sessions": passage.sessions,
        "day": None if passage.day is None else passage.day.isoformat(),
        "followed_to": passage.last.isoformat(),
    }


def _reversal(request: ImpactRequest, load: PriceLoader) -> dict[str, Any]:
    group = group_reversal(request, load)
    found = group.reversal
    return {
        "later": [request.later.first, request.later.last],
        "names": list(group.study.long.tickers),
        "slope": found.slope,
        "error": found.placebo_error,
        "textbook_error": found.ols_error,
        "interval": list(slope_interval(found, request.study.spec.level)),
        "p": found.p_value,
        "p_plain_slope": found.p_slope,
        "dates": len(found.drawn),
        "left_out": _left_out(group.study.long.left_out),
    }


def _volume(request: ImpactRequest, load: PriceLoader) -> dict[str, Any]:
    volume = security_volume(request, load)
    test = volume.result.headline.test("sq")
    return {
        "shares_traded": volume.shares,
        "normal": volume.usual,
        "times": volume.times,
        "log_excess": volume.result.headline.car.value,
        "sq_p": test.p_value if isinstance(test, HypothesisTest) else None,
        "rank": volume.place,
        "sessions": volume.of,
        "since": volume.since.isoformat(),
        "last_greater": None if volume.greater is None else volume.greater.isoformat(),
        "value": volume.value,
        "value_rank": volume.value_place,
    }


def _volatility(request: ImpactRequest, load: PriceLoader) -> dict[str, Any]:
    found = security_volatility(request, load)
    ranges = found.ranges
    return {
        "sessions": found.change.sessions,
        "variance_ratio": found.change.ratio,
        "tests": [
            {"test": test.name, "statistic": test.statistic, "p": test.p_value, "df": list(test.df)}
            for test in found.change.tests
        ],
        "parkinson": None
        if ranges is None
        else {"before": ranges.before, "event": ranges.event, "after": ranges.after},
    }


def _left_out(left_out: tuple[LeftOut, ...]) -> list[dict[str, str]]:
    return [{"security": entry.security, "reason": entry.words(ENGLISH)} for entry in left_out]


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
    }
