"""From the first order to month six: two new customers start small; only one earns more."""

from decimal import Decimal

import pytest
from scenarios.judged import INVOICE, SETTLED, judged, told
from typed import rows

CUSTOMERS = """
    customer_id  name   currency  onboarded_on
    OLD          Elder  CNY       2020-01-01
    GOOD         Maple  CNY       2025-09-10
    BAD          Thorn  CNY       2025-09-10
"""
MONTHS = ("2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02")
PAID = ("2025-10-12", "2025-11-09", "2025-12-11", "2026-01-09", "2026-02-09", "2026-03-12")
"""Invoices of the tenth at thirty days."""
DUE = ("2025-10-10", "2025-11-09", "2025-12-10", "2026-01-09", "2026-02-09", "2026-03-12")
BAD_PAID = ("2025-11-20", "2025-12-20", "2026-01-25", "2026-02-20", "2026-03-20", None)
"""About forty days late each time, the last not yet."""


def books():
    """Type the invoices of both: 20,000 a month each; Elder was there long before."""
    invoices = INVOICE + "OLD1 OLD 2024-01-01 2024-01-31 CNY 100\n"
    settlements = SETTLED + "OLDS OLD OLD1 2024-01-31 CNY 100 payment\n"
    paid = {"GOOD": PAID, "BAD": BAD_PAID}
    for customer, days in paid.items():
        for place, (month, due, day) in enumerate(zip(MONTHS, DUE, days, strict=True), start=1):
            name = f"{customer}{place}"
            invoices += f"{name} {customer} {month}-10 {due} CNY 20000\n"
            if day:
                settlements += f"S{name} {customer} {name} {day} CNY 20000 payment\n"
    return {"customers": CUSTOMERS, "invoices": invoices, "settlements": settlements}


@pytest.mark.slow
def test_one_leaves_observation_at_three_months_and_one_is_decided_on_at_six(polars):
    def on(day, **more):
        return judged(polars, on=day, **books(), **more)

    start = on("2025-09-10")
    # The first order: nothing is known but that it is new. Little, at thirty days, whatever else.
    for name in ("GOOD", "BAD"):
        assert told(polars, start, name, "stage") == "observation"
        limit, terms = told(polars, start, name, "recommended_limit", "recommended_terms")
        assert limit is None or limit <= 50_000
        assert terms in ("NET30", "PREPAY")
    assert told(polars, start, "OLD", "stage") == "normal"

    early = on("2025-12-09")
    assert told(polars, early, "GOOD", "stage", "months_known") == ("observation", 2)

    third = on("2025-12-11")
    # Three months, three invoices paid, a day late on average: the tests are passed.
    assert told(polars, third, "GOOD", "invoices_paid", "stage", "observation_task") == (
        3,
        "normal",
        False,
    )
    assert told(polars, third, "GOOD", "days_beyond_terms") == pytest.approx(1)
    assert told(polars, third, "BAD", "stage") == "observation"

    sixth = on("2026-03-10")
    # Time is up for the other one: it is no longer new, and a person must say what it is.
    assert told(polars, sixth, "BAD", "stage", "observation_task") == ("normal", True)
    ended = [row for row in rows(polars, sixth.tasks, "customer_id", "kind", "value", "currency")]
    assert ("BAD", "observation-ended", Decimal(40_000), "CNY") in ended
    assert not [row for row in ended if row[:2] == ("GOOD", "observation-ended")]

    decided = on("2026-03-11", limits="customer_id from_on amount currency\nBAD 2026-03-10 0 CNY")
    # A limit that a person grants, be it none, is that decision.
    assert told(polars, decided, "BAD", "observation_task") is False
