"""Returns of many securities as arrays, and the events to be studied in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.errors import N_, StudyError
from analysis.normal_returns.models import MODELS
from analysis.returns import ReturnKind
from analysis.study_spec import StudySpec
from analysis.windows import EstimationWindow, EventWindow


@dataclass(frozen=True, slots=True)
class ReturnPanel:
    """Returns of S securities on T sessions.

    Attributes
    ----------
    returns
        (S, T) returns in fractions, NaN where there is none.
    regressors
        Regressors by column name, (T,) where all securities share one and (S, T) where
        each has its own, such as a benchmark without the firm.

    Raises
    ------
    StudyError
        When a return or a regressor is infinite.
    """

    returns: np.ndarray
    regressors: Mapping[str, np.ndarray]

    def __post_init__(self) -> None:
        for name, values in (("returns", self.returns), *self.regressors.items()):
            if np.isinf(values).any():
                raise StudyError(
                    N_("A study with {series} was asked for."),
                    N_("Its return is infinite on {days}."),
                    N_("Mend the prices of that session and of the one before."),
                    series=name,
                    days=f"row {np.argwhere(np.isinf(values))[0][-1]}",
                )

    @property
    def sessions(self) -> int:
        """Number of sessions, T."""
        return int(self.returns.shape[1])

    def regressor(self, name: str, security: int) -> np.ndarray:
        """Return (T,) values of a regressor as one security sees it."""
        values = self.regressors[name]
        return values if values.ndim == 1 else values[security]


@dataclass(frozen=True, slots=True)
class PanelEvents:
    """N events as places in a panel.

    Attributes
    ----------
    security
        (N,) row of the security in the panel.
    row
        (N,) session of tau = 0; it may lie outside the panel, and the event is then refused.
    """

    security: np.ndarray
    row: np.ndarray

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, which: slice | np.ndarray) -> PanelEvents:
        return PanelEvents(self.security[which], self.row[which])


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """How the events of a panel are studied: one window of a ``StudySpec``.

    Attributes
    ----------
    model
        Name of the normal-return model.
    estimation, window
        Estimation window and event window.
    kind
        ``"simple"`` or ``"log"`` returns.
    min_estimation
        Estimation rows that an event must at least have.
    dimson_lags, dimson_leads
        Shifts of the benchmark in Dimson's beta.
    """

    model: str = "market"
    estimation: EstimationWindow = EstimationWindow(-250, -21)
    window: EventWindow = EventWindow(0, 0)
    kind: ReturnKind = "simple"
    min_estimation: int = 100
    dimson_lags: int = 1
    dimson_leads: int = 1

    def __post_init__(self) -> None:
        self.study_spec()

    @classmethod
    def of(cls, spec: StudySpec, window: EventWindow) -> PanelSpec:
        """Return how a panel is studied as one event is, over one window."""
        return cls(
            model=spec.model,
            estimation=spec.estimation,
            window=window,
            kind=spec.returns,
            min_estimation=spec.min_estimation,
            dimson_lags=spec.dimson_lags,
            dimson_leads=spec.dimson_leads,
        )

    def study_spec(self) -> StudySpec:
        """Return the spec of the same study of one event; it refuses what cannot be studied."""
        return StudySpec(
            model=self.model,
            estimation=self.estimation,
            windows=(self.window,),
            returns=self.kind,
            min_estimation=self.min_estimation,
            dimson_lags=self.dimson_lags,
            dimson_leads=self.dimson_leads,
        )

    @property
    def required(self) -> int:
        """Estimation rows that an event must at least have."""
        return min(self.min_estimation, len(self.estimation))

    @property
    def needs(self) -> tuple[str, ...]:
        """Regressors of the model."""
        return MODELS[self.model].needs
