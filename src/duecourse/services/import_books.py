"""Importing books: look before anything is kept, then keep all good rows or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import QuerySet

from duecourse.engines.choosing import engine_for
from duecourse.engines.control_totals import ControlTotal, control_totals
from duecourse.engines.engine import Engine
from duecourse.engines.facts import Facts, facts_of, joined
from duecourse.engines.no_longer_listed import (
    BALANCE,
    NEEDED,
    lists_what_is_open,
    no_longer_listed,
    settled_since,
    without_payments,
)
from duecourse.engines.opening import TABLE_FILES
from duecourse.engines.reading import Read, SourceKind, read_ledger
from duecourse.ledger.columns import Table
from duecourse.ledger.tables import TABLE
from duecourse.services.rights import Right, must
from duecourse.sources.mapping_file import read_mapping
from duecourse.sources.taken import Taken
from duecourse.store.audit import AuditEvent
from duecourse.store.frames import facts_as_arrow, keys_held
from duecourse.store.import_batches import ImportBatch, ImportState
from duecourse.store.people import User
from duecourse.store.recording import Recorded, record, record_whole
from duecourse.store.source_files import contents_of, files_of, keep_source, kept_source
from duecourse.store.source_limits import refuse_beyond_bounds
from duecourse.values.days import day_of
from duecourse.values.problems import Problem
from duecourse.values.refusals import Refusal

SHOWN = 20
"""First rows of each table that are shown before anything is kept."""
WHOLE = {"securities": "customer_id", "covers": "customer_id"}
"""Tables without a key whose rows are all that a customer has: counted twice they would lend."""
Plain = str | int | float | bool | date | Decimal | None


class NotImported(Refusal, RuntimeError):
    """Nothing was kept; the text says why and what would help."""


@dataclass(frozen=True, slots=True)
class Request:
    """A source and how to read it: the text of a mapping, the currency where none is stated.

    ``complete``: the source lists all that is open, so what it names no longer was settled.
    """

    source: Path
    mapping: str = ""
    currency: str = ""
    complete: bool = False

    @property
    def read_as(self) -> str:
        """Digest how the source is read."""
        told = f"{self.currency}\n{self.complete}\n{self.mapping}"
        return sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TableLook:
    """One table of a source: how many rows, the first of them, which header became what."""

    name: str
    rows: int
    first: tuple[Mapping[str, Plain], ...]
    columns: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """All that is shown of a source before anything of it is kept.

    ``known_as`` is the kept import of the same contents, read the same way; ``facts`` is what
    would be recorded.
    """

    request: Request
    digest: str
    size: int
    kind: SourceKind
    stated_on: date | None
    tables: tuple[TableLook, ...]
    totals: tuple[ControlTotal, ...]
    problems: tuple[Problem, ...]
    known_as: ImportBatch | None
    facts: tuple[Facts, ...] = field(repr=False)


def look(request: Request, *, today: date) -> Look:
    """Read a source and say what is in it and what is wrong with it; nothing is recorded.

    Raises:
        TooMuch: it is beyond what is read.
        BadMapping: the mapping is not valid.
        NotImported: nothing in it could be read.
    """
    source = request.source
    refuse_foreign(source)
    refuse_beyond_bounds(files_of(source))
    contents = contents_of(source)
    engine = engine_for(source)
    try:
        read = read_as_asked(request, engine)
        facts, doubts = facts_of(read, engine, source.name)
        tables, day = joined(facts), read.stated_on or today
        totals = control_totals(tables, read.ledger, engine, as_of=day)
        if lists_what_is_open(read, tables):
            gone, unsaid = gone_since(request, tables["invoices"], engine, as_of=day)
            facts, doubts = [*facts, *gone], [*doubts, *unsaid]
    finally:
        engine.close()
    problems = (*read.problems, *doubts)
    if not facts:
        raise nothing_in(source, problems)
    return Look(
        request=request,
        digest=contents.digest,
        size=contents.size,
        kind=read.kind,
        stated_on=read.stated_on,
        tables=tuple(seen(TABLE[name], rows, read) for name, rows in tables.items()),
        totals=tuple(totals),
        problems=problems,
        known_as=same_contents(contents.digest, request.read_as, ImportState.KEPT).first(),
        facts=tuple(facts),
    )


def look_again(batch: ImportBatch, *, today: date) -> Look:
    """Look at the source of an import once more, as it was kept."""
    source = kept_source(batch.digest, batch.file_name)
    request = Request(source, batch.mapping, batch.currency, batch.complete)
    return look(request, today=today)


def refuse_foreign(source: Path) -> None:
    """Refuse a single file of a kind that holds no table."""
    if not source.is_dir() and source.suffix.lower() not in TABLE_FILES:
        kinds = " ".join(TABLE_FILES)
        says = f"{source.name} is no table; these are read: {kinds}."
        raise NotImported(says, "no-table-file", file=source.name, kinds=kinds)


def read_as_asked(request: Request, engine: Engine) -> Read:
    """Read a source through the mapping where there is one."""
    mapping = read_mapping(request.mapping) if request.mapping else None
    currency = request.currency or None
    return read_ledger(
        request.source, engine=engine, mapping=mapping, currency=currency, held=keys_held
    )


def gone_since(
    request: Request, invoices: Any, engine: Engine, *, as_of: date
) -> tuple[list[Facts], list[Problem]]:
    """Find what a list of open invoices names no longer: settled where it is complete.

    Invoices with payments stay open: which payment closed them, a list does not tell.
    """
    held = facts_as_arrow(tables=NEEDED)
    gone = no_longer_listed(held, invoices, engine, as_of=as_of)
    code, closed = "no-longer-listed", gone.slice(0, 0)
    if request.complete:
        code, closed = "not-closed", without_payments(gone, held["settlements"])
    count = gone.num_rows - closed.num_rows
    details = {"count": str(count), "day": as_of.isoformat()}
    problems = [Problem(code, request.source.name, details=details)] if count else []
    return [Facts(TABLE["invoices"], settled_since(closed, as_of), BALANCE)], problems


def nothing_in(source: Path, problems: Sequence[Problem]) -> NotImported:
    """Say that nothing in a source could be read; its problems travel with the refusal."""
    says = f"Nothing in {source.name} could be read; its problems say why."
    refusal = NotImported(says, "nothing-to-import", file=source.name)
    refusal.details["problems"] = tuple(problems)
    return refusal


def seen(table: Table, rows: Any, read: Read) -> TableLook:
    """Show one table."""
    days = [column.name for column in table.columns if column.kind == "day"]
    first = rows.slice(0, SHOWN).to_pylist()
    for row in first:
        row.update({name: None if row[name] is None else day_of(row[name]) for name in days})
    taken = tuple(one for one in read.taken if one.table == table.name)
    return TableLook(table.name, rows.num_rows, tuple(first), taken)


def batches_of(looked: Look, state: object) -> QuerySet[ImportBatch]:
    """Find the batches of these contents, read this way, in a state."""
    return same_contents(looked.digest, looked.request.read_as, state)


def same_contents(digest: str, read_as: str, state: object) -> QuerySet[ImportBatch]:
    """Find batches by what they hold and how it is read."""
    return ImportBatch.objects.filter(digest=digest, read_as=read_as, state=state)


def foreseen(looked: Look) -> dict[str, Recorded]:
    """Count what keeping would do, by table, by doing it and undoing it.

    Raises:
        NotImported: the database would refuse it.
    """
    try:
        with transaction.atomic():
            counts = recorded(looked, AuditEvent.objects.create(action="import.tried"))
            transaction.set_rollback(True)
    except (IntegrityError, DataError) as error:
        raise refused_by_database(looked, error) from error
    return counts


def note(looked: Look, user: User | None = None) -> ImportBatch:
    """Note a source that was looked at, and keep its file, so that it can be kept from a page.

    Raises:
        SourceGone: the file has changed since.
    """
    keep_source(looked.request.source, looked.digest)
    with transaction.atomic():
        if known := batches_of(looked, ImportState.READ).first():
            return known
        name = looked.request.source.name
        AuditEvent.objects.create(
            user=user, action="import.read", subject=name[:200], details={"digest": looked.digest}
        )
        batch = ImportBatch(**told_of(looked), user=user)
        batch.save()
        return batch


def keep(looked: Look, user: User | None = None) -> ImportBatch:
    """Keep what was looked at: all of its good rows in one transaction, or nothing.

    Raises:
        NotImported: the same contents are kept already, or the database refuses a row.
        MayNot: the person imports nothing.
        SourceGone: the file has changed since it was looked at.
    """
    must(user, Right.IMPORT)
    if known := batches_of(looked, ImportState.KEPT).first():
        raise imported_already(looked, known)
    keep_source(looked.request.source, looked.digest)
    try:
        with transaction.atomic():
            return kept(looked, user)
    except (IntegrityError, DataError) as error:
        raise refused_by_database(looked, error) from error


def kept(looked: Look, user: User | None) -> ImportBatch:
    """Record the facts of a source under one event, and the batch that tells of it."""
    event = AuditEvent.objects.create(
        user=user,
        action="import.kept",
        subject=looked.request.source.name[:200],
        details={"digest": looked.digest, "rows": {one.name: one.rows for one in looked.tables}},
    )
    counts = {table: one._asdict() for table, one in recorded(looked, event).items()}
    batch = batches_of(looked, ImportState.READ).first() or ImportBatch()
    told = {**told_of(looked), "counts": counts, "user": user, "kept": event}
    for name, value in {**told, "state": ImportState.KEPT}.items():
        setattr(batch, name, value)
    batch.save()
    return batch


def told_of(looked: Look) -> dict[str, Any]:
    """Say of a batch what looking at its source has told."""
    request = looked.request
    return {
        "file_name": request.source.name[:255],
        "digest": looked.digest,
        "read_as": request.read_as,
        "size": looked.size,
        "kind": looked.kind,
        "mapping": request.mapping,
        "currency": request.currency,
        "complete": request.complete,
        "stated_on": looked.stated_on,
        "totals": totals_as_kept(looked.totals),
        "problems": [{**asdict(one), "details": dict(one.details)} for one in looked.problems],
    }


def recorded(looked: Look, event: AuditEvent) -> dict[str, Recorded]:
    """Record every table within the caller's transaction; count by table."""
    counts: dict[str, Recorded] = {}
    for one in looked.facts:
        if one.table.name in WHOLE:
            more = record_whole(one.table, one.rows, event, of=WHOLE[one.table.name])
        else:
            more = record(one.table, one.rows, event, one.told)
        before = counts.get(one.table.name, Recorded(0, 0, 0))
        counts[one.table.name] = Recorded(*map(sum, zip(before, more, strict=True)))
    return counts


def totals_as_kept(totals: Iterable[ControlTotal]) -> dict[str, dict[str, dict[str, Any]]]:
    """Write control totals by table and currency; amounts as texts, exact in JSON."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for one in totals:
        open_amount = None if one.still_open is None else str(one.still_open)
        told = {"rows": one.rows, "amount": str(one.amount), "open": open_amount}
        found.setdefault(one.table, {})[one.currency] = told
    return found


def imported_already(looked: Look, known: ImportBatch) -> NotImported:
    """Say that the same contents are kept already, and as which import."""
    name, day = looked.request.source.name, known.read_at.date()
    says = f"{name} was imported already: import {known.pk} of {day}. Nothing was done."
    return NotImported(says, "imported-already", file=name, number=known.pk, day=day)


def refused_by_database(looked: Look, error: Exception) -> NotImported:
    """Say that the database refuses a row; nothing was kept."""
    name, why = looked.request.source.name, str(error).strip().splitlines()[0]
    says = f"Nothing of {name} was kept: the database refuses a row ({why})."
    return NotImported(says, "import-refused", file=name, why=why)
