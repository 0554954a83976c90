import json
from decimal import Decimal

import pyarrow as pa
import pytest
from golden import GOLDEN, expected, needs_golden, records
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import rows

from duecourse.measures.concentration import SPECS, concentration, exposure_share


def test_the_ten_largest_over_all(engine):
    amounts = [100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5, 5]

    assert concentrated(engine, amounts) == [("all", pytest.approx(550 / 560, abs=1e-9))]


def test_pools_stand_apart(engine):
    pools = exposures(engine, [60, 40], "CNY", "EUR")

    assert rows(engine, concentration(pools, largest=1), "pool", "concentration") == [
        ("CNY", 1.0),
        ("EUR", 1.0),
    ]


def test_with_no_exposure_or_an_unknown_one_concentration_is_unknown(engine):
    assert concentrated(engine, [0, 0]) == [("all", None)]
    assert concentrated(engine, [100, None]) == [("all", None)]


@needs_golden
def test_the_golden_ledger_has_the_agreed_concentration(engine):
    rates = {"CNY": Decimal(1), **{row["currency"]: Decimal(row["rate"]) for row in newest_rates()}}
    at_home = [Decimal(row["exposure"]) * rates[row["currency"]] for row in expected("measures")]
    agreed = json.loads((GOLDEN / "expected" / "kpi.json").read_text(encoding="utf-8"))

    assert concentrated(engine, at_home) == [
        ("all", pytest.approx(agreed["home"]["concentration"], abs=1e-6))
    ]


def test_each_customer_has_its_share(engine):
    assert shares(engine, [75, 25]) == [("K0", 0.75), ("K1", 0.25)]
    assert shares(engine, [75, None]) == [("K0", None), ("K1", None)]
    assert shares(engine, [0, 0]) == [("K0", None), ("K1", None)]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_concentration_is_a_share_and_ten_customers_are_all_of_it(engine, amounts):
    [(_, found)] = concentrated(engine, amounts)

    assert found is None if sum(amounts) == 0 else 0 < found <= 1
    if 0 < len(amounts) <= 10 and sum(amounts) > 0:
        assert found == 1


def test_the_measure_of_a_customer_is_described():
    assert [spec.name for spec in SPECS] == ["exposure_share"]


def newest_rates():
    return sorted(records(GOLDEN / "ledger" / "rates.csv"), key=lambda row: row["on"])


def exposures(engine, amounts, *pools):
    return engine.frame(
        pa.table(
            {
                "pool": [pools[n] if pools else "all" for n in range(len(amounts))],
                "customer_id": [f"K{n}" for n in range(len(amounts))],
                "exposure": pa.array(
                    [None if amount is None else Decimal(amount) for amount in amounts],
                    pa.decimal128(18, 4),
                ),
            }
        )
    )


def concentrated(engine, amounts):
    return rows(engine, concentration(exposures(engine, amounts)), "pool", "concentration")


def shares(engine, amounts):
    found = exposure_share(exposures(engine, amounts))
    return rows(engine, found, "customer_id", "exposure_share")
