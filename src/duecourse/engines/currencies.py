"""Payments in another currency than their invoice: they must say what they pay of it."""

from collections.abc import Mapping

from duecourse.engines.checking import Checking
from duecourse.ledger.checks import Rule

SILENT = Rule("applied-amount-missing", "invoice_id", "value left out")
"""Taken at face value, 100 USD would pay 100 CNY; as unallocated cash nothing is invented."""


def check_currencies(checks: Mapping[str, Checking]) -> None:
    """Take payments off invoices of another currency, unless they say how much they pay of them.

    Where the whole ledger has one currency, nothing is compared. Else one side of every such pair
    is not in the commonest currency, so that only those few rows are joined to the rest.
    """
    settlements, invoices = checks.get("settlements"), checks.get("invoices")
    if settlements is None or invoices is None or "invoice_id" not in settlements.staged.columns:
        return
    asked = f"SELECT currency FROM {invoices.live} GROUP BY ALL ORDER BY count(*) DESC, currency"
    met = [code for (code,) in invoices.bench.rows(asked)]
    asked = f"SELECT DISTINCT currency FROM {settlements.live}"
    paid_in = {code for (code,) in settlements.bench.rows(asked)}
    if not met or len({*met, *paid_in}) < 2:  # noqa: PLR2004 (one currency cannot differ)
        return
    kept = settlements.bench.named("silent settlements")
    settlements.bench.run(f"CREATE TABLE {kept} AS {silent(settlements, invoices, met[0])}")
    count = settlements.bench.one(f"SELECT count(*) FROM {kept}")[0]
    if count:
        settlements.report(SILENT, f"SELECT * FROM {kept}", count, ("paid_in", "owed_in"))


def silent(settlements: Checking, invoices: Checking, commonest: str) -> str:
    """Express the settlements whose currency differs, and that do not say what they pay."""
    has_applied = "applied_amount" in settlements.staged.columns
    said_nothing = "applied_amount IS NULL" if has_applied else "true"
    pays = f"SELECT _row, invoice_id, currency AS paid_in FROM {settlements.live}"
    owes = f"SELECT invoice_id, currency AS owed_in FROM {invoices.live}"
    pairs = (
        (f"WHERE {said_nothing} AND currency <> '{commonest}'", "WHERE true"),
        (f"WHERE {said_nothing} AND currency = '{commonest}'", f"WHERE currency <> '{commonest}'"),
    )
    return " UNION ALL ".join(
        f"SELECT _row, paid_in, owed_in FROM ({pays} {payer}) JOIN ({owes} {debt})"
        " USING (invoice_id) WHERE paid_in <> owed_in"
        for payer, debt in pairs
    )
