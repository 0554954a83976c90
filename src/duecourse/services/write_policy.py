"""Drafts of the policy: begun, written by one or by several, fetched back, handed in."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import PRESETS, preset, preset_cases
from duecourse.policy.amounts import text_in_currency
from duecourse.policy.cases import holding
from duecourse.policy.reading import valid_policy
from duecourse.services.rights import Right, must
from duecourse.store.people import User
from duecourse.store.policy_drafts import checked, draft_of, keep_text, next_number, note
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.store.policy_versions import PolicyText, PolicyVersion
from duecourse.values.refusals import Refusal

IN_FORCE = "in-force"
STARTS = (IN_FORCE, *PRESETS)
"""What a draft can be begun from."""
VERSION = re.compile(r"^(version\s*=\s*)\d+", re.MULTILINE)


class NoSuchStart(Refusal, LookupError):
    """A draft is begun from the version in force or from a preset."""


class ChangedMeanwhile(Refusal, ValueError):
    """Somebody else saved the draft since it was read; ``latest`` is what they wrote."""

    def __init__(self, latest: PolicyText) -> None:
        """Keep what was saved meanwhile."""
        self.latest = latest
        who, number = latest.made_by.get_username(), latest.version.number
        super().__init__(
            f"{who} saved version {number} while you were writing. Nothing of yours is lost:"
            " compare the two, then save again.",
            "changed-meanwhile",
            number=number,
            who=who,
            revision=latest.revision,
        )


class NoSuchRevision(Refusal, LookupError):
    """The draft was never saved with that number."""


class NotFit(Refusal, ValueError):
    """What has problems is not handed in."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, and the revision that they had before them."""

    text: str
    cases: str
    revision: int


@transaction.atomic
def start_draft(start: str, user: User) -> PolicyVersion:
    """Begin a draft from the version in force or from a preset, its amounts in our currency.

    Raises:
        MayNot: the user's role writes no policy.
        NoSuchStart: there is neither a version in force nor a preset of that name.
    """
    must(user, Right.POLICY_WRITE)
    number = next_number()
    text, cases = from_which(start)
    draft = PolicyVersion(number=number)
    keep_text(draft, VERSION.sub(rf"\g<1>{number}", text, count=1), cases, user)
    return draft


def from_which(start: str) -> tuple[str, str]:
    """Return the text and the cases to begin with."""
    before = version_in_force()
    if start == IN_FORCE and before is not None:
        return before.text, before.cases
    if start not in PRESETS:
        says = f"A draft cannot begin from {start}; choose one of {', '.join(STARTS)}."
        raise NoSuchStart(says, "no-such-start", start=start, starts=", ".join(STARTS))
    text = preset(start)
    policy = valid_policy(text, measures=VOCABULARY, name=start)
    currency = policy.currency if before is None else policy_of(before).currency
    restated, _ = text_in_currency(text, policy, currency)
    told = valid_policy(restated, measures=VOCABULARY, name=start)
    return restated, holding(preset_cases(start), told, VOCABULARY)


@transaction.atomic
def write_draft(version: PolicyVersion, written: Written, user: User) -> PolicyVersion:
    """Save what was written over the revision that was read; the same text again is no change.

    Raises:
        MayNot: the user's role writes no policy.
        NotADraft: the version is published, or was.
        ChangedMeanwhile: somebody saved another text since.
    """
    must(user, Right.POLICY_WRITE)
    draft = draft_of(version)
    text, cases = lines_of(written.text), lines_of(written.cases)
    if (text, cases) == (draft.text, draft.cases):
        return draft
    if written.revision != draft.revision:
        latest = PolicyText.objects.select_related("made_by", "version").filter(version=draft)
        raise ChangedMeanwhile(latest[0])
    keep_text(draft, text, cases, user)
    return draft


def lines_of(text: str) -> str:
    """Write line ends as files do; browsers send others.

    >>> lines_of("a\\r\\nb")
    'a\\nb'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


@transaction.atomic
def restore_revision(version: PolicyVersion, revision: int, user: User) -> PolicyVersion:
    """Fetch an earlier text of a draft back; it becomes the latest, and none is lost.

    Raises:
        MayNot, NotADraft: as for writing.
        NoSuchRevision: the draft was never saved with that number.
    """
    must(user, Right.POLICY_WRITE)
    draft = draft_of(version)
    kept = PolicyText.objects.filter(version=draft, revision=revision).first()
    if kept is None:
        says = f"Version {draft.number} has no text {revision}."
        raise NoSuchRevision(says, "no-such-revision", number=draft.number, revision=revision)
    keep_text(draft, kept.text, kept.cases, user)
    return draft


@transaction.atomic
def ask_approval(version: PolicyVersion, user: User, reason: str = "") -> PolicyVersion:
    """Hand a draft in: a second person is to approve it.

    Raises:
        MayNot, NotADraft: as for writing.
        NotFit: it has problems, or a case of its own does not hold.
    """
    must(user, Right.POLICY_WRITE)
    draft = draft_of(version)
    found = checked(draft)
    if not found.fit_to_publish:
        wrong = len(found.problems) + len(found.case_problems) + len(found.failed)
        says = f"Version {draft.number} has {wrong} problems; mend them first."
        raise NotFit(says, "draft-has-problems", number=draft.number, problems=wrong)
    draft.asked_by, draft.asked_at = user, timezone.now()
    draft.save(update_fields=["asked_by", "asked_at"])
    note(draft, "policy.approval-asked", user, {"revision": draft.revision}, reason)
    return draft


@transaction.atomic
def send_back(version: PolicyVersion, user: User, reason: str) -> PolicyVersion:
    """Send a draft that was handed in back to its author, with a reason, or take it back.

    Raises:
        MayNot, NotADraft: as for writing.
    """
    must(user, Right.POLICY_WRITE)
    draft = draft_of(version)
    draft.asked_by = draft.asked_at = None
    draft.save(update_fields=["asked_by", "asked_at"])
    note(draft, "policy.sent-back", user, {}, reason)
    return draft
