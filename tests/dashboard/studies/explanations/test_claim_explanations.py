from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests

from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.claims.claim import claim_explanations
from dashboard.studies.explanations.explanation import Explanation, said
from dashboard.studies.ledger import HypothesisOutcome, Override, evidence, findings, ledger
from data.catalogue import basket

TITLES = {
    "estimate": "Estimate",
    "interval": "{level} interval of the estimate",
    "claimed": "p-value for the claim",
    "opposite": "p-value against the claim",
    "adjusted": "Adjusted p-value",
    "strict": "Strict p-value",
    "confirmation": "p-value of adjusted BMP",
    "smallest": "Smallest effect that could be seen",
    "rbar": "Mean correlation of the members, r-bar",
}


@cache
def outcomes() -> dict[str, HypothesisOutcome]:
    """Return every hypothesis of the plan once, as it stands in its first claim."""
    found: dict[str, HypothesisOutcome] = {}
    for entry in ledger().entries:
        for test in entry.tests:
            if test.role == "primary" or test.hypothesis.id not in found:
                found[test.hypothesis.id] = test
    return found


@cache
def explained(name: str) -> dict[str, Explanation]:
    made = claim_explanations(outcomes()[name], findings())
    return {explanation.title: explanation for explanation in made}


def number(name: str, of: str) -> Explanation:
    return explained(name)[TITLES[of]]


def of_measure(*measures: str) -> list[str]:
    return [n for n, test in outcomes().items() if test.hypothesis.measure in measures]


def sums() -> list[str]:
    return [
        name
        for name, test in outcomes().items()
        if test.hypothesis.is_formal and test.hypothesis.measure != "slope"
    ]


def test_every_figure_that_the_page_writes_is_explained_with_its_value() -> None:
    count = 0
    for name, test in outcomes().items():
        made = explained(name)
        if test.estimate is None:
            assert not made
            continue
        assert next(iter(made.values())).value == pytest.approx(test.estimate, rel=1e-12), name
        p = test.p
        if p is None:
            continue
        shown = {
            "claimed": p.claimed,
            "opposite": p.opposite,
            "adjusted": p.adjusted if p.claimed is not None else p.opposite_adjusted,
            "strict": p.strict if p.claimed is not None else p.opposite_strict,
            "confirmation": p.confirmation,
        }
        for kind, value in shown.items():
            assert (TITLES[kind] in made) == (value is not None), (name, kind)
            if value is not None:
                assert number(name, kind).value == pytest.approx(value, rel=1e-9), (name, kind)
                count += 1
        if test.interval is not None:
            bounds = number(name, "interval")
            assert (bounds.value, bounds.upper) == pytest.approx(test.interval, rel=1e-12)
    assert count > 150


@pytest.mark.parametrize("measure", ["AR", "CAR", "CAAR", "spread", "reversal", "event_date"])
def test_the_code_of_one_test_of_each_kind_prints_every_number(
    measure: str, prints_its_number, can_be_said, ends_with_its_number
) -> None:
    for explanation in explained(of_measure(measure)[0]).values():
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)


@pytest.mark.parametrize(
    "name", ["buyers-flat", "gpu-no-surprise", "overreaction-slope", "gpu-gives-back-stargate"]
)
def test_so_does_that_of_a_margin_a_surprise_a_slope_and_several_windows(
    name: str, prints_its_number, can_be_said, ends_with_its_number
) -> None:
    for explanation in explained(name).values():
        prints_its_number(explanation)
        can_be_said(explanation)
        ends_with_its_number(explanation)


@pytest.mark.parametrize(
    "measure",
    [
        "raw_return",
        "value_lost",
        "rank",
        "intraday_share",
        "recovery_date",
        "new_high",
        "relative_return",
    ],
)
def test_the_code_of_every_fact_prints_it(
    measure: str, prints_its_number, can_be_said, ends_with_its_number
) -> None:
    for name in of_measure(measure):
        for explanation in explained(name).values():
            prints_its_number(explanation)
            can_be_said(explanation)
            ends_with_its_number(explanation)


def test_the_code_is_written_as_the_projects_own_code_is(is_written_as_the_project_is) -> None:
    names = ["gpu-falls", "buyers-flat", "overreaction-slope", "nvda-value", "nvda-rank"]
    names += ["nvda-before-janus", "gpu-recovers", "gpu-new-high", "china-above-us"]
    is_written_as_the_project_is(
        [explanation for name in names for explanation in explained(name).values()]
    )


def test_a_claims_baskets_and_tests_are_called_by_their_names() -> None:
    spread = number("sellers-below-buyers", "estimate")
    wanted = basket("GPU_INFRA").name, basket("HYPERSCALER").name
    assert f"{wanted[0].en} − {wanted[1].en}" in said(spread.meaning, spread.facts, ENGLISH)
    assert f"{wanted[0].ja} − {wanted[1].ja}" in said(spread.meaning, spread.facts, JAPANESE)
    path = next(iter(explained("gpu-recovers").values()))
    assert wanted[0].ja in said(path.title, path.facts, JAPANESE)
    states = outcomes()["gpu-falls"].hypothesis.states
    assert states in list(number("gpu-falls", "adjusted").rows[columns.TESTED])


def test_the_rows_alone_give_the_estimate_by_a_regression() -> None:
    for name in sums():
        test, rows = outcomes()[name], number(name, "estimate").rows
        event = rows[columns.ROLE] == columns.EVENT
        own = rows[columns.LONG] - rows[columns.SHORT] if columns.SHORT in rows else None
        own = rows[columns.RETURN] if own is None else own
        past = rows[~event]
        design = [np.ones(len(rows))]
        if test.hypothesis.model == "market":
            design.append(rows[columns.MARKET].to_numpy())
        x = np.column_stack(design)
        fit = sm.OLS(own[~event].to_numpy(), x[~event]).fit()
        left = own[event].to_numpy() - x[event] @ fit.params
        weights = rows[columns.WEIGHT][event].to_numpy() if columns.WEIGHT in rows else 1.0
        assert (weights * left).sum() == pytest.approx(test.estimate, abs=1e-12), name
        assert len(past) == test.estimation_rows


def test_a_rows_return_is_that_of_the_prices_of_its_day() -> None:
    rows = number("nvda-dates-release", "estimate").rows
    prices = findings().shelf.history("NVDA").total_return_price
    returns = prices.pct_change(fill_method=None)
    days = pd.DatetimeIndex(rows[columns.DATE])
    assert rows[columns.RETURN].to_numpy() == pytest.approx(returns[days].to_numpy(), abs=1e-12)


def ranked(rows: pd.DataFrame) -> tuple[np.ndarray, float]:
    """Return the ordinary values and the event's, from the rows alone."""
    column = columns.SCALED if columns.SCALED in rows else columns.SUM
    there = rows[rows[column].notna()]
    event = there[columns.ROLE] == columns.EVENT
    return there[column][~event].to_numpy(), float(there[column][event].iloc[0])


def test_the_rows_alone_give_the_p_values_and_the_interval() -> None:
    for name in sums():
        test = outcomes()[name]
        direction, margin = test.hypothesis.direction, test.hypothesis.rule.margin
        if margin is not None or test.p is None:
            continue
        for kind, want in (("claimed", test.p.claimed), ("opposite", test.p.opposite)):
            if want is None:
                continue
            drawn, own = ranked(number(name, kind).rows)
            up, down = (1 + (drawn >= own).sum()), (1 + (drawn <= own).sum())
            if direction in ("up", "down"):
                k = up if (direction == "up") == (kind == "claimed") else down
            else:
                k = 2 * min(up, down)
            assert min(1, k / (len(drawn) + 1)) == pytest.approx(want, abs=1e-15), name
        bounds, rows = number(name, "interval"), number(name, "interval").rows
        drawn, own = ranked(rows)
        unit = bounds.value if own == 0 else test.estimate / own
        quantiles = stats.mstats.mquantiles(drawn, [0.975, 0.025], alphap=0, betap=0)
        assert (bounds.value, bounds.upper) == pytest.approx(
            tuple(test.estimate - unit * quantiles), rel=1e-9
        ), name


def test_a_margin_is_excluded_by_two_one_sided_ranks() -> None:
    test, found = outcomes()["buyers-flat"], number("buyers-flat", "claimed")
    drawn, own = ranked(found.rows)
    margin = test.hypothesis.rule.margin / (test.estimate / own)
    above, below = (drawn >= own + margin).sum(), (drawn <= own - margin).sum()
    assert (1 + max(above, below)) / (len(drawn) + 1) == pytest.approx(found.value, abs=1e-15)


def test_the_recursion_on_the_rows_gives_the_volatility() -> None:
    rows = number("gpu-falls", "claimed").rows
    variance = rows[columns.SIGMA].iloc[0] ** 2
    for error, sigma in zip(rows[columns.AR], rows[columns.SIGMA], strict=True):
        assert np.sqrt(variance) == pytest.approx(sigma, rel=1e-12)
        variance = 0.94 * variance + 0.06 * error**2


def test_the_rows_alone_give_every_adjusted_p_value() -> None:
    for name in outcomes():
        if TITLES["adjusted"] not in explained(name):
            continue
        rows = number(name, "adjusted").rows
        assert rows[columns.ADJUSTED].to_numpy() == pytest.approx(
            multipletests(rows[columns.P], method="fdr_bh")[1], abs=1e-12
        )


def test_the_ordinary_values_in_the_rows_give_the_smallest_effect_that_could_be_seen() -> None:
    count = 0
    for name, test in outcomes().items():
        if test.smallest_visible is None:
            continue
        found = number(name, "smallest")
        assert found.value == pytest.approx(test.smallest_visible, rel=1e-12)
        if test.hypothesis.measure == "slope":
            continue
        drawn, own = ranked(found.rows)
        unit = test.estimate / own
        direction = test.hypothesis.direction
        sides = {"up": (1,), "down": (-1,)}.get(direction, (1, -1))
        share = 0.05 / len(sides)
        for effect, seen in ((1.000001 * found.value, True), (0.999999 * found.value, False)):
            beyond = [int((sign * drawn >= effect / unit).sum()) for sign in sides]
            p = (1 + max(beyond)) / (len(drawn) + 1)
            assert (p <= share) == seen, name
        count += 1
    assert count > 40


def test_the_largest_statistics_in_the_rows_give_the_strict_p_values() -> None:
    count = 0
    for name, test in outcomes().items():
        if TITLES["strict"] not in explained(name):
            continue
        rows = number(name, "strict").rows
        event = rows[columns.ROLE] == columns.EVENT
        as_far = (rows[columns.LARGEST][~event] >= rows[columns.LARGEST][event].iloc[0]).sum()
        assert (1 + as_far) / len(rows) == pytest.approx(test.p.strict, abs=1e-15), name
        count += 1
    assert count > 20


def test_the_members_rows_give_the_adjusted_bmp_and_its_correlation() -> None:
    checked = 0
    for name in sums():
        if TITLES["confirmation"] not in explained(name):
            continue
        found, rbar = number(name, "confirmation"), number(name, "rbar")
        table = rbar.rows.drop(columns=columns.DATE)
        n = table.shape[1]
        if not table.isna().to_numpy().any():
            pairs = table.corr().to_numpy()[~np.eye(n, dtype=bool)]
            assert pairs.mean() == pytest.approx(rbar.value, abs=1e-10), name
            checked += 1
        scar = found.rows[columns.CAR] / found.rows[columns.SE]
        t = np.sqrt(n) * scar.mean() / scar.std(ddof=1)
        t *= np.sqrt((1 - rbar.value) / (1 + (n - 1) * rbar.value))
        up = outcomes()[name].hypothesis.direction == "up"
        p = stats.t.sf(t, n - 1) if up else stats.t.cdf(t, n - 1)
        assert p == pytest.approx(found.value, rel=1e-6), name
    assert checked > 10


def test_the_points_give_the_slope_and_the_dates_its_p_value() -> None:
    slope, bounds, claimed, *_ = explained("overreaction-slope").values()
    fit = stats.linregress(slope.rows[columns.FIRST], slope.rows[columns.SECOND])
    assert fit.slope == pytest.approx(slope.value, rel=1e-9)
    ordinary = bounds.rows[bounds.rows[columns.ROLE] == columns.ORDINARY][columns.RATIO]
    assert (ordinary <= fit.slope / fit.stderr).sum() + 1 == pytest.approx(
        claimed.value * (len(ordinary) + 1)
    )
    smallest = number("overreaction-slope", "smallest")
    k = int(0.05 * (len(ordinary) + 1))
    assert smallest.value == pytest.approx(-ordinary.nsmallest(k).iloc[-1] * fit.stderr, rel=1e-6)
    high, low = stats.mstats.mquantiles(ordinary, [0.975, 0.025], alphap=0, betap=0)
    assert (bounds.value, bounds.upper) == pytest.approx(
        (fit.slope - high * fit.stderr, fit.slope - low * fit.stderr), rel=1e-6
    )


def test_the_rows_of_facts_give_their_figures() -> None:
    made: dict[str, Callable[[pd.DataFrame], float]] = {
        "raw_return": lambda rows: rows[columns.CLOSE].iloc[1] / rows[columns.CLOSE].iloc[0] - 1,
        "value_lost": lambda rows: (rows[columns.SHARES] * rows[columns.CLOSE]).diff().iloc[1],
        "intraday_share": lambda rows: (
            (rows[columns.CLOSE].iloc[-2] - rows[columns.CLOSE].iloc[0])
            / (rows[columns.CLOSE].iloc[-1] - rows[columns.CLOSE].iloc[0])
        ),
        "relative_return": lambda rows: (
            rows.groupby(columns.SIDE)[columns.RETURN].mean()
            @ pd.Series({columns.LONG: 1.0, columns.SHORT: -1.0})
        ),
    }
    for measure, remake in made.items():
        for name in of_measure(measure):
            found = next(iter(explained(name).values()))
            assert remake(found.rows) == pytest.approx(found.value, rel=1e-9), name


def test_the_rows_of_a_path_show_the_way_back_and_the_deepest_fall() -> None:
    for name in of_measure("recovery_date"):
        found = next(iter(explained(name).values()))
        level = found.rows.iloc[:, -1].to_numpy()
        assert level[-1] >= level[0]
        assert (level[1:-1] < level[0]).all()
        assert found.rows[columns.TAU].iloc[-1] == found.value == len(level) - 2
    for name in of_measure("new_high"):
        found = next(iter(explained(name).values()))
        level = found.rows.iloc[:, 2]
        fall = (level / level.cummax() - 1)[found.rows[columns.TAU] >= 0]
        assert fall.min() == pytest.approx(found.value, rel=1e-12)
    rank = next(iter(explained("nvda-rank").values()))
    day = pd.Timestamp(outcomes()["nvda-rank"].session)
    place = rank.rows[columns.RANK][rank.rows[columns.DATE] == day].iloc[0]
    assert place == rank.value
    assert rank.rows[columns.RETURN].is_monotonic_increasing


@pytest.mark.parametrize(
    "override",
    [
        Override(window=(0, 1)),
        Override(model="market-adjusted", estimation=(-120, -21)),
        Override(model="mean-adjusted", returns="log"),
        Override(benchmark="^IXIC"),
    ],
)
def test_a_readers_own_choice_is_explained_too(
    override: Override, prints_its_number, can_be_said, ends_with_its_number
) -> None:
    for claim in ("A2-14", "A0-08"):
        for view in evidence(claim, override).exploratory:
            found = claim_explanations(view.outcome, findings())
            assert found[0].value == pytest.approx(view.outcome.estimate, rel=1e-12)
            for explanation in found:
                assert explanation.title != TITLES["adjusted"], "no family holds it"
                prints_its_number(explanation)
                can_be_said(explanation)
                ends_with_its_number(explanation)
