"""A person lets a letter go: it is queued, and can be called back until the worker takes it."""

from datetime import timedelta

from django.db import transaction

from duecourse.outside.webhooks import webhook
from duecourse.services.rights import Right, must
from duecourse.store.letters import letter_seen, move, note, ready_to_go
from duecourse.store.order_events import MayNot
from duecourse.store.outbox import Channel, Letter, LetterState
from duecourse.store.people import Role, User
from duecourse.values.mail_addresses import addresses_in
from duecourse.values.refusals import Refusal

SECONDS_TO_RECALL = 60
"""So long a letter stays after a person let it go, so that a slip can be called back."""


class NoAddress(Refusal, ValueError):
    """Nobody knows where the letter is to go."""


@transaction.atomic
def approve_letter(number: int, user: User, *, reason: str = "") -> Letter:
    """Queue a draft; its Message-ID is fixed. Levels with ``approval`` ask for that role.

    Raises:
        MayNot: the role sends no letters, or not this one.
        NoSuchLetter: there is none, or it is not theirs.
        LetterGone: it is no draft any more.
        NoAddress, WebhookNotSet: there is no address, or none that is one.
    """
    must(user, Right.SEND_LETTERS)
    letter = letter_seen(number, user)
    must_have_role(letter, user)
    must_have_address(letter)
    move(
        letter,
        LetterState.QUEUED,
        approved_by=user,
        **ready_to_go(letter, timedelta(seconds=SECONDS_TO_RECALL)),
    )
    note(letter, "approved", user, reason)
    return letter


def must_have_role(letter: Letter, user: User) -> None:
    """Refuse whoever has not the role that the policy asks for at this level.

    Raises:
        MayNot: another role approves it.
    """
    roles = (letter.approval, str(Role.MANAGER)) if letter.approval else ()
    if roles and user.role not in roles:
        listed = ", ".join(dict.fromkeys(roles))
        says = f"Letter {letter.pk} is approved by these: {listed}."
        raise MayNot(says, "may-not-letter", number=letter.pk, roles=listed)


def must_have_address(letter: Letter) -> None:
    """Refuse a letter that could not arrive.

    Raises:
        NoAddress: a mail without an address, or with one that is none; a webhook without a name.
        WebhookNotSet: the environment knows no webhook of that name.
    """
    if letter.channel in (Channel.EMAIL, Channel.WEBHOOK) and not letter.address:
        says = f"Letter {letter.pk} has no address; enter one, or choose print."
        raise NoAddress(says, "no-letter-address", number=letter.pk)
    if letter.channel == Channel.EMAIL and not addresses_in(letter.address):
        says = f"{letter.address} is no mail address."
        raise NoAddress(says, "bad-letter-address", address=letter.address)
    if letter.channel == Channel.WEBHOOK:
        webhook(letter.address)
