"""Who confirmed which version of the policy, and who still has to."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from duecourse.policy.shapes import Training
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyVersion

MONTHS = {"quarter": 3, "year": 12}


class PolicyConfirmation(models.Model):
    """A person read a version of the policy and answered all questions about it rightly."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="confirmations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="policy_confirmations"
    )
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    questions = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=1)

    class Meta:
        """Once a day at most."""

        db_table = "policy_confirmation"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "user", "on"], name="policy_confirmed_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.version_id} {self.on}"


def counting(
    version: PolicyVersion, training: Training, on: date
) -> "QuerySet[PolicyConfirmation]":
    """Return the confirmations of a version that count on a day: none older than the rhythm."""
    given = PolicyConfirmation.objects.filter(version=version, on__lte=on)
    months = MONTHS.get(training.every)
    return given if months is None else given.filter(on__gt=months_before(on, months))


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last of that month.

    >>> months_before(date(2026, 5, 31), 3), months_before(date(2026, 1, 15), 12)
    (datetime.date(2026, 2, 28), datetime.date(2025, 1, 15))
    """
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def must_confirm(user: User, training: Training | None) -> bool:
    """Say whether the policy asks a person's role to confirm it."""
    return training is not None and user.is_active and user.role in training.roles


def to_confirm(user: User, version: PolicyVersion, training: Training | None, on: date) -> bool:
    """Say whether a person still has to confirm a version."""
    if training is None or not must_confirm(user, training):
        return False
    return not counting(version, training, on).filter(user=user).exists()
