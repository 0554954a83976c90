"""What worklists sort by, worked out with the position."""

from decimal import Decimal

import pyarrow as pa
import pytest

from duecourse.ledger.arrow import ARROW
from duecourse.store.worklist_columns import with_worklists

MONEY = ARROW["money"]
LADDER = ("reminder", "formal", "legal")
CUSTOMERS = """
    id  name      rate  overdue  exposure  net
    K1  Nordwind  1     100.00   500.00    470.00
    K2  SunMill   7.5   750.00   100.00    80.00
    K3  甲木       1     10.00    500.00    100.00
    K4  Öl        -     -        500.00    -
"""
DUNNING = """
    id  level     days
    K1  reminder  12
    K1  legal     95
    K1  formal    130
    K2  formal    40
"""


def rows(text):
    head, *lines = (line.split() for line in text.strip().splitlines())
    return [
        {name: None if cell == "-" else cell for name, cell in zip(head, line, strict=True)}
        for line in lines
    ]


def money(cells):
    return pa.array([None if cell is None else Decimal(cell) for cell in cells], MONEY)


@pytest.fixture
def customers():
    told = {name: [row[name] for row in rows(CUSTOMERS)] for name in rows(CUSTOMERS)[0]}
    rates = [None if rate is None else float(rate) for rate in told["rate"]]
    return pa.table(
        {
            "customer_id": told["id"],
            "name": told["name"],
            "to_home": pa.array(rates, pa.float64()),
            "overdue_home": money(told["overdue"]),
            "exposure": money(told["exposure"]),
            "net_exposure": money(told["net"]),
        }
    )


def dunning(text):
    told = rows(text)
    return pa.table(
        {
            "customer_id": pa.array([row["id"] for row in told], pa.string()),
            "level": pa.array([row["level"] for row in told], pa.string()),
            "days_past_due": pa.array([int(row["days"]) for row in told], pa.int64()),
        }
    )


def columns(table, *names):
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


def test_a_customer_stands_at_its_highest_step_and_is_as_late_as_its_latest_part(customers):
    found = with_worklists(customers, dunning(DUNNING), LADDER)

    assert columns(found, "customer_id", "step", "step_rank", "step_days") == [
        ("K1", "legal", 2, 130),
        ("K2", "formal", 1, 40),
        ("K3", None, None, None),
        ("K4", None, None, None),
    ]


def test_at_risk_is_what_is_overdue_and_neither_secured_nor_covered_in_the_home_currency(customers):
    found = with_worklists(customers, dunning(DUNNING), LADDER)

    at_risk = found["at_risk_home"].to_pylist()
    assert at_risk == [Decimal(70), Decimal(600), Decimal(0), None]


def test_a_customer_is_searched_by_its_name_and_its_id_in_lower_case(customers):
    found = with_worklists(customers, dunning(DUNNING), LADDER)

    assert found["search"].to_pylist() == ["nordwind\nk1", "sunmill\nk2", "甲木\nk3", "öl\nk4"]


def test_where_no_step_is_due_nobody_stands_at_one(customers):
    found = with_worklists(customers, dunning(DUNNING).slice(0, 0), LADDER)

    assert found["step"].to_pylist() == [None] * 4
    assert found.num_rows == 4
