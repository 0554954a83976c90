"""What a backup is: one zip file with the database, the imported files and a note of both."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from duecourse.values.refusals import Refusal

NOTE = "backup.json"
FORMAT = 1
CONTENT = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}
IMPORTS = "imports"


class NoBackup(Refusal):
    """A file is no backup, or none that can be restored here."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, dict[str, Any]]]:
    """Open a backup that is whole; hand over the archive and its note.

    Raises:
        NoBackup: it is no backup, is damaged, or names files outside of its own folder.
    """
    try:
        with ZipFile(path) as archive:
            note = json.loads(archive.read(NOTE))
            if (damaged := archive.testzip()) is not None:
                raise no_backup(path, f"{damaged} is damaged")
            if note.get("format") != FORMAT or note.get("database") not in CONTENT:
                raise no_backup(path, f"format {note.get('format')}")
            if strange := [name for name in archive.namelist() if not expected(name)]:
                raise no_backup(path, f"holds {strange[0]}")
            yield archive, note
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise no_backup(path, str(error)) from error


def expected(name: str) -> bool:
    """Say whether a backup may hold a file of this name.

    >>> expected("imports/3/books.xlsx"), expected("imports/../../etc/passwd")
    (True, False)
    """
    parts = PurePosixPath(name).parts
    inside = parts[:1] == (IMPORTS,) and ".." not in parts and "\\" not in name
    return name in (NOTE, *CONTENT.values()) or inside


def no_backup(path: Path, why: str) -> NoBackup:
    """Say that a file is no backup, and why."""
    return NoBackup(f"{path} is no backup of Duecourse ({why}).", "no-backup", file=path, why=why)
