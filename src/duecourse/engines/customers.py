"""Customers that other tables name: every one of them has a row."""

from collections.abc import Mapping

from duecourse.engines.checking import Checking
from duecourse.engines.staging import staged
from duecourse.engines.workbench import Workbench
from duecourse.ledger.checks import Rule
from duecourse.ledger.tables import TABLE

UNKNOWN = Rule("unknown-customer", "customer_id", "row kept")


def complete_customers(bench: Workbench, checks: dict[str, Checking]) -> None:
    """Add the customers that only other tables name.

    Where there is a customers table, each of them is a problem, named where it comes first;
    where there is none, nobody claimed to have listed them.
    """
    named = {
        name: checking
        for name, checking in checks.items()
        if name != "customers" and "customer_id" in checking.staged.columns
    }
    known = checks.get("customers")
    if not named:
        return
    bench.run(f"CREATE TABLE {bench.named('strangers')} AS {strangers(named, known)}")
    if known is not None:
        report_strangers(bench, named)
    add(bench, checks, known)


def strangers(named: Mapping[str, Checking], known: Checking | None) -> str:
    """Express who is named but not listed, and where each comes first."""
    unlisted = (
        f" ANTI JOIN (SELECT customer_id FROM {known.live}) USING (customer_id)" if known else ""
    )
    met = " UNION ALL ".join(
        f"SELECT customer_id, min(_row) AS _row, '{name}' AS met_in FROM {checking.live}{unlisted}"
        " WHERE customer_id IS NOT NULL GROUP BY customer_id"
        for name, checking in named.items()
    )
    return (
        "SELECT customer_id, min(_row) AS _row, arg_min(met_in, _row) AS met_in"
        f" FROM ({met}) AS met GROUP BY customer_id"
    )


def report_strangers(bench: Workbench, named: Mapping[str, Checking]) -> None:
    """Name each unlisted customer at its first row."""
    held = bench.held_keys("customers")
    for name, checking in named.items():
        found = (
            f"SELECT _row, customer_id AS value FROM {bench.named('strangers')}"
            f" WHERE met_in = '{name}' AND customer_id NOT IN (SELECT known FROM {held})"
        )
        count = bench.one(f"SELECT count(*) FROM ({found})")[0]
        if count:
            checking.report(UNKNOWN, found, count, ("value",))


def add(bench: Workbench, checks: dict[str, Checking], known: Checking | None) -> None:
    """Put listed and unlisted customers into one table."""
    relation = bench.named("customers with strangers")
    listed = f"SELECT * FROM {known.live} UNION ALL BY NAME " if known else ""
    bench.run(
        f"CREATE TABLE {relation} AS {listed}"
        f"SELECT customer_id, _row FROM {bench.named('strangers')}"
    )
    mappings = known.staged.mappings if known else {}
    checks["customers"] = Checking(bench, staged(bench, TABLE["customers"], relation, mappings))
