"""A letter that did not go, or did not arrive, is written again: a draft with today's figures."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from duecourse.engines.in_memory import worked_out
from duecourse.policy.shapes import Policy
from duecourse.present.letter import Line
from duecourse.present.letter_check import checked, letter_level
from duecourse.services.rights import Right, must
from duecourse.store.chasing_facts import customer_seen
from duecourse.store.facts_about import facts_about
from duecourse.store.letter_making import (
    account_of,
    company_of,
    facts_of,
    fresh_of,
    line_rows,
    lines_of,
    worded,
)
from duecourse.store.letter_templates import held_templates
from duecourse.store.letters import gone, letter_seen, note
from duecourse.store.outbox import (
    UNDER_WAY,
    Channel,
    Letter,
    LetterKind,
    LetterLine,
    LetterState,
)
from duecourse.store.people import User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.values.refusals import Refusal

AGAIN = (
    *(LetterState.FAILED, LetterState.BOUNCED),
    *(LetterState.WITHDRAWN, LetterState.WITHHELD),
)
"""States that ended without the customer being told."""


class NotAgain(Refusal, ValueError):
    """Nothing of the letter is to be asked for, or another one is under way."""


@transaction.atomic
def retry_letter(number: int, user: User, *, on: date) -> Letter:
    """Draft a letter anew for those of its parts that are still due on a day.

    The address is the ledger's of today; a text that a person wrote is kept.

    Raises:
        MayNot: the role sends no letters.
        NoSuchLetter: there is none.
        LetterGone: it went, or is under way.
        NotAgain: nothing is left to ask for, or another letter is under way.
    """
    must(user, Right.SEND_LETTERS)
    before = letter_seen(number, user)
    if before.state not in AGAIN or before.kind != LetterKind.DUNNING:
        raise gone(before)
    must_be_alone(before)
    policy = policy_of(judging_version())
    frames = worked_out(facts_about(before.customer_id), policy, on, [before.customer_id])
    found = checked(lines_of(before), fresh_of(frames, before.customer_id, policy, on))
    if not found.kept:
        says = f"Nothing of letter {number} is to be asked for: {found.why}."
        raise NotAgain(says, "nothing-to-retry", number=number)
    lines = asked_by_no_other(found.kept)
    letter = anew(before, lines, policy, user, on)
    letter.account = account_of(frames, before.customer_id)
    return kept(letter, before, lines, policy)


def asked_by_no_other(lines: Sequence[Line]) -> list[Line]:
    """Leave the parts for which no other letter is live at their level.

    Raises:
        NotAgain: other letters ask for all of them.
    """
    live = LetterLine.objects.filter(live=True, invoice_id__in=[one.invoice_id for one in lines])
    asked = set(live.values_list("invoice_id", "part", "level"))
    left = [one for one in lines if (one.invoice_id, one.part, one.level) not in asked]
    if not left:
        raise NotAgain("Another letter to this customer is under way.", "letter-under-way")
    return left


def must_be_alone(before: Letter) -> None:
    """Refuse a second letter to a customer while one is under way."""
    waiting = Letter.objects.filter(customer_id=before.customer_id, kind=LetterKind.DUNNING)
    if waiting.filter(state__in=UNDER_WAY).exists():
        says = "Another letter to this customer is under way."
        raise NotAgain(says, "letter-under-way")


def anew(before: Letter, lines: Sequence[Line], policy: Policy, user: User, on: date) -> Letter:
    """Make the draft, not yet worded: as before, to the address of today."""
    told = customer_seen(before.customer_id, user)
    level = letter_level(lines, policy.dunning.levels)
    address = getattr(told, "email", None) or ""
    by_mail = Channel.EMAIL if address else Channel.PRINT
    return Letter(
        customer_id=before.customer_id,
        customer_name=before.customer_name,
        salesperson=before.salesperson,
        level=level.id,
        approval=level.approval or "",
        language=before.language,
        channel=by_mail if before.channel == Channel.EMAIL else before.channel,
        address=address if before.channel == Channel.EMAIL else before.address,
        as_of=on,
        made_by=user,
        policy_version=judging_version(),
    )


def kept(letter: Letter, before: Letter, lines: Sequence[Line], policy: Policy) -> Letter:
    """Word the draft and keep it with its lines."""
    if before.edited:
        letter.subject, letter.body, letter.edited = before.subject, before.body, True
    else:
        facts = facts_of(letter, lines, company=company_of(policy, letter))
        worded(letter, facts, policy, held_templates())
    letter.event = note(before, "retried", letter.made_by)
    letter.save()
    LetterLine.objects.bulk_create(line_rows(letter, lines))
    return letter
