"""The worker's step: each letter that is due goes once, or not at all.

A letter is held against fresh facts, then claimed (``sending``, committed), then handed over, then
its outcome is kept. A crash before the claim leaves it queued; one after it leaves ``sending``,
which a later pass turns into ``uncertain``, for a person to look at.
"""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from duecourse.engines.in_memory import worked_out
from duecourse.outside.delivery import Delivery
from duecourse.outside.letter_pdf import digest_of, letter_pdf
from duecourse.outside.mail import Mail, MailServer, mail_server, send_mail
from duecourse.outside.webhooks import WebhookNotSet, send_text, webhook
from duecourse.present.letter import plain_text
from duecourse.store.audit import AuditEvent
from duecourse.store.facts_about import facts_about
from duecourse.store.letter_recheck import Ready, keep_rewritten, recheck, stop
from duecourse.store.letters import LetterGone, letter_numbered, move, note, sent, tell_ledger
from duecourse.store.outbox import BY_ITSELF, Channel, Letter, LetterState
from duecourse.store.policy_in_force import judging_version, policy_of

MINUTES = (5, 15, 60, 240, 720, 1440, 2880)
"""How long a letter waits after each attempt that may be made again; then it has failed."""
CLAIM_LASTS = timedelta(minutes=15)
"""A claim older than this was left by a program that ended: no server is waited for so long."""
AT_A_TIME = 200
NOT_MADE = (ValueError, LookupError, RuntimeError, OSError, ArithmeticError)
"""A letter that cannot be looked at or set; nothing of it has left the house."""
Deliver = Callable[[Letter, Ready, bytes], Delivery]


@dataclass(frozen=True, slots=True)
class Pass:
    """What became of the letters of one pass, by outcome."""

    sent: int = 0
    withheld: int = 0
    later: int = 0
    failed: int = 0
    uncertain: int = 0
    looked: int = 0


def go_on() -> bool:
    """Stop for nobody."""
    return False


def send_letters(
    on: date, *, deliver: Deliver | None = None, stopped: Callable[[], bool] = go_on
) -> Pass:
    """Send the letters that are due, oldest first; letters of others' claims are left alone.

    Between two letters it is asked whether it is ``stopped``.

    Raises:
        MailNotSet: a mail is due and the environment names no server; nothing was claimed.
        NoPolicyInForce: no policy is published.
    """
    found: Counter[str | None] = Counter({"uncertain": abandoned()})
    due = list(due_letters())
    if due:
        judging_version()
        way = deliver or deliver_by(due)
        for number in due:
            if stopped():
                break
            found.update([send_one(number, on, way)])
    return Pass(**{name: found[name] for name in Pass.__dataclass_fields__})


def due_letters() -> list[int]:
    """Number the letters that go by themselves and whose time has come."""
    waiting = Letter.objects.filter(
        state=LetterState.QUEUED, channel__in=BY_ITSELF, next_attempt_at__lte=timezone.now()
    )
    return list(waiting.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:AT_A_TIME])


def abandoned() -> int:
    """Turn claims whose program ended into questions for a person; return how many."""
    left = Letter.objects.filter(
        state=LetterState.SENDING, claimed_at__lt=timezone.now() - CLAIM_LASTS
    )
    count = 0
    for letter in left:
        with transaction.atomic():
            try:
                move(letter, LetterState.UNCERTAIN, why="claim-left")
            except LetterGone:
                continue
            note(letter, "uncertain", why="claim-left")
        count += 1
    return count


def send_one(number: int, on: date, deliver: Deliver) -> str | None:
    """Send one letter; return what became of it, None where another process took it."""
    try:
        ready = looked_at(number, on)
        if ready.verdict != "go":
            with transaction.atomic():
                stop(ready)
            return "withheld" if ready.verdict == "withhold" else "looked"
        pdf = letter_pdf(ready.facts, ready.wording)
        claim = claimed(ready, pdf)
    except LetterGone:
        return None
    except NOT_MADE as error:
        return postponed(number, error)
    outcome = deliver(ready.letter, ready, pdf)
    return settled(number, claim, outcome, on)


def postponed(number: int, error: Exception) -> str:
    """Let a letter that cannot be made wait, so that it does not stand before the others."""
    wait = timezone.now() + timedelta(minutes=MINUTES[2])
    waiting = Letter.objects.filter(pk=number, state=LetterState.QUEUED)
    waiting.update(next_attempt_at=wait, why="try-later", detail=f"{type(error).__name__}: {error}")
    return "later"


def looked_at(number: int, on: date) -> Ready:
    """Hold a letter against the facts of this moment, by the policy in force."""
    letter = Letter.objects.get(pk=number)
    if letter.state != LetterState.QUEUED:
        raise LetterGone("It was taken.", "letter-gone", number=number, state=letter.state)
    policy = policy_of(judging_version())
    frames = worked_out(facts_about(letter.customer_id), policy, on, [letter.customer_id])
    return recheck(letter, frames, policy, on)


@transaction.atomic
def claimed(ready: Ready, pdf: bytes) -> str:
    """Claim a letter, committed before anything leaves the house, with the paper as it goes.

    Raises:
        LetterGone: it was recalled, withdrawn or claimed meanwhile.
    """
    held = letter_numbered(ready.letter.pk)
    if held.state != LetterState.QUEUED or not is_due(held):
        raise LetterGone("It was taken.", "letter-gone", number=held.pk, state=held.state)
    claim = secrets.token_hex(16)
    move(
        ready.letter,
        LetterState.SENDING,
        claim=claim,
        claimed_at=timezone.now(),
        attempts=F("attempts") + 1,
        pdf=pdf,
        digest=digest_of(pdf),
        why="",
        detail="",
    )
    ready.letter.refresh_from_db(fields=["attempts"])
    keep_rewritten(ready)
    return claim


def is_due(letter: Letter) -> bool:
    """Say whether a letter's time has come."""
    at: datetime | None = letter.next_attempt_at
    return at is not None and at <= timezone.now()


@transaction.atomic
def settled(number: int, claim: str, outcome: Delivery, on: date) -> str:
    """Keep what became of a letter; a slow answer still settles what is ``uncertain`` by then."""
    letter = letter_numbered(number)
    if letter.claim != claim:
        return "uncertain"
    match outcome.became:
        case "sent":
            event = note(letter, "sent", address=letter.address, attempts=letter.attempts)
            sent(letter, timezone.now(), event, on=on, detail=outcome.detail, why="")
            return "sent"
        case "refused":
            return failed(letter, outcome, on)
        case "later":
            return again(letter, outcome, on)
        case _:
            return unclear(letter, outcome)


def unclear(letter: Letter, outcome: Delivery) -> str:
    """Leave a letter to a person: it may have arrived."""
    if letter.state != LetterState.UNCERTAIN:
        move(letter, LetterState.UNCERTAIN, why=outcome.code, detail=outcome.detail)
        note(letter, "uncertain", why=outcome.code, detail=outcome.detail)
    return "uncertain"


def again(letter: Letter, outcome: Delivery, on: date) -> str:
    """Try later, a longer while each time; after the last attempt it has failed."""
    if letter.state == LetterState.UNCERTAIN or letter.attempts > len(MINUTES):
        return failed(letter, Delivery("refused", "gave-up", outcome.detail), on)
    wait = timedelta(minutes=MINUTES[letter.attempts - 1])
    move(
        letter,
        LetterState.QUEUED,
        next_attempt_at=timezone.now() + wait,
        why=outcome.code,
        detail=outcome.detail,
        claim="",
    )
    return "later"


def failed(letter: Letter, outcome: Delivery, on: date) -> str:
    """Keep that a letter will not go; the ledger learns of it, and it makes room for another."""
    event: AuditEvent = note(letter, "failed", why=outcome.code, detail=outcome.detail)
    move(letter, LetterState.FAILED, why=outcome.code, detail=outcome.detail, next_attempt_at=None)
    tell_ledger(letter, event, "failed", on)
    return "failed"


def deliver_by(due: list[int]) -> Deliver:
    """Choose how letters leave: mail by the company's server, texts by its robots.

    Raises:
        MailNotSet: a mail is due and no server is set.
    """
    mails = Letter.objects.filter(pk__in=due, channel=Channel.EMAIL).exists()
    server = mail_server() if mails else None

    def deliver(letter: Letter, ready: Ready, pdf: bytes) -> Delivery:
        if letter.channel == Channel.WEBHOOK:
            return by_robot(letter, ready)
        return by_mail(letter, ready, pdf, server)

    return deliver


def by_mail(letter: Letter, ready: Ready, pdf: bytes, server: MailServer | None) -> Delivery:
    """Hand a letter to the mail server."""
    mail = Mail(
        message_id=letter.message_id,
        to=letter.address,
        subject=letter.subject,
        text=plain_text(ready.facts, letter.body),
        at=timezone.now(),
        pdf=pdf,
        pdf_name=f"{letter.as_of.isoformat()}-{letter.pk}.pdf",
    )
    return send_mail(mail, server or mail_server())


def by_robot(letter: Letter, ready: Ready) -> Delivery:
    """Hand the text of a letter to a robot."""
    text = f"{letter.subject}\n\n{plain_text(ready.facts, letter.body)}"
    try:
        return send_text(webhook(letter.address), text)
    except WebhookNotSet as refusal:
        return Delivery("later", "try-later", str(refusal))
