"""What can be explained of a study, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from dashboard.studies.explanations.explanation import Explanation
from dashboard.studies.explanations.line import parameter
from dashboard.studies.explanations.money import abnormal_value, value_change
from dashboard.studies.explanations.moves import abnormal_return, benchmark_return, raw_return
from dashboard.studies.explanations.ranks import scaled_sq_p_value, sq_p_value
from dashboard.studies.explanations.standard_error import standard_error
from dashboard.studies.explanations.student_t import interval, t_p_value, t_statistic
from dashboard.studies.single import Study

EXPLAINED: Mapping[str, Callable[[Study], Explanation | None]] = MappingProxyType(
    {
        "return": raw_return,
        "benchmark": benchmark_return,
        "abnormal": abnormal_return,
        "interval": interval,
        "standard_error": standard_error,
        "t": t_statistic,
        "t_p": t_p_value,
        "sq_p": sq_p_value,
        "scaled_sq_p": scaled_sq_p_value,
        "alpha": partial(parameter, name="alpha"),
        "beta": partial(parameter, name="beta"),
        "value": value_change,
        "abnormal_value": abnormal_value,
    }
)
"""Every number of a study that is explained; None where the study has no such number."""


def explanations(study: Study, *names: str) -> tuple[Explanation, ...]:
    """Return the explanations of these numbers, all of them where none is named."""
    found = (EXPLAINED[name](study) for name in names or EXPLAINED)
    return tuple(explanation for explanation in found if explanation is not None)
