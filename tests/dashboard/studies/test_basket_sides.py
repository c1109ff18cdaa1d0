from __future__ import annotations

from analysis.significance.result import HypothesisTest
from dashboard.language import ENGLISH, JAPANESE
from dashboard.studies.basket import run
from dashboard.studies.basket_members import Side
from dashboard.studies.basket_request import basket_request
from dashboard.studies.basket_sides import measured_sides
from dashboard.studies.sources import loader
from data.load import LoadedPrices, load_prices


def long_side(basket: str, min_estimation: int = 100) -> Side:
    request = basket_request(basket=basket, min_estimation=min_estimation)
    made = measured_sides(request, loader(request.source), lambda _what, _done, _total: None)
    return made.sides[0]


def test_members_of_other_calendars_and_without_prices_are_left_out_with_the_reason() -> None:
    side = long_side("SEMI_EQUIP")
    assert side.tickers == ("ASML", "AMAT", "LRCX", "KLAC")
    reasons = {entry.security: entry.words(ENGLISH) for entry in side.left_out}
    assert set(reasons) == {"8035.T", "6857.T", "ASM.AS", "BESI.AS", "6146.T"}
    assert "XTKS" in reasons["8035.T"]
    assert "XNYS" in reasons["8035.T"]
    assert reasons["6146.T"] == "Not in the snapshot."
    assert "収録" in next(e for e in side.left_out if e.security == "6146.T").words(JAPANESE)


def test_a_late_listing_is_studied_on_its_rows_or_left_out_when_they_are_too_few() -> None:
    power = run(basket_request(basket="AI_POWER"))
    assert [(r.security, r.fit.n_estimation) for r in power.long.incomplete] == [("GEV", 187)]
    portfolio = power.headline.test("portfolio_t")
    assert isinstance(portfolio, HypothesisTest)
    assert portfolio.facts["rows"] == 187
    strict = long_side("AI_POWER", min_estimation=200)
    assert "GEV" not in strict.tickers
    (left,) = strict.left_out
    assert left.security == "GEV"
    assert "187" in left.words(ENGLISH)


def test_own_members_from_a_loader_of_ones_own_are_a_basket_as_well() -> None:
    asked: list[str] = []

    def load(ticker: str) -> LoadedPrices:
        asked.append(ticker)
        return load_prices(ticker, "snapshot")

    told: list[tuple[str, int, int]] = []
    study = run(
        basket_request(members="nvda, AVGO,NVDA,^GSPC", event="2025-01-27"),
        load,
        lambda what, done, total: told.append((what, done, total)),
    )
    assert study.long.tickers == ("NVDA", "AVGO")
    assert [entry.security for entry in study.long.left_out] == ["^GSPC"]
    assert study.long.chosen_by_hand
    assert study.claims == ()
    assert asked == ["NVDA", "AVGO", "^GSPC", "^GSPC"]
    assert all(0 <= done < total for _, done, total in told)
