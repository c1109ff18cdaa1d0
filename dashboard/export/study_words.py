"""What a study found and how it was made, as sentences."""

from __future__ import annotations

from typing import Final

from analysis.errors import N_
from analysis.normal_returns.models import MODELS
from analysis.significance.result import HypothesisTest
from dashboard.language import Language
from dashboard.studies.choices import security_names
from dashboard.studies.single import Dollars, Study

RETURNS: Final = {"simple": N_("Simple"), "log": N_("Log")}


def headline(study: Study, language: Language, name: str) -> str:
    """Return what is studied: the security and the days of the headline window."""
    t = language.text
    first, last = study.days_of(study.headline.car.window)
    days = (
        language.date(first)
        if first == last
        else t("{first} to {last}", first=language.date(first), last=language.date(last))
    )
    return t("{security}, {days}", security=name, days=days)


def _benchmark_name(study: Study, language: Language) -> str:
    names = security_names().get(study.benchmark.security)
    return names[1] if names and language.code == "ja" else study.benchmark.name


def sentence(study: Study, language: Language, name: str) -> str:
    """Return what happened in one sentence, every number computed."""
    t = language.text
    car, sq = study.headline.car, study.headline.test("sq")
    expected = float(
        study.result.abnormal.expected[study.result.abnormal.rows_of(car.window)].sum()
    )
    said = t(
        "{security} returned **{raw}**. By the benchmark ({benchmark}), {expected} of it was to be "
        "expected; **{abnormal}** was abnormal.",
        security=name,
        raw=language.percent(car.raw_return),
        benchmark=_benchmark_name(study, language),
        expected=language.percent(expected),
        abnormal=language.percent(car.value),
    )
    joint = " " if language.code == "en" else ""
    if isinstance(sq, HypothesisTest) and sq.p_lower is not None and sq.p_upper is not None:
        n = int(sq.facts["n"])
        said += joint + t(
            "Of {n} comparable spans in the estimation window, {beyond} went as far that way.",
            n=n,
            beyond=round(min(sq.p_lower, sq.p_upper) * (n + 1)) - 1,
        )
    if isinstance(study.dollars, Dollars):
        value, currency = study.dollars.value, study.security.currency
        said += joint + t(
            "In market value: {change}, of which {abnormal} abnormal ({level} interval {low} to "
            "{high}).",
            change=language.money(value.change, currency),
            abnormal=language.money(value.abnormal, currency),
            level=language.percent(study.request.spec.level, 0, sign=False),
            low=language.money(value.interval[0], currency),
            high=language.money(value.interval[1], currency),
        )
    return said


def conventions(study: Study, language: Language) -> str:
    """Return how the numbers were made, and what had to be left out."""
    t, result, spec = language.text, study.result, study.request.spec
    model = MODELS[result.fit.model]
    parameters = ", ".join(
        f"{name} {language.number(value, 4)}" for name, value in result.fit.parameters.items()
    )
    parts = [
        t(
            "{model}: {equation}; {parameters}. {returns} returns, estimated on {rows} sessions "
            "from {first} to {last}; residual standard deviation {sigma} a session, df {df}.",
            model=model.title,
            equation=model.equation,
            parameters=parameters,
            returns=RETURNS[spec.returns],
            rows=result.fit.n_estimation,
            first=language.date(result.estimation_span[0]),
            last=language.date(result.estimation_span[1]),
            sigma=language.percent(result.fit.sigma, sign=False),
            df=result.fit.df,
        ),
        *(t(text, **facts) for text, facts in study.made_from),
        *(
            t(
                "Sessions left out: {count} ({reason}).",
                count=len(rows.sessions),
                reason=rows.reason,
            )
            for rows in result.dropped
        ),
    ]
    if study.event.moved:
        parts.append(
            t("Moved from {asked}: {reason}.", asked=study.event.asked, reason=study.event.moved)
        )
    if study.returns.calendars_differ:
        parts.append(
            t(
                "Security and benchmark trade on different exchanges: the same date is not the "
                "same information."
            )
        )
    return (" " if language.code == "en" else "").join(parts)
