"""Studies already done: the page asks again on every rerun."""

from __future__ import annotations

from functools import lru_cache

from dashboard.studies.request import StudyRequest
from dashboard.studies.single import Study, run


@lru_cache(maxsize=256)
def study(request: StudyRequest) -> Study:
    """Return the study of a request; results are frozen, so all readers share one."""
    return run(request)
