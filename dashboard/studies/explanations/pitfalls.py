"""Where naive tests mislead, measured on the prices of this project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from analysis.panel.estimates import estimate_events
from analysis.panel.returns_panel import PanelEvents, PanelSpec, ReturnPanel
from analysis.sessions import row_of
from analysis.significance.multiplicity import benjamini_hochberg, holm
from analysis.significance.result import HypothesisTest
from dashboard.studies.alignment import own_returns
from dashboard.studies.basket_window import BasketWindow
from dashboard.studies.single import Study
from data.providers.snapshot import snapshot_prices, sp500_returns

STRICT: Final = 0.01
ALPHA: Final = 0.05
MARKET: Final = "^GSPC"
EVENT: Final = date(2025, 1, 27)
BEFORE: Final = range(-40, -20)
"""Sessions from the event, all before DeepSeek-V3, on which every share is tested as well."""


@dataclass(frozen=True, slots=True)
class FatTails:
    """How far the residuals of the estimation window are from normal.

    Attributes
    ----------
    sessions
        Residuals, M.
    beyond
        How many lie farther from zero than the two-sided 1 % bound of a normal distribution.
    expected
        How many would, were they normal.
    kurtosis
        Excess kurtosis; 0 for a normal distribution.
    t_p, sq_p, sq_floor
        p-values of the headline by the t test and by the SQ test, and its smallest one.
    """

    sessions: int
    beyond: int
    expected: float
    kurtosis: float
    t_p: float
    sq_p: float | None
    sq_floor: float | None


def fat_tails(study: Study) -> FatTails:
    """Count the residuals that a normal distribution would not expect."""
    fit = study.result.fit
    t, sq = study.headline.test("t"), study.headline.test("sq")
    assert isinstance(t, HypothesisTest)
    bound = stats.norm.ppf(1 - STRICT / 2) * fit.sigma
    ranked = sq if isinstance(sq, HypothesisTest) else None
    return FatTails(
        sessions=fit.n_estimation,
        beyond=int((np.abs(fit.residuals) > bound).sum()),
        expected=STRICT * fit.n_estimation,
        kurtosis=float(stats.kurtosis(fit.residuals, bias=False)),
        t_p=t.p_value,
        sq_p=None if ranked is None else ranked.p_value,
        sq_floor=None if ranked is None else ranked.floor,
    )


@dataclass(frozen=True, slots=True)
class Dependence:
    """What happens to tests of a basket that take its members for independent.

    Attributes
    ----------
    members, effective
        Members, and how many independent ones carry as much.
    rbar
        Mean correlation of their residuals.
    rows
        (title, p-value, true size at a nominal 5 % or None where it is 5 %) of each test.
    """

    members: int
    effective: float
    rbar: float
    rows: tuple[tuple[str, float, float | None], ...]


COMPARED: Final = (
    "cross_sectional_t",
    "patell",
    "bmp",
    "generalized_sign",
    "adjusted_bmp_calendar",
    "portfolio_sq_volatility_scaled",
)
"""Tests of a basket that are compared: naive ones first."""


def dependence(window: BasketWindow) -> Dependence:
    """Set tests that assume independent members beside those that do not."""
    found = [window.test(name) for name in COMPARED]
    return Dependence(
        members=len(window.members),
        effective=window.correlation.effective_n,
        rbar=window.correlation.calendar,
        rows=tuple(
            (test.title, test.p_value, test.true_size)
            for test in found
            if isinstance(test, HypothesisTest)
        ),
    )


@dataclass(frozen=True, slots=True)
class ManyTests:
    """How many shares of the S&P 500 a t test at 5 % picks out, session by session.

    Attributes
    ----------
    table
        A row a session, the event's last: ``date``, ``tested``, ``plain``, ``holm`` and
        ``benjamini_hochberg``, the numbers of shares with a p-value below 5 %.
    """

    table: pd.DataFrame

    @property
    def ordinary(self) -> pd.DataFrame:
        """The sessions long before the event."""
        return self.table.iloc[:-1]

    @property
    def event(self) -> pd.Series:
        """The session of the event."""
        return self.table.iloc[-1]


@lru_cache(maxsize=1)
def many_tests() -> ManyTests:
    """Test every member of the S&P 500 on the event's session and on earlier ones."""
    own = sp500_returns()
    market = own_returns(snapshot_prices(MARKET), "simple").reindex(own.index)
    panel = ReturnPanel(own.to_numpy(dtype=float).T, {"market": market.to_numpy(dtype=float)})
    zero = row_of(own.index, EVENT)
    members = np.arange(own.shape[1])
    return ManyTests(
        pd.DataFrame(
            [
                {"date": own.index[row].date(), **_counted(panel, members, row)}
                for row in (zero + tau for tau in (*BEFORE, 0))
            ]
        )
    )


def _counted(panel: ReturnPanel, members: np.ndarray, row: int) -> dict[str, int]:
    events = PanelEvents(members, np.full(len(members), row))
    found = estimate_events(panel, events, PanelSpec())
    scar, df = found.scar[found.ok], found.lines.df[found.ok]
    p = 2 * stats.t.sf(np.abs(scar), df)
    return {
        "tested": len(p),
        "plain": int((p < ALPHA).sum()),
        "holm": int((holm(p) < ALPHA).sum()),
        "benjamini_hochberg": int((benjamini_hochberg(p) < ALPHA).sum()),
    }
