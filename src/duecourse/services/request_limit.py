"""A person asks for a limit; others decide over it."""

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.limit_advice import Advice, must_be_seen
from duecourse.store.limit_asking import LimitAsked, new_request, reason_needed
from duecourse.store.limit_granting import note_limit
from duecourse.store.limit_requests import LimitRequest
from duecourse.store.people import User


@transaction.atomic
def request_limit(asked: LimitAsked, advice: Advice, user: User) -> LimitRequest:
    """Ask for a limit, with a reason; what the policy advised that day is kept beside it.

    Raises:
        MayNot: the user's role asks for no limits.
        NobodyToDecideOn: the customer is another salesperson's.
        ReasonMissing, NotALimit, AlreadyAsked: see there.
    """
    must(user, Right.ASK_LIMITS)
    must_be_seen(advice, user)
    reason_needed(asked.reason, "limit-ask-reason", "Say why the limit is needed.")
    request = new_request(asked, advice, user)
    note_limit(request, "limit.requested", user, advice.version, reason=request.reason)
    return request
