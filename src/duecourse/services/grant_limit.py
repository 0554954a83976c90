"""A person with a mandate sets a limit, without having been asked."""

from dataclasses import replace

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.limit_advice import Advice, must_be_seen
from duecourse.store.limit_asking import LimitAsked, new_request, reason_needed
from duecourse.store.limit_granting import sign
from duecourse.store.limit_requests import LimitRequest
from duecourse.store.people import User

AS_ADVISED = "-"
"""The reason that stands where nobody wrote one: it is what the policy advises."""


@transaction.atomic
def grant_limit(asked: LimitAsked, advice: Advice, user: User) -> LimitRequest:
    """Set a limit within one's own mandate; above its four eyes it waits for a second person.

    Raises:
        MayNot, BeyondMandate: the user's role decides over no limits, or over none as large.
        ReasonMissing: it is another than what the policy advises, and nobody says why.
        NotALimit, AlreadyAsked: see there.
    """
    must(user, Right.DECIDE_LIMITS)
    must_be_seen(advice, user)
    if advice.departs(asked.amount, asked.currency, asked.terms):
        says = "This is not what the policy recommends; say why."
        reason_needed(asked.reason, "override-reason", says)
    told = replace(asked, reason=asked.reason.strip() or AS_ADVISED)
    request = new_request(told, advice, user, direct=True)
    return sign(request, user, reason=asked.reason.strip(), advice=advice)
