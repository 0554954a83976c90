import pyarrow as pa
import pytest
from typed import rows

from duecourse.measures.high_risk import high_risk_share


@pytest.mark.parametrize(
    ("exposures", "share", "by_count"),
    [
        ([(600, "A"), (200, "B"), (150, "C"), (50, "C"), (400, None)], 0.2, 0.5),
        ([(600, "A"), (0, "C")], 0.0, 0.0),
        ([(0, "A"), (0, "C")], None, None),
        ([(100, "A"), (None, "C")], None, 0.0),
    ],
)
def test_the_share_of_grade_c_by_hand(engine, exposures, share, by_count):
    frame = {
        "pool": ["all"] * len(exposures),
        "customer_id": [f"K{place}" for place in range(len(exposures))],
        "exposure": pa.array([amount for amount, _ in exposures], pa.float64()),
        "grade": pa.array([grade for _, grade in exposures], pa.string()),
    }

    found = high_risk_share(engine.frame(pa.table(frame)))

    assert rows(engine, found, "high_risk_share", "high_risk_customers_share") == [
        (share, by_count)
    ]


def test_where_nobody_is_graded_there_is_no_pool(engine):
    frame = {
        "pool": ["all"],
        "customer_id": ["K1"],
        "exposure": [1.0],
        "grade": pa.array([None], pa.string()),
    }

    assert rows(engine, high_risk_share(engine.frame(pa.table(frame))), "pool") == []
