"""Positions: what was known and decided on a day, as the pipeline worked it out.

Customers are kept for every day, and so is the day itself; their profiles, open parts, letters
planned, alerts, tasks and points are kept for the latest day alone. All can be worked out again
from the facts.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from duecourse.act.tasks import KINDS
from duecourse.policy.shapes import GRADES
from duecourse.store.audit import AuditEvent
from duecourse.store.fields import MoneyField

STATUSES = ("active", "prepay", "hold")


class PositionDay(models.Model):
    """The position of one day as a whole: the company's figures, and what was wrong.

    ``figures`` and each of ``by_currency`` hold the figures by name (``pipeline.figures``): exact
    numbers as texts, counts as numbers, the unknown as null. ``dso_history`` lists month ends:
    ``day``, ``receivable``, ``dso_countback``. ``aging`` holds what is open at home by bucket, null
    where a rate is unknown. ``problems`` lists ``code``, ``file``, ``row``, ``column``,
    ``details``. ``told`` is the overview in words, by language (``store.day_told``).
    ``read_until`` is the last event of which the facts were read; empty: ``event`` itself.
    """

    as_of = models.DateField(unique=True)
    home_currency = models.CharField(max_length=3)
    policy_version = models.ForeignKey(
        "store.PolicyVersion", models.PROTECT, null=True, related_name="positions"
    )
    made_at = models.DateTimeField(auto_now=True)
    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="+")
    customers = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    by_currency = models.JSONField(default=dict)
    dso_history = models.JSONField(default=list)
    aging = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    read_until = models.BigIntegerField(null=True)

    class Meta:
        """One position a day; the latest is the one in use."""

        db_table = "position_day"
        ordering = ["-as_of"]
        get_latest_by = "as_of"

    def __str__(self) -> str:
        return f"{self.as_of}"


class OfDay(models.Model):
    """A row of the position of a day, about one customer."""

    id = models.BigAutoField(primary_key=True)
    day = models.ForeignKey(PositionDay, models.CASCADE, related_name="+", db_index=False)
    customer_id = models.TextField()

    class Meta:
        """Each kind of row has a table of its own, and an index that begins with the day."""

        abstract = True


class PositionCustomer(OfDay):
    """One customer on one day; amounts in its own currency, those named ``_home`` at home.

    Rows are narrow, for lists look through all of a day: what no list needs stands in the
    ``profile``. ``holds`` names those that stand, with blanks between them. ``search`` is what the
    customer is searched by, in lower case. ``step`` is the highest level of dunning that is due,
    ``step_rank`` its place on the ladder, ``step_days`` the days past due of what is latest;
    ``at_risk_home`` is what is overdue and neither secured nor covered.
    """

    name = models.TextField(blank=True, default="")
    group_id = models.TextField(null=True)
    country = models.TextField(null=True)
    salesperson = models.TextField(null=True)
    currency = models.CharField(max_length=3)
    to_home = models.FloatField(null=True)
    grade = models.CharField(max_length=1, null=True)
    score = models.FloatField(null=True)
    known_weight = models.FloatField(null=True)
    status = models.CharField(max_length=10)
    stage = models.TextField(null=True)
    terms = models.TextField(null=True)
    recommended_terms = models.TextField(null=True)
    security = models.TextField(null=True)
    holds = models.TextField(blank=True, default="")
    limit_rule = models.TextField(null=True)
    open_amount = MoneyField(null=True)
    overdue_amount = MoneyField(null=True)
    exposure = MoneyField(null=True)
    net_exposure = MoneyField(null=True)
    effective_limit = MoneyField(null=True)
    recommended_limit = MoneyField(null=True)
    granted_limit = MoneyField(null=True)
    group_limit = MoneyField(null=True)
    own_headroom = MoneyField(null=True)
    group_headroom = MoneyField(null=True)
    headroom = MoneyField(null=True)
    exposure_home = MoneyField(null=True)
    overdue_home = MoneyField(null=True)
    headroom_home = MoneyField(null=True)
    limit_home = MoneyField(null=True)
    days_beyond_terms = models.FloatField(null=True)
    days_beyond_terms_recent = models.FloatField(null=True)
    days_beyond_terms_change = models.FloatField(null=True)
    late_share = models.FloatField(null=True)
    largest_days_past_due = models.IntegerField(null=True)
    grade_before_caps = models.CharField(max_length=1, null=True)
    cap = models.TextField(null=True)
    observation_task = models.BooleanField(null=True)
    unallocated = MoneyField(null=True)
    unallocated_home = MoneyField(null=True)
    search = models.TextField(blank=True, default="")
    step = models.TextField(null=True)
    step_rank = models.IntegerField(null=True)
    step_days = models.IntegerField(null=True)
    at_risk_home = MoneyField(null=True)

    class Meta:
        """Once a day; found by customer, and by what worklists choose."""

        db_table = "position_customer"
        constraints = [
            models.UniqueConstraint(fields=["day", "customer_id"], name="position_customer_once"),
            models.CheckConstraint(
                condition=Q(grade__in=GRADES) | Q(grade=None), name="position_grade_known"
            ),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="position_status_known"),
        ]
        indexes = [
            models.Index(fields=["day", "-overdue_home"], name="position_by_overdue"),
            models.Index(fields=["day", "status"], name="position_by_status"),
            models.Index(
                fields=["day", "step"], condition=Q(step__isnull=False), name="position_by_step"
            ),
            models.Index(fields=["day", "salesperson"], name="position_by_salesperson"),
            models.Index(fields=["customer_id", "day"], name="position_of_customer"),
        ]

    def __str__(self) -> str:
        return self.customer_id

    @property
    def profile(self) -> dict[str, Any]:
        """Return the other columns of the decided frame, read when first asked for.

        Amounts are texts, days as 2026-03-31, the unknown is null. Empty for an earlier day.
        """
        if "_profile" not in self.__dict__:
            rows = PositionProfile.objects.filter(day_id=self.day_id, customer_id=self.customer_id)
            self._profile = rows.values_list("profile", flat=True).first() or {}
        return self._profile

    @profile.setter
    def profile(self, profile: dict[str, Any]) -> None:
        self._profile = profile

    def save(self, *told: Any, **named: Any) -> None:
        """Keep the row, and its profile beside it where one was set."""
        super().save(*told, **named)
        if "_profile" in self.__dict__:
            PositionProfile.objects.update_or_create(
                day_id=self.day_id,
                customer_id=self.customer_id,
                defaults={"profile": self._profile},
            )


class PositionProfile(OfDay):
    """What a position says of a customer beyond the columns that lists need."""

    profile = models.JSONField(default=dict)

    class Meta:
        """One for a customer."""

        db_table = "position_profile"
        constraints = [
            models.UniqueConstraint(fields=["day", "customer_id"], name="position_profile_once")
        ]


class PositionPart(OfDay):
    """An open part of an invoice, or what stands to the customer's good (negative)."""

    invoice_id = models.TextField(null=True)
    part = models.IntegerField(null=True)
    company_id = models.TextField(null=True)
    currency = models.CharField(max_length=3)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    amount = MoneyField(null=True)
    open_amount = MoneyField()
    disputed_amount = MoneyField(null=True)
    pending_amount = MoneyField(null=True)
    days_past_due = models.IntegerField(null=True)
    bucket = models.CharField(max_length=20)

    class Meta:
        """Found by customer, and the latest first."""

        db_table = "position_part"
        indexes = [
            models.Index(fields=["day", "customer_id"], name="part_of_customer"),
            models.Index(fields=["day", "-days_past_due"], name="part_by_lateness"),
        ]


class PositionDunning(OfDay):
    """The next step of dunning for an overdue part."""

    invoice_id = models.TextField()
    part = models.IntegerField(null=True)
    level = models.TextField()
    action = models.TextField()
    days_past_due = models.IntegerField()
    open_amount = MoneyField()
    chase_amount = MoneyField()
    currency = models.CharField(max_length=3)
    late_interest = MoneyField(null=True)
    letter_level = models.TextField(null=True)

    class Meta:
        """Found by customer and by step."""

        db_table = "position_dunning"
        indexes = [
            models.Index(fields=["day", "customer_id"], name="dunning_of_customer"),
            models.Index(fields=["day", "level"], name="dunning_by_level"),
        ]


class PositionLeftOut(OfDay):
    """An overdue part for which nothing is sent today, and why."""

    invoice_id = models.TextField()
    part = models.IntegerField(null=True)
    days_past_due = models.IntegerField()
    reason = models.TextField()

    class Meta:
        """Found by customer."""

        db_table = "position_left_out"
        indexes = [models.Index(fields=["day", "customer_id"], name="left_out_of_customer")]


class PositionAlert(OfDay):
    """A rule of the policy that rings for a customer; amounts in the home currency."""

    rule = models.TextField()
    severity = models.TextField()
    value = models.FloatField(null=True)
    threshold = models.FloatField()

    class Meta:
        """A rule rings once for a customer."""

        db_table = "position_alert"
        constraints = [
            models.UniqueConstraint(fields=["day", "customer_id", "rule"], name="alert_once")
        ]


class PositionTask(OfDay):
    """What waits for a person; ``value`` is the money at stake."""

    kind = models.CharField(max_length=30)
    due_on = models.DateField()
    value = MoneyField(null=True)
    currency = models.CharField(max_length=3)

    class Meta:
        """Found by customer and by kind."""

        db_table = "position_task"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="task_kind_known"),
        ]
        indexes = [
            models.Index(fields=["day", "customer_id"], name="task_of_customer"),
            models.Index(fields=["day", "kind"], name="task_by_kind"),
        ]


class PositionPoint(OfDay):
    """The points of a customer under one criterion, and what they cost it of its score."""

    criterion = models.TextField()
    value = models.FloatField(null=True)
    points = models.FloatField(null=True)
    weight = models.FloatField()
    cost = models.FloatField(null=True)

    class Meta:
        """One row for a customer and criterion."""

        db_table = "position_point"
        constraints = [
            models.UniqueConstraint(fields=["day", "customer_id", "criterion"], name="point_once")
        ]


LATEST_ONLY = (
    PositionProfile,
    PositionPart,
    PositionDunning,
    PositionLeftOut,
    PositionAlert,
    PositionTask,
    PositionPoint,
)
"""Rows that are kept for the latest day alone."""


def latest_day() -> PositionDay | None:
    """Return the latest day for which there is a position."""
    return PositionDay.objects.order_by("-as_of").first()
