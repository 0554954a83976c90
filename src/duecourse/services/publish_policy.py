"""The policy's versions: drafts are kept with their problems, published by a second person."""

from datetime import date

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import preset, preset_cases
from duecourse.policy.amounts import text_in_currency
from duecourse.policy.cases import holding
from duecourse.policy.reading import valid_policy
from duecourse.policy.shapes import Policy
from duecourse.services.rights import Right, must
from duecourse.store.daily_runs import finish
from duecourse.store.facts import FACTS
from duecourse.store.people import Role, User
from duecourse.store.policy_drafts import (
    NotADraft,
    checked,
    draft_of,
    keep_text,
    next_number,
    note,
)
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.store.position_rows import problem_row
from duecourse.values.refusals import Refusal

__all__ = [
    "DraftHasProblems",
    "NeedsFourEyes",
    "NeedsManager",
    "NotADraft",
    "PolicyInForce",
    "SavedSince",
    "begin_with_preset",
    "install_preset",
    "publish",
    "save_draft",
]


class DraftHasProblems(Refusal, ValueError):
    """The text is no valid policy yet, or does not do what its cases expect."""


class NeedsFourEyes(Refusal, PermissionError):
    """Whoever wrote a version cannot approve it."""


class NeedsManager(Refusal, PermissionError):
    """Nobody below a manager changes who may grant what."""


class SavedSince(Refusal, ValueError):
    """The draft is another text than the one that was read."""


class PolicyInForce(Refusal, ValueError):
    """A preset starts a policy; it does not replace one."""


@transaction.atomic
def save_draft(text: str, user: User, version: PolicyVersion | None = None) -> PolicyVersion:
    """Keep the text of a draft, valid or not, with what is wrong with it.

    Whoever changed the text last is its author.

    Raises:
        MayNot: the user's role writes no policy.
        NotADraft: the version is published, or was.
    """
    must(user, Right.POLICY_WRITE)
    draft = PolicyVersion(number=next_number()) if version is None else draft_of(version)
    keep_text(draft, text, draft.cases, user)
    return draft


@transaction.atomic
def publish(
    version: PolicyVersion,
    approved_by: User,
    reason: str = "",
    *,
    on: date | None = None,
    revision: int | None = None,
) -> PolicyVersion:
    """Approve a draft: it is in force from its ``effective_from``, the version before it gives way.

    ``on`` is today where nobody says otherwise; ``revision`` is the text that was read.

    Raises:
        MayNot: the user's role approves no policy.
        NotADraft: it is published, or was.
        NeedsFourEyes: it would be approved by its author.
        SavedSince: another text was saved since it was read.
        DraftHasProblems: its text is no valid policy, or one of its cases does not hold.
        NeedsManager: it changes the mandates, and neither of the two is a manager.
    """
    must(approved_by, Right.POLICY_APPROVE)
    draft = draft_of(version)
    if draft.made_by_id == approved_by.pk:
        says = f"Version {draft.number} was written by you; someone else must approve it."
        raise NeedsFourEyes(says, "four-eyes", number=draft.number)
    must_be_as_read(draft, revision)
    policy = fit_policy(draft)
    must_leave_mandates(draft, policy, approved_by)
    draft.problems, draft.approved_by = [], approved_by
    details = {"effective_from": policy.effective_from.isoformat()}
    if policy.effective_from > (on or timezone.localdate()):
        draft.state, draft.published_at = PolicyState.APPROVED, timezone.now()
        draft.save()
        note(draft, "policy.approved", approved_by, details, reason)
        return draft
    gave_way = {"superseded": supersede()}
    put_in_force(draft)
    note(draft, "policy.published", approved_by, {**gave_way, **details}, reason)
    return draft


def must_be_as_read(draft: PolicyVersion, revision: int | None) -> None:
    """Let nobody approve a text that they have not read.

    Raises:
        SavedSince: another was saved since.
    """
    if revision not in (None, draft.revision):
        says = f"Version {draft.number} was saved again since you read it; look at it once more."
        raise SavedSince(says, "saved-since", number=draft.number)


def fit_policy(draft: PolicyVersion) -> Policy:
    """Read a draft that is to be approved.

    Raises:
        DraftHasProblems: its text is no valid policy, or one of its cases does not hold.
    """
    found = checked(draft)
    wrong = len(found.problems) + len(found.case_problems)
    if found.policy is None or wrong:
        says = f"Version {draft.number} has {wrong} problems; mend them first."
        raise DraftHasProblems(says, "draft-has-problems", number=draft.number, problems=wrong)
    if found.failed:
        failed = len(found.failed)
        says = f"{failed} cases of version {draft.number} do not hold; mend the policy or the case."
        raise DraftHasProblems(says, "draft-fails-cases", number=draft.number, failed=failed)
    return found.policy


def must_leave_mandates(draft: PolicyVersion, policy: Policy, approved_by: User) -> None:
    """Let nobody give themselves more authority: of the two who change it, one is a manager.

    Raises:
        NeedsManager: mandates change, and neither of the two is one.
    """
    before = version_in_force()
    if before is None or policy_of(before).authority == policy.authority:
        return
    author = draft.made_by
    if Role.MANAGER in (approved_by.role, None if author is None else author.role):
        return
    says = f"Version {draft.number} changes who may grant what; a manager must approve it."
    raise NeedsManager(says, "mandates-need-manager", number=draft.number)


def supersede() -> int | None:
    """Let the version in force give way; return its number."""
    before = PolicyVersion.objects.select_for_update().filter(state=PolicyState.PUBLISHED).first()
    if before is None:
        return None
    before.state = PolicyState.SUPERSEDED
    before.save(update_fields=["state"])
    return int(before.number)


@transaction.atomic
def install_preset(
    name: str, currency: str | None = None, user: User | None = None
) -> PolicyVersion:
    """Put a preset in force as the first policy, its amounts in a currency; nobody approves it.

    Raises:
        LookupError: there is no preset of that name.
        PolicyInForce: a policy is in force already; the next one takes two people.
    """
    if PolicyVersion.objects.exclude(state=PolicyState.DRAFT).exists():
        raise PolicyInForce("A policy is in force already; edit a draft.", "policy-in-force")
    text = preset(name)
    policy = valid_policy(text, measures=VOCABULARY, name=name)
    restated, problems = text_in_currency(text, policy, currency or policy.currency)
    version = PolicyVersion(
        number=next_number(),
        text=restated,
        cases=holding(preset_cases(name), valid_policy(restated, measures=VOCABULARY), VOCABULARY),
        problems=[problem_row(found) for found in problems],
    )
    put_in_force(version)
    details = {"preset": name, "currency": currency or policy.currency}
    note(version, "policy.preset-installed", user, details)
    return version


@transaction.atomic
def begin_with_preset(as_of: date, *, stage: str) -> PolicyVersion | None:
    """Install the preset ``standard`` where no policy was ever published; finish a day's stage.

    Its amounts are in the currency that most invoices are in. What was approved and waited for
    this day comes into force.

    Returns:
        the version, where one was installed.
    """
    published = PolicyVersion.objects.exclude(state=PolicyState.DRAFT).exists()
    version = None if published else install_preset("standard", most_used_currency())
    let_come_into_force(as_of)
    finish(as_of, stage)
    return version


def most_used_currency() -> str | None:
    """Return the currency that most invoices are in, the first by name on a tie."""
    invoices = FACTS["invoices"].objects.filter(superseded=None)
    counted = invoices.values("currency").annotate(count=Count("id"))
    most = counted.order_by("-count", "currency").first()
    return None if most is None else str(most["currency"])


def put_in_force(version: PolicyVersion) -> None:
    """Publish a version as of now."""
    version.state, version.published_at = PolicyState.PUBLISHED, timezone.now()
    version.save()


def let_come_into_force(as_of: date) -> None:
    """Put in force what was approved for a day that has come; the latest of several stays."""
    waiting = PolicyVersion.objects.select_for_update().filter(state=PolicyState.APPROVED)
    due = [(policy_of(version).effective_from, version) for version in waiting.order_by("number")]
    for _, version in sorted((one for one in due if one[0] <= as_of), key=lambda one: one[0]):
        superseded = supersede()
        version.state = PolicyState.PUBLISHED
        version.save(update_fields=["state"])
        details = {"superseded": superseded, "as_of": as_of.isoformat()}
        note(version, "policy.published", None, details)
