"""What people did about alerts, tasks and orders that wait: never edited, the last one holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class About(models.TextChoices):
    """What a deed is about: an alert by its rule, a task by its kind, an order by its id."""

    ALERT = "alert", "Alert"
    TASK = "task", "Task"
    ORDER = "order", "Order"


class Did(models.TextChoices):
    """What was done: looked at, noted, put off, dealt with, given to somebody, opened again."""

    SEEN = "seen", "Seen"
    NOTED = "noted", "Noted"
    SNOOZED = "snoozed", "Snoozed"
    DONE = "done", "Done"
    ASSIGNED = "assigned", "Assigned"
    REOPENED = "reopened", "Reopened"


ALERT, TASK, ORDER = "alert", "task", "order"
SEEN, NOTED, SNOOZED, DONE, ASSIGNED, REOPENED = (
    *("seen", "noted", "snoozed", "done", "assigned", "reopened"),
)
"""What deeds are about and what was done, as the database keeps them."""
NEEDS_NOTE = (NOTED, DONE)


class Deed(models.Model):
    """One thing that a person did about an alert, a task or a waiting order of a customer.

    ``name``: the alert's rule, the task's kind, the order's id. Until ``until_on`` it does not
    come back to the worklist. ``as_of`` is the facts' day.
    """

    about = models.CharField(max_length=5, choices=About.choices)
    customer_id = models.TextField()
    name = models.TextField()
    did = models.CharField(max_length=8, choices=Did.choices)
    until_on = models.DateField(null=True)
    note = models.TextField(blank=True, default="")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="assigned"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="deeds")
    at = models.DateTimeField(auto_now_add=True)
    as_of = models.DateField()
    policy_version = models.ForeignKey(
        "store.PolicyVersion", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """The last deed about a thing is the one that holds."""

        db_table = "deed"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="deed_about_known"),
            models.CheckConstraint(condition=Q(did__in=Did.values), name="deed_known"),
            models.CheckConstraint(
                condition=~Q(did__in=("snoozed",)) | Q(until_on__isnull=False),
                name="deed_snoozed_until",
            ),
            models.CheckConstraint(
                condition=~Q(did="assigned") | Q(assigned_to__isnull=False),
                name="deed_assigned_to_someone",
            ),
            models.CheckConstraint(
                condition=~Q(did__in=NEEDS_NOTE) | ~Q(note=""), name="deed_has_note"
            ),
        ]
        indexes = [
            models.Index(fields=["about", "customer_id", "name", "-id"], name="deed_of_thing")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.name}: {self.did}"


def last_deeds(about: str) -> "models.QuerySet[Deed]":
    """Return the deed that holds about each thing: the last one."""
    later = Deed.objects.filter(
        about=about,
        customer_id=models.OuterRef("customer_id"),
        name=models.OuterRef("name"),
        pk__gt=models.OuterRef("pk"),
    )
    return Deed.objects.filter(about=about).exclude(models.Exists(later))
