"""What programs are told of imports: what waits, what was seen in it, what is kept."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from duecourse.present.problems import sentences
from duecourse.store.import_batches import ImportBatch
from duecourse.store.import_jobs import ImportJob
from duecourse.values.problems import Problem
from duecourse.values.says import Language
from duecourse.web.api.schemas import Told

MOST_PROBLEMS = 1_000
"""Problems that one answer names; ``problem_count`` counts all."""


class ImportProblemOut(Schema):
    """One thing to mend: where it is, what is so, what to do."""

    code: str
    file: str
    row: int | None
    column: str | None
    says: str
    mend: str


class ImportTotalOut(Schema):
    """What a table adds up to in a currency; ``open``: what of invoices is open."""

    table: str
    currency: str
    rows: int
    amount: Told
    open: Told | None


class ImportCountsOut(Schema):
    """How many facts of a table are new, corrected, known already."""

    new: int
    corrected: int
    known: int


class WaitingOut(Schema):
    """A source that was sent: being read, looked at, being kept, kept, or why not.

    ``known``: the import of the same contents; ``number``: the import, once it is kept.
    """

    waiting: int
    file: str
    state: Literal["reading", "seen", "keeping", "kept", "refused", "interrupted"]
    doing: str
    size: int
    rows: dict[str, int]
    effects: dict[str, ImportCountsOut] | None
    totals: list[ImportTotalOut]
    problem_count: int
    problems: list[ImportProblemOut]
    refusal: str
    known: int | None
    number: int | None


class WaitingListOut(Schema):
    """The sources that were sent: files named for the ledger's tables are one together."""

    waiting: list[WaitingOut]


class ImportOut(Schema):
    """An import: which file, who and when, what it brought, what was wrong with it."""

    number: int
    file: str
    digest: str
    size: int
    state: Literal["read", "kept", "taken_back"]
    at: datetime
    by: str
    stated_on: date | None
    counts: dict[str, ImportCountsOut]
    totals: list[ImportTotalOut]
    problem_count: int


class ImportsAsked(Schema):
    """Which imports are to be listed."""

    before: Annotated[int | None, Field(ge=1, le=2**53)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ImportsOut(Schema):
    """Imports, the newest first; ``before`` continues the list, null at its end."""

    imports: list[ImportOut]
    before: int | None


class TakeBackIn(Schema):
    """Why an import is taken back."""

    reason: Annotated[str, Field(min_length=1, max_length=500, pattern="^[^\\x00]+$")]


def waiting_out(job: ImportJob, language: Language) -> WaitingOut:
    """Tell a source that waits."""
    seen = job.seen
    problems = [Problem(**one) for one in job.problems[:MOST_PROBLEMS]]
    return WaitingOut(
        waiting=job.pk,
        file=job.file_name,
        state=job.state,
        doing=job.doing,
        size=job.size,
        rows={one["name"]: one["rows"] for one in seen.get("tables", ())},
        effects=seen.get("effects"),
        totals=seen.get("totals", []),
        problem_count=len(job.problems),
        problems=[problem_out(one, language) for one in problems],
        refusal=job.refusal.get(language, ""),
        known=seen.get("known"),
        number=job.batch_id,
    )


def problem_out(problem: Problem, language: Language) -> ImportProblemOut:
    """Tell a problem in words."""
    says, mend = sentences(problem, language)
    return ImportProblemOut(
        code=problem.code,
        file=problem.file,
        row=problem.row,
        column=problem.column,
        says=says,
        mend=mend,
    )


def import_out(batch: ImportBatch) -> ImportOut:
    """Tell an import."""
    return ImportOut(
        number=batch.pk,
        file=batch.file_name,
        digest=batch.digest,
        size=batch.size,
        state=batch.state,
        at=batch.read_at,
        by="" if batch.user is None else batch.user.get_username(),
        stated_on=batch.stated_on,
        counts=batch.counts,
        totals=totals_out(batch.totals),
        problem_count=len(batch.problems),
    )


def totals_out(totals: dict[str, dict[str, dict[str, Any]]]) -> list[ImportTotalOut]:
    """Tell control totals as a list."""
    return [
        ImportTotalOut(table=table, currency=currency, **one)
        for table, currencies in totals.items()
        for currency, one in currencies.items()
    ]
