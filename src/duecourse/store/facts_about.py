"""The facts that one customer's position is worked out from, without those of all the others."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db.models import Min

from duecourse.ledger.arrow import schema_of
from duecourse.ledger.tables import TABLE
from duecourse.store.facts import FACTS
from duecourse.store.frames import facts_as_arrow
from duecourse.values.days import day_number


def facts_about(customer_id: str) -> dict[str, pa.Table]:
    """Read what concerns a customer and its group, and how the whole ledger begins.

    Who is new depends on the ledger's first day: a row of nobody stands for it.
    """
    facts = facts_as_arrow(members_of(customer_id))
    for name, row in beginning().items():
        facts[name] = pa.concat_tables([facts[name], row])
    return facts


def members_of(customer_id: str) -> list[str]:
    """Name the customer and the members of its group."""
    holding = FACTS["customers"].objects.filter(superseded=None)
    groups = holding.filter(customer_id=customer_id, group_id__isnull=False)
    members = holding.filter(group_id__in=groups.values("group_id"))
    return sorted({customer_id, *members.values_list("customer_id", flat=True)})


def beginning() -> dict[str, pa.Table]:
    """Make rows of nobody that begin as the ledger begins; the run itself leaves them out."""
    invoices, settlements = (
        FACTS[name].objects.filter(superseded=None) for name in ("invoices", "settlements")
    )
    first = invoices.aggregate(day=Min("issued_on"))["day"]
    found: dict[str, dict[str, Any]] = {}
    if first is not None:
        found["invoices"] = {"issued_on": day_number(first), "amount": Decimal(0)}
    if settlements.exists():
        found["settlements"] = {"amount": Decimal(0)}
    return {
        name: pa.Table.from_pylist([{"customer_id": "", **row}], schema=schema_of(TABLE[name]))
        for name, row in found.items()
    }
