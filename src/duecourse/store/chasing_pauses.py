"""Pauses: customers to whom nothing is written for a while, why, and who said so."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet

from duecourse.store.audit import AuditEvent


class ChasingPause(models.Model):
    """No dunning letter goes to a customer from one day to another, both included.

    A pause that was ended early keeps its days; ``lifted`` is the event that ended it.
    """

    customer_id = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="+")
    lifted = models.ForeignKey(AuditEvent, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Every pause has a reason and an end."""

        db_table = "chasing_pause"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="chasing_pause_ends_after"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="chasing_pause_has_reason"),
        ]
        indexes = [
            models.Index(
                fields=["customer_id", "until_on"],
                condition=Q(lifted=None),
                name="chasing_pause_of_customer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.from_on} to {self.until_on}"


def pauses_on(day: date) -> "QuerySet[ChasingPause]":
    """Return the pauses that hold on a day."""
    return ChasingPause.objects.filter(lifted=None, from_on__lte=day, until_on__gte=day)


def is_paused(customer_id: str, day: date) -> bool:
    """Say whether nothing is to be written to a customer on a day."""
    return pauses_on(day).filter(customer_id=customer_id).exists()
