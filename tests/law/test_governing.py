from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from duecourse.law.data import COUNTRIES, law_data
from duecourse.law.governing import regime_of, regimes
from duecourse.law.rates import in_force

HALF_YEARS = [date(year, month, 1) for year, month in product(range(2009, 2027), (1, 7))]

CHOICES = """
    country  debtor  seller  contract    regime
    CN       large   sme     2026-01-05  cn-sme-payments
    CN       public  sme     -           cn-sme-payments
    CN       sme     sme     2026-01-05  cn-sales
    CN       large   large   2026-01-05  cn-sales
    CN       large   -       2026-01-05  cn-sales
    CN       -       sme     2026-01-05  cn-sales
    CN       large   sme     2020-08-31  cn-sales
    CN       large   sme     2020-09-01  cn-sme-payments
    cn       -       -       -           cn-sales
    DE       public  -       -           de-business
    FR       -       large   -           fr-professionals
    UK       sme     sme     -           gb-commercial-debts
    GB       large   -       -           gb-commercial-debts
"""


@pytest.mark.parametrize("line", CHOICES.strip().splitlines()[1:])
def test_the_regime_follows_from_the_law_and_who_owes_whom(line):
    country, debtor, seller, contract, expected = line.split()

    found = regime_of(
        country,
        debtor_class=None if debtor == "-" else debtor,
        seller_class=None if seller == "-" else seller,
        contract_on=None if contract == "-" else date.fromisoformat(contract),
    )

    assert found.id == expected


def test_a_law_that_is_not_held_gives_no_regime():
    assert regime_of("SE") is None
    assert regime_of("") is None


def test_how_each_rate_moves_is_a_named_field():
    named = {rule.id: rule.rate_behaviour for country in COUNTRIES for rule in regimes(country)}

    assert named == {
        "cn-sme-payments": "flat daily",
        "cn-sales": "frozen at breach",
        "de-business": "moves with half-years",
        "fr-professionals": "moves with half-years",
        "gb-commercial-debts": "frozen at start of lateness",
    }


def test_the_european_reference_rate_is_the_german_base_rate_and_88_hundredths():
    [de], [fr] = regimes("DE"), regimes("FR")

    for day in HALF_YEARS:
        german = in_force(day, de.series.rates)
        assert in_force(day, fr.series.rates) == german + Decimal("0.0088"), day


def test_the_five_year_cut_of_2024_is_no_change_of_the_one_year_prime_rate():
    in_2024 = [day for day in regimes("CN")[1].series.rates if day.year == 2024]

    assert in_2024 == [date(2024, 7, 22), date(2024, 10, 21)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_rate_says_where_it_comes_from_and_until_when_it_is_known(country):
    data = law_data(country, "late_interest")

    for series in data["series"].values():
        assert series["source"]
        assert max(series["in_force"]) <= str(series["known_until"])
        assert list(series["in_force"]) == sorted(series["in_force"])
    for regime in data["regime"]:
        assert regime["source"]
        assert regime["day_count_source"]
    assert data["known_until"] == min(
        last["known_until"]
        for regime in data["regime"]
        for last in [data["series"][regime["series"][-1]]]
    )
