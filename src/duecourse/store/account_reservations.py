"""Reservations when accounts are written anew: what the facts contain by now counts there."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.decide.ceilings import against
from duecourse.store.credit_accounts import CreditBasis
from duecourse.store.fields import DIGITS

LIVE = (
    "SELECT r.id, r.state, r.order_id, r.invoice_id, r.order_amount, r.order_currency,"
    " r.amount, r.currency, a.id, a.currency, a.to_home, a.group_id, g.currency"
    ' FROM "reservation" AS r JOIN "credit_account" AS a ON a.id = r.account_id'
    ' LEFT JOIN "group_account" AS g ON g.group_id = a.group_id'
    " WHERE r.state IN ('held', 'converted')"
)
TOLD = 'SELECT invoice_id FROM "reservation" WHERE invoice_id IS NOT NULL'
KEPT = (
    'UPDATE "reservation" SET amount = %s, currency = %s, group_id = %s, group_amount = %s'
    " WHERE id = %s"
)
BOOKED = "UPDATE \"reservation\" SET state = 'booked' WHERE id = %s"
UNKNOWN_ACCOUNT = 'UPDATE "credit_account" SET exposure = NULL WHERE id = %s'
UNKNOWN_GROUP = 'UPDATE "group_account" SET exposure = NULL WHERE group_id = %s'


class Live(NamedTuple):
    """A reservation that counts, with the account it counts in as that now is."""

    id: int
    state: str
    order_id: str
    invoice_id: str | None
    order_amount: int
    order_currency: str
    amount: int
    currency: str
    account_id: int
    account_currency: str
    to_home: float | None
    group_id: str | None
    group_currency: str | None


def keep_reservations(
    cursor: Any, facts: Mapping[str, pa.Table], rates: Mapping[str, Decimal], *, basis: CreditBasis
) -> None:
    """Let go what the facts contain, express the rest anew, and add it up in the accounts."""
    cursor.execute(LIVE)
    live = [Live(*row) for row in cursor.fetchall()]
    booked = booked_of(cursor, live, facts)
    many(cursor, BOOKED, [(one.id,) for one in live if one.id in booked])
    staying = [one for one in live if one.id not in booked]
    told = [(one, *expressed(one, rates, home=basis.home_currency)) for one in staying]
    many(
        cursor,
        KEPT,
        [
            (
                one.amount if amount is None else amount,
                one.account_currency,
                one.group_id,
                of,
                one.id,
            )
            for one, amount, of in told
        ],
    )
    add_up(cursor, basis)
    many(cursor, UNKNOWN_ACCOUNT, [(one.account_id,) for one, own, _ in told if own is None])
    lost = [(one.group_id,) for one, _, of in told if of is None and one.group_id is not None]
    many(cursor, UNKNOWN_GROUP, lost)


def many(cursor: Any, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Run a statement for each row, where there are any."""
    if rows:
        cursor.executemany(statement, rows)


def booked_of(cursor: Any, live: list[Live], facts: Mapping[str, pa.Table]) -> set[int]:
    """Say which reservations the facts contain: the order itself, or an invoice of it.

    An invoice that was told before and converted its own part ends no more than that part.
    """
    orders = [one.order_id for one in live]
    known = present(facts["orders"]["order_id"], orders)
    invoiced = present(
        facts["invoices"]["invoice_id"], [one.invoice_id for one in live if one.invoice_id]
    )
    cursor.execute(TOLD)
    naming = named_by(facts["invoices"], orders, {row[0] for row in cursor.fetchall()})
    return {
        one.id
        for one in live
        if one.order_id in known
        or (one.state == "held" and one.order_id in naming)
        or (one.state == "converted" and one.invoice_id in invoiced)
    }


def present(column: pa.ChunkedArray, names: list[str]) -> set[str]:
    """Return which of the names a column holds."""
    wanted = pa.array(names, pa.string())
    return set(wanted.filter(pc.is_in(wanted, value_set=column.combine_chunks())).to_pylist())


def named_by(invoices: pa.Table, orders: list[str], told: set[str]) -> set[str]:
    """Return which orders are named by an invoice that nobody told of before."""
    wanted = pa.array(orders, pa.string())
    found = invoices.select(["invoice_id", "order_id"]).filter(
        pc.is_in(invoices["order_id"], value_set=wanted)
    )
    by_order = defaultdict(set)
    for row in found.to_pylist():
        by_order[row["order_id"]].add(row["invoice_id"])
    return {order for order, ids in by_order.items() if ids - told}


def expressed(
    one: Live, rates: Mapping[str, Decimal], *, home: str
) -> tuple[int | None, int | None]:
    """Express a reservation in the account's currency and in the group's, None where unknown."""
    own: Decimal | None = Decimal(one.amount).scaleb(-DIGITS)
    if one.currency != one.account_currency:
        theirs, ours = rates.get(one.order_currency), rates.get(one.account_currency)
        ordered = Decimal(one.order_amount).scaleb(-DIGITS)
        known = theirs is not None and ours
        own = against(ordered, theirs / ours) if known and theirs and ours else None
    to_group = rate_to_group(one, home=home)
    grouped = None if own is None or to_group is None else against(own, to_group)
    return whole(own), whole(grouped)


def rate_to_group(one: Live, *, home: str) -> Decimal | None:
    """Return what one unit of the account's currency is in the group's."""
    if one.group_currency is None:
        return None
    if one.group_currency == one.account_currency:
        return Decimal(1)
    if one.group_currency != home or one.to_home is None:
        return None
    return Decimal(str(one.to_home))


def whole(amount: Decimal | None) -> int | None:
    """Write an amount as the database keeps it."""
    return None if amount is None else int(amount.scaleb(DIGITS))


def add_up(cursor: Any, basis: CreditBasis) -> None:
    """Set what is reserved to the sum of what is held; add what was invoiced to new exposures."""
    for table, key, amount in (
        ("credit_account", "account_id = x.id", "amount"),
        ("group_account", "group_id = x.group_id", "group_amount"),
    ):
        held = f'SELECT COALESCE(SUM(r.{amount}), 0) FROM "reservation" AS r WHERE r.{key}'
        cursor.execute(
            f"UPDATE \"{table}\" AS x SET reserved = ({held} AND r.state = 'held')"
            f" WHERE reserved <> 0 OR EXISTS"
            f" (SELECT 1 FROM \"reservation\" AS r WHERE r.{key} AND r.state = 'held')"
        )
        cursor.execute(
            f"UPDATE \"{table}\" AS x SET exposure = exposure + ({held} AND r.state = 'converted')"
            " WHERE basis_id = %s AND EXISTS"
            f" (SELECT 1 FROM \"reservation\" AS r WHERE r.{key} AND r.state = 'converted')",
            [basis.pk],
        )
