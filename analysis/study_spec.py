"""How an event is studied: windows, model and conventions, checked before any data."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.returns import RETURN_KINDS, ReturnKind
from analysis.windows import EstimationWindow, EventWindow, require_disjoint

MAX_SHIFT = 10


@dataclass(frozen=True, slots=True)
class StudySpec:
    """How an event is studied.

    Attributes
    ----------
    model
        Name of the normal-return model, one of ``normal_returns.models.MODELS``.
    estimation
        Estimation window in sessions from tau = 0.
    windows
        Event windows; the first is the headline.
    returns
        ``"simple"`` or ``"log"``.
    level
        Level of the intervals, between 0 and 1.
    min_estimation
        Rows that the estimation window must at least hold when returns are missing; a
        window shorter than this must be complete.
    dimson_lags, dimson_leads
        Shifts of the benchmark in Dimson's beta: R_m,t-lags to R_m,t+leads. One lag and no
        lead for a market that closes before the benchmark's, as Tokyo and Europe do before
        New York.
    """

    model: str = "market"
    estimation: EstimationWindow = EstimationWindow(-250, -21)
    windows: tuple[EventWindow, ...] = (EventWindow(0, 0),)
    returns: ReturnKind = "simple"
    level: float = 0.95
    min_estimation: int = 100
    dimson_lags: int = 1
    dimson_leads: int = 1

    def __post_init__(self) -> None:
        _require_one_of(N_("model"), self.model, tuple(MODELS))
        _require_one_of(N_("kind of return"), self.returns, RETURN_KINDS)
        # So close to 1 that the upper tail is zero, a level has no quantile.
        if not (self.level > 0 and (1 + self.level) / 2 < 1):
            raise StudyError(
                N_("Intervals at level {level} were asked for."),
                N_("A level lies between 0 and 1."),
                N_("Write 0.95 for 95%."),
                level=self.level,
            )
        if not self.windows:
            raise StudyError(
                N_("A study without an event window was asked for."),
                N_("There is nothing to measure."),
                N_("Give at least one window, for example 0,0."),
            )
        if self.min_estimation < 1:
            raise StudyError(
                N_("At least {rows} estimation rows were asked for."),
                N_("A model is estimated on one row at the very least."),
                N_("Give a whole number of rows, for example 100."),
                rows=self.min_estimation,
            )
        self._require_shifts()
        require_disjoint(self.estimation, self.windows)

    def _require_shifts(self) -> None:
        if not (0 <= self.dimson_lags <= MAX_SHIFT and 0 <= self.dimson_leads <= MAX_SHIFT):
            raise StudyError(
                N_("Dimson's beta with {lags} lags and {leads} leads was asked for."),
                N_("Between 0 and {largest} of each can be estimated."),
                N_("Give one lag and one lead, for example."),
                lags=self.dimson_lags,
                leads=self.dimson_leads,
                largest=MAX_SHIFT,
            )


def _require_one_of(what: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise StudyError(
            N_("The {what} “{value}” was asked for."),
            N_("There is none of that name."),
            N_("Choose one of: {choices}."),
            what=what,
            value=value,
            choices=", ".join(choices),
        )
