from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.benchmarks import ex_firm_market
from analysis.significance.multiplicity import step_down_max_t
from analysis.significance.placebo import placebo_sample
from analysis.significance.result import HypothesisTest
from analysis.study import StudySpec, run_study
from analysis.verdicts.tails import Tails
from analysis.windows import EstimationWindow, EventWindow
from dashboard.studies.ledger import ledger
from dashboard.studies.ledger.build import Findings
from dashboard.studies.ledger.case import EX_MEMBERS, Specification, response_and_design
from dashboard.studies.ledger.figures import EMBEDDED, index_weights
from dashboard.studies.ledger.finding import Formal
from dashboard.studies.ledger.judging import Adjusted, judge, judge_claim
from dashboard.studies.ledger.placebo import placebo_statistics
from data.catalogue import basket, claim
from data.catalogue.plan import claim_plan, the_plan
from data.providers.snapshot import snapshot_prices

OTHERWISE = {True: "contradicted", False: "inconclusive"}
SHOCK = pd.Timestamp("2025-01-27")


@pytest.fixture(scope="module")
def findings() -> Findings:
    return Findings(the_plan(), EMBEDDED)


def returns(ticker: str) -> pd.Series:
    prices = snapshot_prices(ticker).on_sessions(None, date(2025, 12, 31)).total_return_price
    return prices.pct_change(fill_method=None).loc["2022-01-03":]


def formal(findings: Findings, name: str) -> Formal:
    found = findings.found[name]
    assert isinstance(found, Formal)
    return found


def test_a_spread_is_the_regression_of_the_difference(findings: Findings) -> None:
    long, short = (
        pd.DataFrame({name: returns(name) for name in basket(side).tickers}).mean(axis=1)
        for side in ("AI_POWER", "NON_AI_CONTROL")
    )
    row = long.index.get_loc(SHOCK)
    rows = np.r_[np.arange(row - 250, row - 20), row]
    x = np.column_stack([np.ones(231), returns("^GSPC").iloc[rows], (rows == row).astype(float)])
    fit = sm.OLS((long - short).to_numpy()[rows], x).fit()
    found = formal(findings, "power-below-control")
    assert found.estimate == pytest.approx(fit.params[2])
    assert found.estimate < -0.15


def test_europe_is_measured_on_its_own_sessions_against_its_own_index(findings: Findings) -> None:
    case = findings.cases["eu-software-above-infra"]
    members = {side: basket(side).tickers for side in ("EU_SOFTWARE", "EU_INFRA")}
    days = case.sessions
    long, short = (
        pd.DataFrame({name: returns(name).reindex(days) for name in names}).mean(axis=1)
        for names in members.values()
    )
    index = returns("^STOXX50E").reindex(days)
    row = days.get_loc(SHOCK)
    rows = np.r_[np.arange(row - 250, row - 20), row, row + 1]
    table = pd.DataFrame({"y": long - short, "m": index}).iloc[rows]
    table["d"] = (table.index == SHOCK).astype(float)
    table["e"] = (table.index == pd.Timestamp("2025-01-28")).astype(float)
    table = table.dropna()
    fit = sm.OLS(table["y"], sm.add_constant(table[["m", "d", "e"]])).fit()
    found = formal(findings, "eu-software-above-infra")
    assert found.estimate == pytest.approx(fit.params["d"] + fit.params["e"])
    assert found.rows == len(table) - 2


def test_a_date_named_by_an_article_and_a_computed_session_become_tau_zero(
    findings: Findings,
) -> None:
    expected = {
        "nvda-dates-two-days-later": date(2025, 1, 23),
        "nvda-dates-release": date(2025, 1, 21),
        "softbank-rises": date(2025, 1, 22),
        "eu-infra-rises-stargate": date(2025, 1, 22),
        "gpu-rises-capex": date(2025, 1, 30),
    }
    assert {name: findings.cases[name].session for name in expected} == expected
    capex = findings.cases["gpu-rises-capex"]
    assert [first for first, _ in capex.terms] == [
        date(2025, 1, 30),
        date(2025, 2, 5),
        date(2025, 2, 7),
    ]
    assert sum(capex.kernel.weights) == 3.0


def test_the_index_without_its_members_is_ex_firm_market(findings: Findings) -> None:
    case = findings.cases["nvda-falls"]
    spec = Specification("market", EX_MEMBERS, (-250, -21), "simple")
    _, design = response_and_design(case, spec, findings.shelf)
    expected = ex_firm_market(returns("^GSPC"), returns("NVDA"), index_weights()["NVDA"])
    assert design[1:, 1] == pytest.approx(expected.loc["2022-01-04":].to_numpy())


def test_placebo_statistics_are_those_of_the_placebo_sample(findings: Findings) -> None:
    case = findings.cases["nvda-falls"]
    sample = placebo_sample(
        returns("NVDA"),
        pd.DataFrame({"market": returns("^GSPC")}),
        StudySpec(),
        EventWindow(0, 0),
        [SHOCK.date()],
    )
    expected = pd.Series(sample.scaled, sample.sessions).reindex(findings.dates.days)
    assert len(expected) > 300
    found = placebo_statistics(case, findings.dates, findings.shelf)
    assert found == pytest.approx(expected.to_numpy())


def test_every_test_keeps_its_distance_to_the_shock_at_a_placebo_date(findings: Findings) -> None:
    shock, later = findings.cases["gpu-falls"], findings.cases["gpu-rises-capex"]
    assert shock.sessions[findings.dates.rows(shock)].equals(findings.dates.days)
    assert set(findings.dates.rows(later) - findings.dates.rows(shock)) == {3}
    tokyo = findings.cases["softbank-rises"]
    day = tokyo.sessions[findings.dates.rows(tokyo)]
    # Tokyo's session of Stargate is three before that of the shock.
    assert (day < findings.dates.days).all()
    assert (findings.dates.days - day <= pd.Timedelta(days=14)).all()


def test_the_strict_variant_is_step_down_max_t_over_the_whole_family(findings: Findings) -> None:
    sign = {"up": 1.0, "down": -1.0}
    columns, observed = [], []
    for name in findings.strict_names:
        case = findings.cases[name]
        values = placebo_statistics(case, findings.dates, findings.shelf)
        scaled = formal(findings, name).scaled
        assert scaled is not None
        direction = case.hypothesis.direction
        columns.append(np.abs(values) if direction == "either" else sign[direction] * values)
        observed.append(abs(scaled) if direction == "either" else sign[direction] * scaled)
    placebo = np.column_stack(columns)
    placebo = placebo[np.isfinite(placebo).all(axis=1)]
    expected = step_down_max_t(np.clip(np.array(observed), 0, None), np.clip(placebo, 0, None))
    found = [findings.adjusted[name].strict for name in findings.strict_names]
    assert found == pytest.approx(list(expected))
    by_name = dict(zip(findings.strict_names, expected, strict=True))
    assert by_name["gpu-falls"] < 0.05
    assert by_name["oracle-fades"] == 1.0


def test_the_path_without_a_shock_is_beta_times_the_index(findings: Findings) -> None:
    own, market = returns("NVDA"), returns("^GSPC")
    row = own.index.get_loc(SHOCK)
    window = slice(row - 250, row - 20)
    beta = np.polyfit(market.iloc[window], own.iloc[window], 1)[0]
    alone = (1 + beta * market.iloc[row:]).cumprod()
    level = (1 + own.iloc[row:]).cumprod()
    expected = level[level >= alone].index[0].date()
    nvidia = ledger().entry("A3-19").tests[2]
    assert nvidia.facts["no_shock_on"] == expected


def test_firmness_is_the_share_of_54_studies_with_the_same_class(findings: Findings) -> None:
    own, day = returns("AMZN"), pd.Timestamp("2025-01-30").date()
    indices = {name: returns(name) for name in ("^GSPC", "^IXIC", "RSP")}
    indices["rest"] = ex_firm_market(indices["^GSPC"], own, index_weights()["AMZN"])
    pairs = [("mean-adjusted", "^GSPC")]
    pairs += [(model, name) for model in ("market", "market-adjusted") for name in indices]
    classes = []
    for model, name in pairs:
        for first, last in ((-250, -21), (-120, -21), (-250, -31)):
            spec = StudySpec(model=model, estimation=EstimationWindow(first, last))
            for take in (lambda r: r, np.log1p):
                study = run_study(
                    take(own), pd.DataFrame({"market": take(indices[name])}), day, spec
                )
                sq = study.headline.test("sq")
                assert isinstance(sq, HypothesisTest)
                assert sq.p_lower is not None
                assert sq.p_upper is not None
                passes = sq.p_upper <= 0.05, sq.p_lower <= 0.05
                classes.append("supported" if passes[0] else OTHERWISE[passes[1]])
    found = findings.firmness["amzn-rises-aws"]
    assert found is not None
    assert (found.same, found.total) == (classes.count(found.outcome), len(classes))
    assert found.same < found.total
    assert found.outcome == "contradicted"  # unadjusted, and in few specifications
    assert findings.outcome("amzn-rises-aws", "primary").verdict == "inconclusive"


def test_a_primary_hypothesis_is_judged_by_the_adjusted_and_a_secondary_by_its_own_p_value(
    findings: Findings,
) -> None:
    case, header = findings.cases["nvda-falls"], the_plan().header
    found = replace(formal(findings, "nvda-falls"), tails=Tails(0.03, 0.98, 0.004))
    after = Adjusted(claimed=0.08, opposite=1.0)
    assert judge(case, found, "primary", after, header)[0] == "inconclusive"
    assert judge(case, found, "secondary", None, header)[0] == "supported"
    passes = Adjusted(claimed=0.04, opposite=1.0)
    assert judge(case, found, "primary", passes, header)[0] == "supported"
    opposite = Adjusted(claimed=1.0, opposite=0.01)
    assert judge(case, found, "primary", opposite, header)[0] == "contradicted"


def test_a_basket_without_confirmation_is_inconclusive_and_says_on_how_many_shares(
    findings: Findings,
) -> None:
    case, header = findings.cases["gpu-falls"], the_plan().header
    found = replace(formal(findings, "gpu-falls"), confirmation=Tails(0.2, 0.8, 0.0))
    verdict, reason = judge(case, found, "primary", Adjusted(0.01, 1.0), header)
    assert verdict == "inconclusive"
    assert "14 shares" in reason.english


def test_a_window_too_long_for_the_estimation_window_is_inconclusive(findings: Findings) -> None:
    case, header = findings.cases["nvda-falls"], the_plan().header
    found = replace(formal(findings, "nvda-falls"), effective_draws=18.9)
    assert judge(case, found, "primary", Adjusted(0.001, 1.0), header)[0] == "inconclusive"


def test_half_a_test_never_supports_a_claim(findings: Findings) -> None:
    test = findings.outcome("buyers-fall", "primary")
    entry, planned = claim("A0-20"), claim_plan(the_plan(), "A0-20")
    supported = judge_claim(entry, planned, (replace(test, verdict="supported"),))
    assert supported[0] == "inconclusive"
    assert "missing" in supported[1].english
    contradicted = judge_claim(entry, planned, (replace(test, verdict="contradicted"),))
    assert contradicted[0] == "contradicted"


def test_secondary_hypotheses_do_not_decide_a_claim(findings: Findings) -> None:
    main = replace(findings.outcome("power-falls", "primary"), verdict="supported")
    beside = replace(findings.outcome("power-stays-low", "secondary"), verdict="contradicted")
    planned = claim_plan(the_plan(), "A0-17")
    assert judge_claim(claim("A0-17"), planned, (main, beside))[0] == "supported"
