"""Finding the saved mapping that was made for files like this one."""

from pathlib import Path

from duecourse.engines.plan_mapped import headers_of
from duecourse.engines.source_headers import SourceTable, source_tables
from duecourse.sources.headers import plain
from duecourse.sources.mapping import Mapping
from duecourse.sources.mapping_file import BadMapping, read_mapping
from duecourse.store.import_batches import SavedMapping

LEAST_HEADERS = 3
"""A mapping that names fewer says too little of the files it is for."""


def fitting_mapping(source: Path) -> SavedMapping | None:
    """Find the saved mapping whose headers are all in a source: of several, the one of most."""
    saved = list(SavedMapping.objects.all())
    return best_of(saved, source_tables(source)) if saved else None


def best_of(saved: list[SavedMapping], tables: list[SourceTable]) -> SavedMapping | None:
    """Take of the mappings that fit the one that names most headers, the newest on a tie."""
    fitting = [(headers_named(one, tables), one.made_at, one.pk, one) for one in saved]
    best = max((one for one in fitting if one[0] >= LEAST_HEADERS), default=None)
    return None if best is None else best[-1]


def headers_named(saved: SavedMapping, tables: list[SourceTable]) -> int:
    """Count the headers that a mapping names, where all are there; else 0."""
    try:
        mapping = read_mapping(saved.text)
    except BadMapping:
        return 0
    wanted = {plain(header) for one in mapping.tables for header in headers_of(one)}
    return len(wanted) if all_there(mapping, tables) else 0


def all_there(mapping: Mapping, tables: list[SourceTable]) -> bool:
    """Say whether every table of a mapping finds its headers in one table of the source."""
    known = [{plain(header) for header in table.headers} for table in tables]
    return all(
        any({plain(header) for header in headers_of(one)} <= headers for headers in known)
        for one in mapping.tables
    )
