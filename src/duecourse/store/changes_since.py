"""Whether the facts that a customer's position rests on have changed since an event."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Max

from duecourse.ledger.columns import Table
from duecourse.ledger.tables import TABLES
from duecourse.store.audit import AuditEvent
from duecourse.store.frames import OF_ALL, OF_INVOICE
from duecourse.store.positions import PositionCustomer, PositionDay

BACK = "import.taken-back"
"""What takes facts back lets earlier ones hold again, which nothing marks."""
OF_GROUP = ("customers", "limits")
"""Tables whose rows may name a group and concern its members."""


def last_event() -> int:
    """Return the number of the latest event; facts of later ones are not yet read."""
    return AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0


def read_until(day: PositionDay) -> int:
    """Return the last event of which the facts were read for a day's position."""
    return day.event_id if day.read_until is None else day.read_until


def facts_changed(row: PositionCustomer, event_id: int) -> bool:
    """Say whether a fact about a customer or its group was recorded or superseded since.

    Rates, countries and groups concern everyone; so does an import that was taken back.
    """
    members = members_of(row)
    asked, named = [], []
    for table in TABLES:
        where, values = concerning(table, members, row.group_id)
        for marked in ("superseded_id IS NULL AND recorded_id > %s", "superseded_id > %s"):
            told = f'SELECT 1 FROM "ledger_{table.name}" WHERE {marked}{where}'
            asked.append(f"EXISTS ({told})")
            named += [event_id, *values]
    back = "EXISTS (SELECT 1 FROM audit_event WHERE id > %s AND action = %s)"
    with connection.cursor() as cursor:
        whole = " OR ".join([back, *asked])
        cursor.execute(f"SELECT {whole}", [event_id, BACK, *named])
        return bool(cursor.fetchone()[0])


def members_of(row: PositionCustomer) -> list[str]:
    """Name a customer and the others of its group, as the day's position has them."""
    if not row.group_id:
        return [row.customer_id]
    members = PositionCustomer.objects.filter(day_id=row.day_id, group_id=row.group_id)
    return sorted({row.customer_id, *members.values_list("customer_id", flat=True)})


def concerning(table: Table, members: Sequence[str], group_id: str | None) -> tuple[str, list[str]]:
    """Write the condition that leaves the facts about some customers, with its values."""
    if table.name in OF_ALL:
        return "", []
    mine = f"customer_id IN ({', '.join(['%s'] * len(members))})"
    if table.name in OF_INVOICE:
        held = f"SELECT invoice_id FROM ledger_invoices WHERE superseded_id IS NULL AND {mine}"
        return f" AND invoice_id IN ({held})", list(members)
    if table.name in OF_GROUP and group_id:
        return f" AND ({mine} OR group_id = %s)", [*members, group_id]
    return f" AND {mine}", list(members)
