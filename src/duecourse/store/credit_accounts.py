"""Credit accounts: what each customer, and each group, may still order; locked while it is decided.

Written from the position (``store.account_writing``); reservations are added to and taken off here.
"""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from duecourse.store.fields import MoneyField


def three_letters(name: str) -> models.CheckConstraint:
    """Hold a currency to three letters."""
    return models.CheckConstraint(condition=Exact(Length("currency"), Value(3)), name=name)


class CreditBasis(models.Model):
    """What accounts rest on: the facts' day, the version of the policy, the rates of the day.

    ``rates``: what one unit of each currency is at home, as texts. ``policy_digest``: SHA-256 of
    the policy's text.
    """

    as_of = models.DateField()
    home_currency = models.CharField(max_length=3)
    rates = models.JSONField(default=dict)
    policy_version = models.ForeignKey(
        "store.PolicyVersion", models.PROTECT, related_name="credit_bases"
    )
    policy_digest = models.CharField(max_length=64)
    event = models.ForeignKey("store.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        """One row for each time accounts were written."""

        db_table = "credit_basis"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.as_of}"


class GroupAccount(models.Model):
    """A group to which a limit was granted: what its members owe together counts against it.

    Amounts are in ``currency``: that of its members where they share one, else the home currency.
    An unknown limit or exposure is null; nothing is approved against it.
    """

    group_id = models.TextField(unique=True)
    basis = models.ForeignKey(CreditBasis, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    limit = MoneyField(null=True)
    exposure = MoneyField(null=True)
    reserved = MoneyField(default=0)

    class Meta:
        """Reservations never go below nothing."""

        db_table = "group_account"
        constraints = [
            models.CheckConstraint(condition=Q(reserved__gte=0), name="group_reserved_not_below_0"),
            three_letters("group_account_currency_known"),
        ]

    def __str__(self) -> str:
        return self.group_id


class CreditAccount(models.Model):
    """One customer's limit, exposure and reserved orders, in its currency.

    ``exposure`` is that of the last position and of what was invoiced since; ``group`` is there
    where a limit was granted to the customer's group. ``expiring`` lists securities and covers in
    force that end some day: ``kind``, ``amount``, ``currency``, ``until``.
    """

    customer_id = models.TextField(unique=True)
    group = models.ForeignKey(
        GroupAccount,
        models.PROTECT,
        to_field="group_id",
        db_column="group_id",
        null=True,
        related_name="accounts",
    )
    basis = models.ForeignKey(CreditBasis, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    to_home = models.FloatField(null=True)
    limit = MoneyField(null=True)
    exposure = MoneyField(null=True)
    reserved = MoneyField(default=0)
    grade = models.TextField(null=True)
    status = models.TextField()
    terms = models.TextField(null=True)
    recommended_terms = models.TextField(null=True)
    security = models.TextField(null=True)
    holds = models.TextField(default="")
    salesperson = models.TextField(null=True)
    expiring = models.JSONField(default=list)

    class Meta:
        """Reservations never go below nothing; nobody owes less than nothing."""

        db_table = "credit_account"
        constraints = [
            models.CheckConstraint(condition=Q(reserved__gte=0), name="reserved_not_below_0"),
            models.CheckConstraint(
                condition=Q(exposure__isnull=True) | Q(exposure__gte=0),
                name="account_exposure_not_below_0",
            ),
            three_letters("account_currency_known"),
        ]

    def __str__(self) -> str:
        return self.customer_id
