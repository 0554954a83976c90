from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.law.agreed_rate import agreed_regime
from duecourse.law.governing import regime_of
from duecourse.law.interest import interest_share, late_interest
from duecourse.law.rates import NoRateInForce, Series
from duecourse.law.regime import Regime, adjusted
from duecourse.values.says import Says

DE, FR, GB, CN = (regime_of(country) for country in ("DE", "FR", "GB", "CN"))
CN_SME = regime_of("CN", debtor_class="large", seller_class="sme")

LAST_DAYS = st.dates(date(2020, 9, 1), date(2026, 6, 20))
LATE = st.integers(0, 190)
AMOUNTS = st.decimals(0, 10**9, places=2)


def days_late(principal, days, regime, *, due_on, **more):
    until = due_on + timedelta(days=days)
    return late_interest(Decimal(principal), due_on=due_on, until=until, regime=regime, **more)


# By hand, once per country, over the summer of 2026: due 31 May, paid 30 September.


def between(principal, due_on, until, regime, **more):
    return late_interest(
        Decimal(principal),
        due_on=date.fromisoformat(due_on),
        until=date.fromisoformat(until),
        regime=regime,
        **more,
    )


def test_germany_counts_thirty_days_at_the_old_rate_and_ninety_two_at_the_new():
    june = Decimal(10_000) * Decimal("0.1027") * 30 / 365
    later = Decimal(10_000) * Decimal("0.1052") * 92 / 365

    assert (round(june, 2), round(later, 2)) == (Decimal("84.41"), Decimal("265.16"))
    assert between(10_000, "2026-05-31", "2026-09-30", DE) == Decimal("349.57")


def test_france_adds_ten_points_and_moves_with_the_half_year():
    assert between(10_000, "2026-05-31", "2026-06-30", FR) == Decimal("99.86")
    assert between(10_000, "2026-05-31", "2026-09-30", FR) == Decimal("412.41")


def test_the_uk_keeps_the_rate_of_the_half_year_in_which_the_debt_turned_late():
    assert between(10_000, "2026-05-31", "2026-09-30", GB) == Decimal("392.74")
    assert between(10_000, "2024-12-10", "2025-07-31", GB) == Decimal("845.82")


def test_the_uk_rate_does_not_move_as_some_calculators_let_it():
    assert between(10_000, "2024-12-10", "2025-07-31", GB) != Decimal("812.53")


def test_the_uk_half_year_is_that_of_the_first_late_day_not_of_the_due_day():
    due_on_the_last_day_of_june = dict(due_on="2025-06-30", until="2025-07-10")

    assert between(36_500, regime=GB, **due_on_the_last_day_of_june) == Decimal("122.50")


def test_a_chinese_sale_bears_the_prime_rate_at_breach_raised_by_half():
    assert days_late(1_000_000, 90, CN, due_on=date(2025, 9, 1)) == Decimal("11095.89")


def test_the_chinese_mark_up_raises_the_rate_itself_and_is_not_in_points():
    modest = adjusted(CN, mark_up=Decimal("0.30"))

    assert days_late(1_000_000, 90, modest, due_on=date(2025, 9, 1)) == Decimal("9616.44")


def test_a_large_buyer_owes_a_small_seller_five_ten_thousandths_a_day():
    assert days_late(1_000_000, 90, CN_SME, due_on=date(2025, 9, 1)) == Decimal("45000.00")


def test_the_prime_rate_of_the_day_after_the_due_day_is_the_one_at_breach():
    cut_on_20_may_2025 = date(2025, 5, 20)
    day_before = cut_on_20_may_2025 - timedelta(days=1)

    assert days_late(365_000, 1, CN, due_on=day_before) == Decimal("45.00")
    assert days_late(365_000, 1, CN, due_on=day_before - timedelta(days=1)) == Decimal("46.50")


def test_a_breach_before_20_august_2019_bears_the_central_bank_s_benchmark():
    last_old = date(2019, 8, 18)

    assert days_late(365_000, 1, CN, due_on=last_old) == Decimal("65.25")
    assert days_late(365_000, 1, CN, due_on=last_old + timedelta(days=1)) == Decimal("63.75")


# Published results, recomputed: docs/algorithms/late-interest.md says where they came from.

PUBLISHED = """
    case   principal    due         days  law           interest
    UK-1   1000         2012-03-01  50    GB            11.64
    UK-2   2000         2024-02-01  45    GB            32.67
    UK-3   5000         2025-08-01  101   GB            169.49
    UK-4   10000        2026-02-01  60    GB            193.15
    DE-1   10000        2015-12-31  212   0.06          348.49
    DE-2   1000         2014-03-01  25    0.0512        3.51
    DE-4   10000        2024-01-31  30    DE            103.73
    FR-1   15000        2025-01-01  30    0.15          184.93
    CN-1   6973215.42   2023-08-31  182   CN            179937.61
    CN-2   100000       2023-01-01  30    0.16          1315.07
    CN-3a  4956598      2020-08-31  1     CN-SME        2478.30
    CN-3b  4956598      2020-08-31  365   CN-SME        904579.14
"""


@pytest.mark.parametrize("line", PUBLISHED.strip().splitlines()[1:])
def test_published_cases_come_out_as_recomputed(line):
    _, principal, due, days, law, interest = line.split()
    held = {"GB": GB, "DE": DE, "CN": CN, "CN-SME": CN_SME}
    regime = held.get(law) or agreed_regime(Decimal(law))

    found = days_late(principal, int(days), regime, due_on=date.fromisoformat(due))

    assert found == Decimal(interest)


def test_the_german_base_rate_changes_on_the_first_of_july_not_after_it():
    ten_thousand = dict(principal=10_000, due_on="2023-01-01", regime=DE)

    assert between(until="2023-06-30", **ten_thousand) == Decimal("523.73")
    assert between(until="2023-07-01", **ten_thousand) == Decimal("527.05")


def test_the_german_margin_is_nine_points_for_contracts_from_29_july_2014():
    late = dict(principal=36_500, due_on="2014-09-01", until="2014-09-11", regime=DE)

    assert between(contract_on=date(2014, 7, 28), **late) == Decimal("72.70")
    assert between(contract_on=date(2014, 7, 29), **late) == Decimal("82.70")


def test_a_contract_of_unknown_date_is_taken_to_be_of_the_due_day():
    assert between(36_500, "2014-07-18", "2014-07-28", DE) == Decimal("72.70")
    assert between(36_500, "2014-07-29", "2014-08-08", DE) == Decimal("82.70")


def test_an_austrian_debt_typed_by_hand_moves_with_its_half_year():
    austria = Regime(
        id="at",
        country="AT",
        says=Says("", ""),
        source="",
        rate_behaviour="moves with half-years",
        unit="share per year",
        series=Series(
            "at",
            "",
            date(2026, 12, 31),
            {date(2026, 1, 1): Decimal("0.0200"), date(2026, 7, 1): Decimal("0.0153")},
        ),
        margins={date(2013, 3, 16): Decimal("0.092")},
    )

    assert between(1_200, "2026-06-03", "2026-10-03", austria) == Decimal("43.45")


def test_thirty_day_months_give_the_court_form_s_figure():
    by_months = agreed_regime(Decimal("0.06"), day_count="30/360")

    assert between(10_000, "2015-12-31", "2016-07-30", by_months) == Decimal("350.00")


def test_a_year_of_360_days_gives_more_and_must_be_asked_for():
    by_360 = agreed_regime(Decimal("0.0345") * Decimal("1.5"), day_count="actual/360")

    assert between("6973215.42", "2023-08-31", "2024-02-29", by_360) == Decimal("182436.75")


def test_nothing_is_owed_on_the_due_day_itself():
    assert between(10_000, "2026-05-31", "2026-05-31", DE) == 0
    assert between(10_000, "2026-05-31", "2026-01-01", DE) == 0


def test_interest_is_written_with_the_decimals_of_its_currency():
    late = dict(principal=10_001, due_on="2026-05-31", until="2026-06-03", regime=DE)

    assert str(between(**late)) == "8.44"
    assert str(between(currency="JPY", **late)) == "8"
    assert str(between(currency="KWD", **late)) == "8.442"


def test_days_of_grace_are_not_counted_and_do_not_move_the_frozen_rate():
    patient = adjusted(GB, grace_days=14)

    assert between(36_500, "2024-12-25", "2025-01-08", patient) == 0
    assert between(36_500, "2024-12-25", "2025-01-18", patient) == Decimal("132.50")


def test_a_negative_principal_is_refused():
    with pytest.raises(ValueError, match="must not be negative, got -1"):
        between(-1, "2026-05-31", "2026-06-30", DE)


@pytest.mark.parametrize("country", ["DE", "FR"])
def test_a_moving_rate_is_refused_beyond_the_half_year_that_is_known(country):
    regime = regime_of(country)

    assert between(100, "2026-12-01", "2026-12-31", regime) > 0
    with pytest.raises(NoRateInForce, match="until 2026-12-31, and 2027-01-01 is asked"):
        between(100, "2026-12-01", "2027-01-01", regime)


def test_a_frozen_rate_stays_known_for_a_debt_that_was_late_in_time():
    assert between(36_500, "2026-12-30", "2027-12-31", GB) == Decimal("4300.50")
    with pytest.raises(NoRateInForce, match="2027-01-01"):
        between(36_500, "2026-12-31", "2027-12-31", GB)


def test_the_prime_rate_is_not_guessed_after_the_last_fixing_that_was_found():
    assert between(36_500, "2026-06-20", "2026-12-31", CN) > 0
    with pytest.raises(NoRateInForce, match="until 2026-06-21, and 2026-06-22"):
        between(36_500, "2026-06-21", "2026-12-31", CN)


@pytest.mark.parametrize(
    ("regime", "due_on"),
    [(DE, "2001-12-01"), (FR, "2008-12-01"), (GB, "2001-12-01"), (CN, "2010-10-01")],
)
def test_days_before_the_first_rate_are_refused(regime, due_on):
    with pytest.raises(NoRateInForce, match="is known from"):
        between(100, due_on, "2011-01-01", regime)


def test_five_ten_thousandths_are_not_claimed_for_days_before_the_regulation():
    with pytest.raises(NoRateInForce, match="known from 2020-09-01"):
        between(100, "2020-08-30", "2020-09-30", CN_SME)


def test_a_contract_older_than_the_rule_that_is_held_is_refused():
    with pytest.raises(NoRateInForce, match="for contracts from 2002-08-07 on, and this one"):
        between(100, "2003-01-01", "2003-02-01", GB, contract_on=date(2002, 8, 6))


@given(AMOUNTS, LAST_DAYS, LATE)
def test_the_share_of_a_due_date_serves_every_amount(principal, due_on, days):
    for regime in (DE, FR, GB, CN, CN_SME):
        until = due_on + timedelta(days=days)
        share = interest_share(due_on=due_on, until=until, regime=regime)
        interest = late_interest(principal, due_on=due_on, until=until, regime=regime)

        assert abs(principal * share - interest) <= Decimal("0.00500001")


@given(LAST_DAYS, LATE)
def test_a_day_more_is_never_less(due_on, days):
    for regime in (DE, FR, GB, CN, CN_SME):
        shares = [
            interest_share(due_on=due_on, until=due_on + timedelta(days=late), regime=regime)
            for late in (days, days + 1)
        ]

        assert shares[0] < shares[1]


@given(LAST_DAYS, st.integers(0, 90), st.integers(0, 90))
def test_a_rate_that_moves_adds_up_wherever_the_delay_is_cut(due_on, early, late):
    cut = due_on + timedelta(days=early)
    until = cut + timedelta(days=late)
    for regime in (DE, FR, CN_SME):
        whole = interest_share(
            due_on=due_on, until=until, regime=regime, contract_on=date(2020, 9, 1)
        )
        parts = [
            interest_share(due_on=a, until=b, regime=regime, contract_on=date(2020, 9, 1))
            for a, b in ((due_on, cut), (cut, until))
        ]

        assert abs(whole - sum(parts)) < Decimal("1e-24")


@given(LAST_DAYS, st.integers(1, 1000))
def test_a_rate_that_is_frozen_is_proportional_to_the_days(due_on, days):
    for regime in (GB, CN):
        one, many = (
            interest_share(due_on=due_on, until=due_on + timedelta(days=n), regime=regime)
            for n in (1, days)
        )

        assert abs(many - one * days) < Decimal("1e-22")
