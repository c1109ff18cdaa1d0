from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.normal_returns.models import MODELS
from analysis.windows import EventWindow
from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.explanation import Explanation, said
from dashboard.studies.explanations.moves import abnormal_return
from dashboard.studies.explanations.study import EXPLAINED, explanations
from dashboard.studies.explanations.terms import TERMS
from dashboard.studies.request import study_request
from dashboard.studies.single import Study, run

ROOT = Path(__file__).parents[4]
LEAST_SQUARES = ("mean-adjusted", "market-adjusted", "market", "market-ex-firm", "capm", "ff3")
LEAST_SQUARES += ("ff5", "carhart", "market-sector")


@cache
def study(model: str = "market", window: str = "0,0", **changes: str) -> Study:
    return run(
        study_request(
            security="NVDA",
            event="crash-2025-01-27",
            benchmark="^GSPC",
            model=model,
            windows=(window,),
            **changes,  # type: ignore[arg-type]  # of several types, each as the request takes it
        )
    )


def printed(code: str) -> list[tuple[float, float]]:
    """Return the numbers that code prints, each with half a unit of its last digit."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    found = []
    for word in out.getvalue().split():
        written, unit = Decimal(word.rstrip("%")), Decimal("0.01" if word.endswith("%") else "1")
        exponent = written.as_tuple().exponent
        assert isinstance(exponent, int)
        found.append((float(written * unit), float(unit.scaleb(exponent) / 2)))
    return found


def assert_code_prints(explanation: Explanation) -> None:
    bounds = [explanation.value]
    if explanation.upper is not None:
        bounds.append(explanation.upper)
    numbers = printed(explanation.code)
    assert len(numbers) == len(bounds)
    for (got, half), shown in zip(numbers, bounds, strict=True):
        assert got == pytest.approx(shown, abs=1.001 * half)
        last = {"percent": 0.01, "share": 0.01}.get(explanation.unit, 1) / 10**explanation.digits
        assert half < last or explanation.unit in ("probability", "price", "money")


@pytest.mark.parametrize("model", MODELS)
def test_the_code_of_every_number_prints_the_number_that_is_shown(model: str) -> None:
    for explanation in explanations(study(model)):
        assert_code_prints(explanation)


@pytest.mark.parametrize(
    ("model", "window", "changes"),
    [
        ("market", "-1,4", {}),
        ("huber", "2,6", {}),
        ("market", "0,1", {"returns": "log", "estimation": "-120,-21"}),
        ("ff3", "-5,5", {}),
        ("market", "0,0", {"estimation": "30,160"}),
    ],
)
def test_so_it_does_over_several_sessions_with_log_returns_and_with_other_windows(
    model: str, window: str, changes: dict[str, str]
) -> None:
    for explanation in explanations(study(model, window, **changes)):
        assert_code_prints(explanation)


def test_the_code_runs_by_itself_in_a_fresh_interpreter() -> None:
    code = EXPLAINED["abnormal"](study())
    assert code is not None
    run_alone = subprocess.run(
        [sys.executable, "-W", "error::FutureWarning", "-"],
        input=code.code,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run_alone.stdout == "-13.1895%\n"


def test_the_code_is_written_as_the_projects_own_code_is(
    is_written_as_the_project_is: Callable[[list[Explanation]], None],
) -> None:
    for model in ("market", "capm", "ff5", "garch"):
        is_written_as_the_project_is(list(explanations(study(model, "-1,4"))))


def by_role(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    role = rows[columns.ROLE]
    return rows[role == columns.ESTIMATION], rows[role == columns.EVENT]


def design(model: str, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return what is explained and by what, from the rows alone."""
    own = rows[columns.RETURN].to_numpy()
    free = [
        np.ones(len(rows)) if not t.column else rows[t.column] for t in TERMS[model] if t.symbol
    ]
    for term in TERMS[model]:
        if not term.symbol:
            own = own - rows[term.column].to_numpy()
    return own, np.column_stack(free) if free else np.empty((len(rows), 0))


@pytest.mark.parametrize("window", ["0,0", "-1,4"])
@pytest.mark.parametrize("model", LEAST_SQUARES)
def test_the_rows_alone_give_the_abnormal_return_and_its_standard_error(
    model: str, window: str
) -> None:
    asked = study(model, window)
    car, error = (EXPLAINED[name](asked) for name in ("abnormal", "standard_error"))
    assert car is not None
    assert error is not None
    estimation, event = by_role(car.rows)
    y, x = design(model, estimation)
    theta = np.linalg.pinv(x) @ y
    own, at = design(model, event)
    assert (own - at @ theta).sum() == pytest.approx(car.value, abs=1e-12)
    e = y - x @ theta
    total = at.sum(axis=0)
    variance = len(at) + total @ np.linalg.pinv(x.T @ x) @ total
    assert np.sqrt(e @ e / (len(e) - x.shape[1]) * variance) == pytest.approx(error.value, rel=1e-9)
    assert event[columns.AR].sum() == pytest.approx(car.value, abs=1e-12)


@pytest.mark.parametrize("model", ["scholes-williams", "dimson", "huber", "lad", "garch"])
def test_of_the_other_models_the_rows_and_the_shown_line_give_the_abnormal_return(
    model: str,
) -> None:
    asked = study(model)
    found = EXPLAINED["abnormal"](asked)
    assert found is not None
    _, event = by_role(found.rows)
    line = asked.result.fit.parameters
    left = event[columns.RETURN] - line["alpha"] - line["beta"] * event[columns.MARKET]
    assert left.sum() == pytest.approx(found.value, abs=1e-12)
    assert found.notes, "what cannot be worked out by hand is said"


def test_the_rows_of_the_return_are_the_prices_before_and_after() -> None:
    for kind in ("simple", "log"):
        found = EXPLAINED["return"](study("market", "0,3", returns=kind))
        assert found is not None
        prices = found.rows[columns.PRICE].to_numpy()
        ratio = prices[-1] / prices[0]
        value = np.log(ratio) if kind == "log" else ratio - 1
        assert value == pytest.approx(found.value, abs=1e-12)
        assert found.value == pytest.approx(
            study("market", "0,3", returns=kind).headline.car.raw_return, abs=1e-12
        )


def test_t_its_p_value_and_the_interval_follow_from_the_standard_error() -> None:
    asked = study("market", "0,1")
    car = asked.headline.car
    found = {name: EXPLAINED[name](asked) for name in ("t", "t_p", "interval")}
    df = car.df
    t = car.value / car.standard_error
    assert found["t"] is not None
    assert found["t"].value == pytest.approx(t, rel=1e-12)
    assert found["t_p"] is not None
    assert found["t_p"].value == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-9)
    interval = found["interval"]
    assert interval is not None
    assert interval.value == pytest.approx(
        car.value - stats.t.ppf(0.975, df) * car.standard_error, rel=1e-9
    )
    assert (interval.value, interval.upper) == asked.headline.interval


@pytest.mark.parametrize("window", ["0,0", "3,3", "-1,4"])
def test_the_rank_in_the_rows_gives_the_sq_p_value(window: str) -> None:
    found = EXPLAINED["sq_p"](study("market", window))
    assert found is not None
    estimation, event = by_role(found.rows)
    values, own = estimation[columns.SUM], event[columns.SUM].iloc[0]
    beyond = min((values <= own).sum(), (values >= own).sum())
    assert min(1, 2 * (1 + beyond) / (len(values) + 1)) == pytest.approx(found.value, abs=1e-15)
    assert event[columns.RANK].iloc[0] == beyond + 1
    dates = {fact["day"] for _, fact in found.steps if "rank" in fact}
    assert event[columns.DATE].iloc[0].date() in dates
    assert len(dates) >= 2, "its neighbours in the ranking are named"


@pytest.mark.parametrize("window", ["0,0", "-1,4"])
def test_the_recursion_on_the_rows_gives_the_volatility_and_the_scaled_rank(window: str) -> None:
    found = EXPLAINED["scaled_sq_p"](study("market", window))
    assert found is not None
    rows, length = found.rows, 1 if window == "0,0" else 6
    variance = rows[columns.SIGMA].iloc[0] ** 2
    for error, sigma in zip(rows[columns.AR], rows[columns.SIGMA], strict=True):
        assert np.sqrt(variance) == pytest.approx(sigma, rel=1e-12)
        variance = 0.94 * variance + 0.06 * error**2
    scaled = rows[columns.SUM] / rows[columns.SIGMA] / np.sqrt(length)
    values, own = scaled.iloc[:-1].dropna(), scaled.iloc[-1]
    beyond = min((values <= own).sum(), (values >= own).sum())
    assert min(1, 2 * (1 + beyond) / (len(values) + 1)) == pytest.approx(found.value, abs=1e-15)


def test_the_rows_of_the_value_multiply_to_592_6_billion_dollars() -> None:
    change, abnormal = (EXPLAINED[name](study()) for name in ("value", "abnormal_value"))
    assert change is not None
    assert abnormal is not None
    before, after = change.rows[columns.CLOSE]
    shares = change.rows[columns.SHARES].iloc[0]
    assert shares * (after - before) == pytest.approx(change.value)
    assert change.shown(ENGLISH) == "−\u2060$592.6B"
    row = abnormal.rows.iloc[0]
    assert row[columns.SHARES] * row[columns.CLOSE] * row[columns.CAR] == pytest.approx(
        abnormal.value
    )


def test_slope_and_constant_follow_from_the_rows() -> None:
    alpha, beta = (EXPLAINED[name](study()) for name in ("alpha", "beta"))
    assert alpha is not None
    assert beta is not None
    slope = np.polyfit(beta.rows[columns.MARKET], beta.rows[columns.RETURN], 1)
    assert slope == pytest.approx([beta.value, alpha.value], abs=1e-10)


@pytest.mark.parametrize("model", ["market", "ff5", "garch"])
def test_the_worked_line_ends_with_the_number(model: str) -> None:
    for found in explanations(study(model, "-1,4")):
        number = re.findall(r"-?\d[\d,.{}]*\d", found.worked.split("=")[-1])
        ends = [float(text.replace("{,}", "")) for text in number]
        scale = 100 if found.unit in ("percent", "share") else 1
        wanted = [found.value] if found.upper is None else [found.value, found.upper]
        tolerance = 0.51 if found.unit == "money" else 5.1e-5
        assert ends[: len(wanted)] == pytest.approx([scale * w for w in wanted], abs=tolerance)


def test_the_worked_abnormal_return_comes_out_on_a_pocket_calculator() -> None:
    found = EXPLAINED["abnormal"](study())
    assert found is not None
    own, alpha, beta, market, value = map(float, re.findall(r"-?\d+\.\d+", found.worked))
    assert own - (alpha + beta * market) == pytest.approx(value, abs=2e-4)


@pytest.mark.parametrize("tau", [-10, -1, 0, 7])
def test_the_abnormal_return_of_any_session_is_explained(tau: int) -> None:
    asked = run(study_request(security="NVDA", event="crash-2025-01-27", windows=("0,0", "-10,10")))
    found = abnormal_return(asked, EventWindow(tau, tau))
    assert found.value == pytest.approx(float(asked.result.abnormal.values[tau + 10]), abs=1e-12)
    assert_code_prints(found)


def test_a_number_that_a_study_lacks_has_no_explanation() -> None:
    fund = run(study_request(security="QQQ", event="crash-2025-01-27"))
    assert EXPLAINED["value"](fund) is None
    assert EXPLAINED["beta"](study("mean-adjusted")) is None
    assert EXPLAINED["scaled_sq_p"](study("market", "0,0", estimation="30,160")) is None


@pytest.mark.parametrize("model", MODELS)
def test_every_sentence_can_be_said_in_both_languages(model: str) -> None:
    for found in explanations(study(model)):
        for language in (ENGLISH, JAPANESE):
            for template, facts in (
                (found.title, found.facts),
                (found.meaning, found.facts),
                *found.steps,
                *found.notes,
            ):
                assert "{" not in re.sub(r"\$[^$]*\$", "", said(template, facts, language))


def test_sources_carry_their_hash() -> None:
    for found in explanations(study()):
        assert all(len(s.history.provenance.sha256) >= 64 for s in found.sources)
        assert found.sources
