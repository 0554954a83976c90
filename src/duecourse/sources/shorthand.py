"""Shorthand: an invoice's own row says what was settled of it, and when."""

from collections.abc import Mapping as Lookup
from dataclasses import replace

from duecourse.sources.mapping import Binding, TableMapping

SHORTHAND = ("settled_on", "settled_amount", "settled_after")
"""Settled on that day; so much of it (else all); so many days after it was issued."""


def settled(invoices: TableMapping, said: Lookup[str, Binding]) -> list[TableMapping]:
    """Make the settlements that invoices' rows tell of: one for each settled invoice.

    Without ``settled_on`` or ``settled_after`` there are none.
    """
    issued = invoices.bindings.get("issued_on")
    posted = said.get("settled_on")
    if posted is None and "settled_after" in said and issued is not None:
        posted = replace(said["settled_after"], base=issued)
    if posted is None:
        return []
    same = {
        name: invoices.bindings[name]
        for name in ("customer_id", "invoice_id", "currency", "company_id")
        if name in invoices.bindings
    }
    amount = said.get("settled_amount") or invoices.bindings["amount"]
    bindings = {**same, "posted_on": posted, "amount": amount, **ids(invoices)}
    return [
        replace(
            invoices,
            table="settlements",
            bindings=bindings,
            only_with=("posted_on", "amount"),
            nonzero=("amount",),
            follows="invoices",
        )
    ]


def ids(invoices: TableMapping) -> dict[str, Binding]:
    """Call each settlement as its invoice; every invoice has one at most."""
    bound = invoices.bindings.get("invoice_id")
    return {"settlement_id": bound} if bound else {}
