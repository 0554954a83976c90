import narwhals.stable.v2 as nw
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from typed import rows

from duecourse.values.rounding import half_up, steady


def test_a_value_on_a_bound_stays_on_it_after_it_is_steadied(engine):
    exact = [0.05, 0.15, 1.1, 7.0, 15.0, 30.0, 5000.0, -15.0]
    frame = engine.frame(pa.table({"value": exact})).with_columns(steady=steady(nw.col("value")))

    assert all(value == steadied for value, steadied in rows(engine, frame, "value", "steady"))


def test_binary_noise_goes_and_the_unknown_stays(engine):
    noisy = engine.frame(pa.table({"value": [0.1 + 0.2, None]}))

    assert rows(engine, noisy.select(value=steady(nw.col("value"))), "value") == [(0.3,), (None,)]


def test_two_decimals_go_half_up_away_from_zero(engine):
    typed = engine.frame(pa.table({"value": [2.345, -2.345, 72.125, 0.004]}))
    found = rows(engine, typed.select(value=half_up(nw.col("value"), 2)), "value", sort=False)

    assert found == [(2.35,), (-2.35,), (72.13,), (0.0,)]


@given(cents=st.integers(-(10**13), 10**13))
def test_a_typed_amount_is_steady_as_it_is(engine, cents):
    amount = cents / 100
    frame = engine.frame(pa.table({"value": [amount]})).select(value=steady(nw.col("value")))

    assert rows(engine, frame, "value") == [(amount,)]
