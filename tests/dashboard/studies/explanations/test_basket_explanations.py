from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest

from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies.basket import BasketStudy, run
from dashboard.studies.basket_request import basket_request
from dashboard.studies.explanations import columns
from dashboard.studies.explanations.basket import adjusted_bmp, caar, mean_correlation
from dashboard.studies.explanations.explanation import Explanation, said


@pytest.fixture(scope="module")
def infra() -> BasketStudy:
    return run(basket_request(basket="GPU_INFRA", windows=("0,0", "0,1")))


def printed(found: Explanation) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(found.code, {})
    return out.getvalue().strip()


@pytest.mark.parametrize("place", [0, 1])
def test_the_code_prints_mean_correlation_and_adjusted_statistic(
    infra: BasketStudy, place: int
) -> None:
    window = infra.windows[place]
    assert printed(caar(infra, window)) == f"{window.caar:.4%}"
    assert printed(mean_correlation(infra, window)) == f"{window.correlation.calendar:.6f}"
    found = adjusted_bmp(infra, window)
    assert found is not None
    assert printed(found) == f"{window.test('adjusted_bmp_calendar').statistic:.6f}"


def test_the_rows_alone_give_the_mean_the_correlation_and_the_statistic(
    infra: BasketStudy,
) -> None:
    window = infra.windows[0]
    mean, correlation, bmp = (f(infra, window) for f in (caar, mean_correlation, adjusted_bmp))
    assert bmp is not None
    assert mean.rows[columns.CAR].mean() == pytest.approx(mean.value, abs=1e-15)
    residuals = correlation.rows.drop(columns=columns.DATE).to_numpy()
    n = residuals.shape[1]
    z = residuals - np.nanmean(residuals, axis=0)
    z = np.nan_to_num(z / np.sqrt(np.nansum(z**2, axis=0)))
    pairs = z.T @ z
    rbar = pairs[~np.eye(n, dtype=bool)].mean()
    assert rbar == pytest.approx(correlation.value, abs=1e-12)
    scar = bmp.rows[columns.CAR] / bmp.rows[columns.SE]
    t = np.sqrt(n) * scar.mean() / scar.std(ddof=1)
    assert t * np.sqrt((1 - rbar) / (1 + (n - 1) * rbar)) == pytest.approx(bmp.value, rel=1e-9)


def test_its_sentences_can_be_said_in_both_languages(infra: BasketStudy) -> None:
    window = infra.windows[1]
    for found in (caar(infra, window), mean_correlation(infra, window)):
        for language in (ENGLISH, JAPANESE):
            assert said(found.meaning, found.facts, language)
            for template, facts in found.steps:
                assert said(template, facts, language)
