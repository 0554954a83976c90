"""Templates of letters that the company edited; where there is none, the shipped one is used."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from duecourse.store.audit import AuditEvent
from duecourse.values.says import LANGUAGES


class LetterTemplate(models.Model):
    """The wording of a letter: a level of the ladder, or a kind; in one language.

    Never edited: a changed one is the next ``version`` and supersedes this one. ``purpose`` is a
    level's id, ``statement`` or ``balance-confirmation``. Blanks are those of ``present.blanks``.
    """

    purpose = models.TextField()
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField()
    subject = models.TextField()
    body = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="+")
    superseded = models.ForeignKey(
        AuditEvent, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """One holds for a purpose and language."""

        db_table = "letter_template"
        ordering = ["purpose", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language"],
                condition=Q(superseded=None),
                name="letter_template_holds_once",
            ),
            models.UniqueConstraint(
                fields=["purpose", "language", "version"], name="letter_template_version_once"
            ),
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGES), name="letter_template_language"
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""), name="letter_template_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.language} {self.version}"


def held_templates() -> "dict[tuple[str, str], LetterTemplate]":
    """Return the edited templates that hold, by purpose and language."""
    held = LetterTemplate.objects.filter(superseded=None)
    return {(template.purpose, template.language): template for template in held}
