"""The books worked out once more, invoice by invoice in plain Python: what the frames must give."""

from collections import defaultdict
from decimal import Decimal

from duecourse.ledger.tables_trade import SETTLING_KINDS

NOTHING = Decimal(0)


def applied(row):
    """Return what a settlement takes off, in its invoice's currency."""
    return row["amount"] if row.get("applied_amount") is None else row["applied_amount"]


def posted(rows, day):
    """Return the settlements that are on the books."""
    return [
        row
        for row in rows["settlements"]
        if row["posted_on"] <= day and row["status"] == "posted" and row["kind"] in SETTLING_KINDS
    ]


def live(invoice, day):
    """Say whether an invoice is on the books."""
    cancelled = invoice["cancelled_on"]
    return invoice["issued_on"] <= day and (cancelled is None or cancelled > day)


def settled_of(rows, invoice, day):
    """Return what was settled of an invoice: by its rows, else by the balance it states."""
    own = [row for row in posted(rows, day) if row.get("invoice_id") == invoice["invoice_id"]]
    stated = invoice.get("open_amount")
    if not own and stated is not None and invoice["balance_on"] <= day and live(invoice, day):
        return invoice["amount"] - stated
    return sum(map(applied, own), NOTHING)


def open_of(rows, invoice, day):
    """Return (part, due, open, is_credit) of everything open of an invoice: earliest due first."""
    worth = invoice["amount"] if live(invoice, day) else NOTHING
    settled = settled_of(rows, invoice, day)
    if worth <= 0:
        left = [(1, invoice["due_on"], worth - settled, True)]
    else:
        left = waterfall(parts_of(rows, invoice), settled)
        left.append((1, invoice["due_on"], min(worth - settled, NOTHING), True))
    return [item for item in left if item[2] != 0]


def parts_of(rows, invoice):
    """Return (part, due, amount) by due day; the last one reaches to the invoice's amount."""
    own = [row for row in rows["due_parts"] if row["invoice_id"] == invoice["invoice_id"]]
    listed = sorted((row["due_on"], row["part"], row["amount"]) for row in own)
    parts, left = [], invoice["amount"]
    for place, (due, part, amount) in enumerate(listed):
        worth = left if place == len(listed) - 1 else min(amount, left)
        parts.append((part, due, worth))
        left -= worth
    return parts or [(1, invoice["due_on"], invoice["amount"])]


def waterfall(parts, settled):
    """Settle the parts in order; a negative sum stands on the first."""
    left = []
    for place, (part, due, amount) in enumerate(parts):
        taken = min(settled, amount) if place == 0 else min(max(settled, NOTHING), amount)
        settled -= taken
        left.append((part, due, amount - taken, False))
    return left


def open_parts(rows, day):
    """Return every open part and credit: (invoice_id, part, due_on, open, is_credit)."""
    return sorted(
        (invoice["invoice_id"], *item)
        for invoice in rows["invoices"]
        for item in open_of(rows, invoice, day)
    )


def invoiced_less_settled(rows, day):
    """Return invoiced less settled per customer and currency, prepayments apart."""
    currency_of = {row["invoice_id"]: row["currency"] for row in rows["invoices"]}
    sums = defaultdict(lambda: NOTHING)
    for invoice in rows["invoices"]:
        if live(invoice, day):
            sums[invoice["customer_id"], invoice["currency"]] += invoice["amount"]
        own = any(row.get("invoice_id") == invoice["invoice_id"] for row in posted(rows, day))
        if not own:
            sums[invoice["customer_id"], invoice["currency"]] -= settled_of(rows, invoice, day)
    for row in posted(rows, day):
        if row.get("order_id") is None:
            currency = currency_of.get(row.get("invoice_id"), row["currency"])
            sums[row["customer_id"], currency] -= applied(row)
    return {key: amount for key, amount in sums.items() if amount}


def receivable(rows, day):
    """Return the positive open parts per currency."""
    sums = defaultdict(lambda: NOTHING)
    for invoice in rows["invoices"]:
        for _, _, left, is_credit in open_of(rows, invoice, day):
            if not is_credit:
                sums[invoice["currency"]] += left
    return {currency: amount for currency, amount in sums.items() if amount}
