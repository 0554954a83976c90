from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.present.digits import amounts, shortened, written


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.345, "2.35"), (-2.345, "-2.35"), (0.6, "0.60"), (-0.001, "0.00"), (float("nan"), None)],
)
def test_floats_are_rounded_half_up_away_from_zero(value, text):
    assert written(pa.array([value]), 2).to_pylist() == [text]


def test_decimals_are_rounded_exactly_and_never_through_a_float():
    large = pa.array([Decimal("12345678901234567890.1250")], pa.decimal128(38, 4))

    assert written(large, 2).to_pylist() == ["12345678901234567890.13"]


def test_an_unknown_column_stays_unknown():
    assert written(pa.nulls(2), 2).to_pylist() == [None, None]


def test_each_amount_has_the_decimals_of_its_own_currency():
    values = pa.array([Decimal("1.0005")] * 4, pa.decimal128(18, 4))

    assert amounts(values, pa.array(["JPY", "KWD", "CNY", None])).to_pylist() == [
        "1",
        "1.001",
        "1.00",
        "1.00",
    ]


@pytest.mark.parametrize(
    ("text", "short"), [("82.50", "82.5"), ("60.00", "60"), ("100", "100"), ("0.05", "0.05")]
)
def test_zeros_at_the_end_of_a_decimal_are_dropped(text, short):
    assert shortened(pa.array([text])).to_pylist() == [short]


@given(st.decimals(-(10**12), 10**12, places=4))
def test_writing_moves_no_amount_by_more_than_half_a_cent(value):
    (text,) = written(pa.array([value], pa.decimal128(38, 4)), 2).to_pylist()

    assert abs(Decimal(text) - value) <= Decimal("0.005")
