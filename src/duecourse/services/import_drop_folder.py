"""Importing whatever lies in the drop folder: each source by itself, kept whole or refused.

It is the same use case as importing by hand, with nobody there to decide; so it looks and keeps
through ``services.import_books``.
"""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from django.db import transaction

from duecourse.engines.opening import TABLE_FILES
from duecourse.present.problems import in_order, sentences
from duecourse.present.refusals import refusal_text
from duecourse.services.find_mapping import fitting_mapping
from duecourse.services.import_books import Look, Request, keep, look
from duecourse.store.audit import AuditEvent
from duecourse.store.daily_runs import finish
from duecourse.store.drop_folder import (
    DONE,
    REFUSED,
    dropped,
    laid_away,
    state_of,
    work_folder,
)
from duecourse.store.import_batches import ImportBatch
from duecourse.store.source_files import SourceGone, files_of
from duecourse.store.source_limits import refuse_beyond_bounds
from duecourse.store.unpacking import unpacked
from duecourse.values.problems import Problem
from duecourse.values.refusals import Refusal
from duecourse.values.says import LANGUAGES

QUIET_SECONDS = 1.0
"""What changes within so long is still being written, and left for the next run."""
NAMED = 200
"""Problems that the text beside a refused file names."""
ZIP = ".zip"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of one entry of the drop folder; ``batch`` where its facts are kept.

    ``known``: the same contents had been kept before, by a run that was cut short as well.
    """

    name: str
    became: Literal["kept", "known", "refused", "left"]
    batch: ImportBatch | None = None
    refusal: Refusal | None = None


def import_drop_folder(as_of: date, stage: str) -> list[Dropped]:
    """Import what lies in the drop folder, and note the stage of the day as finished.

    Taken files move to ``done/``, refused ones to ``refused/`` with a text that says why. Each
    source is a transaction of its own. A run that is cut short between keeping and moving finds
    the file again, knows it by its digest and only moves it.
    """
    entries = dropped()
    before = {entry: state_of(entry) for entry in entries}
    if entries:
        time.sleep(QUIET_SECONDS)
    done = [
        taken(entry, as_of) if state_of(entry) == before[entry] else Dropped(entry.name, "left")
        for entry in entries
    ]
    with transaction.atomic():
        finish(as_of, stage)
    return done


def taken(entry: Path, as_of: date) -> Dropped:
    """Import one entry and lay it away."""
    try:
        looked = seen(entry, as_of)
        known = looked.known_as
        batch = known or keep(looked)
    except SourceGone:
        return Dropped(entry.name, "left")
    except Refusal as refusal:
        laid_away(entry, REFUSED, as_of, text_of(refusal))
        with transaction.atomic():
            AuditEvent.objects.create(
                action="drop.refused",
                subject=entry.name[:200],
                details={"code": refusal.code, "why": str(refusal)},
            )
        return Dropped(entry.name, "refused", refusal=refusal)
    laid_away(entry, DONE, as_of)
    return Dropped(entry.name, "kept" if known is None else "known", batch)


def seen(entry: Path, as_of: date) -> Look:
    """Look at an entry, through the mapping that was saved for its like."""
    source = entry
    if entry.suffix.lower() == ZIP:
        source = unpacked(entry, work_folder() / entry.name, TABLE_FILES)
    refuse_beyond_bounds(files_of(source))
    fitting = fitting_mapping(source)
    return look(Request(source, fitting.text if fitting else ""), today=as_of)


def text_of(refusal: Refusal) -> str:
    """Say in both languages why nothing was kept, row by row where that is known."""
    found: tuple[Problem, ...] = refusal.details.get("problems", ())  # type: ignore[assignment]
    lines: list[str] = []
    for language in LANGUAGES:
        lines.append(refusal_text(refusal, language))
        for one in in_order(found)[:NAMED]:
            where = " ".join(str(part) for part in (one.file, one.row, one.column) if part)
            lines.append(f"  {where}: {' '.join(sentences(one, language))}")
        lines.append("")
    return "\n".join(lines)
