"""Files that wait for a decision: sent by a person, looked at, not yet kept."""

import secrets
import shutil
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from duecourse.store.import_batches import ImportBatch
from duecourse.store.people import User
from duecourse.store.source_files import fit_name
from duecourse.store.source_limits import too_large

WAITS = timedelta(days=1)
"""So long a file waits for a decision; then it is removed."""
BEATS_EVERY = 2.0
SILENT_SECONDS = 30.0
"""Work that has not been heard of for so long ended with its process."""
BEAT = ".beat"


class JobState(models.TextChoices):
    """From a file that was sent to facts that are kept, or to the reason why they are not."""

    READING = "reading", "Reading"
    SEEN = "seen", "Seen"
    KEEPING = "keeping", "Keeping"
    KEPT = "kept", "Kept"
    REFUSED = "refused", "Refused"
    INTERRUPTED = "interrupted", "Interrupted"


AT_WORK = (JobState.READING, JobState.KEEPING)


class ImportJob(models.Model):
    """One source that a person sent, how it is read, and what was seen in it.

    It is no fact: nothing of it counts before it is kept, and it is gone after ``WAITS``.
    ``seen`` is what looking told, ``refusal`` why it could not be read or kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_jobs")
    made_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=255)
    folder = models.CharField(max_length=40, unique=True)
    place = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(default=0)
    mapping = models.TextField(blank=True, default="")
    mapping_name = models.CharField(max_length=100, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    complete = models.BooleanField(default=False)
    state = models.CharField(max_length=11, choices=JobState.choices, default=JobState.READING)
    doing = models.CharField(max_length=20, blank=True, default="")
    seen = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    refusal = models.JSONField(default=dict)
    batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, blank=True)

    class Meta:
        """The newest first; what is kept names its batch."""

        db_table = "import_job"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="import_job_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"

    @property
    def home(self) -> Path:
        """Return the folder of its files."""
        return waiting_folder(self.user_id) / self.folder

    @property
    def source(self) -> Path:
        """Return what is to be read."""
        return self.home / self.place

    @property
    def at_work(self) -> bool:
        """Say whether it is being read or kept."""
        return self.state in AT_WORK


def waiting_folder(user_id: int) -> Path:
    """Return the folder of what a person sent."""
    folder = Path(settings.HOME) / "waiting" / str(user_id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def new_folder(user: User) -> Path:
    """Make a folder for what a person sends."""
    folder = waiting_folder(user.pk) / secrets.token_hex(12)
    folder.mkdir()
    return folder


def written_to(folder: Path, name: str, pieces: Iterable[bytes], *, most: int) -> Path:
    """Write what is sent into a folder.

    Raises:
        TooMuch: it is longer than ``most`` bytes.
    """
    path, size = folder / fit_name(name), 0
    with path.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise too_large(path.name, most)
            file.write(piece)
    return path


def beat(job: ImportJob) -> None:
    """Say that a job's work goes on; beside the database, which one writer may hold for long."""
    if job.home.is_dir():
        (job.home / BEAT).touch()


def silent(job: ImportJob) -> bool:
    """Say whether a job at work has not been heard of for too long."""
    if not job.at_work:
        return False
    try:
        heard = (job.home / BEAT).stat().st_mtime
    except FileNotFoundError:
        heard = job.made_at.timestamp()
    return time.time() - heard > SILENT_SECONDS


def jobs_of(user: User) -> "models.QuerySet[ImportJob]":
    """List what a person sent and what still waits."""
    return ImportJob.objects.filter(user=user, made_at__gt=timezone.now() - WAITS)


def remove_files(job: ImportJob) -> None:
    """Remove the files of a job."""
    shutil.rmtree(job.home, ignore_errors=True)
