"""Many names on one date as one JSON object, for programs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from analysis.errors import StudyError
from analysis.significance.result import HypothesisTest, TestResult
from dashboard.language import ENGLISH
from dashboard.studies.basket_members import LeftOut
from dashboard.studies.sector.groups import GroupMove, Groups
from dashboard.studies.sector.members import MembersDay
from dashboard.studies.sector.money import MoneyStudy
from dashboard.studies.sector.move import NameMove
from dashboard.studies.sector.names import NamesStudy
from data.errors import DataError


def sector_record(
    study: NamesStudy,
    money: MoneyStudy,
    members: MembersDay | StudyError | DataError,
    groups: Groups,
) -> dict[str, Any]:
    """Return the numbers of the page by name; returns in fractions, money in whole dollars.

    Parameters
    ----------
    members
        Why not, where the embedded prices of the members do not hold the window.
    """
    spec, request = study.request.spec, study.request
    window = spec.windows[0]
    return {
        "names": request.names,
        "event": request.event,
        "session": study.session.isoformat(),
        "model": spec.model,
        "window": [window.first, window.last],
        "estimation": [spec.estimation.first, spec.estimation.last],
        "returns": spec.returns,
        "level": spec.level,
        "moves": [_move(move) for move in sorted(study.moves, key=lambda move: move.car)],
        "left_out": _left(study.left_out),
        "money": {
            "lost": money.lost,
            "gained": money.gained,
            "moves": [
                {
                    "security": move.security,
                    "change": move.change,
                    "shares": move.shares.shares,
                    "shares_as_of": move.shares.as_of.isoformat(),
                    "shares_grade": move.shares.grade,
                    "closes": list(move.closes),
                    "days": [day.isoformat() for day in move.days],
                }
                for move in money.moves
            ],
            "left_out": _left(money.left_out),
        },
        "sp500": (
            _members(members) if isinstance(members, MembersDay) else {"reason": str(members)}
        ),
        "baskets": [_group(move) for move in groups.moves],
        "baskets_left_out": _left(groups.left_out),
        "sources": [
            {
                "security": loaded.history.security,
                "source": loaded.history.provenance.source,
                "as_of": loaded.history.provenance.as_of.isoformat(),
                "sha256": loaded.history.provenance.sha256,
            }
            for loaded in study.sources
        ],
    }


def _move(move: NameMove) -> dict[str, Any]:
    return {
        "security": move.security,
        "group": move.group,
        "exchange": move.exchange,
        "benchmark": move.benchmark,
        "session": move.session.isoformat(),
        "raw_return": move.raw_return,
        "car": move.car,
        "car_se": move.standard_error,
        "df": move.df,
        "interval": [move.low, move.high],
        "scar": move.scar,
        "n_estimation": move.n_estimation,
    }


def _left(left: Iterable[LeftOut]) -> list[dict[str, str]]:
    return [{"security": entry.security, "reason": entry.words(ENGLISH)} for entry in left]


def _members(members: MembersDay) -> dict[str, Any]:
    return {
        "days": [day.isoformat() for day in members.days],
        "members": len(members.table),
        "rose": members.rose,
        "fell": members.fell,
        "unchanged": members.unchanged,
        "missing": list(members.missing),
        "index_return": members.index_return,
        "mean_return": members.equal_return,
        "equal_weight_fund_return": members.fund_return,
        "spy_weighted_return": members.by_weight,
        "sha256": members.provenance.sha256,
    }


def _group(move: GroupMove) -> dict[str, Any]:
    window = move.window
    first, second = window.headline
    effective = window.correlation.effective_n
    return {
        "basket": move.basket,
        "members": list(move.study.long.tickers),
        "caar": window.caar,
        "interval": None if move.interval is None else list(move.interval),
        "caar_value_weighted": window.caar_by_value,
        "rbar": window.correlation.calendar,
        "effective_n": effective if math.isfinite(effective) else None,
        "tests": [_test(test) for test in (move.portfolio, first, second)],
        "reading": window.agreement,
    }


def _test(test: TestResult) -> dict[str, Any]:
    if isinstance(test, HypothesisTest):
        return {
            "name": test.name,
            "statistic": test.statistic,
            "p": test.p_value,
            "floor": test.floor,
            "null": test.null,
        }
    return {"name": test.name, "null": test.null, "reason": test.explanation}
