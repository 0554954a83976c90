"""Facts in the database: recorded once, corrected by newer ones, taken back whole."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from duecourse.ledger.arrow import schema_of
from duecourse.ledger.tables import TABLE
from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.frames import facts_as_arrow
from duecourse.store.recording import Recorded, SupersededSince, record, record_whole, take_back
from duecourse.values.days import day_number

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def invoices(*rows):
    """Type invoices: id, customer, amount."""
    told = [
        {
            "invoice_id": name,
            "customer_id": customer,
            "issued_on": day_number(date(2026, 1, 5)),
            "due_on": day_number(date(2026, 2, 4)),
            "currency": "CNY",
            "amount": Decimal(amount),
            "company_id": "main",
        }
        for name, customer, amount in (row.split() for row in rows)
    ]
    return pa.Table.from_pylist(told, schema=schema_of(TABLE["invoices"]))


def event(action="import"):
    return AuditEvent.objects.create(action=action)


def recorded(*rows, by=None, told=None):
    with transaction.atomic():
        return record(TABLE["invoices"], invoices(*rows), by or event(), told)


def held():
    table = facts_as_arrow(tables=["invoices"])["invoices"]
    return sorted(zip(table["invoice_id"].to_pylist(), table["amount"].to_pylist(), strict=True))


def test_what_was_recorded_is_read_back_to_the_last_digit():
    recorded("F1 K1 12345678901234.5678", "F2 K1 -0.0001")

    assert held() == [("F1", Decimal("12345678901234.5678")), ("F2", Decimal("-0.0001"))]
    assert facts_as_arrow(tables=["invoices"])["invoices"].schema == schema_of(TABLE["invoices"])


def test_the_same_rows_again_are_known_already():
    recorded("F1 K1 100", "F2 K1 200")

    assert recorded("F1 K1 100", "F2 K1 200") == Recorded(new=0, corrected=0, known=2)
    assert len(held()) == 2


def test_a_row_that_differs_supersedes_the_fact_which_stays():
    recorded("F1 K1 100")

    assert recorded("F1 K1 120", "F3 K1 5") == Recorded(new=1, corrected=1, known=0)
    assert held() == [("F1", Decimal(120)), ("F3", Decimal(5))]
    assert FACTS["invoices"].objects.filter(invoice_id="F1").count() == 2


def test_what_a_source_has_no_column_for_stays_as_it_was_said():
    recorded("F1 K1 100")
    FACTS["invoices"].objects.update(terms="NET30")

    assert recorded("F1 K1 100", told=["amount"]) == Recorded(new=0, corrected=0, known=1)
    assert recorded("F1 K1 120", "F2 K1 5", told=["amount"]) == Recorded(1, 1, 0)
    holding = FACTS["invoices"].objects.filter(superseded=None).order_by("invoice_id")
    assert [(one.amount, one.terms) for one in holding] == [(120, "NET30"), (5, None)]


def test_what_an_event_recorded_can_be_taken_back_and_the_old_holds_again():
    recorded("F1 K1 100")
    later = event()
    recorded("F1 K1 120", "F2 K1 7", by=later)

    assert take_back(later, event("taken back")) == {"invoices": 2}
    assert held() == [("F1", Decimal(100))]


def test_nothing_is_taken_back_on_which_a_later_event_rests():
    first = event()
    recorded("F1 K1 100", by=first)
    recorded("F1 K1 120")

    with pytest.raises(SupersededSince):
        take_back(first, event("taken back"))
    assert held() == [("F1", Decimal(120))]


def securities(*rows):
    told = [
        {"customer_id": customer, "kind": kind, "amount": Decimal(amount), "currency": "CNY"}
        for customer, kind, amount in (row.split() for row in rows)
    ]
    return pa.Table.from_pylist(told, schema=schema_of(TABLE["securities"]))


def test_rows_without_a_key_replace_what_else_is_held_of_the_same_customer():
    def recorded_whole(*rows, by=None):
        rows, by = securities(*rows), by or event()
        with transaction.atomic():
            return record_whole(TABLE["securities"], rows, by, of="customer_id")

    def pledged():
        holding = FACTS["securities"].objects.filter(superseded=None)
        return sorted(holding.values_list("customer_id", "amount"))

    recorded_whole("K1 deposit 10", "K1 guarantee 70", "K2 deposit 5")
    later = event()

    assert recorded_whole("K1 deposit 10", "K1 guarantee 60", by=later) == Recorded(0, 1, 1)
    assert recorded_whole() == Recorded(0, 0, 0)
    assert pledged() == [("K1", 10), ("K1", 60), ("K2", 5)]
    take_back(later, event("taken back"))
    assert pledged() == [("K1", 10), ("K1", 70), ("K2", 5)]


def test_one_customer_is_read_without_the_others():
    recorded("F1 K1 100", "F2 K2 200")

    table = facts_as_arrow(["K2"], tables=["invoices"])["invoices"]

    assert table["invoice_id"].to_pylist() == ["F2"]


def test_the_database_itself_refuses_the_same_key_twice_and_unknown_kinds():
    one = {"invoice_id": "F1", "customer_id": "K1", "currency": "CNY", "amount": 1}
    days = {"issued_on": date(2026, 1, 5), "due_on": date(2026, 2, 4)}
    invoice, told = FACTS["invoices"], event()
    invoice(**one, **days, recorded=told).save()

    with pytest.raises(IntegrityError), transaction.atomic():
        invoice(**one, **days, recorded=told).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        FACTS["rates"](currency="euro", on=date(2026, 1, 1), rate=7.8, recorded=told).save()


def test_sums_of_amounts_are_exact_in_the_database():
    recorded("F1 K1 0.1", "F2 K1 0.2")

    assert FACTS["invoices"].objects.aggregate(total=Sum("amount"))["total"] == Decimal("0.3")


def test_the_tests_run_on_the_database_that_was_asked_for(settings):
    assert settings.DATABASES["default"]["ENGINE"].endswith(
        {"sqlite": "sqlite3", "postgresql": "postgresql"}[connection.vendor]
    )
