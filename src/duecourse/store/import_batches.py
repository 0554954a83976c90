"""What was imported, from which file, read how; and mappings saved by name for the next file."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from duecourse.store.audit import AuditEvent

DIGEST_LENGTH = 64


class ImportState(models.TextChoices):
    """From a file that was looked at to facts that are kept, or were and are taken back."""

    READ = "read", "Read"
    KEPT = "kept", "Kept"
    TAKEN_BACK = "taken_back", "Taken back"


class ImportKind(models.TextChoices):
    """What a source is, as the reader says."""

    FOLDER = "folder", "Folder"
    SHEET = "sheet", "Sheet"
    MAPPED = "mapped", "Mapped"


class SavedMapping(models.Model):
    """Which column of a foreign file is what, under a name to use it again."""

    name = models.CharField(max_length=100, unique=True)
    text = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Listed by name."""

        db_table = "saved_mapping"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One source: which, read how, with what in it, and what became of it.

    ``digest`` tells the contents of the source, ``read_as`` how they are read (mapping,
    currency, whether they list all that is open): the same contents read the same way are kept
    once at a time. ``counts`` says by table how many facts were new, corrected and known;
    ``totals`` by table and currency what its amounts add up to.
    """

    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    read_as = models.CharField(max_length=DIGEST_LENGTH)
    size = models.PositiveBigIntegerField()
    read_at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=6, choices=ImportKind.choices)
    mapping = models.TextField(blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    complete = models.BooleanField(default=False)
    stated_on = models.DateField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READ)
    kept = models.OneToOneField(
        AuditEvent, models.PROTECT, null=True, blank=True, related_name="kept_batch"
    )
    taken_back = models.OneToOneField(
        AuditEvent, models.PROTECT, null=True, blank=True, related_name="taken_back_batch"
    )

    class Meta:
        """What is kept names its event, what is taken back both; nothing is kept twice."""

        db_table = "import_batch"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "read_as"],
                condition=Q(state=ImportState.KEPT),
                name="import_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.READ, kept=None, taken_back=None)
                | Q(state=ImportState.KEPT, kept__isnull=False, taken_back=None)
                | Q(state=ImportState.TAKEN_BACK, kept__isnull=False, taken_back__isnull=False),
                name="import_state_has_its_events",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values), name="import_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(Exact(Length("digest"), DIGEST_LENGTH))
                & Q(Exact(Length("read_as"), DIGEST_LENGTH)),
                name="import_digests_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"
