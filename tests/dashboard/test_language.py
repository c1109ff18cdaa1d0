from __future__ import annotations

from datetime import date

import pytest

from dashboard.language import ENGLISH, JAPANESE, language_of


def test_numbers_carry_a_true_minus_sign_in_both_languages() -> None:
    for language in (ENGLISH, JAPANESE):
        assert language.percent(-0.16968) == "−16.97%"
        assert language.percent(0.0893) == "+8.93%"
        assert language.number(-4.4512, 3) == "−4.451"


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert [ENGLISH.percent(value) for value in (-0.00001, 0.0, 0.00001)] == ["0.00%"] * 3
    assert ENGLISH.percent(-0.0004, 1) == "0.0%"
    assert ENGLISH.percent(-0.00006) == "−0.01%"


def test_large_amounts_are_counted_in_billions_and_in_oku() -> None:
    assert ENGLISH.money(-592.7e9, "USD") == "−\u2060$592.7B"
    assert JAPANESE.money(-592.7e9, "USD") == "−5,927億ドル"
    assert JAPANESE.money(1.2e12, "JPY") == "1.20兆円"


def test_amounts_in_billions_keep_their_tenths() -> None:
    assert [ENGLISH.money(value, "USD") for value in (503.02e9, 1e12, 642.3e9, 512.0)] == [
        "$503.0B",
        "$1.0T",
        "$642.3B",
        "$512",
    ]


def test_a_message_writes_its_numbers_with_a_true_minus_sign() -> None:
    template = "The close moved by {value:+.2%}; the claim says {claimed:+.0%}."

    said = ENGLISH.text(template, value=-0.1697, claimed=-0.17)

    assert said == "The close moved by −16.97%; the claim says −17%."


def test_dates_are_written_as_people_write_them() -> None:
    assert ENGLISH.date(date(2025, 1, 27)) == "27 Jan 2025"
    assert JAPANESE.date(date(2025, 1, 27)) == "2025年1月27日"


def test_a_day_of_an_axis_is_written_without_its_year() -> None:
    assert ENGLISH.short_date(date(2025, 1, 27)) == "27 Jan"
    assert JAPANESE.short_date(date(2025, 1, 27)) == "1/27"


def test_a_tiny_p_value_is_not_printed_as_zero() -> None:
    assert ENGLISH.probability(1e-9) == "<\u00a00.0001"
    assert ENGLISH.probability(0.0087) == "0.0087"


@pytest.mark.parametrize(
    ("locale", "code"), [("ja-JP", "ja"), ("ja", "ja"), ("en-GB", "en"), ("de", "en"), (None, "en")]
)
def test_the_language_follows_the_browser(locale: str | None, code: str) -> None:
    assert language_of(locale).code == code
