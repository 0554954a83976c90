"""Drafts of the policy: found and locked, their text kept with what is wrong with it, noted."""

from typing import Any

from django.db.models import Max

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.checking import Checked, check
from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyState, PolicyText, PolicyVersion
from duecourse.store.position_rows import problem_row
from duecourse.values.refusals import Refusal


class NotADraft(Refusal, ValueError):
    """What is published, or was, is never changed."""


class NoSuchVersion(Refusal, LookupError):
    """No version of the policy has that number."""


def version_numbered(number: int) -> PolicyVersion:
    """Return a version by its number.

    Raises:
        NoSuchVersion: there is none.
    """
    versions = PolicyVersion.objects.select_related("made_by", "approved_by", "asked_by")
    found = versions.filter(number=number).first()
    if found is None:
        says = f"The policy has no version {number}."
        raise NoSuchVersion(says, "no-such-version", number=number)
    return found


def draft_of(version: PolicyVersion) -> PolicyVersion:
    """Fetch a version anew, locked, and make sure that it is a draft.

    Raises:
        NotADraft: it is published, or was.
    """
    draft = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    if draft.state != PolicyState.DRAFT:
        says = f"Version {draft.number} was published; it stays as it is. Write a new draft."
        raise NotADraft(says, "not-a-draft", number=draft.number)
    return draft


def next_number() -> int:
    """Return the number of the next version; two at once are refused by the database."""
    highest = PolicyVersion.objects.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def checked(version: PolicyVersion) -> Checked:
    """Check a version's text and its cases."""
    return checked_text(version.text, version.cases, number=version.number)


def checked_text(text: str, cases: str, *, number: int) -> Checked:
    """Check a text and its cases as those of a version."""
    return check(text, cases, measures=VOCABULARY, name=f"policy-{number}.toml")


def keep_text(draft: PolicyVersion, text: str, cases: str, user: User) -> Checked:
    """Keep a draft's text as its next revision; whoever changed it last is its author.

    What was asked for approval is another text now, so that it has to be asked for again.
    """
    draft.text, draft.cases, draft.made_by = text, cases, user
    draft.revision += 1
    draft.asked_by = draft.asked_at = None
    found = checked(draft)
    draft.problems = [problem_row(problem) for problem in found.problems]
    draft.save()
    PolicyText.objects.create(
        version=draft, revision=draft.revision, text=text, cases=cases, made_by=user
    )
    details = {"problems": len(found.problems), "revision": draft.revision}
    note(draft, "policy.draft-saved", user, details)
    return found


def note(
    version: PolicyVersion,
    action: str,
    user: User | None,
    details: dict[str, Any],
    reason: str = "",
) -> AuditEvent:
    """Write the event of a change to a version."""
    return AuditEvent.objects.create(
        action=action,
        subject=f"policy {version.number}",
        user=user,
        reason=reason,
        policy_version=version,
        details=details,
    )
