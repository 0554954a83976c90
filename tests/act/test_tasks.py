"""What waits for a person on 2026-03-31."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from act.open_parts import AS_OF, SCHEMA, open_parts
from profiles import profile_table
from typed import ledger, rows

from duecourse.act.tasks import (
    COLUMNS,
    KINDS,
    broken_promises,
    hand_overs,
    observations_ended,
    reviews_due,
    tasks,
)
from duecourse.policy.shapes import Review
from duecourse.values.days import day_number

DUNNED = pa.schema(
    [
        ("customer_id", pa.string()),
        ("action", pa.string()),
        ("chase_amount", pa.decimal128(18, 4)),
        ("currency", pa.string()),
    ]
)
PROMISES = "promise_id invoice_id part promised_on until_on closed_on\n"


def test_a_hand_over_waits_for_approval_once_per_customer_and_currency(engine):
    plan = dunned(
        engine,
        ("K1", "hand_over", 500, "CNY"),
        ("K1", "hand_over", 300, "CNY"),
        ("K1", "hand_over", 70, "EUR"),
        ("K1", "letter", 999, "CNY"),
    )

    assert rows(engine, hand_overs(plan, as_of=AS_OF), *COLUMNS) == [
        ("K1", "hand-over", AS_OF, Decimal(70), "EUR"),
        ("K1", "hand-over", AS_OF, Decimal(800), "CNY"),
    ]


def test_the_end_of_observation_without_passing_waits_for_a_decision(engine):
    profile = profiles(
        engine,
        {"customer_id": "K1", "exposure": 400, "observation_task": True},
        {"customer_id": "K2", "exposure": 400, "observation_task": False},
        {"customer_id": "K3", "exposure": 400, "observation_task": None},
    )

    assert rows(engine, observations_ended(profile, as_of=AS_OF), *COLUMNS) == [
        ("K1", "observation-ended", AS_OF, Decimal(400), "CNY")
    ]


@pytest.mark.parametrize(
    ("promises", "broken"),
    [
        ("M1 I1 - 2026-03-01 2026-03-30 -", True),
        ("M1 I1 - 2026-03-01 2026-03-31 -", False),
        ("M1 I1 - 2026-03-01 2026-03-20 2026-03-25", False),
        ("M1 I1 - 2026-03-01 2026-03-20 2026-04-02", True),
        ("M1 I1 1 2026-03-01 2026-03-20 -", True),
        ("M1 I1 2 2026-03-01 2026-03-20 -", False),
        ("M1 I1 - 2026-03-01 2026-03-20 -\nM2 I1 - 2026-03-21 2026-04-05 -", False),
    ],
    ids=["ran out", "last day", "closed", "closed later", "part", "another part", "renewed"],
)
def test_a_promise_that_ran_out_unpaid_is_broken(engine, promises, broken):
    found = broken_in(engine, promises, "I1 K1 CNY late=40 open=1000")

    assert bool(found) == broken


def test_a_broken_promise_shows_the_money_it_kept_back_and_since_when(engine):
    parts = """I1 K1 CNY late=40 open=1000 disputed=300 pending=100
    I2 K1 CNY late=40 open=50
    I3 K2 CNY late=40 open=80 pending=80
    C1 K1 CNY late=0 open=-500"""
    promises = """M1 I1 - 2026-03-01 2026-03-10 -
    M2 I1 - 2026-03-01 2026-03-20 -
    M3 I2 - 2026-03-01 2026-03-25 -
    M4 I3 - 2026-03-01 2026-03-25 -"""
    since = day_number(date(2026, 3, 21))

    assert broken_in(engine, promises, parts) == [
        ("K1", "promise-broken", since, Decimal(650), "CNY")
    ]


def test_each_grade_has_its_rhythm_of_reviews(engine):
    profile = profiles(
        engine,
        {"customer_id": "K1", "grade": "A", "granted_on": AS_OF - 92},
        {"customer_id": "K2", "grade": "A", "granted_on": AS_OF - 91},
        {"customer_id": "K3", "grade": "C", "granted_on": AS_OF - 31},
        {"customer_id": "K4", "grade": None, "granted_on": None, "started_on": AS_OF - 31},
        {"customer_id": "K5", "grade": "B", "granted_on": None, "started_on": AS_OF - 400},
        {"customer_id": "K6", "grade": "C", "granted_on": AS_OF - 400, "exposure": 0},
        {"customer_id": "K7", "grade": "C"},
    )
    found = reviews_due(profile, {"A": "quarter", "C": "month"}, as_of=AS_OF)

    assert rows(engine, found, "customer_id", "due_on") == [
        ("K1", AS_OF),
        ("K3", AS_OF),
        ("K4", AS_OF),
        ("K5", AS_OF - 400 + 92),
    ]


def test_all_kinds_come_in_one_list(engine):
    found = tasks(
        profiles(
            engine,
            {"customer_id": "K1", "grade": "C", "granted_on": 1, "observation_task": True},
        ),
        dunned(engine, ("K1", "hand_over", 500, "CNY")),
        open_parts(engine, "I1 K1 CNY late=40 open=1000"),
        ledger(engine, promises=PROMISES + "M1 I1 - 2026-03-01 2026-03-20 -"),
        review=Review(customers={"C": "month"}),
        as_of=AS_OF,
    )

    assert [kind for (kind,) in rows(engine, found, "kind")] == list(KINDS)


def test_with_nothing_to_do_the_list_is_empty(engine):
    found = tasks(
        profiles(engine, {"customer_id": "K1", "exposure": 0}),
        dunned(engine),
        engine.frame(SCHEMA.empty_table()),
        ledger(engine),
        review=Review(),
        as_of=AS_OF,
    )

    assert rows(engine, found, *COLUMNS) == []


LATER = {"grade": pa.string(), "observation_task": pa.bool_()}
"""What assess and decide add to a profile."""


def profiles(engine, *typed):
    measured = [{name: row[name] for name in row if name not in LATER} for row in typed]
    table = profile_table([{"exposure": 100, **row} for row in measured])
    for name, kind in LATER.items():
        column = pa.array([row.get(name) for row in typed], kind)
        table = table.append_column(name, column)
    return engine.frame(table)


def dunned(engine, *typed):
    plan = [dict(zip(DUNNED.names, row, strict=True)) for row in typed]
    for row in plan:
        row["chase_amount"] = Decimal(row["chase_amount"])
    return engine.frame(pa.Table.from_pylist(plan, schema=DUNNED))


def broken_in(engine, promises, parts):
    books = ledger(engine, promises=PROMISES + promises)
    found = broken_promises(open_parts(engine, parts), books["promises"], as_of=AS_OF)
    return rows(engine, found, *COLUMNS)
