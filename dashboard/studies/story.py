"""The story of the shock in nine steps, from the release of R1 to the recovery."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from analysis.errors import N_
from dashboard.studies.places import nearest_place
from dashboard.studies.story_shock import groups, markets, nvidia, rebound, regained
from dashboard.studies.story_step import Step
from dashboard.studies.story_week import quiet, release, stargate, weekend

STEPS: Final[tuple[tuple[str, Callable[[], Step]], ...]] = (
    (N_("R1"), release),
    (N_("Stargate"), stargate),
    (N_("Quiet week"), quiet),
    (N_("Weekend"), weekend),
    (N_("Three markets"), markets),
    (N_("Nvidia"), nvidia),
    (N_("Who was hit"), groups),
    (N_("Rebound"), rebound),
    (N_("Recovery"), regained),
)
"""Label (an English template) and what computes each step, in the order of the days."""


@lru_cache(maxsize=len(STEPS))
def step(number: int) -> Step:
    """Return a step, computed when first asked for, on the embedded prices.

    Parameters
    ----------
    number
        From 1 to ``len(STEPS)``.
    """
    _, tell = STEPS[number - 1]
    return tell()


def step_number(text: str) -> int:
    """Return the step that a text means: the nearest there is, the first if it is no number."""
    return nearest_place(text, len(STEPS))
