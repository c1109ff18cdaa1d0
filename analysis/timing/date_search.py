"""The session that the data choose: the largest score of a window, judged by other windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.errors import N_, StudyError
from analysis.timing.session_scores import SessionScores

Score = Literal["sar", "scaled"]
NULL = N_(
    "The largest score of the window, whichever its session, is an ordinary draw from the largest "
    "scores of windows as long without the event."
)


@dataclass(frozen=True, slots=True, eq=False)
class DateSearch:
    """The session with the largest score, and how unusual a largest score of this size is.

    Attributes
    ----------
    chosen
        Place of the session in the search window, 0..L-1.
    statistic
        Its score, with its sign.
    p_value
        (1 + #{b: max_t |score_bt| >= |statistic|}) / (B + 1): the p-value of the largest
        score, so the search over L sessions is paid for.
    floor
        Smallest p-value that there can be, 1 / (B + 1).
    windows
        Number of other windows, B; they overlap.
    independent
        How many of them do not overlap, about B / L.
    largest
        (B,) the largest |score| of each other window.
    null
        The null hypothesis, an English template.
    """

    chosen: int
    statistic: float
    p_value: float
    floor: float
    windows: int
    independent: int
    largest: np.ndarray
    null: str = NULL

    def p_of(self, score: float) -> float:
        """Return the p-value that any other session of the window has after the same search."""
        return float((1 + np.sum(self.largest >= abs(score))) / (self.windows + 1))


def search_date(scores: SessionScores, others: SessionScores, score: Score) -> DateSearch:
    """Choose the session of one window by its largest |score|, and test it.

    Parameters
    ----------
    scores
        The one window searched, N = 1.
    others
        Windows of the same length without the event.

    Raises
    ------
    StudyError
        When there are fewer than 19 other windows, too few for a p-value of 5 %.
    """
    values = getattr(scores, score)[0]
    largest = np.abs(getattr(others, score)).max(axis=1) if len(others) else np.empty(0)
    largest = largest[~np.isnan(largest)]
    if len(largest) < 19 or np.isnan(values).any():
        raise StudyError(
            N_("A search for the date in {length} sessions was asked for."),
            N_("Only {count} windows of that length lie before it, and 19 are needed."),
            N_("Search fewer sessions, or choose a security with a longer history."),
            length=len(values),
            count=len(largest),
        )
    chosen = int(np.argmax(np.abs(values)))
    return DateSearch(
        chosen=chosen,
        statistic=float(values[chosen]),
        p_value=float((1 + np.sum(largest >= abs(values[chosen]))) / (len(largest) + 1)),
        floor=1 / (len(largest) + 1),
        windows=len(largest),
        independent=len(largest) // len(values),
        largest=largest,
    )
