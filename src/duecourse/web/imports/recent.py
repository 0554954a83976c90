"""Recent imports that have rows to mend, for finance's worklist."""

from dataclasses import dataclass

from duecourse.store.import_batches import ImportBatch, ImportState
from duecourse.values.problems import Problem, to_mend

RECENT = 20
"""Imports that are looked through; older files are behind the books by now."""


@dataclass(frozen=True, slots=True)
class ToMend:
    """An import, and how many of its rows wait for somebody to mend them."""

    batch: ImportBatch
    count: int


def with_problems() -> list[ToMend]:
    """List the recent imports that have problems, the newest first."""
    recent = ImportBatch.objects.filter(state=ImportState.KEPT).select_related("user")[:RECENT]
    counted = [ToMend(one, len(to_mend(Problem(**p) for p in one.problems))) for one in recent]
    return [one for one in counted if one.count]
