"""Audit events of orders, written beside the decision in as few statements as can be."""

import json
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from duecourse.store.account_locks import Locked
from duecourse.store.people import Role, User
from duecourse.values.refusals import Refusal

INSERT = (
    'INSERT INTO "audit_event" (at, user_id, action, subject, customer_id, reason,'
    " policy_version_id, details) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
SUBJECT_LENGTH = 200


class MayNot(Refusal, PermissionError):
    """Whoever asks has no right to it."""


class Event(NamedTuple):
    """What was done with an order."""

    action: str
    order_id: str
    details: dict[str, Any]
    reason: str = ""


def write_event(cursor: Any, event: Event, locked: Locked, user: User | None) -> None:
    """Write an audit event of an order."""
    cursor.execute(
        INSERT,
        [
            now(),
            None if user is None else user.pk,
            event.action,
            event.order_id[:SUBJECT_LENGTH],
            locked.row.customer_id,
            event.reason,
            locked.row.policy_version_id,
            json.dumps(event.details, ensure_ascii=False),
        ],
    )


def now() -> Any:
    """Return the time of the transaction as the database takes it."""
    return connection.ops.adapt_datetimefield_value(timezone.now())


def must_not_be_auditor(user: User | None) -> None:
    """Let auditors look, and change nothing.

    Raises:
        MayNot: the user is an auditor.
    """
    if user is not None and user.role == Role.AUDITOR:
        raise MayNot("An auditor looks and changes nothing.", "auditor-changes-nothing")
