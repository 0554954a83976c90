"""The drop folder: where files are laid to be imported, and where they lie afterwards."""

import os
import shutil
from datetime import date
from pathlib import Path

from django.conf import settings

from duecourse.store.source_files import files_of

DONE, REFUSED, WORK = "done", "refused", ".work"
FOLDER = "DUECOURSE_DROP"
UNSEEN = (".", "~$", "_")


def drop_folder() -> Path:
    """Return the drop folder: ``DUECOURSE_DROP``, else ``drop`` in the home folder."""
    folder = Path(os.environ.get(FOLDER) or Path(settings.HOME) / "drop").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def dropped() -> list[Path]:
    """List what lies in the drop folder, by name; what is hidden or half named is left alone."""
    return [
        entry
        for entry in sorted(drop_folder().iterdir())
        if entry.name not in (DONE, REFUSED)
        and not entry.name.startswith(UNSEEN)
        and (entry.is_file() or files_of(entry))
    ]


def state_of(entry: Path) -> tuple[tuple[str, int, int], ...]:
    """Tell by sizes and times whether something is still being written."""
    found = []
    for path in files_of(entry):
        told = path.stat()
        found.append((str(path), told.st_size, told.st_mtime_ns))
    return tuple(found)


def work_folder() -> Path:
    """Return an empty folder to unpack in; what a run left behind that was cut short is gone."""
    folder = drop_folder() / WORK
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def laid_away(entry: Path, where: str, on: date, says: str = "") -> Path:
    """Move an entry aside, below the day, with a text beside it; whole or not at all.

    The text is written first: what lies there always has it.
    """
    folder = drop_folder() / where / on.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    target, times = folder / entry.name, 1
    while target.exists():
        times += 1
        target = folder / f"{entry.stem} ({times}){entry.suffix}"
    if says:
        target.with_name(f"{target.name}.txt").write_text(says, encoding="utf-8-sig")
    shutil.move(entry, target)
    return target
