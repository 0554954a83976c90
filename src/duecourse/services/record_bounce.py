"""A delivery notice came back: its letter did not arrive, and the ledger learns of it."""

from django.db import transaction
from django.utils import timezone

from duecourse.services.rights import Right, must
from duecourse.sources.delivery_status import NotANotice, Notice, read_notice
from duecourse.store.letters import move, note, take_back_notices, tell_ledger
from duecourse.store.outbox import Letter, LetterState
from duecourse.store.people import User
from duecourse.values.refusals import Refusal

__all__ = ["BounceUnknown", "NotANotice", "record_bounce"]


class BounceUnknown(Refusal, LookupError):
    """The notice is about no letter of this system."""


@transaction.atomic
def record_bounce(data: bytes, user: User | None = None) -> Letter:
    """Read a delivery notice; a letter that failed for good is ``bounced``, its notices are void.

    A notice of a delay, or of a delivery, changes nothing; nor does one that came before.

    Raises:
        MayNot: the role sends no letters.
        NotANotice: the message is no delivery notice.
        BounceUnknown: it names no letter that was sent from here.
    """
    must(user, Right.SEND_LETTERS)
    notice = read_notice(data)
    letter = letter_of(notice)
    if notice.is_final and letter.state in (LetterState.SENT, LetterState.UNCERTAIN):
        came_back(letter, notice, user)
    return letter


def letter_of(notice: Notice) -> Letter:
    """Find the letter that a notice is about, by its Message-ID."""
    letters = Letter.objects.select_for_update(of=("self",))
    letter = letters.filter(message_id=notice.message_id).first()
    if letter is None:
        says = f"The notice names no letter of this system: {notice.message_id}."
        raise BounceUnknown(says, "bounce-unknown", message=notice.message_id)
    return letter


def came_back(letter: Letter, notice: Notice, user: User | None) -> None:
    """Note that a letter did not arrive; what it asked for counts as not sent."""
    event = note(
        letter,
        "bounced",
        user,
        recipient=notice.recipient,
        status=notice.status,
        diagnostic=notice.diagnostic,
    )
    if letter.sent_event is not None:
        take_back_notices(letter.sent_event, event)
    detail = " ".join(part for part in (notice.status, notice.diagnostic) if part)
    at = letter.sent_at or letter.claimed_at or timezone.now()
    move(
        letter,
        LetterState.BOUNCED,
        why="came-back",
        detail=detail,
        sent_at=at,
        sent_event=letter.sent_event or event,
    )
    tell_ledger(letter, event, "failed", timezone.localtime(at).date())
