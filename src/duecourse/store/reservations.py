"""Orders decided and what they reserve: the answer that was given, who let go, what is held."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from duecourse.store.fields import MoneyField

NEVER_EDITED = ("order_decision", "order_release")
"""Tables whose rows are never changed and never deleted (``store.triggers``)."""


class Outcome(models.TextChoices):
    """What became of an order when it was checked."""

    APPROVE = "approve", "Approved"
    CONDITIONS = "conditions", "Approved with conditions"
    HOLD = "hold", "On hold"


class OrderDecision(models.Model):
    """The answer to one order, as it was given; never edited: a later check is a later row.

    ``currency`` is the one that was asked in. ``answer`` holds what was told: conditions, who may
    release, headroom. The same key asks for the same answer.
    """

    idempotency_key = models.CharField(max_length=200, unique=True)
    order_id = models.TextField()
    customer_id = models.TextField()
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.JSONField(default=list)
    answer = models.JSONField(default=dict)
    as_of = models.DateField()
    policy_version = models.ForeignKey("store.PolicyVersion", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    token = models.ForeignKey("store.ApiToken", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Looked up by order, and by customer."""

        db_table = "order_decision"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="order_outcome_known"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_above_0"),
        ]
        indexes = [
            models.Index(fields=["order_id", "-id"], name="order_decision_order"),
            models.Index(fields=["customer_id", "-id"], name="order_decision_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.outcome}"


class OrderRelease(models.Model):
    """One person's word that a held order may go; two are needed where four eyes are."""

    decision = models.ForeignKey(OrderDecision, models.PROTECT, related_name="releases")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=13)
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Nobody is two people."""

        db_table = "order_release"
        constraints = [
            models.UniqueConstraint(fields=["decision", "user"], name="order_release_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="order_release_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} by {self.user_id}"


class ReservationState(models.TextChoices):
    """Held for an order; converted by an invoice; booked: the ledger has it; released."""

    HELD = "held", "Held"
    CONVERTED = "converted", "Converted"
    BOOKED = "booked", "Booked"
    RELEASED = "released", "Released"


class Reservation(models.Model):
    """A part of a limit that is kept for an order, until it is invoiced or cancelled.

    ``amount`` is in the account's ``currency``, ``group_amount`` in the group's (null in a group
    where the rate is unknown), ``order_amount`` as it was ordered. Held amounts are in the
    account's ``reserved``; converted ones in its ``exposure`` until the ledger has the invoice.
    """

    decision = models.ForeignKey(OrderDecision, models.PROTECT, related_name="reservations")
    account = models.ForeignKey("store.CreditAccount", models.PROTECT, related_name="reservations")
    group = models.ForeignKey(
        "store.GroupAccount",
        models.PROTECT,
        to_field="group_id",
        db_column="group_id",
        null=True,
        related_name="reservations",
    )
    order_id = models.TextField()
    order_amount = MoneyField()
    order_currency = models.CharField(max_length=3)
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    group_amount = MoneyField(null=True)
    state = models.CharField(
        max_length=9, choices=ReservationState.choices, default=ReservationState.HELD
    )
    invoice_id = models.TextField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """An order holds once, an invoice converts once."""

        db_table = "reservation"
        constraints = [
            models.UniqueConstraint(
                fields=["order_id"], condition=Q(state="held"), name="order_holds_once"
            ),
            models.UniqueConstraint(
                fields=["invoice_id"],
                condition=Q(invoice_id__isnull=False),
                name="invoice_converts_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReservationState.values), name="reservation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(order_amount__gt=0), name="reservation_above_0"
            ),
            models.CheckConstraint(
                condition=~Q(state="converted") | Q(invoice_id__isnull=False),
                name="converted_by_an_invoice",
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=False) | Q(group_amount__isnull=True),
                name="group_amount_has_group",
            ),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="reservation_order"),
            models.Index(
                fields=["account"],
                condition=Q(state__in=("held", "converted")),
                name="reservation_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.state}"
