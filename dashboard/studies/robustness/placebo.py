"""Where the day stands among all other days of the security's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.robustness.history import OtherDates, other_abnormal_returns, other_returns
from dashboard.studies.events import date_event
from dashboard.studies.single import Study
from data.catalogue import Event
from data.errors import DataError
from data.load import LoadedPrices

Measure = Literal["return", "abnormal"]
MEASURES: Final[tuple[Measure, ...]] = ("return", "abnormal")
SHOWN: Final = 20
"""Days that are named at most."""


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day that went at least as far, and what the catalogue knows of it."""

    session: date
    value: float
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PlaceAmongDays:
    """The day among all others.

    Attributes
    ----------
    study
        The study of the day.
    measure
        Whether returns or abnormal returns were compared.
    others
        The statistic of the day and of every other date.
    worse
        The days that went at least as far, the farthest first, ``SHOWN`` at most.
    """

    study: Study
    measure: Measure
    others: OtherDates
    worse: tuple[OtherDay, ...]

    @property
    def sources(self) -> tuple[LoadedPrices, ...]:
        """Prices behind the numbers; the benchmark's only where it was subtracted."""
        return self.study.sources if self.measure == "abnormal" else self.study.sources[:1]


def run(study: Study, measure: str, *, scaled: bool) -> PlaceAmongDays:
    """Compare a study's first window with that of every other date.

    Parameters
    ----------
    measure
        ``"return"`` or ``"abnormal"``.
    scaled
        Whether to divide by the volatility expected before each date.

    Raises
    ------
    StudyError
        When the measure is none of the two, the model is too slow to be estimated at every
        date, or no other date can be measured.
    """
    if measure not in MEASURES:
        raise StudyError(
            N_("The {what} “{value}” was asked for."),
            N_("There is none of that name."),
            N_("Choose one of: {choices}."),
            what=N_("measure"),
            value=measure,
            choices=", ".join(MEASURES),
        )
    window, spec = study.headline.car.window, study.request.spec
    if measure == "return":
        others = other_returns(
            study.returns.security, study.result.session, window, spec.returns, scaled=scaled
        )
    else:
        _require_quick(study)
        others = other_abnormal_returns(
            study.returns.security,
            study.regressors.table,
            study.result.session,
            spec,
            window,
            scaled=scaled,
        )
    return PlaceAmongDays(study, measure, others, _worse(study, others))


def _require_quick(study: Study) -> None:
    model = study.request.spec.model
    if MODELS[model].linear is None:
        raise StudyError(
            N_("Abnormal returns of every date were asked for, under the model “{model}”."),
            N_("Estimated anew at every date of the history, it would take minutes."),
            N_("Choose a model estimated by least squares, or compare returns."),
            model=model,
        )


def _worse(study: Study, others: OtherDates) -> tuple[OtherDay, ...]:
    exchange = study.security.exchange
    found = []
    for place in others.worse[:SHOWN].tolist():
        day = others.sessions[place].date()
        try:
            known = date_event(day.isoformat(), exchange, "refuse", study.security.last).catalogued
        except DataError:  # a day before the calendar is known has no event either
            known = ()
        found.append(OtherDay(day, float(others.values[place]), known))
    return tuple(found)
