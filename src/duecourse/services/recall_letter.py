"""A letter that was let go is called back to the drafts, while nobody has taken it yet."""

from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.letters import letter_seen, move, note
from duecourse.store.outbox import Letter, LetterState
from duecourse.store.people import User


@transaction.atomic
def recall_letter(number: int, user: User) -> Letter:
    """Bring a queued letter back to the drafts: the way back from ``approve_letter``.

    Raises:
        MayNot: the role sends no letters.
        NoSuchLetter: there is none, or it is not theirs.
        LetterGone: it is not queued any more: it may be on its way.
    """
    must(user, Right.SEND_LETTERS)
    letter = letter_seen(number, user)
    move(letter, LetterState.DRAFT, approved_by=None, next_attempt_at=None)
    note(letter, "recalled", user)
    return letter
