from __future__ import annotations

from datetime import date

import pytest
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from dashboard.language import ENGLISH, JAPANESE, Language, language_of


def test_numbers_carry_a_true_minus_sign_in_both_languages() -> None:
    for language in (ENGLISH, JAPANESE):
        assert language.percent(-0.16968) == "−16.97%"
        assert language.percent(0.0893) == "+8.93%"
        assert language.number(-4.4512, 3) == "−4.451"


@pytest.mark.parametrize("language", [ENGLISH, JAPANESE])
@given(value=st.floats(-1e7, 1e7, allow_nan=False), digits=st.integers(0, 4))
def test_numbers_are_written_as_babel_writes_them(
    language: Language, value: float, digits: int
) -> None:
    value = round(value, digits)
    places = "." + "0" * digits if digits else ""
    said = format_decimal(value, f"#,##0{places};−#,##0{places}", locale=language.code)
    assert language.number(value, digits) == (said if value else said.lstrip("−"))
    in_percent = format_percent(value / 100, f"0{places}%;−0{places}%", locale=language.code)
    shown = language.percent(value / 100, digits, sign=False)
    assert shown == (in_percent if value else in_percent.lstrip("−"))


@pytest.mark.parametrize("language", [ENGLISH, JAPANESE])
@pytest.mark.parametrize("currency", ["USD", "JPY", "EUR", "GBP", "TWD", "KRW", "KWD", "HKD"])
@pytest.mark.parametrize("value", [0.0, 0.05, 118.42, 1234.5, 20345.0])
def test_prices_are_written_as_babel_writes_them(
    language: Language, currency: str, value: float
) -> None:
    assert language.price(value, currency) == format_currency(value, currency, locale=language.code)
    assert language.price(-118.0, currency) == f"−{language.price(118.0, currency)}"


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


def test_a_date_can_be_kept_on_one_line() -> None:
    assert ENGLISH.unbroken("27 Jan 2025") == "27\u00a0Jan\u00a02025"
    kept = JAPANESE.unbroken("2025年1月27日")
    assert kept.replace("\u2060", "") == "2025年1月27日"
    assert kept.count("\u2060") == 9


def test_a_day_of_an_axis_is_written_without_its_year() -> None:
    assert ENGLISH.short_date(date(2025, 1, 27)) == "27 Jan"
    assert JAPANESE.short_date(date(2025, 1, 27)) == "1/27"


def test_a_tiny_p_value_is_not_printed_as_zero() -> None:
    assert ENGLISH.probability(1e-9) == "<\u00a00.0001"
    assert ENGLISH.probability(0.0087) == "0.0087"


def test_rows_labels_and_brackets_take_the_signs_of_the_language() -> None:
    assert ENGLISH.listed(("a, b", "c")) == "a, b; c"
    assert JAPANESE.listed(("あ", "い")) == JAPANESE.named(("あ", "い")) == "あ、い"
    assert (ENGLISH.named(("a", "b")), ENGLISH.labelled("a", "b")) == ("a, b", "a: b")
    assert JAPANESE.labelled("窓", "[0, 0]") == "窓：[0, 0]"
    assert (ENGLISH.bracketed("a", 3), JAPANESE.bracketed("あ", 3)) == ("a (3)", "あ（3）")


@pytest.mark.parametrize(
    ("locale", "code"), [("ja-JP", "ja"), ("ja", "ja"), ("en-GB", "en"), ("de", "en"), (None, "en")]
)
def test_the_language_follows_the_browser(locale: str | None, code: str) -> None:
    assert language_of(locale).code == code


def test_one_session_is_not_several() -> None:
    assert (ENGLISH.sessions(1), ENGLISH.sessions(1003)) == ("1 session", "1,003 sessions")
    assert JAPANESE.sessions(1) == "1取引日"
