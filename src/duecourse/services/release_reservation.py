"""A cancelled order: what was reserved for it is free again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from duecourse.store.account_locks import Locked, locked, money
from duecourse.store.order_events import Event, must_not_be_auditor, write_event
from duecourse.store.people import User
from duecourse.store.reserving import end, held_for, in_ledger
from duecourse.store.standing_orders import NothingHeld, customer_of


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What was given back, in the account's currency; ``again``: nothing was held any more."""

    order_id: str
    customer_id: str
    released: Decimal
    currency: str
    again: bool = False


def release_reservation(order_id: str, user: User | None, *, reason: str = "") -> Cancelled:
    """Give back what is reserved for a cancelled order; asked again, nothing happens.

    What was invoiced stays exposure: a credit note in the ledger takes it back.

    Raises:
        NothingHeld: nothing ever was reserved for it, or the ledger has the order by now.
        NoAccount: the user may not see the customer.
        MayNot: the user is an auditor.
    """
    must_not_be_auditor(user)
    with transaction.atomic(), connection.cursor() as cursor:
        account = locked(cursor, customer_of(cursor, order_id), user)
        return cancelled(cursor, account, order_id, reason=reason, user=user)


def cancelled(
    cursor: Any, account: Locked, order_id: str, *, reason: str, user: User | None
) -> Cancelled:
    """End what is held and write the event."""
    held = held_for(cursor, order_id)
    row = account.row
    if held is None:
        if in_ledger(cursor, order_id):
            says = f"The ledger has order {order_id}; it is cancelled there."
            raise NothingHeld(says, "cancel-in-ledger", order=order_id)
        return Cancelled(order_id, row.customer_id, Decimal(0), row.currency, again=True)
    end(cursor, account, held)
    released = money(held.amount)
    details = {"released": str(released), "currency": row.currency}
    write_event(cursor, Event("order.cancelled", order_id, details, reason), account, user)
    return Cancelled(order_id, row.customer_id, released, row.currency)
