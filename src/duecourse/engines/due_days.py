"""Due days from terms: each different wording is read once, the rest is arithmetic on columns."""

import pyarrow as pa

from duecourse.engines.cells import EPOCH, quoted
from duecourse.engines.checking import Checking
from duecourse.engines.staging import Staged, staged
from duecourse.engines.workbench import Workbench
from duecourse.ledger.checks import Rule
from duecourse.ledger.tables import TABLE
from duecourse.ledger.terms import Terms, read_terms

UNREAD = Rule("unreadable-terms", "terms", "row left out")
DELIVERED = ("delivered_on", "shipped_on", "issued_on")
SCHEMA = pa.schema(
    [
        ("_terms", pa.string()),
        ("part", pa.int64()),
        ("parts", pa.int64()),
        ("share", pa.decimal128(9, 6)),
        ("days", pa.int32()),
        ("start", pa.string()),
        ("month_end", pa.string()),
    ]
)


def derive_due_days(bench: Workbench, checks: dict[str, Checking]) -> None:
    """Fill due days that are missing from the terms beside them, parts included.

    An invoice whose due day is there but unreadable stays so: terms do not outvote the file.
    """
    invoices = checks.get("invoices")
    if invoices is None or not {"terms", "issued_on"} <= set(invoices.staged.columns):
        return
    missing = without_due_day(invoices.staged)
    asked = f"SELECT DISTINCT terms FROM {invoices.staged.relation} WHERE {missing}"
    texts = [text for (text,) in bench.rows(asked)]
    if not texts:
        return
    store_terms(bench, {text: read_terms(text) for text in texts})
    store_parts(bench, invoices.staged, missing)
    filled = with_due_days(bench, invoices.staged)
    checks["invoices"] = Checking(bench, filled)
    report_unread(checks["invoices"])
    add_parts(bench, checks)


def without_due_day(invoices: Staged) -> str:
    """Express that an invoice has terms but no due day."""
    tests = ["terms IS NOT NULL"]
    tests += [
        f"{quoted(name)} IS NULL" for name in ("due_on", "!due_on") if name in invoices.columns
    ]
    return " AND ".join(tests)


def store_terms(bench: Workbench, terms: dict[str, Terms | None]) -> None:
    """Store what each wording means, one row per part."""
    rows = [
        {
            "_terms": text,
            "part": number,
            "parts": len(read.parts),
            "share": part.share,
            "days": part.days,
            "start": part.start,
            "month_end": part.month_end,
        }
        for text, read in terms.items()
        if read is not None
        for number, part in enumerate(read.parts, start=1)
    ]
    bench.store("terms", pa.Table.from_pylist(rows, SCHEMA))


def store_parts(bench: Workbench, invoices: Staged, missing: str) -> None:
    """Work out when each part of each invoice without a due day falls due."""
    delivered = ", ".join(name for name in DELIVERED if name in invoices.columns)
    start = f"CASE start WHEN 'delivery' THEN coalesce({delivered}) ELSE issued_on END"
    first_end = f"(last_day({EPOCH} + ({start})) - {EPOCH})"
    last_end = f"(last_day({EPOCH} + ({start}) + days) - {EPOCH})"
    due = (
        f"CASE month_end WHEN 'before days' THEN {first_end} + days"
        f" WHEN 'after days' THEN {last_end} ELSE {start} + days END"
    )
    bench.run(
        f"CREATE TABLE {bench.named('parts by terms')} AS"
        f" SELECT _row, part, parts, share, ({due})::INTEGER AS due"
        f" FROM {invoices.relation} JOIN {bench.named('terms')} ON terms = _terms WHERE {missing}"
    )


def with_due_days(bench: Workbench, invoices: Staged) -> Staged:
    """Return the invoices with the due day of their last part where they had none."""
    known = "due_on" in invoices.columns
    columns = [quoted(name) for name in invoices.columns if name != "due_on"]
    relation = bench.named("invoices with due days")
    bench.run(
        f"CREATE TABLE {relation} AS SELECT {', '.join(columns)},"
        f" {'coalesce(due_on, last)' if known else 'last'} AS due_on FROM {invoices.relation}"
        f" LEFT JOIN (SELECT _row, max(due) AS last FROM {bench.named('parts by terms')}"
        " GROUP BY _row) USING (_row)"
    )
    return staged(bench, invoices.table, relation, invoices.mappings)


def report_unread(invoices: Checking) -> None:
    """Name the invoices whose due day hangs on terms that cannot be read."""
    terms = invoices.bench.named("terms")
    found = (
        f"SELECT _row, terms AS value FROM {invoices.staged.relation}"
        f" WHERE {without_due_day(invoices.staged)} AND issued_on IS NOT NULL"
        f" AND terms NOT IN (SELECT _terms FROM {terms})"
    )
    count = invoices.bench.one(f"SELECT count(*) FROM ({found})")[0]
    if count:
        invoices.report(UNREAD, found, count, ("value",))


def add_parts(bench: Workbench, checks: dict[str, Checking]) -> None:
    """Add the due parts of invoices whose terms name several and that list none themselves.

    Each part but the last is rounded to cents; the last takes what remains.
    """
    several = f"(SELECT * FROM {bench.named('parts by terms')} WHERE parts > 1)"
    if not bench.one(f"SELECT count(*) FROM {several}")[0]:
        return
    invoices, listed = checks["invoices"], checks.get("due_parts")
    unlisted = (
        f" ANTI JOIN (SELECT invoice_id FROM {listed.live}) USING (invoice_id)" if listed else ""
    )
    made = (
        "SELECT _row, invoice_id, part, due AS due_on,"
        " CASE WHEN part < parts THEN round(amount * share, 2)"
        " ELSE amount - coalesce(sum(round(amount * share, 2)) FILTER (WHERE part < parts)"
        " OVER (PARTITION BY _row), 0) END::DECIMAL(18, 4) AS amount"
        f" FROM {invoices.live} JOIN {several} USING (_row){unlisted}"
    )
    relation = bench.named("due parts with those by terms")
    both = f"SELECT * FROM {listed.live} UNION ALL BY NAME {made}" if listed else made
    bench.run(f"CREATE TABLE {relation} AS {both}")
    mappings = {**invoices.staged.mappings, **(listed.staged.mappings if listed else {})}
    checks["due_parts"] = Checking(bench, staged(bench, TABLE["due_parts"], relation, mappings))
