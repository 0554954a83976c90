"""The outbox: every letter from draft to what became of it, and the parts that it asks for.

A letter goes once or not at all. Whoever sends it claims it first (``sending``, committed); where
the claim is found and its outcome is not, the letter is ``uncertain`` and a person looks at it:
it is never sent again by itself.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from duecourse.store.audit import AuditEvent
from duecourse.store.fields import MoneyField

DIGEST_LENGTH = 64


class LetterState(models.TextChoices):
    """Where a letter stands; docs/howto/letters.md draws the ways between."""

    DRAFT = "draft", "Draft"
    QUEUED = "queued", "Queued"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    WITHHELD = "withheld", "Withheld"
    WITHDRAWN = "withdrawn", "Withdrawn"
    UNCERTAIN = "uncertain", "Uncertain"
    BOUNCED = "bounced", "Bounced"


UNDER_WAY: tuple[Any, ...] = (LetterState.DRAFT, LetterState.QUEUED, LetterState.SENDING)
"""Not gone yet; a customer has one such dunning letter."""
LIVE: tuple[Any, ...] = (*UNDER_WAY, LetterState.SENT, LetterState.UNCERTAIN)
"""States that take the place of the notice: no second letter asks for the same at the same level.

A letter that failed, was withheld, withdrawn or came back makes room for another one.
"""
WAYS: Mapping[Any, tuple[Any, ...]] = {
    LetterState.DRAFT: (LetterState.QUEUED, LetterState.WITHDRAWN, LetterState.WITHHELD),
    LetterState.QUEUED: (
        *(LetterState.SENDING, LetterState.DRAFT, LetterState.WITHHELD),
        *(LetterState.WITHDRAWN, LetterState.SENT, LetterState.FAILED),
    ),
    LetterState.SENDING: (
        *(LetterState.SENT, LetterState.QUEUED, LetterState.FAILED, LetterState.UNCERTAIN),
    ),
    LetterState.UNCERTAIN: (LetterState.SENT, LetterState.FAILED, LetterState.BOUNCED),
    LetterState.SENT: (LetterState.BOUNCED,),
    LetterState.FAILED: (),
    LetterState.WITHHELD: (),
    LetterState.WITHDRAWN: (),
    LetterState.BOUNCED: (),
}
"""From each state, those that may follow."""


class LetterKind(models.TextChoices):
    """A demand by the ladder; a statement of account; a balance to be confirmed (对账函)."""

    DUNNING = "dunning", "Dunning"
    STATEMENT = "statement", "Statement of account"
    BALANCE = "balance-confirmation", "Balance confirmation"


class Channel(models.TextChoices):
    """By which way a letter goes; print and text are handed out by a person."""

    EMAIL = "email", "E-mail"
    PRINT = "print", "Print"
    TEXT = "text", "Text to copy"
    WEBHOOK = "webhook", "Webhook"


BY_HAND: tuple[Any, ...] = (Channel.PRINT, Channel.TEXT)
BY_ITSELF: tuple[Any, ...] = (Channel.EMAIL, Channel.WEBHOOK)


class Letter(models.Model):
    """One letter to one customer.

    ``subject`` and ``body`` are what the reader is told, without tables; ``edited`` says that a
    person wrote them, ``template_id`` from which template they were made (null: a shipped one).
    ``account`` is the statement of account as of ``as_of``: a list of open items, whose columns
    ``present.letter`` names. ``lines`` are the parts that it asks for. ``why`` holds a code, or
    several with blanks between them (wording ``letter.why.CODE``); ``detail`` what a server said.
    ``message_id`` is fixed once it is queued; ``pdf`` is the paper as it was sent, ``digest`` its
    SHA-256. ``approval`` names the role that the policy asks to approve this level.
    """

    customer_id = models.TextField()
    customer_name = models.TextField(blank=True, default="")
    salesperson = models.TextField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=LetterKind.choices, default=LetterKind.DUNNING)
    level = models.TextField(blank=True, default="")
    approval = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2, default="zh")
    channel = models.CharField(max_length=7, choices=Channel.choices, default=Channel.EMAIL)
    address = models.TextField(blank=True, default="")
    subject = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    edited = models.BooleanField(default=False)
    template = models.ForeignKey(
        "store.LetterTemplate", models.PROTECT, null=True, blank=True, related_name="letters"
    )
    account = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=LetterState.choices, default=LetterState.DRAFT)
    why = models.TextField(blank=True, default="")
    detail = models.TextField(blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, blank=True, default="")
    digest = models.CharField(max_length=DIGEST_LENGTH, blank=True, default="")
    pdf = models.BinaryField(null=True, blank=True)
    as_of = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="+")
    sent_event = models.ForeignKey(
        AuditEvent, models.PROTECT, null=True, blank=True, related_name="+"
    )
    policy_version = models.ForeignKey("store.PolicyVersion", models.PROTECT, related_name="+")

    class Meta:
        """One dunning letter under way for a customer; what was sent shows what was sent."""

        db_table = "letter"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id"],
                condition=Q(kind=LetterKind.DUNNING, state__in=UNDER_WAY),
                name="letter_one_under_way",
            ),
            models.UniqueConstraint(
                fields=["message_id"], condition=~Q(message_id=""), name="letter_message_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values), name="letter_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="letter_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="letter_channel_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=LetterKind.DUNNING) | ~Q(level=""),
                name="letter_dunning_has_level",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withheld", "withdrawn")) | ~Q(message_id=""),
                name="letter_message_id_fixed",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENDING)
                | (Q(claimed_at__isnull=False) & ~Q(claim="")),
                name="letter_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "bounced"))
                | (Q(sent_at__isnull=False) & Q(sent_event__isnull=False)),
                name="letter_sent_has_event",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("failed", "withheld", "uncertain", "bounced")) | ~Q(why=""),
                name="letter_says_why",
            ),
            models.CheckConstraint(
                condition=Q(pdf__isnull=True, digest="")
                | Q(pdf__isnull=False) & Q(Exact(Length("digest"), DIGEST_LENGTH)),
                name="letter_pdf_has_digest",
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-id"], name="letter_of_customer"),
            models.Index(fields=["state", "next_attempt_at"], name="letter_by_state"),
            models.Index(fields=["salesperson", "state"], name="letter_by_salesperson"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.customer_id} {self.level or self.kind}: {self.state}"


class LetterLine(models.Model):
    """A part that a letter asks for.

    ``live`` follows the state of the letter (``store.letters.move`` changes both), so that the
    database refuses a second letter for the same part at the same level.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="lines")
    invoice_id = models.TextField()
    part = models.IntegerField(default=1)
    level = models.TextField()
    days_past_due = models.IntegerField()
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    late_interest = MoneyField(null=True, blank=True)
    live = models.BooleanField(default=True)

    class Meta:
        """Once in a letter, and in one live letter at a level."""

        db_table = "letter_line"
        ordering = ["-days_past_due", "invoice_id", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice_id", "part", "level"],
                condition=Q(live=True),
                name="letter_line_asked_once",
            ),
            models.UniqueConstraint(
                fields=["letter", "invoice_id", "part"], name="letter_line_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="letter_line_above_0"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.part} {self.level}"
