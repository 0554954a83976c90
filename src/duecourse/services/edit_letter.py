"""A draft is changed by a person: its text, its language, by which way and to whom it goes."""

from dataclasses import dataclass

from django.db import transaction

from duecourse.present.blanks import MOST_BODY, MOST_SUBJECT
from duecourse.services.rights import Right, must
from duecourse.store.letter_making import company_of, facts_of, worded
from duecourse.store.letter_templates import held_templates
from duecourse.store.letters import LetterGone, gone, letter_seen, note
from duecourse.store.outbox import Channel, Letter, LetterState
from duecourse.store.people import User
from duecourse.store.policy_in_force import policy_of
from duecourse.values.mail_addresses import addresses_in
from duecourse.values.refusals import Refusal
from duecourse.values.says import LANGUAGES

__all__ = ["Change", "LetterGone", "NotALetter", "edit_letter"]


class NotALetter(Refusal, ValueError):
    """What was written is no letter that could go."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a person changes of a draft; None leaves it. ``reworded`` takes the template's text."""

    subject: str | None = None
    body: str | None = None
    language: str | None = None
    channel: str | None = None
    address: str | None = None
    reworded: bool = False


@transaction.atomic
def edit_letter(number: int, user: User | None, change: Change) -> Letter:
    """Change a draft; another language is worded by its template, unless a text comes with it.

    Raises:
        MayNot: the role writes no letters.
        NoSuchLetter: there is none, or it is not theirs.
        LetterGone: it is no draft any more.
        NotALetter: the text says nothing or too much, the address is none.
    """
    must(user, Right.WRITE_LETTERS)
    letter = letter_seen(number, user)
    if letter.state != LetterState.DRAFT:
        raise gone(letter)
    before = (letter.subject, letter.body, letter.language, letter.channel, letter.address)
    new_language = change.language is not None and change.language != letter.language
    letter.language = checked_language(change.language or letter.language)
    if change.reworded or (new_language and change.body is None):
        policy = policy_of(letter.policy_version)
        facts = facts_of(letter, company=company_of(policy, letter))
        worded(letter, facts, policy, held_templates())
        letter.edited = False
    write_text(letter, change)
    send_to(letter, change)
    after = (letter.subject, letter.body, letter.language, letter.channel, letter.address)
    if after != before:
        letter.save()
        names = ("subject", "body", "language", "channel", "address")
        changed = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
        note(letter, "edited", user, changed=changed)
    return letter


def checked_language(language: str) -> str:
    """Refuse a language that the house does not write."""
    if language not in LANGUAGES:
        raise NotALetter(f"No letter is written in {language}.", "letter-language", name=language)
    return language


def write_text(letter: Letter, change: Change) -> None:
    """Take over what a person wrote; it is theirs from then on, and no template's."""
    subject = letter.subject if change.subject is None else " ".join(change.subject.split())
    body = letter.body if change.body is None else "\n".join(change.body.splitlines()).strip()
    if (subject, body) == (letter.subject, letter.body):
        return
    if not subject or not body:
        raise NotALetter("A letter needs a subject and a text.", "template-empty")
    if len(subject) > MOST_SUBJECT or len(body) > MOST_BODY:
        says = f"The subject has at most {MOST_SUBJECT} characters, the text {MOST_BODY}."
        raise NotALetter(says, "letter-long", subject=MOST_SUBJECT, body=MOST_BODY)
    letter.subject, letter.body, letter.edited = subject, body, True


def send_to(letter: Letter, change: Change) -> None:
    """Take over by which way a letter goes, and to whom."""
    if change.channel is not None:
        if change.channel not in Channel.values:
            says = f"There is no channel {change.channel}."
            raise NotALetter(says, "letter-channel", name=change.channel)
        letter.channel = change.channel
    if change.address is not None:
        letter.address = change.address.strip()
    if letter.channel == Channel.EMAIL and letter.address and not addresses_in(letter.address):
        says = f"{letter.address} is no mail address."
        raise NotALetter(says, "bad-letter-address", address=letter.address)
