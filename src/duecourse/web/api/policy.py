"""The policy: its versions, drafts checked and written, what one would change, confirmations."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from duecourse.services.preview_policy import ask_effect, effect_as_it_is
from duecourse.services.publish_policy import publish
from duecourse.services.rights import Right, must
from duecourse.services.write_policy import Written, ask_approval, start_draft, write_draft
from duecourse.store.people import User
from duecourse.store.policy_drafts import NoSuchVersion, checked_text, version_numbered
from duecourse.store.policy_effects import EffectState
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.store.positions import latest_day
from duecourse.web.api.bearer import Scoped, token_of
from duecourse.web.api.policy_answers import check_out, effect_out, text_out, version_out
from duecourse.web.api.policy_schemas import (
    ApproveIn,
    CheckIn,
    CheckOut,
    ConfirmationOut,
    ConfirmationsOut,
    EffectOut,
    Limit,
    Number,
    Offset,
    StartIn,
    TextOut,
    VersionOut,
    VersionsOut,
    WhyIn,
    WriteIn,
)
from duecourse.web.api.schemas import PROBLEMS
from duecourse.web.policies.effect import beginning
from duecourse.web.policies.head import versions_seen_by
from duecourse.web.policies.training import trained

policy_router = Router(tags=["policy"])
READ, WRITE, APPROVE = (Scoped(f"policy.{what}") for what in ("read", "write", "approve"))
AHEAD = (PolicyState.DRAFT, PolicyState.APPROVED)
PAGE = 50


@policy_router.get(
    "/policy/versions", auth=READ, response={200: VersionsOut, **PROBLEMS}, summary="Versions"
)
def versions(request: HttpRequest, limit: Limit = PAGE, offset: Offset = 0) -> VersionsOut:
    """List the versions of the policy, the latest first; drafts to who works on them."""
    seen = versions_seen_by(user_of(request)).select_related("asked_by")
    page = seen.defer("text", "cases")[offset : offset + limit]
    return VersionsOut(count=seen.count(), items=[version_out(one) for one in page])


@policy_router.get(
    "/policy/versions/{number}", auth=READ, response={200: TextOut, **PROBLEMS}, summary="A version"
)
def version(request: HttpRequest, number: Number) -> TextOut:
    """Tell a version with its text and its cases."""
    return text_out(seen_by(user_of(request), number))


@policy_router.post(
    "/policy/validate", auth=READ, response={200: CheckOut, **PROBLEMS}, summary="Check a text"
)
def validate(request: HttpRequest, told: CheckIn) -> CheckOut:
    """Say what is wrong with a text, what is doubtful, and which of its cases fail."""
    return check_out(checked_text(told.text, told.cases, number=0), request)


@policy_router.post(
    "/policy/drafts", auth=WRITE, response={200: TextOut, **PROBLEMS}, summary="Begin a draft"
)
def start(request: HttpRequest, told: StartIn) -> TextOut:
    """Begin a draft from the version in force or from a preset."""
    return text_out(start_draft(told.start, user_of(request)))


@policy_router.put(
    "/policy/drafts/{number}", auth=WRITE, response={200: TextOut, **PROBLEMS}, summary="Write it"
)
def write(request: HttpRequest, number: Number, told: WriteIn) -> TextOut:
    """Save a draft's text over the revision that was read; 409 where somebody saved another."""
    draft = seen_by(user_of(request), number)
    return text_out(
        write_draft(draft, Written(told.text, told.cases, told.revision), user_of(request))
    )


@policy_router.post(
    "/policy/drafts/{number}/ask",
    auth=WRITE,
    response={200: VersionOut, **PROBLEMS},
    summary="Ask for approval",
)
def ask(request: HttpRequest, number: Number, told: WhyIn) -> VersionOut:
    """Hand a draft in for approval by a second person."""
    user = user_of(request)
    return version_out(ask_approval(seen_by(user, number), user, told.reason))


@policy_router.post(
    "/policy/drafts/{number}/publish",
    auth=APPROVE,
    response={200: VersionOut, **PROBLEMS},
    summary="Approve a draft",
)
def approve(request: HttpRequest, number: Number, told: ApproveIn) -> VersionOut:
    """Approve a draft that another person wrote; it is in force from its ``effective_from``.

    Name the revision that was read: 409 where somebody saved another since.
    """
    user, draft = user_of(request), seen_by(user_of(request), number)
    on = timezone.localdate()
    return version_out(publish(draft, user, told.reason, on=on, revision=told.revision))


@policy_router.post(
    "/policy/drafts/{number}/effect",
    auth=READ,
    response={200: EffectOut, **PROBLEMS},
    summary="Begin to work out what a draft would change",
)
def begin_effect(request: HttpRequest, number: Number) -> EffectOut:
    """Begin, unless the effect of this text on these facts is known; then ask with GET."""
    user = user_of(request)
    draft = seen_by(user, number)
    return effect_out(ask_effect(draft, user, day_judged(), beginning), ())


@policy_router.get(
    "/policy/drafts/{number}/effect",
    auth=READ,
    response={200: EffectOut, **PROBLEMS},
    summary="What a draft would change",
)
def effect(
    request: HttpRequest, number: Number, limit: Limit = PAGE, offset: Offset = 0
) -> EffectOut:
    """Tell what a draft would change on the latest day, the largest change first."""
    user = user_of(request)
    must(user, Right.POLICY_DRAFTS)
    draft = seen_by(user, number)
    known = effect_as_it_is(draft, day_judged())
    if known is None:
        says = f"Nobody has worked out version {number} on these facts; begin with POST."
        raise NoSuchVersion(says, "no-effect-yet", number=number)
    rows = known.customers.order_by("-size", "customer_id")[offset : offset + limit]
    return effect_out(known, list(rows) if known.state == EffectState.DONE else ())


@policy_router.get(
    "/policy/confirmations",
    auth=READ,
    response={200: ConfirmationsOut, **PROBLEMS},
    summary="Who has confirmed the policy",
)
def confirmations(
    request: HttpRequest, limit: Limit = PAGE, offset: Offset = 0
) -> ConfirmationsOut:
    """List who is asked to confirm the version in force, those who have not first."""
    must(user_of(request), Right.TRAINING)
    in_force = judging_version()
    rule = policy_of(in_force).training
    people = [] if rule is None else list(trained(in_force, rule))
    return ConfirmationsOut(
        version=in_force.number,
        missing=sum(one.on is None for one in people),
        count=len(people),
        items=[
            ConfirmationOut(user=one.user.username, role=one.user.role, confirmed_on=one.on)
            for one in people[offset : offset + limit]
        ],
    )


def user_of(request: HttpRequest) -> User:
    """Return the person as whom a token acts."""
    return token_of(request).user


def seen_by(user: User, number: int) -> PolicyVersion:
    """Return a version that a person may read.

    Raises:
        NoSuchVersion: there is none.
        MayNot: it is a draft, and the person does not work on drafts.
    """
    found = version_numbered(number)
    if found.state in AHEAD:
        must(user, Right.POLICY_DRAFTS)
    return found


def day_judged() -> date:
    """Return the day of the latest position, else today."""
    day = latest_day()
    return timezone.localdate() if day is None else day.as_of
