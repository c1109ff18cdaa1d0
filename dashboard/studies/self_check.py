"""Known answers, worked out anew on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis.errors import N_, StudyError
from analysis.significance.battery import BATTERY
from analysis.significance.many_firms import evidence
from analysis.significance.multiplicity import benjamini_hochberg, holm
from analysis.significance.result import HypothesisTest
from dashboard.studies.explanations.explanation import Step
from dashboard.studies.explanations.inputs import event_rows, family, terms
from dashboard.studies.request import study_request
from dashboard.studies.self_check_example import (
    FIRST_FIRM,
    FOUR_FIRMS,
    example_sample,
    example_studies,
)
from dashboard.studies.single import Study, run
from data.calendars import sessions
from data.errors import DataError
from data.providers.snapshot import snapshot_prices
from data.providers.snapshot_files import manifest
from data.snapshot_tables import SNAPSHOT

EXAMPLE: Final = N_("a worked example, computed apart from this code")
CLOSES: Final = N_("the closes of the press, 142.62 and 118.42 dollars")
STATSMODELS: Final = N_("statsmodels: a regression with a dummy for each event session")
BY_HAND: Final = N_("sorting and counting")
MULTIPLETESTS: Final = N_("statsmodels: multipletests")
SCIPY: Final = N_("scipy: the distribution function of Student's t")
MANIFEST: Final = N_("the manifest of the snapshot")
EXCHANGE: Final = N_("the closures that the New York Stock Exchange announced")

ANSWER: Final = N_("an answer")

CLOSE: Final = 1e-8
P_VALUES: Final = (0.001, 0.012, 0.02, 0.04, 0.3)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Check:
    """One known answer and what came out.

    Attributes
    ----------
    what
        English template with its facts.
    source
        Where the expected answer comes from, as an English template.
    expected, got
        Numbers, or texts that must be equal.
    tolerance
        Largest difference that passes, as a fraction of the expected number.
    error
        Why nothing came out, where it was refused.
    """

    what: Step
    source: str
    expected: float | str
    got: float | str
    tolerance: float = CLOSE
    error: StudyError | DataError | None = None

    @property
    def difference(self) -> float | None:
        """Got less expected, or None where they are not numbers."""
        if isinstance(self.expected, str) or isinstance(self.got, str):
            return None
        return self.got - self.expected

    @property
    def passed(self) -> bool:
        """Whether the answer is the expected one."""
        difference = self.difference
        if difference is None:
            return self.expected == self.got
        assert isinstance(self.expected, float)
        return abs(difference) <= self.tolerance * abs(self.expected)


def self_check(study: Study | None = None, progress: Progress | None = None) -> tuple[Check, ...]:
    """Work all known answers out anew.

    Parameters
    ----------
    study
        The reader's own study, to be done again by statsmodels; Nvidia on 27 January 2025
        where none is given, or where its model is no least-squares regression.
    progress
        Called with how many groups of checks of how many are done.

    Returns
    -------
    tuple of Check
        A refusal or a damaged file is a check that failed, with its message as what was got.
    """
    own = study if study is not None and family(study) == "least squares" else _default()
    groups: tuple[Callable[[], tuple[Check, ...]], ...] = (
        _one_firm,
        _four_firms,
        _known_move,
        lambda: _event_dummies(own),
        lambda: _ranked_by_hand(own),
        _multiplicity,
        _closures,
        _hashes,
    )
    found: list[Check] = []
    for done, group in enumerate(groups):
        if progress is not None:
            progress(done, len(groups))
        try:
            found += group()
        except (StudyError, DataError) as error:
            refused: Step = (N_("A group of checks was refused."), {})
            found.append(Check(refused, ANSWER, "", str(error), error=error))
    return tuple(found)


def _default() -> Study:
    return run(study_request(security="NVDA", event="crash-2025-01-27", source="snapshot"))


def _one_firm() -> tuple[Check, ...]:
    result = example_studies()[0]
    car, fit = result.headline.car, result.fit
    t = result.headline.test("t")
    assert isinstance(t, HypothesisTest)
    got = {
        "alpha": 100 * fit.parameters["alpha"],
        "beta": fit.parameters["beta"],
        "AR": 100 * float(result.abnormal.values[0]),
        "CAR": 100 * car.value,
        "SE": 100 * car.standard_error,
        "t": car.scar,
        "p": t.p_value,
    }
    return tuple(
        Check((N_("One firm: {name}"), {"name": name}), EXAMPLE, expected, float(got[name]))
        for name, expected in FIRST_FIRM.items()
    )


def _four_firms() -> tuple[Check, ...]:
    given = evidence(example_sample())
    checks = []
    for name, expected in FOUR_FIRMS.items():
        test = BATTERY[name](given)
        got = test.statistic if isinstance(test, HypothesisTest) else test.explanation
        what = (N_("Four firms: {title}"), {"title": test.title})
        checks.append(Check(what, EXAMPLE, expected, got))
    return tuple(checks)


def _known_move() -> tuple[Check, ...]:
    closes = snapshot_prices("NVDA").closes
    before, after = float(closes["2025-01-24"]), float(closes["2025-01-27"])
    return (
        Check(
            (N_("Nvidia's return on 27 January 2025"), {}),
            CLOSES,
            118.42 / 142.62 - 1,
            after / before - 1,
        ),
    )


def _event_dummies(study: Study) -> tuple[Check, ...]:
    """Regress on the model's terms and one dummy an event session (Karafiath 1988)."""
    car = study.headline.car
    rows = np.concatenate((study.result.fit.rows, event_rows(study, car.window)))
    own = study.returns.security.to_numpy(dtype=float)[rows]
    free = []
    for term in terms(study):
        values = term.values(study.regressors.table).to_numpy(dtype=float)[rows]
        if term.parameter:
            free.append(values)
        else:
            own = own - values
    length = len(car.window)
    dummies = np.eye(len(rows))[:, -length:]
    fit = sm.OLS(own, np.column_stack([*free, dummies])).fit()
    total = fit.t_test(np.r_[np.zeros(len(free)), np.ones(length)])
    t = study.headline.test("t")
    assert isinstance(t, HypothesisTest)
    facts = {"security": study.security.security, "window": str(car.window)}
    pairs = (
        (N_("{security}, {window}: abnormal return"), total.effect, car.value),
        (N_("{security}, {window}: standard error"), total.sd, car.standard_error),
        (N_("{security}, {window}: t"), total.tvalue, car.scar),
        (N_("{security}, {window}: p-value of the t test"), total.pvalue, t.p_value),
    )
    return tuple(
        Check((what, facts), STATSMODELS, float(np.squeeze(expected)), float(got))
        for what, expected, got in pairs
    )


def _ranked_by_hand(study: Study) -> tuple[Check, ...]:
    """Rank the CAR by sorting, and look the t up."""
    test, car = study.headline.test("sq"), study.headline.car
    fit, length = study.result.fit, len(car.window)
    facts = {"security": study.security.security, "window": str(car.window)}
    by_row = dict(zip(fit.rows.tolist(), fit.residuals.tolist(), strict=True))
    spans = ([row + k for k in range(length)] for row in by_row)
    whole = sorted(
        sum(by_row[row] for row in span) for span in spans if all(row in by_row for row in span)
    )
    below = sum(1 for value in whole if value <= car.value)
    above = sum(1 for value in whole if value >= car.value)
    checks = [
        Check(
            (N_("{security}, {window}: p-value by Student's t"), facts),
            SCIPY,
            float(2 * stats.t.cdf(-abs(car.scar), car.df)),
            float(getattr(study.headline.test("t"), "p_value", np.nan)),
        )
    ]
    if isinstance(test, HypothesisTest):
        expected = min(1.0, 2 * (1 + min(below, above)) / (len(whole) + 1))
        what = (N_("{security}, {window}: SQ p-value"), facts)
        checks.append(Check(what, BY_HAND, expected, test.p_value))
    return tuple(checks)


def _multiplicity() -> tuple[Check, ...]:
    p = np.array(P_VALUES)
    pairs = (
        (N_("Holm's adjusted p-value of {p}"), "holm", holm(p)),
        (N_("Benjamini and Hochberg's adjusted p-value of {p}"), "fdr_bh", benjamini_hochberg(p)),
    )
    return tuple(
        Check((what, {"p": value}), MULTIPLETESTS, float(expected), float(got))
        for what, method, adjusted in pairs
        for value, expected, got in zip(
            P_VALUES, multipletests(p, method=method)[1], adjusted, strict=True
        )
    )


def _closures() -> tuple[Check, ...]:
    days = sessions("XNYS", date(2025, 1, 8), date(2025, 1, 21))
    expected = "8 10 13 14 15 16 17 21"
    what: Step = (N_("Sessions in New York from 8 to 21 January 2025, day by day"), {})
    return (Check(what, EXCHANGE, expected, " ".join(str(day.day) for day in days)),)


def _hashes() -> tuple[Check, ...]:
    return tuple(
        Check(
            (N_("Content of {file}, SHA-256"), {"file": entry.file}),
            MANIFEST,
            entry.sha256[:16],
            _sha256(entry.file)[:16],
        )
        for entry in manifest(SNAPSHOT).values()
    )


def _sha256(file: str) -> str:
    try:
        return hashlib.sha256((SNAPSHOT / file).read_bytes()).hexdigest()
    except OSError as error:
        return str(error.strerror)


def checks_table(checks: tuple[Check, ...]) -> pd.DataFrame:
    """Return the checks as text: expected, got and difference, a row a check."""
    return pd.DataFrame(
        {
            "expected": [_written(check.expected) for check in checks],
            "got": [_written(check.got) for check in checks],
            "difference": [
                "" if check.difference is None else f"{check.difference:.0e}" for check in checks
            ],
        }
    )


def _written(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.10g}".replace("-", "−")
