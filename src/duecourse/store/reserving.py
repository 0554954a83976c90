"""Reserving, converting and releasing: the rows and both accounts together, on locked accounts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from duecourse.decide.ceilings import against
from duecourse.store.account_locks import Locked, whole
from duecourse.values.money import Money

OF_ORDER = (
    "SELECT id, account_id, group_id, order_amount, order_currency, amount, group_amount"
    " FROM \"reservation\" WHERE order_id = %s AND state = 'held'"
)
IN_LEDGER = (
    'SELECT 1 FROM "ledger_orders" WHERE order_id = %s AND superseded_id IS NULL'
    " UNION ALL SELECT 1 FROM \"reservation\" WHERE order_id = %s AND state = 'booked' LIMIT 1"
)
INSERT = (
    'INSERT INTO "reservation" (decision_id, account_id, group_id, order_id, order_amount,'
    " order_currency, amount, currency, group_amount, state, invoice_id, at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
REDUCE = (
    'UPDATE "reservation" SET order_amount = order_amount - %s, amount = amount - %s,'
    " group_amount = group_amount - %s WHERE id = %s"
)
END = 'UPDATE "reservation" SET state = %s WHERE id = %s'
MOVE = 'UPDATE "{table}" SET reserved = reserved + %s, exposure = exposure + %s WHERE {key} = %s'
ADD_WITHIN = (
    'UPDATE "{table}" SET reserved = reserved + %s'
    ' WHERE {key} = %s AND exposure + reserved + %s <= "limit"'
)
ACCOUNTS = (("credit_account", "id"), ("group_account", "group_id"))
MOVES = tuple(MOVE.format(table=table, key=key) for table, key in ACCOUNTS)
ADDS = tuple(ADD_WITHIN.format(table=table, key=key) for table, key in ACCOUNTS)


class BeyondLimit(RuntimeError):
    """An approval would have passed a limit; the database refused it."""


class Held(NamedTuple):
    """What is held for an order, in ten-thousandths."""

    id: int
    account_id: int
    group_id: str | None
    order_amount: int
    order_currency: str
    amount: int
    group_amount: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is to be kept of a limit: for which order, by which decision."""

    decision_id: int
    order_id: str
    ordered: Money
    own: Decimal


def held_for(cursor: Any, order_id: str) -> Held | None:
    """Return what is held for an order."""
    cursor.execute(OF_ORDER, [order_id])
    found = cursor.fetchone()
    return None if found is None else Held(*found)


def in_ledger(cursor: Any, order_id: str) -> bool:
    """Say whether an order is in the ledger, and so in the exposure."""
    cursor.execute(IN_LEDGER, [order_id, order_id])
    return cursor.fetchone() is not None


def reserve(cursor: Any, locked: Locked, kept: Kept, *, within: bool = True) -> None:
    """Keep a part of the limit for an order, and of the group's.

    Raises:
        BeyondLimit: with ``within``, a limit would be passed.
    """
    grouped = of_group(locked, kept.own)
    write(cursor, locked, kept, state="held", grouped=grouped)
    amounts = (whole(kept.own), grouped)
    keys = (locked.row.id, locked.row.group_id)
    for add, move, amount, key in zip(ADDS, MOVES, amounts, keys, strict=True):
        if amount is None or key is None:
            continue
        if not within:
            cursor.execute(move, [amount, 0, key])
            continue
        cursor.execute(add, [amount, key, amount])
        if cursor.rowcount != 1:
            raise BeyondLimit(f"Order {kept.order_id} of {kept.own} passes the limit of {key}.")


def of_group(locked: Locked, own: Decimal) -> int | None:
    """Express an amount of the customer's currency in the group's; None without group or rate."""
    rate = None if locked.group is None else locked.to_group()
    return None if rate is None else whole(against(own, rate))


def write(  # a row has many columns
    cursor: Any,
    locked: Locked,
    kept: Kept,
    *,
    state: str,
    grouped: int | None,
    invoice_id: str | None = None,
) -> None:
    """Write one reservation."""
    row = locked.row
    cursor.execute(
        INSERT,
        [
            *(kept.decision_id, row.id, row.group_id, kept.order_id, whole(kept.ordered.amount)),
            *(kept.ordered.currency, whole(kept.own), row.currency, grouped, state, invoice_id),
            connection.ops.adapt_datetimefield_value(timezone.now()),
        ],
    )


def move(cursor: Any, locked: Locked, *, reserved: int, exposure: int) -> None:
    """Change what is reserved and owed, of the customer; nothing that is below nothing."""
    cursor.execute(MOVES[0], [reserved, exposure, locked.row.id])


def move_group(cursor: Any, locked: Locked, *, reserved: int, exposure: int) -> None:
    """Change what is reserved and owed, of the customer's group, where it has one."""
    if locked.row.group_id is not None:
        cursor.execute(MOVES[1], [reserved, exposure, locked.row.group_id])


def end(cursor: Any, locked: Locked, held: Held, *, state: str = "released") -> None:
    """End what is held for an order and give it back to both limits."""
    cursor.execute(END, [state, held.id])
    move(cursor, locked, reserved=-held.amount, exposure=0)
    move_group(cursor, locked, reserved=-(held.group_amount or 0), exposure=0)


def reduce(cursor: Any, held: Held, *, ordered: int, own: int, grouped: int | None) -> None:
    """Take from what is held the part that was invoiced."""
    cursor.execute(REDUCE, [ordered, own, grouped, held.id])
