"""What a security would have done, from shares far from AI, by three methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.counterfactual.artificial import artificial_counterfactual, gap_p_value
from analysis.counterfactual.donors import Counterfactual, DonorPanel
from analysis.counterfactual.structural import structural_series
from analysis.counterfactual.synthetic_control import (
    DonorPlacebo,
    placebo_over_donors,
    synthetic_control,
)
from analysis.errors import N_, StudyError
from analysis.windows import EstimationWindow, EventWindow, event_row
from dashboard.once import once
from dashboard.studies.alignment import own_returns
from dashboard.studies.events import date_event
from dashboard.studies.single import Study
from data.catalogue import baskets
from data.prices import Provenance
from data.providers.snapshot import (
    snapshot_prices,
    snapshot_provenance,
    sp500_members,
    sp500_returns,
)

FAR_SECTORS: Final = (
    "Consumer Staples",
    "Health Care",
    "Financials",
    "Real Estate",
    "Materials",
    "Energy",
)
"""Sectors whose firms neither sell nor build AI computing, nor the power for it."""

CONTROL: Final = "NON_AI_CONTROL"
MOST_DONORS: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class SecondOpinions:
    """The counterfactuals of one event, with what makes them doubtful.

    Attributes
    ----------
    security
        Ticker.
    panel
        Returns of the security and its donors.
    sessions
        (T,) the sessions of the panel.
    opinions
        By method: the counterfactual, or why there is none.
    p_values
        By method: rank p-value among ordinary gaps, with its floor.
    placebo
        Each donor in the security's place (synthetic control).
    donor_moves
        (J,) summed abnormal returns of the donors themselves over the event window (market
        model): what the event did to them.
    donor_scores
        (J,) the same over their standard errors.
    reference
        CAR of the reader's own model, and its interval.
    sources
        Where the donors' returns come from.
    """

    security: str
    panel: DonorPanel
    sessions: pd.DatetimeIndex
    opinions: dict[str, Counterfactual | StudyError]
    p_values: dict[str, tuple[float, float]]
    placebo: DonorPlacebo
    donor_moves: np.ndarray
    donor_scores: np.ndarray
    reference: tuple[float, tuple[float, float]]
    sources: tuple[Provenance, ...]

    def contamination(self, method: str) -> float:
        """Return how much of a method's effect is the donors' own abnormal move, in fractions.

        The effect less this is what is left if the donors' abnormal returns are the event's
        doing and not the market's.
        """
        found = self.opinions[method]
        if isinstance(found, StudyError):
            return float("nan")
        return float(-found.weights @ self.donor_moves)


def donors(excluded: str) -> tuple[str, ...]:
    """Return the largest members of the S&P 500 in sectors far from AI, outside all baskets."""
    near = {ticker for entry in baskets() if entry.id != CONTROL for ticker in entry.tickers}
    members = sp500_members()
    far = members[members["sector"].isin(FAR_SECTORS)]
    ranked = far.sort_values("spy_weight_pct_2025_01_16", ascending=False).index
    return tuple(t for t in ranked if t not in near and t != excluded)[:MOST_DONORS]


def second_opinions(study: Study) -> SecondOpinions:
    """Ask three methods for the effect on a study's security in its first window.

    Raises
    ------
    StudyError
        When the security does not trade in New York, the donors' prices do not reach, or
        there are too few donors.
    """
    spec = study.request.spec
    if study.security.exchange != "XNYS":
        raise StudyError(
            N_("A counterfactual of {security} was asked for."),
            N_("The donors trade in New York, the security does not: the same date is not the "
               "same information."),
            N_("Choose a security that trades in New York."),
            security=study.security.security,
        )  # fmt: skip
    if spec.returns != "simple":
        raise StudyError(
            N_("A counterfactual from log returns was asked for."),
            N_("A mixture of donors earns the mixture of their simple returns, not of their log "
               "returns."),
            N_("Choose simple returns."),
        )  # fmt: skip
    returns = sp500_returns()
    sessions = pd.DatetimeIndex(returns.index)
    dated = date_event(study.request.event, "XNYS", study.request.non_session, sessions[-1].date())
    row = event_row(sessions, dated.session)
    window, estimation = study.headline.car.window, spec.estimation
    first = row + estimation.first
    _require_inside(first, row + window.last, len(sessions), estimation, window)
    span = slice(first, row + window.last + 1)
    own = study.returns.security.reindex(sessions).to_numpy()[span]
    held = [
        ticker
        for ticker in donors(study.security.security)
        if ticker in returns and returns[ticker].iloc[span].notna().all()
    ]
    panel = DonorPanel(
        returns=own,
        donors=returns[held].to_numpy()[span],
        names=tuple(held),
        learnt=slice(0, len(estimation)),
        event=slice(window.first - estimation.first, window.last - estimation.first + 1),
    )
    return _asked(study, panel, sessions[span])


def _asked(study: Study, panel: DonorPanel, sessions: pd.DatetimeIndex) -> SecondOpinions:
    level = study.request.spec.level
    arco = artificial_counterfactual(panel, level)
    opinions: dict[str, Counterfactual | StudyError] = {
        "synthetic_control": synthetic_control(panel, level),
        "arco": arco,
    }
    try:
        opinions["structural"] = structural_series(panel, arco.weights != 0, level)
    except StudyError as refusal:
        opinions["structural"] = refusal
    moves, scores = _donor_moves(panel, sessions)
    return SecondOpinions(
        security=study.security.security,
        panel=panel,
        sessions=sessions,
        opinions=opinions,
        p_values={
            method: gap_p_value(found, panel)
            for method, found in opinions.items()
            if not isinstance(found, StudyError)
        },
        placebo=placebo_over_donors(panel, level),
        donor_moves=moves,
        donor_scores=scores,
        reference=(study.headline.car.value, study.headline.interval),
        sources=(snapshot_provenance("sp500_daily"),),
    )


def _donor_moves(panel: DonorPanel, sessions: pd.DatetimeIndex) -> tuple[np.ndarray, np.ndarray]:
    """Return CARs of the donors by the market model, and these over their standard errors."""
    market = own_returns(snapshot_prices("^GSPC"), "simple").reindex(sessions).to_numpy()
    x, ahead = market[panel.learnt], market[panel.event]
    design = np.column_stack((np.ones(len(x)), x))
    line = np.linalg.lstsq(design, panel.donors[panel.learnt], rcond=None)[0]
    residuals = panel.donors[panel.learnt] - design @ line
    s2 = (residuals**2).sum(axis=0) / (len(x) - 2)
    event = np.column_stack((np.ones(len(ahead)), ahead))
    total = event.sum(axis=0)
    factor = len(ahead) + total @ np.linalg.inv(design.T @ design) @ total
    car = (panel.donors[panel.event] - event @ line).sum(axis=0)
    return car, car / np.sqrt(s2 * factor)


def _require_inside(
    first: int, last: int, rows: int, estimation: EstimationWindow, window: EventWindow
) -> None:
    if first < 0 or last >= rows or estimation.last >= window.first:
        raise StudyError(
            N_("Donors for the windows {estimation} and {window} were asked for."),
            N_("Their prices run from July 2023 to July 2025, and the estimation window must come "
               "before the event window."),
            N_("Choose an event and windows inside that span."),
            estimation=str(estimation),
            window=str(window),
        )  # fmt: skip


@once(64, heavy=True)
def kept_opinions(study: Study) -> SecondOpinions:
    """Return the second opinions of a study, asked for once."""
    return second_opinions(study)
