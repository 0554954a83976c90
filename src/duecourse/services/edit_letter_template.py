"""The company words its own letters; a template says, and never does."""

from django.db import transaction
from django.db.models import Max

from duecourse.present.blanks import TemplateWrong, check_template
from duecourse.present.shipped_letters import purposes
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.letter_templates import LetterTemplate
from duecourse.store.people import User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.values.refusals import Refusal
from duecourse.values.says import LANGUAGES

__all__ = ["NoSuchPurpose", "TemplateWrong", "drop_letter_template", "edit_letter_template"]


class NoSuchPurpose(Refusal, LookupError):
    """Nothing is worded by a template of that name."""


@transaction.atomic
def edit_letter_template(
    purpose: str, language: str, user: User, *, subject: str, body: str
) -> LetterTemplate:
    """Word the letters of a level or kind anew; the version before is superseded, and stays.

    Drafts that exist keep their text until they are made anew; queued letters keep it for good.

    Raises:
        MayNot: the role words no letters.
        NoSuchPurpose: the ladder has no letter of that name, or nothing is written in the language.
        TemplateWrong: it says nothing or too much, or has a blank that nothing fills.
    """
    must(user, Right.LETTER_TEMPLATES)
    version = judging_version()
    if purpose not in purposes(policy_of(version).dunning.levels) or language not in LANGUAGES:
        says = f"There is no letter named {purpose} in {language}."
        raise NoSuchPurpose(says, "no-purpose", purpose=purpose)
    body = "\n".join(body.splitlines()).strip()
    check_template(subject.strip(), body)
    held = LetterTemplate.objects.filter(purpose=purpose, language=language)
    number = (held.aggregate(last=Max("version"))["last"] or 0) + 1
    event = noted("letter-template.edited", purpose, language, user, number)
    held.filter(superseded=None).update(superseded=event)
    return LetterTemplate.objects.create(
        purpose=purpose,
        language=language,
        version=number,
        subject=subject.strip(),
        body=body,
        made_by=user,
        event=event,
    )


@transaction.atomic
def drop_letter_template(purpose: str, language: str, user: User) -> None:
    """Go back to the shipped wording; the company's versions stay, superseded.

    Raises:
        MayNot: the role words no letters.
    """
    must(user, Right.LETTER_TEMPLATES)
    held = LetterTemplate.objects.filter(purpose=purpose, language=language, superseded=None)
    if held.exists():
        held.update(superseded=noted("letter-template.dropped", purpose, language, user, None))


def noted(action: str, purpose: str, language: str, user: User, version: int | None) -> AuditEvent:
    """Write the event of a change to a template."""
    return AuditEvent.objects.create(
        action=action,
        subject=f"{purpose} {language}",
        user=user,
        policy_version=judging_version(),
        details={} if version is None else {"version": version},
    )
