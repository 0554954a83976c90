"""Limits asked for: what was recommended that day, who signed, what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from duecourse.store.fields import MoneyField


class LimitState(models.TextChoices):
    """From open to what became of it; a limit taken back counts as withdrawn."""

    OPEN = "open", "Open"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN, APPROVED, REFUSED, WITHDRAWN = "open", "approved", "refused", "withdrawn"
"""The states as the database keeps them."""


def person(name: str, *, known: bool = False) -> models.ForeignKey:
    """Name a person who had a part in a decision."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name=name, null=not known
    )


class LimitRequest(models.Model):
    """A limit that somebody asked for, for a customer or for a group, and its decision.

    ``as_of`` is the facts' day and ``policy_version`` the version that recommended
    ``recommended_limit`` and ``recommended_terms`` then; ``reasons`` lists what cost most points:
    ``criterion``, ``value``, ``cost``, and ``caps`` and ``holds`` that stood. ``direct``: whoever
    asked decided it too, within a mandate of their own. ``departs``: it is another than what was
    recommended, so that whoever approves says why. ``four_eyes``: it took two signatures.
    ``event`` recorded the limit in the ledger.
    """

    customer_id = models.TextField(null=True)
    group_id = models.TextField(null=True)
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    terms = models.TextField(null=True)
    from_on = models.DateField()
    reason = models.TextField()
    asked_by = person("limits_asked", known=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    direct = models.BooleanField(default=False)
    departs = models.BooleanField(default=False)
    as_of = models.DateField()
    policy_version = models.ForeignKey("store.PolicyVersion", models.PROTECT, related_name="+")
    current_limit = MoneyField(null=True)
    recommended_limit = MoneyField(null=True)
    recommended_terms = models.TextField(null=True)
    limit_rule = models.TextField(null=True)
    reasons = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=LimitState.choices, default=LimitState.OPEN)
    four_eyes = models.BooleanField(default=False)
    approved_by = person("limits_approved")
    seconded_by = person("limits_seconded")
    decided_by = person("limits_decided")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True, default="")
    event = models.ForeignKey("store.AuditEvent", models.PROTECT, null=True, related_name="+")

    class Meta:
        """One open request for each customer and group; nobody approves their own."""

        db_table = "limit_request"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(customer_id__isnull=True) ^ Q(group_id__isnull=True),
                name="limit_request_of_one",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="limit_request_not_below_0"),
            models.CheckConstraint(
                condition=Exact(Length("currency"), Value(3)), name="limit_request_currency_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="limit_request_has_reason"),
            models.CheckConstraint(
                condition=Q(state__in=LimitState.values), name="limit_request_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="limit_request_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_by__isnull=False, event__isnull=False),
                name="limit_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved", four_eyes=True) | Q(seconded_by__isnull=False),
                name="limit_approved_by_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(direct=True) | ~Q(approved_by=F("asked_by")),
                name="limit_not_approved_by_asker",
            ),
            models.CheckConstraint(
                condition=~Q(seconded_by=F("approved_by")) & ~Q(seconded_by=F("asked_by")),
                name="limit_seconded_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_reason=""),
                name="limit_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["customer_id"], condition=Q(state="open"), name="limit_open_once"
            ),
            models.UniqueConstraint(
                fields=["group_id"], condition=Q(state="open"), name="group_limit_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-id"], name="limit_request_customer"),
            models.Index(fields=["state", "-id"], name="limit_request_state"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id or self.group_id}: {self.amount} {self.currency} ({self.state})"

    @property
    def waits_for_second(self) -> bool:
        """Say whether one person has signed and another must."""
        return self.state == LimitState.OPEN and self.approved_by_id is not None


def open_request(customer_id: str | None, group_id: str | None = None) -> LimitRequest | None:
    """Return the request about a customer or a group that waits; None where none does."""
    waiting = LimitRequest.objects.filter(state=LimitState.OPEN)
    owner = {"customer_id": customer_id} if group_id is None else {"group_id": group_id}
    return waiting.select_related("asked_by", "approved_by").filter(**owner).first()
