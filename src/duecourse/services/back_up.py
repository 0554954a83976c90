"""Backing up: the database and the imported files, in one file."""

import json
import os
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from duecourse.outside.postgres_programs import Server
from duecourse.store.audit import AuditEvent
from duecourse.store.backup_archive import CONTENT, FORMAT, IMPORTS, NOTE
from duecourse.store.database_copy import (
    copy_sqlite_out,
    folder_of_programs,
    postgres_parameters,
)
from duecourse.values.refusals import Refusal

OWNER_ONLY = 0o600


class NotWritten(Refusal):
    """The backup could not be written."""


class Made(NamedTuple):
    """What was backed up."""

    size: int
    files: int


def back_up(target: Path, *, at: datetime) -> Made:
    """Write a backup beside the target and put it in its place when it is whole.

    The application may go on meanwhile. Only the owner of the file may read it.

    Raises:
        NotWritten: the file cannot be written.
        ProgramFailed: PostgreSQL's pg_dump is not found, or failed.
    """
    AuditEvent.objects.create(action="backup.made", subject=target.name)
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".duecourse-") as folder:
            whole = Path(folder) / "backup.zip"
            files = written(whole, copied(Path(folder)), at)
            whole.replace(target)
    except OSError as error:
        says = f"Cannot write {target}: {error.strerror}."
        raise NotWritten(says, "not-writable", file=target, why=error.strerror) from error
    return Made(target.stat().st_size, files)


def copied(folder: Path) -> Path:
    """Copy the database into a folder."""
    copy = folder / CONTENT[connection.vendor]
    if connection.vendor == "sqlite":
        copy_sqlite_out(copy)
    else:
        Server(postgres_parameters(), folder_of_programs()).dump(copy)
    return copy


def written(target: Path, database: Path, at: datetime) -> int:
    """Write the archive; return how many imported files it holds."""
    imports = Path(settings.HOME) / IMPORTS
    files = [path for path in sorted(imports.rglob("*")) if path.is_file()]
    target.touch(mode=OWNER_ONLY)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(NOTE, json.dumps(note(at, len(files)), indent=1))
        archive.write(database, database.name)
        for path in files:
            archive.write(path, f"{IMPORTS}/{path.relative_to(imports).as_posix()}")
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return len(files)


def note(at: datetime, files: int) -> dict[str, object]:
    """Say what a backup is of, for whoever restores it."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "format": FORMAT,
        "made_at": at.isoformat(timespec="seconds"),
        "duecourse": version("duecourse"),
        "database": connection.vendor,
        "files": files,
        "migrations": sorted(f"{label}.{name}" for label, name in applied),
    }
