"""How the interval of a claim's estimate is made."""

from __future__ import annotations

import numpy as np

from analysis.errors import N_
from dashboard.studies.explanations.claims.ordinary import ranked_rows, scale_steps, sums_code
from dashboard.studies.explanations.claims.tested import Tested, estimation_step
from dashboard.studies.explanations.explanation import Explanation, Quantity
from dashboard.studies.explanations.latex import bracketed, lines, number, percent
from dashboard.studies.ledger.formal import LEVEL, is_scaled, reference_of


def interval(made: Tested) -> Explanation | None:
    """Explain the interval of the effect; None where the test has none."""
    bounds = made.outcome.interval
    if bounds is None:
        return None
    reference, unit = reference_of(made.case, made.found)
    scaled = is_scaled(made.case)
    tail = (1 - LEVEL) / 2
    low, high = (float(q) for q in np.quantile(reference, [tail, 1 - tail], method="weibull"))
    written = number if scaled else percent
    times = r"\sigma \cdot " if scaled else ""
    put_in = rf"{percent(unit)} \cdot " if scaled else ""
    value = percent(made.found.value)
    return Explanation(
        title=N_("{level} interval of the estimate"),
        meaning=N_(
            "The effects that would not be surprising: the estimate less what ordinary sessions "
            "do by themselves."
        ),
        formula=lines(
            rf"\left[\, V - {times} q_{{{1 - tail:.3f}}},\; V - {times} q_{{{tail:.3f}}} \,\right]"
        ),
        worked=lines(
            rf"\left[\, {value} - {put_in} {bracketed(written(high))},\; "
            rf"{value} - {put_in} {bracketed(written(low))} \,\right]",
            rf"= \left[\, {percent(bounds[0])},\; {percent(bounds[1])} \,\right]",
        ),
        steps=(
            (
                N_("${symbol}$ = {value}: the estimate, explained by itself"),
                {"symbol": "V", "value": Quantity(made.found.value, digits=4)},
            ),
            *(
                (
                    N_(
                        "${symbol}$ = {value}: the {at} quantile of the {n} sums below, between "
                        "ranks in proportion: rank {at} × ({n} + 1)"
                    ),
                    {
                        "symbol": f"q_{{{at:.3f}}}",
                        "value": Quantity(q, "number" if scaled else "percent", 4),
                        "at": Quantity(at, "number", 3),
                        "n": Quantity(len(reference), "number", 0),
                    },
                )
                for at, q in ((tail, low), (1 - tail, high))
            ),
            *scale_steps(made),
            estimation_step(made),
        ),
        rows=ranked_rows(made, "below"),
        sources=made.sources,
        code=f"{sums_code(made)}"
        f'low, high = np.quantile(S, [{tail:.3f}, {1 - tail:.3f}], method="weibull")\n'
        'print(f"{estimate - unit * high:.6%} {estimate - unit * low:.6%}")\n',
        value=bounds[0],
        upper=bounds[1],
        facts={"level": Quantity(LEVEL, "share", 0)},
    )
