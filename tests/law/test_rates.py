from datetime import date
from decimal import Decimal

import pytest

from duecourse.law.rates import NoRateInForce, Series, rate_on, spans

RATES = Series(
    "example",
    "",
    date(2026, 12, 31),
    {date(2026, 1, 1): Decimal("0.02"), date(2026, 7, 1): Decimal("0.03")},
    "law/xx/late_interest.toml",
)


def test_a_rate_holds_from_its_first_day_to_the_day_before_the_next():
    assert [rate_on(date(2026, *day), RATES) for day in ((1, 1), (6, 30), (7, 1), (12, 31))] == [
        Decimal("0.02"),
        Decimal("0.02"),
        Decimal("0.03"),
        Decimal("0.03"),
    ]


def test_a_delay_is_cut_where_the_rate_changes_and_nowhere_else():
    assert spans(date(2026, 6, 1), date(2026, 7, 31), RATES) == [
        (Decimal("0.02"), date(2026, 6, 1), date(2026, 6, 30)),
        (Decimal("0.03"), date(2026, 7, 1), date(2026, 7, 31)),
    ]
    assert spans(date(2026, 7, 1), date(2026, 7, 1), RATES) == [
        (Decimal("0.03"), date(2026, 7, 1), date(2026, 7, 1))
    ]


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_refusal_says_what_is_known_and_what_to_do(day):
    with pytest.raises(NoRateInForce) as refusal:
        rate_on(day, RATES)

    assert str(refusal.value) == (
        f"The rate example is known from 2026-01-01 until 2026-12-31, and {day} is asked about. "
        "Add the rate of that day with its source to law/xx/late_interest.toml and move "
        "known_until, or claim a yearly share that the contract agrees."
    )
