from datetime import date
from decimal import Decimal

import pytest

from duecourse.law.fixed_sum import lump_sum
from duecourse.law.governing import regime_of
from duecourse.values.money import CurrenciesDiffer, Money

SUMS = """
    country  owed      currency  fixed
    GB       999.99    GBP       40
    GB       1000.00   GBP       70
    GB       9999.99   GBP       70
    GB       10000.00  GBP       100
    DE       0.01      EUR       40
    DE       90000.00  USD       40
    FR       90000.00  EUR       40
"""


@pytest.mark.parametrize("line", SUMS.strip().splitlines()[1:])
def test_the_fixed_sum_follows_the_law_and_the_size_of_the_debt(line):
    country, owed, currency, fixed = line.split()
    regime = regime_of(country)

    found = lump_sum(Money(Decimal(owed), currency), regime=regime)

    assert found == Money(Decimal(fixed), regime.fixed_sums[0].currency)


def test_china_grants_none():
    assert lump_sum(Money(Decimal(1_000), "CNY"), regime=regime_of("CN")) is None


@pytest.mark.parametrize("amount", [0, -50])
def test_nothing_owed_earns_nothing(amount):
    assert lump_sum(Money(Decimal(amount), "EUR"), regime=regime_of("DE")) is None


def test_older_german_contracts_have_no_fixed_sum():
    debt = Money(Decimal(500), "EUR")

    assert lump_sum(debt, regime=regime_of("DE"), contract_on=date(2014, 7, 28)) is None
    assert lump_sum(debt, regime=regime_of("DE"), contract_on=date(2014, 7, 29)).amount == 40


def test_a_debt_in_another_currency_is_not_sized_in_pounds():
    with pytest.raises(CurrenciesDiffer, match="convert it first"):
        lump_sum(Money(Decimal(500), "EUR"), regime=regime_of("GB"))


def test_the_published_british_totals_are_interest_and_fixed_sum():
    assert Decimal("169.49") + lump_sum(
        Money(Decimal(5_000), "GBP"), regime=regime_of("GB")
    ).amount == Decimal("239.49")
