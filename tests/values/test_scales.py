import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import rows

from duecourse.values.scales import standing


@pytest.mark.parametrize(
    ("value", "scale", "direction", "expected"),
    [
        (72, "0-100", "safer", 72.0),
        (3, "1-10", "riskier", 700 / 9),
        (1, "1-10", "riskier", 100.0),
        (10, "1-10", "riskier", 0.0),
        (575, "300–850", "safer", 50.0),
        (0.75, "0.5 - 1.0", "safer", 50.0),
        (4, "0～5", "safer", 80.0),
        (4, " 0 to 5 ", "safer", 80.0),
    ],
)
def test_a_rating_is_laid_on_0_to_100(engine, value, scale, direction, expected):
    [(found,)] = standings(engine, [(value, scale, direction)])

    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "scale"),
    [
        (3, "A-E"),
        (3, "stars"),
        (3, "5"),
        (3, "10-1"),
        (3, "4-4"),
        (101, "0-100"),
        (-1, "0-100"),
        (None, "0-100"),
    ],
)
def test_a_scale_that_cannot_be_read_or_is_left_makes_the_standing_unknown(engine, value, scale):
    assert standings(engine, [(value, scale, "safer")]) == [(None,)]


numbers = st.integers(0, 1000)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(low=numbers, width=st.integers(1, 1000), steps=st.tuples(numbers, numbers))
def test_standings_stay_on_the_scale_and_keep_the_order_of_ratings(engine, low, width, steps):
    scale = f"{low}-{low + width}"
    lower, higher = sorted(low + width * step / 1000 for step in steps)
    found = standings(
        engine,
        [
            (value, scale, direction)
            for direction in ("safer", "riskier")
            for value in (lower, higher)
        ],
    )
    (a,), (b,), (c,), (d,) = found

    assert 0 <= a <= b <= 100
    assert 100 >= c >= d >= 0


def standings(engine, ratings):
    table = pa.table(
        {
            "place": list(range(len(ratings))),
            "value": pa.array([rating[0] for rating in ratings], pa.float64()),
            "scale": [rating[1] for rating in ratings],
            "direction": [rating[2] for rating in ratings],
        }
    )
    found = engine.frame(table).select("place", standing=standing()).sort("place")
    return rows(engine, found, "standing", sort=False)
