"""A foreign source, read as a mapping says."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Lookup
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from duecourse.engines.grids import raw_of_grid
from duecourse.engines.opening import Opened, opened
from duecourse.engines.plan import Plan, add, note_sums, table_entries
from duecourse.engines.workbench import Raw, Workbench
from duecourse.sources.headers import plain
from duecourse.sources.mapping import Binding, Mapping, TableMapping
from duecourse.sources.sheets import find_table
from duecourse.sources.taken import Taken

TELLING = ("invoice_id", "issued_on")


def plan_mapped(bench: Workbench, source: Path, mapping: Mapping, currency: str | None) -> Plan:
    """Make each table from the file or sheet that the mapping names."""
    planned = Plan("mapped", currency)
    raws: dict[str, Raw | None] = {}
    files: dict[Path, Sequence[Opened]] = {}
    for one in mapping.tables:
        if one.source not in raws:
            same = [other for other in mapping.tables if other.source == one.source]
            found = found_for(bench, source, one, files)
            raws[one.source] = as_raw(bench, found, same) if found else None
        raw = raws[one.source]
        if raw is not None:
            add_mapped(bench, raw, one, planned)
    return planned


def found_for(
    bench: Workbench, source: Path, mapping: TableMapping, files: dict[Path, Sequence[Opened]]
) -> Opened | None:
    """Find the table a mapping means: by file in a folder, by sheet in a workbook."""
    entries = table_entries(source) if source.is_dir() else [source]
    wanted = mapping.source.strip().casefold()
    named = [one for one in entries if wanted in (one.name.casefold(), one.stem.casefold())]
    path = named[0] if named else entries[0] if len(entries) == 1 else None
    if path is not None and path not in files:
        files[path] = opened(bench, path)
    found = files[path] if path is not None else ()
    sheets = [one for one in found if one.name.strip().casefold() == wanted]
    if not found or (len(found) > 1 and not sheets):
        offered = [one.name for one in found] or [entry.name for entry in entries]
        if path is None or found:
            names = ", ".join(offered)
            bench.found("no-such-table", source.name, table=mapping.table, names=names)
        return None
    return sheets[0] if sheets else found[0]


def as_raw(bench: Workbench, found: Opened, mappings: Sequence[TableMapping]) -> Raw | None:
    """Make a table of a sheet, its header found by the headers that the mappings name."""
    if isinstance(found, Raw):
        return found
    named = frozenset(plain(header) for one in mappings for header in headers_of(one))
    telling = [
        header
        for one in mappings
        for name in TELLING
        if name in one.bindings
        for header in one.bindings[name].columns
    ]
    table = find_table(found.rows, named, tuple(map(plain, telling)))
    if table is None:
        bench.found("no-mapped-header", found.file, headers=", ".join(sorted(named)))
        return None
    note_sums(bench, found, table)
    return raw_of_grid(bench, found, table)


def headers_of(mapping: TableMapping) -> Iterator[str]:
    """Name every header of the file that a mapping reads."""
    for bound in mapping.bindings.values():
        yield from bound.columns
        if bound.minus:
            yield from bound.minus.columns
        if bound.base:
            yield from bound.base.columns
    yield from mapping.where
    yield from mapping.unless


def add_mapped(bench: Workbench, raw: Raw, mapping: TableMapping, planned: Plan) -> None:
    """Add a table, its headers spelt as the file spells them; name those that it lacks."""
    file = bench.files[raw.files[0]]
    spelt = {plain(header): header for header in reversed(list(raw.columns))}
    spelt |= {header: header for header in raw.columns}
    known = {
        header: spelt.get(header) or spelt.get(plain(header)) for header in headers_of(mapping)
    }
    lacking = sorted(header for header, there in known.items() if there is None)
    for header in lacking:
        nearest = get_close_matches(header, list(raw.columns), n=1) or list(raw.columns)
        bench.found("mapped-column-absent", file, header, nearest=", ".join(nearest))
    if lacking:
        return
    there = {header: found for header, found in known.items() if found is not None}
    whole = respelt(mapping, there)
    planned.taken.extend(
        Taken(mapping.table, name, file, bound.shown, "mapping", (), less_of(bound))
        for name, bound in whole.bindings.items()
    )
    add(bench, raw, whole, planned)


def less_of(bound: Binding) -> str:
    """Name the column that is subtracted, where one is."""
    return bound.minus.shown if bound.minus else ""


def respelt(mapping: TableMapping, there: Lookup[str, str]) -> TableMapping:
    """Return the mapping with headers as the file spells them."""
    return replace(
        mapping,
        bindings={name: respelt_binding(one, there) for name, one in mapping.bindings.items()},
        where={there[header]: words for header, words in mapping.where.items()},
        unless={there[header]: words for header, words in mapping.unless.items()},
    )


def respelt_binding(bound: Binding, there: Lookup[str, str]) -> Binding:
    """Return the binding with headers as the file spells them."""
    return replace(
        bound,
        columns=tuple(there[header] for header in bound.columns),
        minus=respelt_binding(bound.minus, there) if bound.minus else None,
        base=respelt_binding(bound.base, there) if bound.base else None,
    )
