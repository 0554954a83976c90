from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.values.money import CurrenciesDiffer, Money, decimals_of, rounded
from duecourse.values.says import Says

amounts = st.decimals(-(10**12), 10**12, places=4)


def yuan(amount):
    return Money(Decimal(amount), "CNY")


def test_amounts_of_one_currency_add_subtract_and_compare():
    assert yuan(100) + yuan("0.5") == yuan("100.5")
    assert yuan(100) - yuan(30) == yuan(70)
    assert yuan(30) <= yuan(30)
    assert not yuan(31) <= yuan(30)


def test_another_currency_is_refused_not_guessed():
    euro = Money(Decimal(5), "EUR")

    for attempt in (lambda: yuan(1) + euro, lambda: yuan(1) - euro, lambda: yuan(1) <= euro):
        with pytest.raises(CurrenciesDiffer, match=r"5\.00 EUR is not in CNY; convert it first"):
            attempt()


def test_money_is_written_with_its_currency_and_its_decimals():
    assert str(yuan("1234567.005")) == "1,234,567.01 CNY"
    assert str(Money(Decimal("1234.5"), "JPY")) == "1,235 JPY"
    assert str(Money(Decimal("1.2345"), "KWD")) == "1.235 KWD"


@given(amounts, st.sampled_from(["CNY", "JPY", "KWD"]))
def test_rounding_moves_an_amount_by_half_a_unit_at_most(amount, currency):
    unit = Decimal(1).scaleb(-decimals_of(currency))

    assert abs(rounded(amount, currency) - amount) <= unit / 2
    assert rounded(-amount, currency) == -rounded(amount, currency)


def test_a_sentence_is_in_the_language_asked_for():
    says = Says("逾期", "Overdue")

    assert (says.in_language("zh"), says.in_language("en")) == ("逾期", "Overdue")
