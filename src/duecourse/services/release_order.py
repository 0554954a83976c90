"""A held order is let go by people with a mandate: their reason is kept, the limit is reserved."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from duecourse.decide.ceilings import against
from duecourse.decide.order_check import Answer, check_order
from duecourse.decide.standing import converted
from duecourse.store.account_locks import Locked, locked
from duecourse.store.order_events import Event, MayNot, write_event
from duecourse.store.people import User
from duecourse.store.reservations import OrderDecision, OrderRelease
from duecourse.store.reserving import Held, Kept, end, held_for, in_ledger, reserve
from duecourse.values.money import Money
from duecourse.values.refusals import Refusal

FOUR_EYES = 2


class NotToBeReleased(Refusal, ValueError):
    """The order is not one that a person may let go."""


class ReasonMissing(Refusal, ValueError):
    """Whoever lets an order go says why."""


@dataclass(frozen=True, slots=True)
class Released:
    """What became of a release: reserved, or one more person is needed.

    ``reserved`` is in ``currency``, the account's; nothing while a second person is awaited.
    """

    order_id: str
    reserved: Decimal | None
    currency: str
    waits_for_second: bool


@dataclass(frozen=True, slots=True)
class Release:
    """One person's word on a decision; ``own``: the order in the account's currency."""

    decision: OrderDecision
    user: User
    reason: str
    own: Decimal
    before: Held | None


def release_order(decision_id: int, user: User, *, reason: str) -> Released:
    """Let an order go that was held or given conditions; it is reserved, beyond the limit too.

    The order is answered anew: the mandate is that for the exposure of this moment. Where four
    eyes are asked for, the first release waits for that of another person.

    Raises:
        ReasonMissing: no reason is given.
        NotToBeReleased: it was approved, a later decision took its place, it counts already, or a
            rate is unknown.
        MayNot: the user's role has no mandate for it, or the user has released it once.

    Source: docs/algorithms/reservations.md.
    """
    if not reason.strip():
        raise ReasonMissing("Say why the order may go.", "release-reason")
    with transaction.atomic(), connection.cursor() as cursor:
        decision = decision_named(decision_id)
        account = locked(cursor, decision.customer_id, user)
        must_be_waiting(cursor, decision)
        before = held_for(cursor, decision.order_id)
        free = account if before is None else account.without(before.amount, before.group_amount)
        own = in_own(decision, free)
        answer = check_order(free.standing(), own, free.policy(), as_of=free.as_of)
        must_have_mandate(decision, answer, user)
        release = Release(decision, user, reason.strip(), own.amount, before)
        return let_go(cursor, account, release, four_eyes=answer.four_eyes)


def decision_named(decision_id: int) -> OrderDecision:
    """Find a decision.

    Raises:
        NotToBeReleased: there is none of that number.
    """
    decision = OrderDecision.objects.filter(pk=decision_id).first()
    if decision is None:
        raise NotToBeReleased(f"There is no decision {decision_id}.", "no-decision", id=decision_id)
    return decision


def must_be_waiting(cursor: Any, decision: OrderDecision) -> None:
    """Refuse to let go what does not wait.

    Raises:
        NotToBeReleased: approved, decided again since, or counted already.
    """
    order = decision.order_id
    if decision.outcome == "approve":
        raise NotToBeReleased(f"Order {order} was approved.", "was-approved", order=order)
    of_it = OrderDecision.objects.filter(order_id=order, customer_id=decision.customer_id)
    if of_it.filter(pk__gt=decision.pk).exists():
        says = f"Order {order} was decided again since; release that decision."
        raise NotToBeReleased(says, "decided-again", order=order)
    if decision.reservations.exists():
        raise NotToBeReleased(f"Order {order} was released before.", "was-released", order=order)
    if in_ledger(cursor, order):
        says = f"Order {order} is in the ledger and counts in the exposure already."
        raise NotToBeReleased(says, "order-in-ledger", order=order)


def in_own(decision: OrderDecision, account: Locked) -> Money:
    """Express an order in the account's currency.

    Raises:
        NotToBeReleased: a rate is unknown, that of the group included: it could not be counted.
    """
    ordered = Money(decision.amount, decision.currency)
    own = converted(ordered, account.standing(), account.rates())
    if own is None or (account.group is not None and account.to_group() is None):
        says = f"A rate for order {decision.order_id} is unknown; import it first."
        raise NotToBeReleased(says, "release-rate-unknown", order=decision.order_id)
    return Money(against(own.amount, Decimal(1)), own.currency)


def must_have_mandate(decision: OrderDecision, answer: Answer, user: User) -> None:
    """Refuse whoever has no mandate, or has spoken already.

    An order that fits by now needs the mandate that it needed when it was held.

    Raises:
        NotToBeReleased: nobody's mandate lets it go: it is paid before, or its hold is lifted.
        MayNot: the user's role is not among those that may.
    """
    able = able_to(decision, answer)
    if not able:
        says = (
            f"No mandate lets order {decision.order_id} go: it is paid first, or its hold lifted."
        )
        raise NotToBeReleased(says, "no-mandate-helps", order=decision.order_id)
    if user.role not in able:
        roles = ", ".join(able)
        says = f"Only these may let order {decision.order_id} go: {roles}."
        raise MayNot(says, "beyond-mandate", order=decision.order_id, roles=roles)
    if decision.releases.filter(user=user).exists():
        says = f"You have released order {decision.order_id}; it takes another person."
        raise MayNot(says, "second-person", order=decision.order_id)


def able_to(decision: OrderDecision, answer: Answer) -> tuple[str, ...]:
    """Name the roles that may let an order go."""
    if answer.outcome == "approve":
        return tuple(decision.answer["release_by"])
    return answer.release_by


def let_go(cursor: Any, account: Locked, release: Release, *, four_eyes: bool) -> Released:
    """Write the release; reserve, once enough people have spoken."""
    decision, user = release.decision, release.user
    OrderRelease.objects.create(decision=decision, user=user, role=user.role, reason=release.reason)
    waits = four_eyes and decision.releases.count() < FOUR_EYES
    if not waits:
        if release.before is not None:
            end(cursor, account, release.before)
        ordered = Money(decision.amount, decision.currency)
        kept = Kept(decision.pk, decision.order_id, ordered, release.own)
        reserve(cursor, account, kept, within=False)
    details = {
        "decision": decision.pk,
        "reserved": None if waits else str(release.own),
        "currency": account.row.currency,
        "four_eyes": four_eyes,
    }
    action = "order.release-proposed" if waits else "order.released"
    event = Event(action, decision.order_id, details, release.reason)
    write_event(cursor, event, account, user)
    reserved = None if waits else release.own
    return Released(decision.order_id, reserved, account.row.currency, waits)
