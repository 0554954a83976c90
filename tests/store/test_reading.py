"""Reading facts as columns: one library of SQLite, one snapshot, the types of the ledger."""

import sys
from datetime import date

import pytest
from django.db import connection, transaction
from in_store import record_all, record_simulated
from typed import arrow

from duecourse.ledger.arrow import schema_of
from duecourse.ledger.tables import TABLE, TABLES
from duecourse.services.python_face import simulate
from duecourse.store.audit import AuditEvent
from duecourse.store.frames import facts_as_arrow

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
COMPANY = {"customers": 12, "invoices": 200, "seed": 3, "as_of": date(2026, 3, 31)}


def test_every_table_comes_back_in_the_ledgers_types():
    record_simulated(**COMPANY)

    facts = facts_as_arrow()

    for table in TABLES:
        assert facts[table.name].schema == schema_of(table)
    company = simulate(**COMPANY)
    for name in ("invoices", "settlements"):
        assert sum(facts[name]["amount"].to_pylist()) == sum(company[name]["amount"].to_pylist())


def test_days_before_1970_flags_and_gaps_come_back_as_they_were_told():
    told = {
        "customers": """
            customer_id  onboarded_on
            K1           1969-12-31
            K2           -
            K3           2026-03-31
        """
    }
    record_all({name: arrow(text, TABLE[name]) for name, text in told.items()})

    found = facts_as_arrow(tables=["customers"])["customers"].sort_by("customer_id")

    assert found["onboarded_on"].to_pylist() == [-1, None, 20543]
    assert found["name"].to_pylist() == [None, None, None]


def test_sqlite_is_read_over_the_one_connection_and_never_by_a_second_library():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is read over a connection of its own")
    with transaction.atomic():
        record_all({"groups": arrow("group_id\nG1", TABLE["groups"])})
        assert facts_as_arrow(tables=["groups"])["groups"]["group_id"].to_pylist() == ["G1"]

    assert "adbc_driver_sqlite" not in sys.modules


def test_reading_leaves_no_transaction_behind():
    facts_as_arrow()

    with transaction.atomic():
        AuditEvent.objects.create(action="import.kept")
    assert AuditEvent.objects.count() == 1
    assert not facts_as_arrow(tables=["invoices"])["invoices"].num_rows


def test_facts_of_few_customers_are_those_of_the_whole_and_seen_before_they_are_committed():
    with transaction.atomic():
        record_simulated(**COMPANY)
        few = facts_as_arrow(["K00001", "K00002"])

    for table in TABLES:
        assert few[table.name].schema == schema_of(table)
    whole = facts_as_arrow()["invoices"].to_pylist()
    own = [row for row in whole if row["customer_id"] in ("K00001", "K00002")]
    by_id = {row["invoice_id"]: row for row in few["invoices"].to_pylist()}
    assert by_id == {row["invoice_id"]: row for row in own} != {}
    assert few["holds"].num_rows <= facts_as_arrow()["holds"].num_rows
