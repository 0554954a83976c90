"""Write-offs: an invoice's rest that somebody proposes to give up, and another person approves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from duecourse.store.fields import MoneyField


class WriteOffState(models.TextChoices):
    """From open to what became of it."""

    OPEN = "open", "Open"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN, APPROVED, REFUSED, WITHDRAWN = "open", "approved", "refused", "withdrawn"
"""The states as the database keeps them."""


class WriteOff(models.Model):
    """A part of an invoice that is to be given up, and its decision.

    Approved, ``event`` has recorded it in the ledger as a settlement of kind ``write_off``.
    """

    customer_id = models.TextField()
    invoice_id = models.TextField()
    company_id = models.TextField(null=True)
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="write_offs_asked"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    as_of = models.DateField()
    policy_version = models.ForeignKey("store.PolicyVersion", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=9, choices=WriteOffState.choices, default=WriteOffState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="write_offs_decided"
    )
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True, default="")
    event = models.ForeignKey("store.AuditEvent", models.PROTECT, null=True, related_name="+")

    class Meta:
        """One open proposal for an invoice; nobody approves their own."""

        db_table = "write_off"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="write_off_above_0"),
            models.CheckConstraint(
                condition=Exact(Length("currency"), Value(3)), name="write_off_currency_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="write_off_has_reason"),
            models.CheckConstraint(
                condition=Q(state__in=WriteOffState.values), name="write_off_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None, decided_by=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="write_off_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (~Q(decided_by=F("asked_by")) & Q(event__isnull=False)),
                name="write_off_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_reason=""),
                name="write_off_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["invoice_id"], condition=Q(state="open"), name="write_off_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="write_off_state"),
            models.Index(fields=["customer_id", "-id"], name="write_off_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.amount} {self.currency} ({self.state})"
