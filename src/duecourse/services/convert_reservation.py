"""An invoice for an order: what was reserved becomes exposure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from duecourse.decide.ceilings import UNIT, against
from duecourse.store.account_locks import Locked, locked, money, whole
from duecourse.store.fields import MOST
from duecourse.store.order_events import Event, must_not_be_auditor, write_event
from duecourse.store.people import User
from duecourse.store.reserving import (
    Held,
    Kept,
    end,
    held_for,
    move,
    move_group,
    of_group,
    reduce,
    write,
)
from duecourse.store.standing_orders import NUL, NothingHeld, customer_of
from duecourse.values.money import Money
from duecourse.values.refusals import Refusal

TOLD = (
    "SELECT order_id, order_amount, order_currency, amount, currency"
    ' FROM "reservation" WHERE invoice_id = %s'
)


class NotItsInvoice(Refusal, ValueError):
    """The invoice cannot convert what the order holds."""


class NotAnInvoice(NotItsInvoice):
    """It has no id, or no amount."""


@dataclass(frozen=True, slots=True)
class InvoiceTold:
    """An invoice of an order, or of a part of it; ``last``: nothing more will be invoiced."""

    order_id: str
    invoice_id: str
    amount: Decimal
    currency: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Converted:
    """What became exposure and what stays reserved, in the account's currency."""

    order_id: str
    invoice_id: str
    converted: Decimal
    still_held: Decimal
    currency: str
    again: bool = False


def convert_reservation(told: InvoiceTold, user: User | None) -> Converted:
    """Let an invoice take the place of what its order reserved; once for each invoice.

    The invoice counts in full, even where it is more than the order. What it leaves of the order
    stays reserved, unless it is the last.

    Raises:
        NothingHeld: nothing is reserved for the order.
        NotAnInvoice: it has no id, or no amount above zero.
        NotItsInvoice: the invoice was told with other content, or is in another currency.
        NoAccount: the user may not see the customer.
        MayNot: the user is an auditor.

    Source: docs/algorithms/reservations.md.
    """
    must_not_be_auditor(user)
    must_be_an_invoice(told)
    with transaction.atomic(), connection.cursor() as cursor:
        account = locked(cursor, customer_of(cursor, told.order_id), user)
        held = held_for(cursor, told.order_id)
        return told_before(cursor, told, held) or converted(cursor, account, held, told, user=user)


def must_be_an_invoice(told: InvoiceTold) -> None:
    """Refuse what is no invoice.

    Raises:
        NotAnInvoice: it has no id, or no amount above zero with at most four decimals.
    """
    amount = told.amount
    exact = amount.is_finite() and 0 < amount < MOST and amount == amount.quantize(UNIT)
    if not exact or not told.invoice_id.strip() or NUL in told.invoice_id:
        says = f"An invoice has an id and an amount above zero; {amount} is not."
        raise NotAnInvoice(says, "not-an-invoice", amount=amount)


def told_before(cursor: Any, told: InvoiceTold, held: Held | None) -> Converted | None:
    """Return what an invoice converted when it was told before.

    Raises:
        NotItsInvoice: it was told for another order or amount.
    """
    cursor.execute(TOLD, [told.invoice_id])
    found = cursor.fetchone()
    if found is None:
        return None
    order_id, ordered, currency, amount, own_currency = found
    if (order_id, money(ordered), currency) != (told.order_id, told.amount, told.currency):
        says = f"Invoice {told.invoice_id} was told before, with other content."
        raise NotItsInvoice(says, "invoice-differs", invoice=told.invoice_id)
    left = Decimal(0) if held is None else money(held.amount)
    return Converted(order_id, told.invoice_id, money(amount), left, own_currency, again=True)


def converted(
    cursor: Any, account: Locked, held: Held | None, told: InvoiceTold, *, user: User | None
) -> Converted:
    """Turn what is held into exposure, as far as it was invoiced.

    Raises:
        NothingHeld: nothing is reserved for the order.
        NotItsInvoice: the invoice is in another currency than the order.
    """
    if held is None:
        says = f"Nothing is reserved for order {told.order_id}."
        raise NothingHeld(says, "nothing-held", order=told.order_id)
    if told.currency != held.order_currency:
        says = f"Order {told.order_id} is in {held.order_currency}, the invoice is not."
        raise NotItsInvoice(
            says, "invoice-currency", order=told.order_id, currency=held.order_currency
        )
    own = in_own(told.amount, held)
    grouped = of_group(account, own)
    left = taken_from(cursor, account, held, told, own=own)
    write(
        cursor,
        account,
        Kept(decision_of(cursor, held), told.order_id, Money(told.amount, told.currency), own),
        state="converted",
        grouped=grouped,
        invoice_id=told.invoice_id,
    )
    move(cursor, account, reserved=0, exposure=whole(own))
    move_group(cursor, account, reserved=0, exposure=grouped or 0)
    result = Converted(told.order_id, told.invoice_id, own, left, account.row.currency)
    details = {
        "invoice": told.invoice_id,
        "converted": str(own),
        "still_held": str(left),
        "currency": account.row.currency,
    }
    write_event(cursor, Event("order.invoiced", told.order_id, details), account, user)
    return result


def in_own(amount: Decimal, held: Held) -> Decimal:
    """Express an invoice in the account's currency, at the rate at which the order was held."""
    if amount == money(held.order_amount):
        return money(held.amount)
    return against(amount, Decimal(held.amount) / Decimal(held.order_amount))


def taken_from(
    cursor: Any, account: Locked, held: Held, told: InvoiceTold, *, own: Decimal
) -> Decimal:
    """Take the invoiced part from what is held, all of it by the last; return what stays."""
    if told.last or told.amount >= money(held.order_amount) or own >= money(held.amount):
        end(cursor, account, held)
        return Decimal(0)
    grouped = None
    if held.group_amount is not None:
        share = Decimal(held.group_amount) / Decimal(held.amount)
        grouped = whole((own * share).quantize(UNIT))
    reduce(cursor, held, ordered=whole(told.amount), own=whole(own), grouped=grouped)
    move(cursor, account, reserved=-whole(own), exposure=0)
    move_group(cursor, account, reserved=-(grouped or 0), exposure=0)
    return money(held.amount) - own


def decision_of(cursor: Any, held: Held) -> int:
    """Return the decision by which an order was held."""
    cursor.execute('SELECT decision_id FROM "reservation" WHERE id = %s', [held.id])
    return int(cursor.fetchone()[0])
