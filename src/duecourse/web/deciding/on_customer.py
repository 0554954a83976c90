"""What a customer's page offers to decide: its limit, its terms, its holds, its review."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from duecourse.decide.authority import Mandate, mandate_of, mandates
from duecourse.decide.signing import BeyondMandate, may_lift, signing
from duecourse.policy.shapes import Policy
from duecourse.services.customer_position import CustomerPosition
from duecourse.services.rights import Right, may
from duecourse.store.deeds import TASK, Deed, last_deeds
from duecourse.store.limit_advice import Advice, advice_from
from duecourse.store.limit_requests import open_request
from duecourse.store.people import User
from duecourse.store.standing_holds import holds_standing
from duecourse.values.money import Money
from duecourse.web.chasing.on_customer import Refused

REVIEW = "review-due"


@dataclass(frozen=True, slots=True)
class Worth:
    """What the signature of whoever reads is worth under an amount; ``widest``: who may most."""

    enough: bool = False
    needs_second: bool = False
    up_to: Decimal | None = None
    four_eyes_above: Decimal | None = None
    widest: str = ""


def worth_of(policy: Policy, user: User, amount: Money | None) -> Worth:
    """Say what a person's signature is worth."""
    own: Mandate | None = mandate_of(policy, user.role)
    if own is None:
        return Worth(widest=widest(policy))
    alone = None if own.four_eyes_above is None else own.four_eyes_above.amount
    bounds = Worth(False, False, own.may_grant_up_to.amount, alone, widest(policy))
    try:
        found = signing(policy, user.role, amount)
    except BeyondMandate:
        return bounds
    return replace(bounds, enough=True, needs_second=found.needs_second)


def widest(policy: Policy) -> str:
    """Name the role that may grant most."""
    return "".join(one.role for one in mandates(policy)[-1:])


def advice_shown(fresh: CustomerPosition) -> Advice:
    """Read the advice from the position that the page shows."""
    return advice_from(fresh.customer, fresh.points, as_of=fresh.as_of, version=fresh.version)


def deciding_shown(
    request: HttpRequest, fresh: CustomerPosition, refused: Refused | None
) -> dict[str, Any]:
    """Gather what the page offers this person to decide."""
    user, policy, row = request.user, fresh.policy, fresh.customer
    advice = advice_shown(fresh)
    waiting = open_request(row.customer_id)
    amount = advice.limit if waiting is None else waiting.amount
    currency = row.currency if waiting is None else waiting.currency
    home = None if amount is None else advice.at_home(amount, currency, policy.currency)
    owed = advice.at_home(row.exposure, row.currency, policy.currency)
    holds = holds_standing(row.customer_id, fresh.as_of)
    own_hold = all(one.by == user.get_username() for one in holds)
    mine = refused is not None and refused.form in ("limit", "hold", "review")
    return {
        "advice": advice,
        "request": waiting,
        "worth": worth_of(policy, user, home),
        "home": policy.currency,
        "may_ask": may(user, Right.ASK_LIMITS),
        "may_check": may(user, Right.CHECK_ORDERS),
        "may_decide": may(user, Right.DECIDE_LIMITS),
        "own_request": waiting is not None and waiting.asked_by_id == user.pk,
        "signed": waiting is not None and waiting.approved_by_id == user.pk,
        "terms": list(policy.terms),
        "holds": holds,
        "may_hold": may(user, Right.SET_HOLDS),
        "may_lift": bool(holds) and (own_hold or may_lift(policy, user.role, owed)),
        "review": review_of(fresh, may_do=may(user, Right.DEEDS)),
        "refused": refused if mine else None,
    }


def review_of(fresh: CustomerPosition, *, may_do: bool) -> dict[str, Any] | None:
    """Say whether a review is due, or who did it until when; None where neither is."""
    due = next((one for one in fresh.tasks if one.kind == REVIEW), None)
    if due is None:
        return None
    done = last_done(fresh.customer.customer_id, fresh.as_of)
    return {"due_on": due.due_on, "done": done, "may": may_do and done is None}


def last_done(customer_id: str, as_of: date) -> Deed | None:
    """Return the review that still counts."""
    found = last_deeds(TASK).filter(customer_id=customer_id, name=REVIEW, until_on__gt=as_of)
    return found.select_related("by").first()
