"""Facts of the price record, each judged by the rule that the plan states for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from analysis.verdicts.decision import Outcome
from analysis.verdicts.levels import place_from_below
from dashboard.studies.ledger.case import Case
from dashboard.studies.ledger.finding import Fact, Unavailable
from dashboard.studies.ledger.paths import (
    new_high_fact,
    recovery_fact,
    relative_return_fact,
    required,
)
from dashboard.studies.ledger.records import Firmness, Message
from dashboard.studies.ledger.shelf import Price, Shelf
from data.catalogue import event
from data.errors import N_
from data.providers.snapshot_shares import ShareCount

# The two figures that the press printed for one loss: the contradiction X-LOSS.
PRINTED_LOSSES: Final = (589e9, 593e9)
BAR: Final = pd.Timedelta(hours=1)


def establish(case: Case, shelf: Shelf) -> Fact | Unavailable:
    """Take the measure of a fact and judge it by its rule."""
    return _MEASURES[case.hypothesis.measure](case, shelf)


def _raw_return(case: Case, shelf: Shelf) -> Fact | Unavailable:
    rule, ticker = case.hypothesis.rule, case.long[0]
    claimed, tolerance = required(rule.value), required(rule.tolerance)

    def outcome(price: Price) -> tuple[float, Outcome]:
        before, after = _closes(case, shelf, price)
        value = after / before - 1
        return value, "supported" if abs(value - claimed) <= tolerance else "contradicted"

    value, verdict = outcome("close")
    before, after = _closes(case, shelf, "close")
    if not np.isfinite(value):
        return Unavailable(reason=Message(NO_CLOSE, {"security": ticker}))
    return Fact(
        estimate=value,
        unit="fraction",
        outcome=verdict,
        reason=Message(
            N_("The close moved by {value:+.2%}; the claim says {claimed:+.0%}."),
            {"value": value, "claimed": claimed},
        ),
        until=case.session,
        facts={
            "close_before": before,
            "close_after": after,
            "day_before": case.sessions[case.row0 - 1].date(),
        },
        firmness=by_price(outcome),
    )


def _value_lost(case: Case, shelf: Shelf) -> Fact | Unavailable:
    threshold, ticker = required(case.hypothesis.rule.threshold), case.long[0]
    shares = shelf.figures.shares(ticker)
    before, after = _closes(case, shelf, "close")
    if not np.isfinite(after - before):
        return Unavailable(reason=Message(NO_CLOSE, {"security": ticker}))
    loss = shares.shares * (before - after)
    figures: dict[str, object] = {
        "shares": shares.shares,
        "before": before,
        "after": after,
        "billions": loss / 1e9,
        "claimed": threshold / 1e9,
    }
    return Fact(
        estimate=-loss,
        unit="USD",
        outcome="supported" if loss > threshold else "contradicted",
        reason=Message(LOSS, figures),
        until=case.session,
        facts={
            "loss": loss,
            "close_before": before,
            "close_after": after,
            "printed_losses": PRINTED_LOSSES,
            **_share_facts(shares),
        },
        notes=(
            Message(SHARES, _share_facts(shares) | {"shares_basis": shares.counted}),
            *(_printed(printed, shares.shares, before, loss, after) for printed in PRINTED_LOSSES),
        ),
    )


def _share_facts(shares: ShareCount) -> dict[str, object]:
    return {
        "shares": shares.shares,
        "shares_as_of": shares.as_of,
        "shares_basis": shares.basis,
        "shares_grade": shares.grade,
        "shares_source": shares.provenance.origin,
        "shares_file": shares.provenance.file,
    }


def _printed(printed: float, shares: int, before: float, loss: float, close: float) -> Message:
    """Explain a printed loss by the price that it takes at this share count."""
    price = before - printed / shares
    official = round(loss / 1e9) == round(printed / 1e9)
    return Message(
        N_(
            "A loss of {printed:.0f} billion dollars takes a price of {price:.2f} ({move:+.2%}): "
            "the official close of {close:.2f}."
        )
        if official
        else N_(
            "A loss of {printed:.0f} billion dollars takes a price of {price:.2f} ({move:+.2%}): "
            "a price printed before the official close of {close:.2f}."
        ),
        {"printed": printed / 1e9, "price": price, "move": price / before - 1, "close": close},
    )


def _rank(case: Case, shelf: Shelf) -> Fact | Unavailable:
    history = shelf.history(case.long[0]).on_sessions()
    prices = history.total_return_price
    returns = prices / prices.shift(1) - 1
    value = float(returns.get(pd.Timestamp(case.session), np.nan))
    if not np.isfinite(value):
        return Unavailable(reason=Message(NO_CLOSE, {"security": case.long[0]}))
    place, sessions = place_from_below(returns.to_numpy(dtype=float), value)
    facts = {"place": place, "sessions": sessions, "value": value, "since": history.first}
    return Fact(
        estimate=float(place),
        unit="place",
        outcome=None,
        reason=Message(
            N_("Number {place} of the deepest falls in {sessions:,} sessions since {since}."), facts
        ),
        until=history.last,
        facts=facts,
    )


def _intraday_share(case: Case, shelf: Shelf) -> Fact | Unavailable:
    rule, ticker = case.hypothesis.rule, case.long[0]
    threshold = required(rule.threshold)
    release = pd.Timestamp(event(required(rule.release)).public_at)
    bars = shelf.figures.bars(ticker)
    starts = pd.DatetimeIndex(bars.index)
    day = bars[(starts.date == case.session) & (starts + BAR <= release)]
    before, after = _closes(case, shelf, "close")
    if day.empty or not np.isfinite(after - before):
        return Unavailable(reason=Message(NO_CLOSE, {"security": ticker}))
    price = float(day["close"].iloc[-1])
    share = (price - before) / (after - before)
    facts = {
        "share": share,
        "price": price,
        "at": (day.index[-1] + BAR).isoformat(),
        "release": release.isoformat(),
        "opening_share": (float(day["open"].iloc[0]) - before) / (after - before),
    }
    return Fact(
        estimate=share,
        unit="fraction",
        outcome="supported" if share >= threshold else "contradicted",
        reason=Message(
            N_(
                "{share:.0%} of the day's fall had come before the release, {opening_share:.0%} at "
                "the opening."
            ),
            facts,
        ),
        until=case.session,
        facts=facts,
    )


def by_price(outcome: Callable[[Price], tuple[float, Outcome]]) -> Firmness:
    """Return how a rule fares on closes and on total-return prices; closes are the frozen ones."""
    frozen, other = outcome("close"), outcome("total_return")
    return Firmness(
        outcome=frozen[1],
        same=1 + (other[1] == frozen[1]),
        same_sign=1 + ((other[0] > 0) == (frozen[0] > 0)),
        total=2,
    )


def _closes(case: Case, shelf: Shelf, price: Price) -> tuple[float, float]:
    path = shelf.prices(case.long[0], case.exchange, price)
    return float(path[case.row0 - 1]), float(path[case.row0])


LOSS = N_(
    "{shares:,} shares times the fall of the close from {before:.2f} to {after:.2f} are "
    "{billions:.1f} billion dollars; the claim says more than {claimed:.0f}."
)
SHARES = N_(
    "{shares:,} shares: {shares_basis}, as of {shares_as_of}, grade {shares_grade}. {shares_source}"
)
NO_CLOSE = N_("{security} lacks a price that this measure needs.")
_MEASURES: Final[Mapping[str, Callable[[Case, Shelf], Fact | Unavailable]]] = {
    "raw_return": _raw_return,
    "value_lost": _value_lost,
    "rank": _rank,
    "intraday_share": _intraday_share,
    "recovery_date": recovery_fact,
    "new_high": new_high_fact,
    "relative_return": relative_return_fact,
}
