"""What a draft of the policy would change: worked out in the background, kept with its grounds."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Max, Q

from duecourse.store.audit import AuditEvent
from duecourse.store.fields import MoneyField
from duecourse.store.policy_versions import PolicyVersion

CHANGES_NO_FACT = ("user.", "position.", "policy.", "token.", "template.")
"""How actions begin that leave the facts as they are."""


class EffectState(models.TextChoices):
    """From asked for to done; what failed can be asked for again."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


SILENT_TOO_LONG = {
    str(EffectState.WAITING): timedelta(minutes=1),
    str(EffectState.RUNNING): timedelta(minutes=10),
}
"""How long a job may not be heard of: before it begins, and between two stages."""


class PolicyEffect(models.Model):
    """Two positions of one day compared: by a draft, and by the version in force.

    It holds as long as ``digest`` (of the draft's text), ``in_force``, ``as_of`` and ``facts`` (the
    last event that may have changed a fact) are what they are now. ``steps`` counts the stages
    that are done of both runs, ``stage`` names the one under way, ``heard_at`` is when it was
    last heard of. ``was`` and ``becomes`` are tallies (``pipeline.effect``) by the version in
    force and by the draft: counts as numbers, amounts as texts, null where unknown.
    """

    draft = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="effects")
    in_force = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    as_of = models.DateField()
    facts = models.BigIntegerField(default=0)
    state = models.CharField(max_length=7, choices=EffectState.choices, default=EffectState.WAITING)
    stage = models.CharField(max_length=40, blank=True, default="")
    steps = models.PositiveSmallIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField(auto_now=True)
    why = models.TextField(blank=True, default="")
    home_currency = models.CharField(max_length=3, blank=True, default="")
    was = models.JSONField(default=dict)
    becomes = models.JSONField(default=dict)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        """The latest first; one at work for a draft at a time."""

        db_table = "policy_effect"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EffectState.values), name="policy_effect_state_known"
            ),
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(state__in=[EffectState.WAITING, EffectState.RUNNING]),
                name="policy_effect_one_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.as_of} {self.state}"

    def fell_silent(self, at: datetime) -> bool:
        """Say whether the job has ended without saying so, or never began."""
        patience = SILENT_TOO_LONG.get(self.state)
        return patience is not None and self.heard_at < at - patience


class PolicyEffectCustomer(models.Model):
    """A customer for whom a draft would change something; ``size`` orders them, at home."""

    id = models.BigAutoField(primary_key=True)
    effect = models.ForeignKey(PolicyEffect, models.CASCADE, related_name="customers")
    customer_id = models.TextField()
    name = models.TextField(blank=True, default="")
    currency = models.CharField(max_length=3)
    change = MoneyField(null=True)
    recommended_change = MoneyField(null=True)
    size = models.FloatField(default=0.0)
    criterion = models.TextField(null=True)
    criterion_cost = models.FloatField(null=True)
    was = models.JSONField(default=dict)
    becomes = models.JSONField(default=dict)

    class Meta:
        """Once in an effect; found by size."""

        db_table = "policy_effect_customer"
        constraints = [
            models.UniqueConstraint(fields=["effect", "customer_id"], name="effect_customer_once")
        ]
        indexes = [models.Index(fields=["effect", "-size", "customer_id"], name="effect_by_size")]

    def __str__(self) -> str:
        return self.customer_id


def digest_of(text: str) -> str:
    """Return what a text is known by."""
    return sha256(text.encode()).hexdigest()


def last_event_of_facts() -> int:
    """Return the last event that may have changed a fact, 0 before there is one."""
    events = AuditEvent.objects.all()
    for start in CHANGES_NO_FACT:
        events = events.exclude(action__startswith=start)
    return events.aggregate(last=Max("id"))["last"] or 0
