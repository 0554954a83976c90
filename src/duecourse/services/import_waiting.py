"""Files that wait for a decision: received, what was seen in them, given up, removed."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duecourse.engines.opening import TABLE_FILES
from duecourse.ledger.tables import TABLE
from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.import_batches import ImportBatch
from duecourse.store.import_jobs import (
    AT_WORK,
    WAITS,
    ImportJob,
    JobState,
    beat,
    new_folder,
    remove_files,
    silent,
    written_to,
)
from duecourse.store.people import User
from duecourse.store.source_files import contents_of, fit_name
from duecourse.store.unpacking import unpacked
from duecourse.values.refusals import Refusal

ZIP = ".zip"
KINDS = (*TABLE_FILES, ZIP)
Sent = tuple[str, Iterable[bytes]]


class NotReceived(Refusal, ValueError):
    """Nothing was received, or nothing of a kind that is read."""


class NotWaiting(Refusal, LookupError):
    """It does not wait for this decision."""


class NoSuchWaiting(NotWaiting):
    """It is not there any more, or another person sent it."""


def receive_files(user: User, files: Sequence[Sent]) -> list[ImportJob]:
    """Take what a person sends: files named for the ledger's tables are one source together.

    Any other file is a source by itself.

    Raises:
        MayNot: the person imports nothing.
        NotReceived: nothing came, or a file of a kind that is not read.
        TooMuch: a file is too long, or a zip file is beyond its bounds.
    """
    must(user, Right.IMPORT)
    if not files:
        raise NotReceived("No file was chosen.", "no-file-chosen")
    for name, _ in files:
        if not name.lower().endswith(KINDS):
            kinds = " ".join(KINDS)
            says = f"{name} is no table; these are read: {kinds}."
            raise NotReceived(says, "no-table-file", file=name, kinds=kinds)
    folder = new_folder(user)
    try:
        paths = [written_to(folder, name, pieces, most=most()) for name, pieces in files]
        if len(paths) == 1:
            return [received(user, folder, paths[0])]
        if all(path.stem.lower() in TABLE for path in paths):
            return [received(user, folder, together(folder, paths))]
        return [received(user, *alone(user, path)) for path in paths]
    except Refusal:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def most() -> int:
    """Return how many bytes a file may have."""
    return int(settings.UPLOAD_LIMIT)


def together(folder: Path, paths: Sequence[Path]) -> Path:
    """Put files into one folder, which is then the source."""
    whole = folder / fit_name(f"{paths[0].name} + {len(paths) - 1}")
    whole.mkdir()
    for path in paths:
        path.rename(whole / path.name)
    return whole


def alone(user: User, path: Path) -> tuple[Path, Path]:
    """Give a file a folder of its own."""
    folder = new_folder(user)
    return folder, path.rename(folder / path.name)


def received(user: User, folder: Path, source: Path) -> ImportJob:
    """Note a source; a zip file is unpacked first, while nobody waits for the database."""
    name = source.name
    if source.suffix.lower() == ZIP:
        source = unpacked(source, folder / "tables" / name, TABLE_FILES)
    job = ImportJob.objects.create(
        user=user,
        file_name=name[:255],
        folder=folder.name,
        place=source.relative_to(folder).as_posix(),
        size=contents_of(source).size,
    )
    beat(job)
    return job


def waiting_of(user: User, number: int) -> ImportJob:
    """Find what a person sent; work that ended with its process is marked as interrupted.

    Raises:
        NoSuchWaiting: it is not there any more, or another person sent it.
    """
    job = ImportJob.objects.filter(user=user, pk=number).select_related("batch").first()
    if job is None:
        raise NoSuchWaiting(f"There is no file {number} waiting.", "nothing-waits", number=number)
    return interrupted_if_silent(job)


def interrupted_if_silent(job: ImportJob) -> ImportJob:
    """Mark work as interrupted that has not been heard of for too long."""
    if silent(job):
        found = ImportJob.objects.filter(pk=job.pk, state__in=AT_WORK)
        found.update(state=JobState.INTERRUPTED, doing="")
        job.refresh_from_db()
    return job


def saw(job: ImportJob, seen: Mapping[str, Any], problems: Sequence[Mapping[str, Any]]) -> None:
    """Note what was seen in a source."""
    ImportJob.objects.filter(pk=job.pk).update(
        state=JobState.SEEN, doing="", seen=seen, problems=problems, refusal={}
    )


def could_not(job: ImportJob, refusal: Mapping[str, Any], problems: Sequence[Any]) -> None:
    """Note why a source could not be read or kept."""
    ImportJob.objects.filter(pk=job.pk).update(
        state=JobState.REFUSED, doing="", refusal=refusal, problems=problems
    )


def doing(job: ImportJob, what: str, **known: Any) -> None:
    """Note what is being done, and what is known by now: the batch, or the mapping that fits."""
    ImportJob.objects.filter(pk=job.pk).update(doing=what, **known)


@transaction.atomic
def read_anew(job: ImportJob, user: User, how: Mapping[str, Any]) -> ImportJob:
    """Let a source be read another way: through a mapping, in a currency, as complete.

    Raises:
        MayNot: the person imports nothing.
        NotWaiting: it is being read or kept, or is kept already.
    """
    must(user, Right.IMPORT)
    begun(job, {JobState.SEEN, JobState.REFUSED, JobState.INTERRUPTED}, JobState.READING)
    ImportJob.objects.filter(pk=job.pk).update(**how)
    job.refresh_from_db()
    return job


def begin_keeping(job: ImportJob, user: User) -> None:
    """Take it upon oneself to keep a source; of two who try, one does.

    Raises:
        MayNot: the person imports nothing.
        NotWaiting: it has not been looked at, or is being kept by somebody.
    """
    must(user, Right.IMPORT)
    begun(job, {JobState.SEEN, JobState.INTERRUPTED}, JobState.KEEPING)


def begun(job: ImportJob, before: Iterable[Any], after: Any) -> None:
    """Change a state (of ``JobState``) that is still the one before."""
    beat(job)
    found = ImportJob.objects.filter(pk=job.pk, state__in=list(before))
    if not found.update(state=after, doing="queued"):
        says = f"{job.file_name} does not wait for that any more."
        raise NotWaiting(says, "waits-no-more", file=job.file_name)


@transaction.atomic
def was_kept(job: ImportJob, batch: ImportBatch) -> None:
    """Note that a source is kept; its files lie with the imports now."""
    ImportJob.objects.filter(pk=job.pk).update(state=JobState.KEPT, doing="", batch=batch)
    remove_files(job)


@transaction.atomic
def discard(job: ImportJob, user: User) -> None:
    """Keep nothing of a source: it is removed, and that is noted.

    Raises:
        MayNot: the person imports nothing.
        NotWaiting: it is being read or kept.
    """
    must(user, Right.IMPORT)
    gone, _ = ImportJob.objects.filter(pk=job.pk).exclude(state__in=AT_WORK).delete()
    if not gone:
        says = f"{job.file_name} is being read or kept."
        raise NotWaiting(says, "waits-no-more", file=job.file_name)
    AuditEvent.objects.create(user=user, action="import.discarded", subject=job.file_name[:200])
    remove_files(job)


def remove_old() -> int:
    """Remove what waited for a day; of what is kept the note alone, since its file is kept."""
    old = ImportJob.objects.filter(made_at__lte=timezone.now() - WAITS)
    gone = [job for job in old if not interrupted_if_silent(job).at_work]
    for job in gone:
        remove_files(job)
    ImportJob.objects.filter(Q(pk__in=[job.pk for job in gone])).delete()
    return len(gone)
