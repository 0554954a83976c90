"""Rounding half up, on every engine as a clerk does it."""

from decimal import ROUND_HALF_UP, Decimal

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import rows

from duecourse.values.rounding import half_up


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.decimals(-(10**8), 10**8, places=5), min_size=1, max_size=80),
    st.sampled_from([0, 1, 2, 4]),
)
def test_decimals_are_rounded_half_up_away_from_zero(engine, values, digits):
    assert rounded(engine, map(float, values), digits) == [
        float(value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) for value in values
    ]


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (2.345, 2, 2.35),
        (-2.345, 2, -2.35),
        (1.005, 2, 1.01),
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (2.344999, 2, 2.34),
        (0.1 + 0.2, 9, 0.3),
        (None, 2, None),
    ],
)
def test_rounding_by_hand(engine, value, digits, expected):
    assert rounded(engine, [value], digits) == [expected]


def test_a_number_too_large_to_have_such_a_digit_stays_as_it_is(engine):
    assert rounded(engine, [1.2345678901234567e15, -9e18], 2) == [1.2345678901234567e15, -9e18]


def rounded(engine, values, digits):
    """Round a column of floats."""
    frame = engine.frame(pa.table({"value": pa.array(list(values), pa.float64())}))
    found = frame.select(found=half_up(nw.col("value"), digits))
    return [value for (value,) in rows(engine, found, "found", sort=False)]
