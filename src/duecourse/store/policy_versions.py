"""Versions of the written policy: drafts are edited, what is published never is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PolicyState(models.TextChoices):
    """From draft to published; a published version gives way to the next.

    What was approved before its ``effective_from`` waits for that day, and is changed no more.
    """

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"


class PolicyVersion(models.Model):
    """One version of the policy's text.

    ``cases`` are its own, in TOML as they are beside a policy's file. ``revision`` counts how often
    a draft was saved; ``asked_by`` asked for approval, until the text is changed again.
    ``published_at`` is when it was approved. ``problems`` lists what is wrong with the text of a
    draft (``code``, ``file``, ``row``, ``column``, ``details``). A preset that the system installed
    has no author and no approval; of every other published version they are two people.
    """

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    cases = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=PolicyState.choices, default=PolicyState.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="policies_made"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="policies_approved"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        """One version is in force at a time."""

        db_table = "policy_version"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=PolicyState.PUBLISHED), name="one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PolicyState.values), name="policy_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PolicyState.DRAFT) | Q(published_at__isnull=False),
                name="published_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state=PolicyState.DRAFT)
                | Q(approved_by__isnull=False)
                | Q(made_by__isnull=True),
                name="published_has_approval",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("made_by")), name="policy_needs_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.state})"


class PolicyText(models.Model):
    """A draft's text as it was saved once: whatever is written over it can be fetched back."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="texts")
    revision = models.PositiveIntegerField()
    text = models.TextField()
    cases = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each revision once, the latest first."""

        db_table = "policy_text"
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["version", "revision"], name="policy_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.revision}"
