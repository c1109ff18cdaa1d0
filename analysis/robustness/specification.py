"""One way of measuring an event among the many that could have been chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analysis.errors import StudyError
from analysis.normal_returns.models import MODELS
from analysis.returns import ReturnKind
from analysis.study_rows import shared_dates
from analysis.study_spec import StudySpec
from analysis.windows import EstimationWindow, EventWindow

NO_BENCHMARK: Final = ""
"""Benchmark of a model that takes none."""


@dataclass(frozen=True, slots=True)
class Specification:
    """The choices behind one estimate.

    Attributes
    ----------
    model
        Name of the normal-return model.
    benchmark
        Which series stands for the market; ``NO_BENCHMARK`` where the model takes none.
    estimation, window
        Estimation window and event window.
    returns
        ``"simple"`` or ``"log"``.
    """

    model: str
    benchmark: str
    estimation: EstimationWindow
    window: EventWindow
    returns: ReturnKind

    @property
    def design(self) -> Specification:
        """The same choices but for the event window: what is estimated once for all of them."""
        return replace(self, window=EventWindow(0, 0))

    def study_spec(self, level: float = 0.95, min_estimation: int = 100) -> StudySpec:
        """Return the spec of the same study by itself; it refuses what cannot be studied."""
        return StudySpec(
            model=self.model,
            estimation=self.estimation,
            windows=(self.window,),
            returns=self.returns,
            level=level,
            min_estimation=min_estimation,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """What one benchmark and one kind of return are studied on.

    Attributes
    ----------
    returns
        (T,) returns of the security on consecutive sessions, NaN where missing.
    regressors
        (T, k) columns that the models need, the benchmark as ``"market"``.

    Raises
    ------
    StudyError
        When they are not on the same ordered dates.
    """

    returns: pd.Series
    regressors: pd.DataFrame

    def __post_init__(self) -> None:
        shared_dates(self.returns, self.regressors)


Data = Mapping[tuple[str, ReturnKind], Series]
"""Series by benchmark and kind of return."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A specification that has no estimate, and why."""

    specification: Specification
    error: StudyError


def combinations(
    models: Sequence[str],
    benchmarks: Sequence[str],
    estimations: Sequence[EstimationWindow],
    windows: Sequence[EventWindow],
    kinds: Sequence[ReturnKind],
) -> tuple[Specification, ...]:
    """Return every combination once; a model without a benchmark is not repeated for each."""
    return tuple(
        Specification(model, benchmark, estimation, window, kind)
        for model in models
        for benchmark in (benchmarks if takes_benchmark(model) else (NO_BENCHMARK,))
        for estimation in estimations
        for window in windows
        for kind in kinds
    )


def takes_benchmark(model: str) -> bool:
    """Say whether a model's normal return depends on the benchmark."""
    return "market" in MODELS[model].needs


def by_design(specifications: Sequence[Specification]) -> dict[Specification, list[int]]:
    """Return the places of the specifications that share one estimation."""
    designs: dict[tuple[object, ...], list[int]] = {}
    for place, each in enumerate(specifications):
        design = (each.model, each.benchmark, each.estimation, each.returns)
        designs.setdefault(design, []).append(place)
    return {specifications[places[0]].design: places for places in designs.values()}


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """The arrays of one design.

    Attributes
    ----------
    returns
        (T,) returns of the security.
    columns
        (T,) regressors by name.
    finite
        (T,) whether a session has the return and every regressor.
    infinite
        Whether any value is infinite.
    """

    returns: np.ndarray
    columns: Mapping[str, np.ndarray]
    finite: np.ndarray
    infinite: bool


def arrays_of(series: Series, model: str) -> Arrays:
    """Return what a model takes from the series."""
    own = series.returns.to_numpy(dtype=float)
    columns = {name: series.regressors[name].to_numpy(dtype=float) for name in MODELS[model].needs}
    every = (own, *columns.values())
    return Arrays(
        own,
        columns,
        np.logical_and.reduce([np.isfinite(values) for values in every]),
        any(bool(np.isinf(values).any()) for values in every),
    )
