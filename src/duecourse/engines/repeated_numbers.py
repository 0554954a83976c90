"""Numbers that come twice in a small firm's sheet: voucher numbers start anew every month."""

from duecourse.engines.cells import quoted
from duecourse.engines.checking import Checking
from duecourse.engines.staging import made_id, staged
from duecourse.engines.workbench import FILE_BITS, Workbench
from duecourse.ledger.checks import Rule

REPEATED = Rule("number-repeated", "invoice_id", "row kept")
IN_FILE = (1 << FILE_BITS) - 1


def tell_apart(bench: Workbench, checks: dict[str, Checking]) -> None:
    """Add the row to a number that an earlier row has, with other contents.

    A sheet's numbers were not made to be keys, and a row left out would be money left out. Only
    numbers that the reader would make itself where they are absent are changed (``row_prefix``);
    what was paid on the same row follows. Exact repetitions stay duplicates.
    """
    invoices = checks.get("invoices")
    if invoices is None or not any(
        mapping.bindings["invoice_id"].row_prefix and mapping.bindings["invoice_id"].columns
        for mapping in invoices.staged.mappings.values()
    ):
        return
    later = bench.named("repeated numbers")
    bench.run(f"CREATE TABLE {later} AS {repeated(invoices)}")
    count = bench.one(f"SELECT count(*) FROM {later}")[0]
    if count:
        invoices.report(REPEATED, f"SELECT * FROM {later}", count, ("key", "first_row"))
        for name, columns in (
            ("invoices", ("invoice_id",)),
            ("settlements", ("invoice_id", "settlement_id")),
        ):
            if name in checks:
                checks[name] = renumbered(bench, checks[name], columns, later)


def repeated(invoices: Checking) -> str:
    """Express the rows whose number an earlier row has, without being that row once more."""
    contents = ", ".join(quoted(name) for name in invoices.staged.columns if name != "_row")
    window = "OVER (PARTITION BY invoice_id ORDER BY _row)"
    ordered = (
        f"SELECT _row, invoice_id AS key, first_value(_row) {window} & {IN_FILE} AS first_row,"
        f" row_number() {window} AS n,"
        f" hash({contents}) = first_value(hash({contents})) {window} AS same"
        f" FROM {invoices.live} WHERE invoice_id IS NOT NULL"
    )
    return f"SELECT _row, key, first_row FROM ({ordered}) WHERE n > 1 AND NOT same"


def renumbered(
    bench: Workbench, checking: Checking, columns: tuple[str, ...], later: str
) -> Checking:
    """Return the table with the row added to the numbers of these rows."""
    relation = bench.named(f"{checking.staged.table.name} told apart")
    row = made_id("-R")
    replaced = ", ".join(
        f"CASE WHEN _row IN (SELECT _row FROM {later}) THEN {name} || {row} ELSE {name} END"
        f" AS {name}"
        for name in columns
    )
    bench.run(
        f"CREATE TABLE {relation} AS SELECT * REPLACE ({replaced}) FROM {checking.staged.relation}"
    )
    one = checking.staged
    return Checking(bench, staged(bench, one.table, relation, one.mappings))
