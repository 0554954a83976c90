"""Who works with the system, and in which role."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """What a person is here for; rights follow from it (``services.rights``)."""

    SALES = "sales", "Sales"
    FINANCE = "finance", "Finance"
    RISK = "risk", "Risk"
    MANAGER = "manager", "Manager"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class Language(models.TextChoices):
    """In which language a person reads."""

    ZH = "zh", "中文"
    EN = "en", "English"


class User(AbstractUser):
    """A person with a role.

    ``salesperson`` is the name by which the ledger's customers call a person of sales: such a
    person sees these customers only.
    """

    role = models.CharField(max_length=13, choices=Role.choices, default=Role.AUDITOR)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ZH)
    salesperson = models.CharField(max_length=200, blank=True, default="")
    keys_off = models.BooleanField(default=False)

    class Meta:
        """Roles and languages that the database holds to."""

        db_table = "people_user"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="user_language_known"
            ),
        ]
