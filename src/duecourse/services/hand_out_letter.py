"""A letter on paper, or a text to copy, is handed out by a person, and then counts as sent."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from duecourse.engines.in_memory import worked_out
from duecourse.outside.letter_pdf import digest_of, letter_pdf
from duecourse.services.rights import Right, must
from duecourse.store.facts_about import facts_about
from duecourse.store.letter_recheck import Ready, keep_rewritten, recheck, stop
from duecourse.store.letters import gone, letter_seen, note, ready_to_go, sent
from duecourse.store.outbox import BY_HAND, Letter, LetterState
from duecourse.store.people import User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.values.refusals import Refusal


class NotByHand(Refusal, ValueError):
    """The letter is one that the system sends."""


def hand_out_letter(number: int, user: User, *, on: date) -> Letter:
    """Hold a queued letter against fresh facts, and note that a person handed it out.

    Returns:
        the letter: ``sent``, with its paper; ``withheld``, where nothing of it is left; or
        ``draft``, where its own text must be looked at again. Its ``why`` says the reason.

    Raises:
        MayNot: the role sends no letters.
        NoSuchLetter: there is none, or it is not theirs.
        LetterGone: it is not queued.
        NotByHand: mail and webhooks go by themselves.
    """
    must(user, Right.SEND_LETTERS)
    with transaction.atomic():
        letter = letter_seen(number, user)
        if letter.state != LetterState.QUEUED:
            raise gone(letter)
    if letter.channel not in BY_HAND:
        says = f"Letter {number} is sent by the system and not handed out."
        raise NotByHand(says, "by-hand-only", number=number)
    policy = policy_of(judging_version())
    frames = worked_out(facts_about(letter.customer_id), policy, on, [letter.customer_id])
    ready = recheck(letter, frames, policy, on)
    with transaction.atomic():
        if letter_seen(number, user).state != LetterState.QUEUED:
            raise gone(letter)
        if ready.verdict == "go":
            handed_out(ready, user, on)
        else:
            stop(ready)
    return ready.letter


def handed_out(ready: Ready, user: User, on: date) -> None:
    """Keep the paper as it was handed out; the ledger learns of it."""
    letter = ready.letter
    keep_rewritten(ready)
    pdf = letter_pdf(ready.facts, ready.wording)
    event = note(letter, "sent", user, by_hand=True)
    fixed = ready_to_go(letter)
    sent(
        letter,
        timezone.now(),
        event,
        on=on,
        pdf=pdf,
        digest=digest_of(pdf),
        message_id=fixed["message_id"],
        next_attempt_at=None,
        why="",
    )
