from datetime import date
from decimal import Decimal

import pytest

from duecourse.law.agreed_rate import agreed_regime, check_agreed_rate, least_agreed_rate
from duecourse.law.governing import regime_of
from duecourse.law.interest import interest_share, late_interest
from duecourse.law.rates import NoRateInForce

CN_SME = regime_of("CN", debtor_class="public", seller_class="sme")
FR = regime_of("FR")


def test_an_agreed_rate_is_counted_by_the_day_whatever_the_date():
    twelve = agreed_regime(Decimal("0.12"))

    assert late_interest(
        Decimal(36_500), due_on=date(1999, 12, 31), until=date(2000, 1, 10), regime=twelve
    ) == Decimal("120.00")
    assert interest_share(due_on=date(2098, 1, 1), until=date(2099, 1, 1), regime=twelve) == (
        Decimal("0.12")
    )


def test_grace_takes_its_days_off_an_agreed_rate():
    patient = agreed_regime(Decimal("0.12"), grace_days=10)

    assert interest_share(due_on=date(2026, 1, 1), until=date(2026, 1, 11), regime=patient) == 0
    assert late_interest(
        Decimal(36_500), due_on=date(2026, 1, 1), until=date(2026, 1, 12), regime=patient
    ) == Decimal("12.00")


@pytest.mark.parametrize(("share", "grace"), [("-0.01", 0), ("0.01", -1)])
def test_negative_agreements_are_refused(share, grace):
    with pytest.raises(ValueError, match="not negative"):
        agreed_regime(Decimal(share), grace_days=grace)


def test_a_rate_below_the_prime_rate_at_signing_is_found_where_the_buyer_is_large_or_public():
    signed = date(2026, 1, 5)

    assert check_agreed_rate(Decimal("0.03"), regime=CN_SME, on=signed) is None
    found = check_agreed_rate(Decimal("0.0299"), regime=CN_SME, on=signed)

    assert found.gravity == "breach"
    assert found.says.en == (
        "The agreed rate of 2.99% is below the one-year LPR at signing (3.00% on 2026-01-05), "
        "which Order 802 art. 17 does not allow."
    )
    assert "2.99%" in found.says.zh
    assert "17" in found.source


def test_the_prime_rate_at_signing_counts_not_that_of_today():
    assert least_agreed_rate(CN_SME, on=date(2024, 8, 1)) == Decimal("0.0335")


def test_other_chinese_sales_have_no_floor():
    sales = regime_of("CN", debtor_class="sme", seller_class="sme")

    assert check_agreed_rate(Decimal("0.0001"), regime=sales, on=date(2026, 1, 5)) is None


def test_the_french_floor_is_three_times_the_legal_rate():
    assert least_agreed_rate(FR, on=date(2026, 7, 1)) == Decimal("0.0825")
    assert check_agreed_rate(Decimal("0.0825"), regime=FR, on=date(2026, 7, 1)) is None
    assert check_agreed_rate(Decimal("0.08"), regime=FR, on=date(2026, 7, 1)).gravity == "breach"


def test_the_french_floor_may_lie_above_the_default_rate_and_does_not_touch_it():
    in_2024 = dict(due_on=date(2024, 1, 1), until=date(2024, 1, 11), regime=FR)

    assert least_agreed_rate(FR, on=date(2024, 1, 11)) == Decimal("0.1521")
    assert late_interest(Decimal(36_500), **in_2024) == Decimal("145.00")


def test_a_floor_is_not_guessed_beyond_what_is_known():
    with pytest.raises(NoRateInForce, match="lpr_1y is known from 2019-08-20 until 2026-06-21"):
        check_agreed_rate(Decimal("0.05"), regime=CN_SME, on=date(2026, 11, 24))
