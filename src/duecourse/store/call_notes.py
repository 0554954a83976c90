"""Call notes: who spoke with whom about a debt, when, what was said, and when to speak again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from duecourse.store.audit import AuditEvent


class CallNote(models.Model):
    """What was said with a customer on a day; never edited, taken back by an event at most.

    ``spoken_by`` is ours, ``contact`` is theirs. ``next_contact_on`` stands among the coming
    duties of the customer until a later note is written.
    """

    customer_id = models.TextField()
    spoken_on = models.DateField()
    spoken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    contact = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField()
    next_contact_on = models.DateField(null=True, blank=True)
    recorded = models.OneToOneField(AuditEvent, models.PROTECT, related_name="call_note")
    superseded = models.ForeignKey(
        AuditEvent, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        """Read by customer, the latest first; the next contact is never before the call."""

        db_table = "call_note"
        ordering = ["-spoken_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="call_note_says_something"),
            models.CheckConstraint(
                condition=Q(next_contact_on=None) | Q(next_contact_on__gte=models.F("spoken_on")),
                name="call_note_next_not_before",
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-spoken_on", "-id"], name="call_note_of_customer"),
            models.Index(
                fields=["next_contact_on"],
                condition=Q(superseded=None, next_contact_on__isnull=False),
                name="call_note_next",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.spoken_on}"


def notes_of(customer_id: str) -> "models.QuerySet[CallNote]":
    """Return the notes of a customer that stand, the latest first."""
    standing = CallNote.objects.filter(customer_id=customer_id, superseded=None)
    return standing.select_related("spoken_by")
