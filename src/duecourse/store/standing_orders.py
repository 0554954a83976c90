"""Orders that were decided: whose they are, and what was said of them last."""

from typing import Any

from duecourse.values.refusals import Refusal

CUSTOMER = (
    'SELECT a.customer_id FROM "reservation" AS r JOIN "credit_account" AS a'
    " ON a.id = r.account_id WHERE r.order_id = %s ORDER BY r.id DESC LIMIT 1"
)
NUL = "\x00"
"""No database keeps it in a text."""


class NothingHeld(Refusal, LookupError):
    """Nothing is reserved for an order."""


def customer_of(cursor: Any, order_id: str) -> str:
    """Return the customer for whom an order was reserved.

    Raises:
        NothingHeld: nothing ever was.
    """
    found = None
    if NUL not in order_id:
        cursor.execute(CUSTOMER, [order_id])
        found = cursor.fetchone()
    if found is None:
        says = f"Nothing is reserved for order {order_id}."
        raise NothingHeld(says, "nothing-held", order=order_id)
    return str(found[0])
