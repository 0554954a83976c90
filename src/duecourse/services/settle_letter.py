"""A person found out what became of a letter whose outcome the system does not know."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from duecourse.services.rights import Right, must
from duecourse.store.letters import LetterGone, gone, letter_seen, move, note, sent
from duecourse.store.outbox import Letter, LetterState
from duecourse.store.people import User
from duecourse.values.refusals import Refusal

__all__ = ["LetterGone", "ReasonMissing", "settle_letter"]


class ReasonMissing(Refusal, ValueError):
    """Whoever settles a letter says how they know."""


@transaction.atomic
def settle_letter(
    number: int, user: User, *, arrived: bool, reason: str, on: date | None = None
) -> Letter:
    """Say of an ``uncertain`` letter that it arrived, or that it did not; it is not sent again.

    One that arrived is a notice in the ledger; one that did not makes room for another letter.

    Raises:
        MayNot: the role sends no letters.
        NoSuchLetter: there is none, or it is not theirs.
        LetterGone: its outcome is known.
        ReasonMissing: nobody says how they know.
    """
    must(user, Right.SEND_LETTERS)
    if not reason.strip():
        raise ReasonMissing("Say how you know.", "letter-reason")
    letter = letter_seen(number, user)
    if letter.state != LetterState.UNCERTAIN:
        raise gone(letter)
    event = note(letter, "settled", user, reason.strip(), arrived=arrived)
    if not arrived:
        return move(letter, LetterState.FAILED, why="not-delivered", claim="")
    at = letter.claimed_at or timezone.now()
    return sent(letter, at, event, on=on or timezone.localtime(at).date(), why="", claim="")
