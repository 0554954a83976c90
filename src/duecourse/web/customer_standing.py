"""Where a customer stands: as the day's position says, worked out anew where facts came since."""

from typing import Any

from django.db.models import Q

from duecourse.services.customer_position import CustomerPosition, customer_position
from duecourse.store.audit import AuditEvent
from duecourse.store.policy_in_force import policy_of
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

CHANGES_NOTHING = ("user.", "position.", "policy.draft")
"""How actions begin that leave facts and policy as they are."""


def standing_today(row: PositionCustomer, latest: PositionDay) -> CustomerPosition:
    """Return the customer's position, fresh in either case.

    Keeps:
        the rows of a day are those that one customer's run of that day gives.
    """
    if changed_since(row, latest):
        return customer_position(row.customer_id, latest.as_of)
    return kept_standing(row, latest)


def changed_since(row: PositionCustomer, latest: PositionDay) -> bool:
    """Say whether anything was done since the day's position that may concern the customer.

    What names no customer, as an import does, may concern everyone.
    """
    members = PositionCustomer.objects.filter(day=latest, group_id=row.group_id)
    named = Q(customer_id=row.customer_id) | Q(customer_id=None)
    if row.group_id:
        named |= Q(customer_id__in=members.values("customer_id"))
    later = AuditEvent.objects.filter(named, id__gt=latest.event_id)
    for start in CHANGES_NOTHING:
        later = later.exclude(action__startswith=start)
    return later.exists()


def kept_standing(row: PositionCustomer, latest: PositionDay) -> CustomerPosition:
    """Read what the day's position keeps of a customer."""
    members = PositionCustomer.objects.filter(day=latest, group_id=row.group_id)
    return CustomerPosition(
        as_of=latest.as_of,
        policy=policy_of(latest.policy_version),
        version=latest.policy_version,
        customer=row,
        group=list(members.exclude(pk=row.pk)) if row.group_id else [],
        parts=rows_of(PositionPart, row),
        points=rows_of(PositionPoint, row),
        dunning=rows_of(PositionDunning, row),
        left_out=rows_of(PositionLeftOut, row),
        alerts=rows_of(PositionAlert, row),
        tasks=rows_of(PositionTask, row),
    )


def rows_of(model: Any, row: PositionCustomer) -> list[Any]:
    """Return a customer's rows of one of the day's tables."""
    return list(model.objects.filter(day_id=row.day_id, customer_id=row.customer_id))
