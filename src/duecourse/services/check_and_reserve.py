"""One order: decided and reserved in one transaction, so that no two take the last of a limit."""

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from re import fullmatch
from typing import Any

from django.db import IntegrityError, transaction

from duecourse.decide.ceilings import UNIT, against
from duecourse.decide.order_check import Answer, check_order, unconverted
from duecourse.decide.standing import converted
from duecourse.store.account_locks import Locked, locked, money, place_of, whole
from duecourse.store.fields import MOST
from duecourse.store.order_answers import answer_as_kept, answer_read, reasons_as_kept
from duecourse.store.order_events import Event, must_not_be_auditor, now, write_event
from duecourse.store.people import User
from duecourse.store.quick_cursor import quick_cursor
from duecourse.store.reserving import Held, Kept, end, held_for, in_ledger, reserve
from duecourse.values.money import Money
from duecourse.values.refusals import Refusal

ANSWERED = (
    "SELECT d.id, d.order_id, d.customer_id, d.amount, d.currency, d.outcome, d.reasons, d.answer,"
    ' d.as_of, p.number FROM "order_decision" AS d'
    ' JOIN "policy_version" AS p ON p.id = d.policy_version_id WHERE d.idempotency_key = %s'
)
DECIDE = (
    'INSERT INTO "order_decision" (idempotency_key, order_id, customer_id, amount, currency,'
    " outcome, reasons, answer, as_of, policy_version_id, user_id, token_id, at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"
)
TURNS = 3
"""Two that ask at the same moment with one key: the second finds the first's answer."""
LONGEST = 200


class NotAnOrder(Refusal, ValueError):
    """What is asked is no order: without an id, or not above zero."""


class KeyUsed(Refusal, ValueError):
    """The key was used for another order before."""


class OrderTaken(Refusal, ValueError):
    """The order counts already: in the ledger, or for another customer."""


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """An order that asks to go: gross, in the customer's currency unless another is named.

    ``key``: whoever repeats it is given the same answer, and nothing is reserved twice.
    """

    order_id: str
    customer_id: str
    amount: Decimal
    key: str
    currency: str | None = None
    token_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of an order.

    ``headroom`` is what was left before it and ``reserved`` what is kept for it, both in
    ``account_currency``; ``again``: this was answered before.
    """

    decision_id: int
    order_id: str
    customer_id: str
    amount: Decimal
    currency: str
    answer: Answer
    headroom: Decimal | None
    reserved: Decimal | None
    account_currency: str
    as_of: date
    policy_version: int
    again: bool = False


def check_and_reserve(request: OrderRequest, user: User | None) -> Decided:
    """Answer an order and, where it is approved, reserve it; once for each key.

    An order that holds a reservation already is decided anew as if it did not; where the answer
    is no, the reservation stays as it was.

    Raises:
        NotAnOrder: it has no id or no amount above zero.
        NoAccount: there is no such customer, or the user may not see it.
        KeyUsed: the key was used for another order.
        OrderTaken: the ledger has the order, or it is held for another customer.
        MayNot: the user is an auditor.

    Source: docs/algorithms/reservations.md.
    """
    must_not_be_auditor(user)
    must_be_an_order(request)
    for turn in range(TURNS):
        try:
            with transaction.atomic(), quick_cursor() as cursor:
                return answered(cursor, request, user) or decided(cursor, request, user)
        except IntegrityError:
            if turn == TURNS - 1:
                raise
    raise AssertionError("every turn returns or raises")


def must_be_an_order(request: OrderRequest) -> None:
    """Refuse what is no order.

    Raises:
        NotAnOrder: it has no id, no key, no amount above zero, or no currency.
    """
    for name, text in (("order_id", request.order_id), ("key", request.key)):
        if not text.strip() or len(text) > LONGEST or "\x00" in text:
            says = f"{name} must be a text of 1 to {LONGEST} characters."
            raise NotAnOrder(says, "not-a-text", name=name, longest=LONGEST)
    amount = request.amount
    if not amount.is_finite() or not 0 < amount < MOST or amount != amount.quantize(UNIT):
        says = f"An order is above zero and has at most four decimals; {amount} is not."
        raise NotAnOrder(says, "not-an-amount", amount=amount)
    if request.currency is not None and not fullmatch("[A-Z]{3}", request.currency):
        says = f"{request.currency} is no currency; write its three letters, such as CNY."
        raise NotAnOrder(says, "no-currency", text=request.currency)


def answered(cursor: Any, request: OrderRequest, user: User | None) -> Decided | None:
    """Return the answer that was given for the key, None where it is new.

    Raises:
        KeyUsed: it was given for another order.
        NoAccount: the user may not see the customer.
    """
    cursor.execute(ANSWERED, [request.key])
    found = cursor.fetchone()
    if found is None:
        return None
    pk, order_id, customer_id, amount, currency, outcome, reasons, kept, as_of, number = found
    asked = (request.order_id, request.customer_id, request.amount, request.currency or currency)
    if asked != (order_id, customer_id, money(amount), currency):
        says = f"The key {request.key} was used for order {order_id}, and with other content."
        raise KeyUsed(says, "key-used", key=request.key, order=order_id)
    place_of(cursor, customer_id, user)
    told = json.loads(kept)
    return Decided(
        decision_id=pk,
        order_id=order_id,
        customer_id=customer_id,
        amount=money(amount),
        currency=currency,
        answer=answer_read(outcome, json.loads(reasons), told),
        headroom=amount_read(told["headroom"]),
        reserved=amount_read(told["reserved"]),
        account_currency=told["currency"],
        as_of=date.fromisoformat(as_of) if isinstance(as_of, str) else as_of,
        policy_version=number,
        again=True,
    )


def amount_read(text: str | None) -> Decimal | None:
    """Read an amount that was kept as a text."""
    return None if text is None else Decimal(text)


def decided(cursor: Any, request: OrderRequest, user: User | None) -> Decided:
    """Lock the accounts, answer, reserve what is approved, and write down all of it."""
    account = locked(cursor, request.customer_id, user)
    before = held_for(cursor, request.order_id)
    must_be_free(cursor, request, account, before)
    free = account if before is None else account.without(before.amount, before.group_amount)
    asked = Money(request.amount, request.currency or account.row.currency)
    own, answer = answer_of(asked, free)
    approved = own is not None and answer.outcome == "approve"
    decision = Decided(
        decision_id=0,
        order_id=request.order_id,
        customer_id=request.customer_id,
        amount=request.amount,
        currency=asked.currency,
        answer=answer,
        headroom=free.headroom(),
        reserved=own if approved else None,
        account_currency=account.row.currency,
        as_of=account.as_of,
        policy_version=account.row.policy_number,
    )
    return written(cursor, decision, account, before, request=request, user=user)


def must_be_free(cursor: Any, request: OrderRequest, account: Locked, before: Held | None) -> None:
    """Refuse an order that counts already, elsewhere.

    Raises:
        OrderTaken: the ledger has it, or another customer.
    """
    order = request.order_id
    if before is not None and before.account_id != account.row.id:
        says = f"Order {order} is held for another customer."
        raise OrderTaken(says, "order-of-another", order=order)
    if before is None and in_ledger(cursor, order):
        says = f"Order {order} is in the ledger and counts in the exposure already."
        raise OrderTaken(says, "order-in-ledger", order=order)


def answer_of(asked: Money, account: Locked) -> tuple[Decimal | None, Answer]:
    """Answer an order, and express it in the customer's currency, None where unknown."""
    standing, policy = account.standing(), account.policy()
    if asked.currency == standing.currency:
        own: Decimal | None = asked.amount
    else:
        money_in_own = converted(asked, standing, account.rates())
        own = None if money_in_own is None else against(money_in_own.amount, Decimal(1))
    if own is None:
        return None, unconverted(asked, policy)
    return own, check_order(standing, standing.in_own(own), policy, as_of=account.as_of)


def written(  # what a decision rests on
    cursor: Any,
    decision: Decided,
    account: Locked,
    before: Held | None,
    *,
    request: OrderRequest,
    user: User | None,
) -> Decided:
    """Write the decision, its reservation in the place of an earlier one, and the event."""
    answer = decision.answer
    kept = {
        **answer_as_kept(answer),
        "headroom": None if decision.headroom is None else str(decision.headroom),
        "reserved": None if decision.reserved is None else str(decision.reserved),
        "currency": decision.account_currency,
    }
    cursor.execute(
        DECIDE,
        [
            *(request.key, decision.order_id, decision.customer_id, whole(decision.amount)),
            *(decision.currency, answer.outcome),
            json.dumps(reasons_as_kept(answer.reasons), ensure_ascii=False),
            json.dumps(kept, ensure_ascii=False),
            *(decision.as_of, account.row.policy_version_id),
            *(None if user is None else user.pk, request.token_id, now()),
        ],
    )
    [pk] = cursor.fetchone()
    if decision.reserved is not None:
        if before is not None:
            end(cursor, account, before)
        ordered = Money(decision.amount, decision.currency)
        reserve(cursor, account, Kept(pk, decision.order_id, ordered, decision.reserved))
    details = {
        "decision": pk,
        "outcome": answer.outcome,
        "amount": str(decision.amount),
        "currency": decision.currency,
        "reserved": kept["reserved"],
    }
    write_event(cursor, Event("order.checked", decision.order_id, details), account, user)
    return replace(decision, decision_id=pk)
