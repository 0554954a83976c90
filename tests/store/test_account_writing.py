"""Accounts written from a position: amounts as decided, reservations as they were made since."""

from datetime import date
from decimal import Decimal

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest
from counter import ask, group_reserved, published, reserved
from django.db import connection
from typed import arrow

from duecourse.ledger.arrow import empty_table
from duecourse.ledger.tables import TABLE
from duecourse.services.convert_reservation import InvoiceTold, convert_reservation
from duecourse.services.python_face import read_ledger, read_policy, run, simulate
from duecourse.store.account_locks import looked_at
from duecourse.store.account_writing import Decided, write_accounts
from duecourse.store.audit import AuditEvent
from duecourse.store.credit_accounts import CreditAccount, GroupAccount
from duecourse.store.reservations import Reservation

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AS_OF = date(2026, 3, 31)
NEEDED = ("orders", "invoices", "securities", "covers")
RATES = {"CNY": Decimal(1), "EUR": Decimal(8)}
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("customer_id", "group_id", "currency")),
        ("to_home", pa.float64()),
        ("effective_limit", pa.float64()),
        ("exposure", pa.decimal128(38, 4)),
        ("group_limit", pa.decimal128(18, 4)),
        ("has_group_limit", pa.bool_()),
        *((name, pa.string()) for name in ("grade", "status", "terms", "recommended_terms")),
        *((name, pa.string()) for name in ("security", "holds", "salesperson")),
    ]
)


def decided(text, *, rates=RATES, **facts):
    """Type decided customers: id, group (``-``), currency, limit, exposure, group limit."""
    rows = []
    for line in text.strip().splitlines():
        name, group, currency, limit, exposure, of_group = line.split()
        rows.append(
            {
                "customer_id": name,
                "group_id": None if group == "-" else group,
                "currency": currency,
                "to_home": float(rates[currency]) if currency in rates else None,
                "effective_limit": None if limit == "-" else float(limit),
                "exposure": None if exposure == "-" else Decimal(exposure),
                "group_limit": None if of_group in "-?" else Decimal(of_group),
                "has_group_limit": of_group != "-",
                "grade": "B",
                "status": "active",
                "terms": "NET30",
                "recommended_terms": "NET30",
                "security": "none",
                "holds": "",
                "salesperson": None,
            }
        )
    told = {name: arrow(facts[name], TABLE[name]) for name in facts}
    tables = {name: with_gaps(told.get(name), TABLE[name]) for name in NEEDED}
    customers = pa.Table.from_pylist(rows, schema=SCHEMA)
    return Decided(customers, tables, AS_OF, "CNY", rates, published())


def with_gaps(rows, table):
    """Complete a typed table with the columns that were not typed."""
    whole = empty_table(table)
    return whole if rows is None else pa.concat_tables([whole, rows], promote_options="default")


def write(text, *, whole=True, **told):
    event = AuditEvent.objects.create(action="position.taken")
    return write_accounts(decided(text, **told), event, whole=whole)


def account(name="K1"):
    return CreditAccount.objects.get(customer_id=name)


def test_limits_and_exposures_are_those_decided():
    basis = write("K1 - CNY 100000 60000.5 -\nK2 - EUR 0.1 - -\nK3 - USD - 0 -")

    alder = account()
    assert (alder.limit, alder.exposure, alder.reserved) == (100000, Decimal("60000.5"), 0)
    assert (account("K2").limit, account("K2").exposure) == (Decimal("0.1"), None)
    assert (account("K3").limit, account("K3").to_home) == (None, None)
    assert (alder.basis, basis.rates["EUR"], basis.as_of) == (basis, "8", AS_OF)


def test_a_group_of_one_currency_needs_no_rate():
    write("K1 G CHF 100 40 500\nK2 G CHF 100 30 500\nK3 H CNY 9 9 -")

    group = GroupAccount.objects.get()
    assert (group.currency, group.limit, group.exposure) == ("CHF", 500, 70)
    assert (account("K2").group, account("K3").group) == (group, None)


def test_a_group_of_several_currencies_is_added_up_at_home():
    write("K1 G CNY 1000 400 2000\nK2 G EUR 1000 100 250\nK3 G CHF 1 0 ?")

    group = GroupAccount.objects.get()
    assert (group.currency, group.limit, group.exposure) == ("CNY", 2000, 1200)


@pytest.mark.parametrize(
    ("members", "known"),
    [
        ("K1 G CNY 1 400 2000\nK2 G CHF 1 1 ?", (2000, None)),
        ("K1 G CNY 1 400 2000\nK2 G CNY 1 - 2000", (2000, None)),
        ("K1 G CNY 1 400 ?\nK2 G CNY 1 5 ?", (None, 405)),
    ],
)
def test_what_is_unknown_of_a_member_is_unknown_of_the_group(members, known):
    write(members)

    group = GroupAccount.objects.get()
    assert (group.limit, group.exposure) == known


def test_what_is_reserved_survives_a_new_position():
    write("K1 G CNY 100000 60000 200000")
    ask("O1", "K1", "30000")

    write("K1 G CNY 90000 50000 150000")

    assert (account().exposure, reserved(), group_reserved("G")) == (50000, 30000, 30000)
    assert ask("O2", "K1", "10001").answer.outcome == "conditions"


def test_an_order_that_the_ledger_has_by_now_is_exposure_and_no_longer_reserved():
    write("K1 G CNY 100000 60000 200000")
    ask("O1", "K1", "30000")

    write(
        "K1 G CNY 100000 90000 200000",
        orders="order_id customer_id ordered_on currency amount\nO1 K1 2026-03-31 CNY 30000",
    )

    assert (account().exposure, reserved(), group_reserved("G")) == (90000, 0, 0)
    assert Reservation.objects.get().state == "booked"


def test_an_invoice_that_names_the_order_takes_its_place():
    write("K1 - CNY 100000 60000 -")
    ask("O1", "K1", "30000")

    write("K1 - CNY 100000 90000 -", invoices=INVOICES)

    assert (reserved(), Reservation.objects.get().state) == (0, "booked")


INVOICES = """
    invoice_id customer_id issued_on due_on currency amount order_id
    I1 K1 2026-03-31 2026-04-30 CNY 10000 O1
"""


def test_what_was_invoiced_counts_until_the_ledger_has_the_invoice():
    write("K1 G CNY 100000 60000 200000")
    ask("O1", "K1", "30000")
    convert_reservation(InvoiceTold("O1", "I1", Decimal(10000), "CNY"), None)

    write("K1 G CNY 100000 60000 200000")
    assert (account().exposure, reserved()) == (70000, 20000)
    assert (GroupAccount.objects.get().exposure, group_reserved("G")) == (70000, 20000)

    write("K1 G CNY 100000 70000 200000", invoices=INVOICES)
    assert (account().exposure, reserved()) == (70000, 20000)
    assert (GroupAccount.objects.get().exposure, group_reserved("G")) == (70000, 20000)


def test_writing_one_customer_leaves_the_others_alone():
    write("K1 - CNY 100 60 -\nK2 - CNY 100 60 -")
    ask("O1", "K2", "30")
    convert_reservation(InvoiceTold("O1", "I1", Decimal(10), "CNY"), None)

    write("K1 - CNY 100 70 -", whole=False)

    assert (account("K1").exposure, account("K2").exposure) == (70, 70)
    assert reserved("K2") == 20


def test_who_is_missing_from_a_whole_position_has_no_limit_any_more():
    write("K1 - CNY 100 60 -\nK2 - CNY 100 60 -")

    write("K1 - CNY 100 60 -")

    assert (account("K2").limit, account("K2").exposure) == (None, None)
    assert ask("O1", "K2", "1").answer.outcome == "hold"


def test_what_is_reserved_follows_the_currency_of_the_limit():
    write("K1 G EUR 100 0 1000\nK2 G EUR 100 0 1000")
    ask("O1", "K1", "10")

    write("K1 G CNY 800 0 8000\nK2 G EUR 100 0 1000")
    assert (reserved(), group_reserved("G")) == (80, 80)

    write("K1 G CHF 800 0 ?\nK2 G EUR 100 0 1000")
    assert ask("O2", "K1", "1").answer.outcome == "hold"
    assert GroupAccount.objects.get().exposure is None


def test_what_ends_behind_a_customer_is_listed_the_first_first():
    write(
        "K1 - CNY 100 60 -",
        covers="policy_no customer_id effective_on until_on currency amount\n"
        "C1 K1 2026-01-01 2026-06-30 CNY 50\nC2 K1 2026-01-01 2026-03-30 CNY 50",
        securities="customer_id kind valid_from valid_until currency amount\n"
        "K1 guarantee - 2026-04-30 CNY 20\nK1 guarantee 2026-04-01 2026-04-30 CNY 20",
    )

    assert [(one["kind"], one["until"]) for one in account().expiring] == [
        ("guarantee", "2026-04-30"),
        ("cover", "2026-06-30"),
    ]


def test_headroom_at_the_counter_is_that_of_the_position():
    """A made-up company with groups: what decide says and what accounts say must agree."""
    facts = simulate(customers=300, invoices=6000, seed=7, as_of=AS_OF)
    position = run(read_ledger(facts, engine="polars"), read_policy("standard"), AS_OF)
    customers = nw.from_native(position.customers).lazy().collect("pyarrow").to_native()
    rates = position.rates
    empty = {name: empty_table(TABLE[name]) for name in NEEDED}
    told = Decided(customers, empty, AS_OF, position.home_currency, rates, published())

    write_accounts(told, AuditEvent.objects.create(action="position.taken"))

    pooled = 0
    for row in customers.select(["customer_id", "headroom", "has_group_limit"]).to_pylist():
        left = headroom(row["customer_id"])
        if row["headroom"] is None:
            assert left is None
        else:
            assert abs(left - Decimal(str(row["headroom"]))) < Decimal("0.01"), row
            pooled += row["has_group_limit"]
    assert pooled > 0


def headroom(customer):
    with connection.cursor() as cursor:
        return looked_at(cursor, customer, None).headroom()
