"""Restoring: a backup takes the place of what is there, the database first, then the files."""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from duecourse.outside.postgres_programs import Server
from duecourse.store.audit import AuditEvent
from duecourse.store.backup_archive import CONTENT, IMPORTS, NoBackup, opened
from duecourse.store.database_copy import copy_sqlite_in, folder_of_programs, postgres_parameters
from duecourse.store.people import User


def restore_backup(source: Path, *, force: bool = False) -> dict[str, Any]:
    """Put a backup in the place of the database and of the imported files.

    An older backup is brought up to date afterwards. Nothing is changed where it is refused.

    Returns:
        the backup's own note: when it was made, how many files it holds.

    Raises:
        NoBackup: it is none, is of another kind of database or of a newer version; or the database
            holds data and ``force`` was not said.
        ProgramFailed: PostgreSQL's psql is not found, or failed.
    """
    home = Path(settings.HOME)
    with opened(source) as (archive, note):
        check(source, note, force=force)
        home.mkdir(parents=True, exist_ok=True)
        folder = Path(mkdtemp(dir=home, prefix=".restoring-"))
        try:
            archive.extractall(folder)
            load(folder / CONTENT[connection.vendor])
            call_command("migrate", interactive=False, verbosity=0)
            put_in_place(folder / IMPORTS, home / IMPORTS)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    details = {"made_at": note["made_at"]}
    AuditEvent.objects.create(action="backup.restored", subject=source.name, details=details)
    return note


def check(source: Path, note: dict[str, Any], *, force: bool) -> None:
    """Refuse a backup that does not belong here, and one that would replace data unasked."""
    was, now = note["database"], connection.vendor
    if was != now:
        says = f"{source} is of {was}, and the database here is {now}."
        raise NoBackup(says, "backup-elsewhere", file=source, was=was, now=now)
    known = {f"{label}.{name}" for label, name in MigrationLoader(connection).disk_migrations}
    if newer := [name for name in note["migrations"] if name not in known]:
        names = ", ".join(newer)
        says = f"{source} was made by a newer version ({names})."
        raise NoBackup(says, "backup-newer", file=source, names=names)
    if not force and (User.objects.exists() or AuditEvent.objects.exists()):
        raise NoBackup("The database holds data already.", "not-an-empty-place")


def load(database: Path) -> None:
    """Load the copy of the database."""
    if connection.vendor == "sqlite":
        copy_sqlite_in(database)
        return
    server = Server(postgres_parameters(), folder_of_programs())
    connection.close()
    server.load(database)


def put_in_place(restored: Path, place: Path) -> None:
    """Let the restored files take the place of those that are there."""
    restored.mkdir(exist_ok=True)
    old = restored.with_name("replaced")
    if place.exists():
        place.rename(old)
    restored.rename(place)
