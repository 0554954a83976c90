from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.measures.discount_cost import yearly_cost, yearly_cost_compounded

TWO_PERCENT = Decimal("0.02")


def test_two_ten_net_thirty_costs_37_percent_a_year_and_44_compounded():
    assert round(yearly_cost(TWO_PERCENT, within_days=10, net_days=30), 4) == 0.3724
    assert round(yearly_cost_compounded(TWO_PERCENT, within_days=10, net_days=30), 4) == 0.4459


def test_no_discount_costs_nothing():
    assert yearly_cost(Decimal(0), within_days=10, net_days=30) == 0
    assert yearly_cost_compounded(Decimal(0), within_days=10, net_days=30) == 0


@pytest.mark.parametrize("share", [Decimal(1), Decimal("-0.01"), Decimal(2)])
def test_a_discount_of_everything_or_less_than_nothing_is_refused(share):
    with pytest.raises(ValueError, match="a discount is a share"):
        yearly_cost(share, within_days=10, net_days=30)


def test_terms_that_end_with_the_discount_are_refused():
    with pytest.raises(ValueError, match="terms of 10 days do not end after"):
        yearly_cost_compounded(TWO_PERCENT, within_days=10, net_days=10)


@given(st.decimals("0.001", "0.2", places=3), st.integers(1, 180))
def test_compounding_never_costs_less_within_a_year(share, days):
    terms = {"within_days": 0, "net_days": days}

    assert yearly_cost_compounded(share, **terms) >= yearly_cost(share, **terms)
