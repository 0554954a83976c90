"""Asking for a limit: what is asked is held to what can be, and kept beside what was advised."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from duecourse.store.facts import FACTS
from duecourse.store.fields import MOST, UNIT
from duecourse.store.limit_advice import Advice
from duecourse.store.limit_requests import LimitRequest, open_request
from duecourse.store.people import User
from duecourse.store.policy_in_force import policy_of
from duecourse.values.refusals import Refusal

LONGEST = 2000


class NotALimit(Refusal, ValueError):
    """What is asked is no limit, or could not take effect."""


class AlreadyAsked(Refusal, ValueError):
    """A request about the customer or group waits already."""


class ReasonMissing(Refusal, ValueError):
    """Whoever asks, departs from the recommendation or refuses says why."""


@dataclass(frozen=True, slots=True)
class LimitAsked:
    """A limit as a person asks for it; without terms, those granted stay; from the facts' day."""

    amount: Decimal
    currency: str
    reason: str = ""
    terms: str | None = None
    from_on: date | None = None


def new_request(
    asked: LimitAsked, advice: Advice, user: User, *, direct: bool = False
) -> LimitRequest:
    """Keep a request with what was advised on that day.

    Raises:
        NotALimit: the amount, currency, terms or day cannot be.
        AlreadyAsked: another waits.
    """
    from_on = asked.from_on or advice.as_of
    must_be_a_limit(asked, advice, from_on)
    if open_request(advice.customer_id, advice.group_id) is not None:
        raise waits_already(advice)
    departs = advice.departs(asked.amount, asked.currency, asked.terms)
    try:
        with transaction.atomic():
            return LimitRequest.objects.create(
                customer_id=advice.customer_id,
                group_id=advice.group_id,
                amount=asked.amount,
                currency=asked.currency,
                terms=asked.terms,
                from_on=from_on,
                reason=asked.reason.strip(),
                asked_by=user,
                direct=direct,
                departs=departs,
                as_of=advice.as_of,
                policy_version=advice.version,
                current_limit=advice.current,
                recommended_limit=advice.limit,
                recommended_terms=advice.terms,
                limit_rule=advice.rule,
                reasons=advice.reasons,
            )
    except IntegrityError as error:
        raise waits_already(advice) from error


def waits_already(advice: Advice | LimitRequest) -> AlreadyAsked:
    """Say that another request waits."""
    name = advice.customer_id or advice.group_id
    says = f"A request about {name} waits already; decide or withdraw it first."
    return AlreadyAsked(says, "limit-asked-already", name=name)


def must_be_a_limit(asked: LimitAsked, advice: Advice, from_on: date) -> None:
    """Refuse what is no limit.

    Raises:
        NotALimit: see there.
    """
    amount = asked.amount
    if not amount.is_finite() or not 0 <= amount < MOST or amount != amount.quantize(UNIT):
        says = f"A limit is zero or more, with at most four decimals; {amount} is not."
        raise NotALimit(says, "not-a-limit", amount=amount)
    if len(asked.currency) != 3 or not asked.currency.isascii() or not asked.currency.isupper():  # noqa: PLR2004  # letters
        says = f"{asked.currency} is no currency; write its three letters, such as CNY."
        raise NotALimit(says, "no-currency", text=asked.currency)
    known = policy_of(advice.version).terms
    if asked.terms is not None and asked.terms not in known:
        says = f"The policy has no terms {asked.terms}; it has: {', '.join(known)}."
        raise NotALimit(says, "no-such-terms", terms=asked.terms, known=", ".join(known))
    must_be_a_reason(asked.reason)
    must_take_effect(advice, from_on)


def must_take_effect(advice: Advice, from_on: date) -> None:
    """Refuse a limit that would begin before the facts' day, or before a later one.

    Raises:
        NotALimit: it would change days that are past, or nothing at all.
    """
    if from_on < advice.as_of:
        says = f"A limit begins on {advice.as_of} or later; {from_on} is past."
        raise NotALimit(says, "limit-in-the-past", from_on=from_on, as_of=advice.as_of)
    later = granted_to(advice.customer_id, advice.group_id).filter(from_on__gt=from_on).first()
    if later is not None:
        says = f"A limit was granted from {later.from_on}; this one would end before it began."
        raise NotALimit(says, "limit-before-later", later=later.from_on)


def granted_to(customer_id: str | None, group_id: str | None) -> Any:
    """Return the limits in the ledger of a customer or group, the last first."""
    holding = FACTS["limits"].objects.filter(superseded=None)
    own = (
        holding.filter(customer_id=customer_id)
        if group_id is None
        else holding.filter(group_id=group_id)
    )
    return own.order_by("-from_on", "-id")


def reason_needed(reason: str, code: str, says: str) -> str:
    """Return a reason, stripped.

    Raises:
        ReasonMissing: there is none.
    """
    if not reason.strip():
        raise ReasonMissing(says, code)
    must_be_a_reason(reason)
    return reason.strip()


def must_be_a_reason(reason: str) -> None:
    """Refuse what no database keeps.

    Raises:
        NotALimit: it is too long, or holds what is no character.
    """
    if len(reason) > LONGEST or "\x00" in reason:
        says = f"A reason has at most {LONGEST} characters."
        raise NotALimit(says, "reason-too-long", most=LONGEST)
