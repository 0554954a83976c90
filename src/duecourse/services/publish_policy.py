"""The policy's versions: drafts are kept with their problems, published by a second person."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import preset
from duecourse.policy.amounts import text_in_currency
from duecourse.policy.reading import read_policy, valid_policy
from duecourse.store.audit import AuditEvent
from duecourse.store.daily_runs import finish
from duecourse.store.facts import FACTS
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.store.position_rows import problem_row
from duecourse.values.refusals import Refusal


class NotADraft(Refusal, ValueError):
    """What is published, or was, is never changed."""


class DraftHasProblems(Refusal, ValueError):
    """The text is no valid policy yet."""


class NeedsFourEyes(Refusal, PermissionError):
    """Whoever wrote a version cannot approve it."""


class PolicyInForce(Refusal, ValueError):
    """A preset starts a policy; it does not replace one."""


@transaction.atomic
def save_draft(text: str, user: User, version: PolicyVersion | None = None) -> PolicyVersion:
    """Keep the text of a draft, valid or not, with what is wrong with it.

    Whoever changed the text last is its author.

    Raises:
        NotADraft: the version is published, or was.
    """
    draft = PolicyVersion(number=next_number()) if version is None else draft_of(version)
    _, problems = read_policy(text, measures=VOCABULARY, name=f"policy-{draft.number}.toml")
    draft.text, draft.made_by = text, user
    draft.problems = [problem_row(problem) for problem in problems]
    draft.save()
    note(draft, "policy.draft-saved", user, {"problems": len(problems)})
    return draft


@transaction.atomic
def publish(version: PolicyVersion, approved_by: User, reason: str = "") -> PolicyVersion:
    """Put a draft in force; the version before it is superseded.

    Raises:
        NotADraft: it is published, or was.
        NeedsFourEyes: it would be approved by its author.
        DraftHasProblems: its text is no valid policy.
    """
    draft = draft_of(version)
    if draft.made_by_id == approved_by.pk:
        says = f"Version {draft.number} was written by you; someone else must approve it."
        raise NeedsFourEyes(says, "four-eyes", number=draft.number)
    _, problems = read_policy(draft.text, measures=VOCABULARY, name=f"policy-{draft.number}.toml")
    if problems:
        says = f"Version {draft.number} has {len(problems)} problems; mend them first."
        raise DraftHasProblems(
            says, "draft-has-problems", number=draft.number, problems=len(problems)
        )
    before = PolicyVersion.objects.select_for_update().filter(state=PolicyState.PUBLISHED).first()
    if before is not None:
        before.state = PolicyState.SUPERSEDED
        before.save(update_fields=["state"])
    draft.problems, draft.approved_by = [], approved_by
    put_in_force(draft)
    superseded = None if before is None else before.number
    note(draft, "policy.published", approved_by, {"superseded": superseded}, reason)
    return draft


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
        number=next_number(), text=restated, problems=[problem_row(found) for found in problems]
    )
    put_in_force(version)
    details = {"preset": name, "currency": currency or policy.currency}
    note(version, "policy.preset-installed", user, details)
    return version


@transaction.atomic
def begin_with_preset(as_of: date, *, stage: str) -> PolicyVersion | None:
    """Install the preset ``standard`` where no policy was ever published; finish a day's stage.

    Its amounts are in the currency that most invoices are in.

    Returns:
        the version, where one was installed.
    """
    published = PolicyVersion.objects.exclude(state=PolicyState.DRAFT).exists()
    version = None if published else install_preset("standard", most_used_currency())
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


def draft_of(version: PolicyVersion) -> PolicyVersion:
    """Fetch a version anew, locked, and make sure that it is a draft."""
    draft = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    if draft.state != PolicyState.DRAFT:
        says = f"Version {draft.number} was published; it stays as it is. Write a new draft."
        raise NotADraft(says, "not-a-draft", number=draft.number)
    return draft


def next_number() -> int:
    """Return the number of the next version; two at once are refused by the database."""
    highest = PolicyVersion.objects.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def note(
    version: PolicyVersion,
    action: str,
    user: User | None,
    details: dict[str, Any],
    reason: str = "",
) -> None:
    """Write the event of a change to a version."""
    AuditEvent.objects.create(
        action=action,
        subject=f"policy {version.number}",
        user=user,
        reason=reason,
        policy_version=version,
        details=details,
    )
