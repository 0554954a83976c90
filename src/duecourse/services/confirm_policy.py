"""Staff confirm the version in force: a few questions about it, all answered rightly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.quiz import Question, quiz, right_answers
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.people import User
from duecourse.store.policy_confirmations import PolicyConfirmation
from duecourse.store.policy_drafts import note
from duecourse.store.policy_in_force import policy_of
from duecourse.store.policy_versions import PolicyState, PolicyVersion
from duecourse.values.refusals import Refusal

FAILED = "policy.quiz-failed"


class NotInForce(Refusal, ValueError):
    """Only what is in force is confirmed."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of answers: the questions, those answered rightly, the confirmation if all."""

    questions: tuple[Question, ...]
    right: tuple[str, ...]
    confirmation: PolicyConfirmation | None

    @property
    def wrong(self) -> tuple[Question, ...]:
        """Return the questions to be read up again."""
        return tuple(one for one in self.questions if one.id not in self.right)


def questions_for(user: User, version: PolicyVersion) -> tuple[Question, ...]:
    """Return the questions of a person about a version; after each attempt others."""
    return quiz(
        policy_of(version),
        seed=f"{version.number}/{user.pk}/{attempts(user, version)}",
        measures=VOCABULARY,
    )


def attempts(user: User, version: PolicyVersion) -> int:
    """Count how often a person answered wrongly about a version."""
    failed = AuditEvent.objects.filter(action=FAILED, user=user, policy_version=version)
    return int(failed.count())


@transaction.atomic
def confirm_policy(
    version: PolicyVersion, user: User, answers: Mapping[str, int], on: date
) -> Marked:
    """Mark a person's answers; all right, they have confirmed the version. On one day once.

    Raises:
        MayNot: nobody is signed in.
        NotInForce: the version is a draft, or was superseded.
    """
    must(user, Right.POLICY_CONFIRM)
    User.objects.select_for_update().get(pk=user.pk)
    if version.state != PolicyState.PUBLISHED:
        says = f"Version {version.number} is not in force; confirm the one that is."
        raise NotInForce(says, "version-not-in-force", number=version.number)
    asked = questions_for(user, version)
    right = right_answers(asked, answers)
    if len(right) < len(asked):
        note(version, FAILED, user, {"right": len(right), "questions": len(asked)})
        return Marked(asked, right, None)
    tries = attempts(user, version) + 1
    given, new = PolicyConfirmation.objects.get_or_create(
        version=version,
        user=user,
        on=on,
        defaults={"questions": len(asked), "attempts": tries},
    )
    if new:
        note(version, "policy.confirmed", user, {"questions": len(asked), "attempts": tries})
    return Marked(asked, right, given)
