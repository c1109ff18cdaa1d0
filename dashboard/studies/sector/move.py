"""What one window shows for one name, from the panel of its market or from a study of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scipy import stats

from analysis.panel.lines import LINES
from analysis.returns import cumulate
from analysis.study import StudySpec
from dashboard.studies.sector.market import Market
from dashboard.studies.sector.universe import group_of
from dashboard.studies.single import Study


@dataclass(frozen=True, slots=True)
class NameMove:
    """What the first event window shows for one name; returns in fractions.

    Attributes
    ----------
    security, group, exchange, benchmark
        Who, of which group of the catalogue, where, and against what.
    session
        tau = 0 on its exchange.
    raw_return, car, standard_error, df
        As in ``analysis.abnormal_returns.CAR``.
    low, high
        Interval of the CAR's prediction error at the level of the request.
    n_estimation
        Estimation rows used.
    line
        Intercept and slope of a model that is a line in the benchmark; None for another.
    """

    security: str
    group: str
    exchange: str
    benchmark: str
    session: date
    raw_return: float
    car: float
    standard_error: float
    df: float
    low: float
    high: float
    n_estimation: int
    line: tuple[float, float] | None

    @property
    def expected(self) -> float:
        """The part of the return that the model expects."""
        return self.raw_return - self.car

    @property
    def scar(self) -> float:
        """CAR over its standard error."""
        return self.car / self.standard_error

    @property
    def unusual(self) -> bool:
        """Whether zero lies outside the interval."""
        return self.low > 0 or self.high < 0


def line_moves(found: Market, spec: StudySpec) -> dict[str, NameMove]:
    """Return the names with a whole estimation window, measured together by a model that is a line.

    The benchmark, which cannot be measured against itself, is not among them.
    """
    window = spec.windows[0]
    estimates = found.estimates(spec)
    lines = estimates.lines
    whole = estimates.ok & (lines.n_estimation == len(spec.estimation))
    half = stats.t.ppf(0.5 + spec.level / 2, lines.df) * estimates.standard_error
    rows = slice(found.row0 + window.first, found.row0 + window.last + 1)
    moves = {}
    for place, ticker in enumerate(found.loaded):
        if not whole[place] or ticker == found.benchmark.history.security:
            continue
        car = float(lines.car[place])
        moves[ticker] = NameMove(
            security=ticker,
            group=group_of(ticker),
            exchange=found.exchange,
            benchmark=found.benchmark.history.security,
            session=found.session,
            raw_return=cumulate(found.panel.returns[place, rows], spec.returns),
            car=car,
            standard_error=float(estimates.standard_error[place]),
            df=float(lines.df[place]),
            low=car - float(half[place]),
            high=car + float(half[place]),
            n_estimation=int(lines.n_estimation[place]),
            line=(float(lines.alpha[place]), float(lines.beta[place])),
        )
    return moves


def move_of(study: Study, exchange: str) -> NameMove:
    """Return what a name's own study shows in its first window."""
    car, (low, high) = study.headline.car, study.headline.interval
    fit = study.result.fit
    line = (fit.parameters.get("alpha", 0.0), fit.parameters.get("beta", 0.0))
    return NameMove(
        security=study.security.security,
        group=group_of(study.security.security),
        exchange=exchange,
        benchmark=study.benchmark.security,
        session=study.event.session,
        raw_return=car.raw_return,
        car=car.value,
        standard_error=car.standard_error,
        df=float(car.df),
        low=low,
        high=high,
        n_estimation=fit.n_estimation,
        line=line if study.request.spec.model in LINES else None,
    )
