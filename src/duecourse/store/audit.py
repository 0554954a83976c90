"""The audit trail: one event for every change, never edited and never deleted."""

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """What was done, by whom, when and why, and by which version of the policy.

    Facts name the event that recorded them and the one that superseded them. ``user`` is empty
    where the system itself acted.
    """

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True, default="")
    customer_id = models.TextField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    policy_version = models.ForeignKey(
        "store.PolicyVersion", models.PROTECT, null=True, blank=True, related_name="events"
    )
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        """Read by customer and by time."""

        db_table = "audit_event"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["customer_id", "-id"], name="audit_customer"),
            models.Index(fields=["action", "-id"], name="audit_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}".strip()
