"""A test with its null, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisTest:
    """The outcome of one statistical test.

    Attributes
    ----------
    name
        Identifier, for example ``"sq"``.
    title, null, assumes
        English templates: what the test is called, the hypothesis that it tests, and what
        must hold for its p-value to be right.
    statistic
        Value of the test statistic.
    p_value
        Two-sided unless ``alternative`` says otherwise.
    distribution
        Reference distribution under the null: ``"t"``, ``"normal"``, ``"F"``,
        ``"empirical"``.
    df
        Its degrees of freedom, none for a normal or empirical distribution.
    alternative
        ``"two-sided"``, ``"lower"`` or ``"upper"``.
    p_lower, p_upper
        One-sided p-values where the test has them.
    floor
        Smallest two-sided p-value that the test can give, where it has one.
    ceiling
        Largest absolute statistic that the test can reach, where it has one.
    effective_n
        Number of independent observations behind the p-value, where it differs from the
        number of rows or firms.
    true_size
        Approximate rejection rate under the null at a nominal 5 %, where the test's
        assumption fails and the rate is known.
    facts
        Values for the templates and further figures, by name.
    """

    name: str
    title: str
    null: str
    assumes: str
    statistic: float
    p_value: float
    distribution: str
    df: tuple[float, ...] = ()
    alternative: str = "two-sided"
    p_lower: float | None = None
    p_upper: float | None = None
    floor: float | None = None
    ceiling: float | None = None
    effective_n: float | None = None
    true_size: float | None = None
    facts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnavailableTest:
    """A test that does not apply, standing where its number would have stood."""

    name: str
    title: str
    null: str
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def explanation(self) -> str:
        """The reason with its figures, in English."""
        return self.reason.format(**self.facts)


TestResult = HypothesisTest | UnavailableTest
