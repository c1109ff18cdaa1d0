"""Whether the figures of an upload are prices or returns, and returns in which unit.

Daily moves bound what the figures can be. Prices are positive, and about half of all daily
returns are not; a median daily move above 20% does not occur, and neither does one of 5% over
a whole file. Between these bounds the reader decides.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from data.errors import N_, DataError
from data.providers.upload_content import ASKED
from data.providers.upload_models import Measure, Statement

RETURN_SHARE: Final = 0.2
"""Share of figures at or below zero from which they are returns."""
LEAST_PRICE: Final = 0.2
"""Median from which figures, nearly all positive, are prices."""
LARGEST_FRACTION: Final = 0.05
"""Median absolute return up to which returns are fractions."""
MOST_DOUBLINGS: Final = 0.01
"""Share of fractions above 1 in size, up to which they still are fractions."""
LEAST_PERCENT: Final = 0.2
"""Median absolute return from which returns are in percent."""


def measure_of(
    values: npt.NDArray[np.float64], percent_signs: float, file: str, chosen: Measure | None
) -> tuple[Measure, Statement]:
    """Return what figures under a header that does not say it are.

    Parameters
    ----------
    values
        All figures, of any shape; NaN is passed over.
    percent_signs
        Share of the figures with a percent sign.

    Raises
    ------
    DataError
        The figures can be either.
    """
    if chosen is not None:
        return chosen, Statement(
            N_("The reader chose that the figures are {measure}."), {"measure": chosen}
        )
    if percent_signs >= 0.5:
        return "returns", Statement(N_("Percent signs: the figures are returns."))
    known = values[np.isfinite(values)]
    share = float(np.mean(known <= 0)) if known.size else 0.0
    median = float(np.median(np.abs(known))) if known.size else 0.0
    facts: dict[str, object] = {"share": f"{100 * share:.0f}%", "median": f"{median:.4g}"}
    if share >= RETURN_SHARE:
        reason = N_("{share} of the figures are zero or negative: they are returns.")
        return "returns", Statement(reason, facts)
    if median >= LEAST_PRICE:
        reason = N_("{share} of the figures are zero or negative, the median is {median}: prices.")
        return "prices", Statement(reason, facts)
    raise DataError(
        ASKED,
        N_("Its figures may be prices or returns: {share} are not positive, median {median}."),
        N_("Name the column close or return, or choose prices or returns."),
        file=file,
        choice="measure",
        options=("prices", "returns"),
        **facts,
    )


def percent_of(
    values: npt.NDArray[np.float64],
    percent_signs: float,
    header: str,
    file: str,
    chosen: str | None,
) -> tuple[bool, Statement]:
    """Return whether returns are in percent, from signs, header or size, in this order.

    Raises
    ------
    DataError
        None of them tells.
    """
    if chosen is not None:
        return chosen == "percent", Statement(
            N_("The reader chose the unit of the returns: {unit}."), {"unit": chosen}
        )
    if percent_signs >= 0.5:
        return True, Statement(N_("Percent signs: divided by 100."))
    lower = header.casefold()
    if any(word in lower for word in ("%", "pct", "percent", "騰落率")):
        return True, Statement(
            N_("The header '{header}' says percent: divided by 100."), {"header": header}
        )
    known = np.abs(values[np.isfinite(values)])
    median = float(np.median(known)) if known.size else 0.0
    facts: dict[str, object] = {"median": f"{median:.4g}"}
    if median >= LEAST_PERCENT:
        reason = N_("The median return is {median} in size: in percent, divided by 100.")
        return True, Statement(reason, facts)
    if median <= LARGEST_FRACTION and np.count_nonzero(known > 1) <= MOST_DOUBLINGS * known.size:
        return False, Statement(N_("The median return is {median} in size: fractions."), facts)
    raise DataError(
        ASKED,
        N_("Its returns may be fractions or percent: their median size is {median}."),
        N_("Write 'return %' in the header or a percent sign, or choose fraction or percent."),
        file=file,
        choice="unit",
        options=("fraction", "percent"),
        **facts,
    )
