"""Rows for the pages: a small company on one day, typed by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

from duecourse.policies import preset
from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.import_batches import ImportBatch, ImportState
from duecourse.store.outbox import Letter
from duecourse.store.people import Role, User
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.store.positions import (
    PositionAlert,
    PositionCustomer,
    PositionDay,
    PositionDunning,
    PositionLeftOut,
    PositionPart,
    PositionPoint,
    PositionTask,
)
from duecourse.store.reservations import OrderDecision

AS_OF = date(2026, 3, 31)
CUSTOMERS = """
    id  name      grade  status   salesperson  exposure  overdue  limit   headroom  late
    K1  甲木五金    C      hold     Li           3800000   2300000  500000  -3300000  25
    K2  Nordwind  B      active   Wang         120000    40000    200000  80000     8
    K3  乙木纸业    A      active   Li           90000     0        300000  210000    0
    K4  Sunmill   C      prepay   Wang         30000     30000    0       -30000    42
"""


def people():
    """Make one person of each role; the one of sales is Li."""
    return {
        role: User.objects.create_user(
            role, password="a password of tests", role=role, salesperson="Li", language="en"
        )
        for role in Role.values
    }


def policy():
    """Put the preset in force."""
    return PolicyVersion.objects.create(
        number=1,
        text=preset("standard"),
        state=PolicyState.PUBLISHED,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def company(as_of=AS_OF):
    """Make a day's position of four customers, with something on every worklist."""
    event = AuditEvent.objects.create(action="position.taken")
    day = PositionDay.objects.create(
        as_of=as_of,
        home_currency="CNY",
        policy_version=PolicyVersion.objects.first() or policy(),
        event=event,
        customers=4,
        figures=figures(),
        aging={"current": "1670000", "31-60": "2370000"},
        dso_history=[
            {"day": "2026-02-28", "dso_countback": "41.5"},
            {"day": "2026-03-31", "dso_countback": "44.25"},
        ],
        problems=[problem("rate-missing"), problem("unreadable-row")],
    )
    customers = {row["id"]: customer(day, row) for row in typed(CUSTOMERS)}
    chased(day)
    if not FACTS["customers"].objects.exists():
        waiting_order()
        told(event)
        imported()
    return day, customers


def imported():
    """Note a file that was imported, with a row to mend."""
    ImportBatch.objects.create(
        pk=IMPORT,
        file_name="open.csv",
        digest="0" * 64,
        read_as="0" * 64,
        size=100,
        kind="sheet",
        kept=AuditEvent.objects.create(action="import.kept"),
        state=ImportState.KEPT,
        counts={"invoices": {"new": 3, "corrected": 0, "known": 0}},
        totals={"invoices": {"CNY": {"rows": 3, "amount": "2370000.0000", "open": None}}},
        problems=[problem("unreadable-row")],
    )


def waiting_order():
    """Hold an order of K1, which is over its limit."""
    OrderDecision.objects.create(
        pk=ORDER,
        idempotency_key="shop/7",
        order_id="SO-7",
        customer_id="K1",
        amount=20000,
        currency="CNY",
        outcome="hold",
        reasons=[{"code": "over", "blanks": {"amount": "3,300,000.00", "currency": "CNY"}}],
        answer={
            "one_of": [{"code": "prepay", "blanks": {"amount": "20,000.00", "currency": "CNY"}}],
            "all_of": [],
            "release_by": ["manager"],
            "four_eyes": True,
            "headroom": "-3300000.0000",
            "reserved": None,
            "currency": "CNY",
        },
        as_of=AS_OF,
        policy_version=PolicyVersion.objects.first(),
    )


def figures():
    """Type the figures of the day."""
    return {
        "receivable": "4040000",
        "open_amount": "4030000",
        "overdue_amount": "2370000",
        "credit_sales": "9000000",
        "dso_simple": "40.4",
        "dso_best_possible": "16.7",
        "average_days_delinquent": "23.7",
        "high_risk_share": "0.948",
        "concentration": "1.0",
        "customers": 4,
        "open_invoices": 5,
    }


def problem(code):
    """Type a problem of the facts."""
    return {"code": code, "file": "open.csv", "row": 3, "column": "due", "details": {}}


def typed(text):
    """Read a table typed by hand."""
    heads, *rows = (line.split() for line in text.strip().splitlines())
    return [dict(zip(heads, row, strict=True)) for row in rows]


def customer(day, row):
    """Make a customer of the day."""
    return PositionCustomer.objects.create(
        day=day,
        customer_id=row["id"],
        name=row["name"],
        salesperson=row["salesperson"],
        country="CN",
        currency="CNY",
        to_home=1.0,
        search=f"{row['name']}\n{row['id']}".lower(),
        profile={"uninvoiced_orders": "0.0000", "secured_amount": "10000.0000"},
        **judged(row),
        **counted(row),
    )


def judged(row):
    """Tell how a customer of the day is judged."""
    return {
        "grade": row["grade"],
        "grade_before_caps": row["grade"],
        "cap": "",
        "score": 50.4,
        "known_weight": 0.9,
        "status": row["status"],
        "stage": "normal",
        "observation_task": False,
        "terms": "NET60",
        "recommended_terms": "PREPAY" if row["grade"] == "C" else "NET60",
        "security": "none",
        "holds": "over-limit" if row["status"] == "hold" else "",
        "limit_rule": "need",
        "days_beyond_terms": float(row["late"]),
        "days_beyond_terms_change": 9.0,
        "late_share": 0.4,
    }


def counted(row):
    """Count the money of a customer of the day."""
    exposure, overdue, limit, headroom = (
        Decimal(row[name]) for name in ("exposure", "overdue", "limit", "headroom")
    )
    unallocated = 10000 if row["id"] == "K1" else 0
    return {
        "open_amount": exposure,
        "overdue_amount": overdue,
        "exposure": exposure,
        "net_exposure": exposure - 10000,
        "effective_limit": limit,
        "recommended_limit": limit,
        "granted_limit": limit * 2,
        "own_headroom": headroom,
        "headroom": headroom,
        "exposure_home": exposure,
        "overdue_home": overdue,
        "headroom_home": headroom,
        "limit_home": limit,
        "largest_days_past_due": 44 if overdue else 0,
        "unallocated": unallocated,
        "unallocated_home": unallocated,
    }


def chased(day):
    """Put something on each of the lists of the day."""
    for name in ("K1", "K2"):
        part = {"day": day, "customer_id": name, "invoice_id": f"F-{name}", "part": 1}
        PositionPart.objects.create(
            **part,
            currency="CNY",
            issued_on=date(2026, 1, 16),
            due_on=date(2026, 2, 15),
            amount=2370000,
            open_amount=2370000,
            disputed_amount=0,
            pending_amount=0,
            days_past_due=44,
            bucket="31-60",
        )
        asked_of_people(day, name)
    PositionDunning.objects.create(
        day=day,
        customer_id="K1",
        invoice_id="F-K1",
        part=1,
        level="formal",
        action="letter",
        days_past_due=44,
        open_amount=2300000,
        chase_amount=2300000,
        currency="CNY",
    )
    PositionLeftOut.objects.create(
        day=day, customer_id="K2", invoice_id="F-K2", part=1, days_past_due=44, reason="promised"
    )
    due = PositionCustomer.objects.filter(day=day, customer_id="K1")
    due.update(step="formal", step_rank=3, step_days=44, at_risk_home=2290000)


def asked_of_people(day, name):
    """Ring for a customer, and let something wait."""
    PositionAlert.objects.create(
        day=day,
        customer_id=name,
        rule="slower-payment",
        severity="high",
        value=13.5,
        threshold=10,
    )
    PositionTask.objects.create(
        day=day,
        customer_id=name,
        kind="review-due",
        due_on=date(2026, 3, 1),
        value=120000,
        currency="CNY",
    )
    PositionPoint.objects.create(
        day=day,
        customer_id=name,
        criterion="days_beyond_terms",
        value=25.0,
        points=35,
        weight=18,
        cost=11.7,
    )


def told(event):
    """Write a few facts of K1, as the ledger tells them."""
    own = {"recorded": event, "customer_id": "K1"}
    money = {"currency": "CNY", "amount": 2370000}
    days = {"issued_on": date(2026, 1, 16), "due_on": date(2026, 2, 15)}
    FACTS["customers"].objects.create(**own, name="甲木五金", salesperson="Li", tax_id="91310000X")
    FACTS["invoices"].objects.create(**own, **money, **days, invoice_id="F-K1")
    FACTS["settlements"].objects.create(
        **own, **money, settlement_id="S1", posted_on=date(2026, 3, 2), kind="payment"
    )
    FACTS["orders"].objects.create(**own, **money, order_id="B1", ordered_on=date(2026, 3, 20))
    FACTS["contracts"].objects.create(**own, contract_id="C1", terms="NET60")
    FACTS["promises"].objects.create(
        recorded=event,
        promise_id="P1",
        invoice_id="F-K1",
        promised_on=date(2026, 3, 5),
        until_on=date(2026, 3, 15),
        amount=100000,
    )
    FACTS["disputes"].objects.create(
        recorded=event,
        dispute_id="D1",
        invoice_id="F-K1",
        opened_on=date(2026, 3, 6),
        reason="short delivery",
    )
    FACTS["notices"].objects.create(
        recorded=event, invoice_id="F-K1", level="formal", sent_on=date(2026, 3, 10)
    )
    letter(event)


ORDER = 11
"""The number of the one decision, which holds an order."""
IMPORT = 1
LETTER = 7
"""The number of the one letter, a draft to K1."""


def letter(event):
    """Draft a letter to K1."""
    made = Letter.objects.create(
        pk=LETTER,
        customer_id="K1",
        customer_name="甲木五金",
        salesperson="Li",
        level="formal",
        language="zh",
        address="owner@jiamu.test",
        subject="催款函",
        body="贵公司有一笔款项逾期。",
        as_of=AS_OF,
        event=event,
        policy_version=PolicyVersion.objects.first(),
    )
    made.lines.create(
        invoice_id="F-K1", level="formal", days_past_due=44, amount=2300000, currency="CNY"
    )
