"""Invented ledgers: customers drawn at random with every kind of fact, many in one ledger.

Everything is drawn around one day, ``D``: facts long gone, of the last year, and of days to come.
Rows are dicts by table; days are day numbers, amounts are decimals with cents.
"""

from decimal import Decimal

import pyarrow as pa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from duecourse.ledger.arrow import ARROW
from duecourse.ledger.ledger import ledger_of
from duecourse.ledger.tables import TABLE

D = 20543  # 2026-03-31
HOME = "CNY"
RATES = {"CNY": Decimal(1), "EUR": Decimal("7.8"), "USD": Decimal("7.1")}
KINDS = ("payment", "bill", "set_off", "discount", "credit_note", "write_off", "recovery")
DATED = {
    "invoices": ("cancelled_on",),
    "disputes": ("closed_on",),
    "orders": ("cancelled_on",),
}
"""Days on a row that tell of later: not known before they come."""

cents = st.integers(1, 40_000).map(lambda count: Decimal(count) / 100)
seldom = st.integers(0, 7).map(lambda thrown: thrown == 0)
moderate = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""Each example holds many customers, and each engine runs it: few examples are many ledgers."""


@st.composite
def invoices(draw):
    """Draw one invoice with its parts, settlements and disputes, days counted from its issue."""
    amount = draw(cents) * (-1 if draw(seldom) else 1)
    return {
        "issued_on": D + draw(st.integers(-430, 30)),
        "due_after": draw(st.integers(0, 90)),
        "currency": draw(st.sampled_from(sorted(RATES))),
        "company_id": draw(st.sampled_from(["main", "other"])),
        "amount": amount,
        "cancelled_after": draw(st.one_of(st.none(), st.integers(0, 120)))
        if draw(seldom)
        else None,
        "stated": draw(st.tuples(cents, st.integers(0, 200))) if draw(seldom) else None,
        "disputed_amount": draw(cents) if draw(seldom) else None,
        "known_after": draw(st.integers(0, 60)) if draw(seldom) else None,
        "parts": draw(st.lists(st.tuples(st.integers(0, 120), cents), min_size=2, max_size=3))
        if draw(seldom)
        else [],
        "settled": draw(st.lists(settlements(amount), max_size=4)),
        "disputes": draw(st.lists(disputes(), max_size=1)),
    }


@st.composite
def settlements(draw, owed):
    """Draw one settlement, days counted from the issue of its invoice."""
    whole, half = abs(owed), (abs(owed) / 2).quantize(Decimal("0.01"))
    return {
        "after": draw(st.integers(-15, 200)),
        "amount": draw(st.one_of(st.sampled_from([whole, half]), cents)),
        "kind": draw(st.sampled_from(KINDS)),
        "status": "pending" if draw(seldom) else "posted",
        "foreign": draw(seldom),
        "reversed_after": draw(st.integers(0, 90)) if draw(seldom) else None,
        "known_after": draw(st.integers(0, 60)) if draw(seldom) else None,
    }


@st.composite
def disputes(draw):
    """Draw one dispute: of a part or of all, of an amount or of everything, open or closed."""
    return {
        "after": draw(st.integers(0, 150)),
        "part": draw(st.sampled_from([None, None, 1, 2])),
        "amount": draw(st.one_of(st.none(), cents)),
        "closed_after": draw(st.one_of(st.none(), st.integers(0, 60))),
    }


@st.composite
def loose_cash(draw):
    """Draw a payment that names no invoice, and perhaps an order."""
    return {
        "posted_on": D + draw(st.integers(-400, 20)),
        "currency": draw(st.sampled_from(sorted(RATES))),
        "amount": draw(cents),
        "kind": draw(st.sampled_from(KINDS)),
        "status": "pending" if draw(seldom) else "posted",
        "order": draw(st.booleans()),
    }


customers = st.tuples(
    st.lists(invoices(), max_size=5), st.lists(loose_cash(), max_size=2), st.booleans()
)
stories = st.lists(customers, min_size=1, max_size=8)


def facts(drawn):
    """Lay the drawn customers out as rows of the ledger's tables."""
    rows = {name: [] for name in ("customers", "invoices", "due_parts", "settlements", "disputes")}
    rows["rates"] = [
        {"currency": currency, "on": D - 500, "rate": float(rate)}
        for currency, rate in RATES.items()
        if currency != HOME
    ]
    for number, (bought, loose, grouped) in enumerate(drawn):
        customer = {"customer_id": f"K{number}", "group_id": "G1" if grouped else None}
        rows["customers"].append(customer)
        for place, invoice in enumerate(bought):
            add_invoice(rows, f"K{number}", f"K{number}-{place}", invoice)
        for place, cash in enumerate(loose):
            add_cash(rows, f"K{number}", f"K{number}-c{place}", cash)
    return rows


def add_invoice(rows, customer_id, invoice_id, drawn):
    """Add an invoice and what belongs to it."""
    issued = drawn["issued_on"]
    row = {
        "invoice_id": invoice_id,
        "customer_id": customer_id,
        "company_id": drawn["company_id"],
        "issued_on": issued,
        "due_on": issued + drawn["due_after"],
        "currency": drawn["currency"],
        "amount": drawn["amount"],
        "cancelled_on": later(issued, drawn["cancelled_after"]),
        "disputed_amount": drawn["disputed_amount"],
        "known_on": later(issued, drawn["known_after"]),
    }
    if drawn["stated"]:
        row["open_amount"], row["balance_on"] = drawn["stated"][0], issued + drawn["stated"][1]
    rows["invoices"].append(row)
    for number, (after, amount) in enumerate(drawn["parts"], start=1):
        part = {"invoice_id": invoice_id, "part": number, "due_on": issued + after}
        rows["due_parts"].append({**part, "amount": amount})
    for number, settled in enumerate(drawn["settled"]):
        add_settlement(rows, row, f"{invoice_id}-s{number}", settled)
    for number, dispute in enumerate(drawn["disputes"]):
        opened = issued + dispute["after"]
        rows["disputes"].append(
            {
                "dispute_id": f"{invoice_id}-d{number}",
                "invoice_id": invoice_id,
                "part": dispute["part"],
                "opened_on": opened,
                "amount": dispute["amount"],
                "closed_on": later(opened, dispute["closed_after"]),
            }
        )


def add_settlement(rows, invoice, settlement_id, drawn):
    """Add a settlement of an invoice and, where it is reversed, its reversal."""
    posted = invoice["issued_on"] + drawn["after"]
    row = {
        "settlement_id": settlement_id,
        "customer_id": invoice["customer_id"],
        "company_id": invoice["company_id"],
        "invoice_id": invoice["invoice_id"],
        "posted_on": posted,
        "currency": "GBP" if drawn["foreign"] else invoice["currency"],
        "amount": drawn["amount"] * 3 if drawn["foreign"] else drawn["amount"],
        "applied_amount": drawn["amount"] if drawn["foreign"] else None,
        "kind": drawn["kind"],
        "status": drawn["status"],
        "reverses": None,
        "known_on": later(posted, drawn["known_after"]),
    }
    rows["settlements"].append(row)
    if drawn["reversed_after"] is not None:
        applied = row["applied_amount"]
        rows["settlements"].append(
            {
                **row,
                "settlement_id": f"{settlement_id}-r",
                "posted_on": posted + drawn["reversed_after"],
                "amount": -row["amount"],
                "applied_amount": applied and -applied,
                "kind": "reversal",
                "reverses": settlement_id,
                "known_on": None,
            }
        )


def add_cash(rows, customer_id, settlement_id, drawn):
    """Add a payment without an invoice."""
    rows["settlements"].append(
        {
            "settlement_id": settlement_id,
            "customer_id": customer_id,
            "company_id": "main",
            "order_id": f"{settlement_id}-o" if drawn["order"] else None,
            **{name: drawn[name] for name in ("posted_on", "currency", "amount", "kind", "status")},
        }
    )


def later(day, after):
    """Return the day so much later; unknown stays unknown."""
    return None if after is None else day + after


def known_at(rows, day):
    """Leave out what was not yet known on a day, row by row; a second reading of ``knowing``."""
    return {
        name: [
            {
                key: None if key in DATED.get(name, ()) and (cell or 0) > day else cell
                for key, cell in row.items()
            }
            for row in told
            if known_on(name, row) is None or known_on(name, row) <= day
        ]
        for name, told in rows.items()
    }


def known_on(name, row):
    """Say when a fact was known: as it says, else on its own day."""
    own = TABLE[name].known_by
    return row.get("known_on") or (row[own] if own else None)


def ledger_with(engine, rows):
    """Make a ledger of rows."""
    frames = {name: engine.frame(table(name, told)) for name, told in rows.items() if told}
    return ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)


def table(name, rows):
    """Make an Arrow table of rows; what a row does not say is unknown."""
    return pa.table(
        {
            column.name: pa.array([row.get(column.name) for row in rows], ARROW[column.kind])
            for column in TABLE[name].columns
        }
    )
