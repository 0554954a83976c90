"""A person decides that a letter does not go, and says why."""

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.letters import letter_seen, move, note
from duecourse.store.outbox import Letter, LetterState
from duecourse.store.people import User
from duecourse.values.refusals import Refusal


class ReasonMissing(Refusal, ValueError):
    """Whoever stops a letter says why."""


@transaction.atomic
def withdraw_letter(number: int, user: User, *, reason: str) -> Letter:
    """Withdraw a draft or a queued letter; its parts are not drafted again within the gap.

    Raises:
        MayNot: the role writes no letters.
        NoSuchLetter: there is none, or it is not theirs.
        LetterGone: it has gone, or is on its way.
        ReasonMissing: no reason is given.
    """
    must(user, Right.WRITE_LETTERS)
    if not reason.strip():
        raise ReasonMissing("Say why.", "letter-reason")
    letter = letter_seen(number, user)
    move(letter, LetterState.WITHDRAWN, next_attempt_at=None)
    note(letter, "withdrawn", user, reason.strip())
    return letter
