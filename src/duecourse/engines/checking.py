"""The checks of ``ledger.checks``, run as a few queries over whole tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from duecourse.engines.cells import quoted
from duecourse.engines.fingerprints import Prints, any_missing, any_twice, fingerprints
from duecourse.engines.staging import Staged
from duecourse.engines.workbench import Workbench, limited
from duecourse.ledger.checks import DOUBTS, Doubt, Outcome, Rule, reading_rules, reference_rules
from duecourse.ledger.columns import Column


@dataclass(slots=True)
class Checking:
    """One table under check: which rows are left out, and which values.

    ``prints`` are the fingerprints of its keys, once those are checked.
    """

    bench: Workbench
    staged: Staged
    out: str = ""
    emptied: dict[str, str] = field(default_factory=dict)
    prints: Prints | None = None

    @property
    def live(self) -> str:
        """Express the rows that are still in."""
        if not self.out:
            return self.staged.relation
        return f"(SELECT * FROM {self.staged.relation} ANTI JOIN {self.out} USING (_row))"

    def leave_out(self, rows: str) -> None:
        """Leave out the rows whose places a query finds."""
        if not self.out:
            self.out = self.bench.named(f"out of {self.staged.table.name}")
            self.bench.run(f"CREATE TABLE {self.out} (_row BIGINT)")
        self.bench.run(f"INSERT INTO {self.out} SELECT _row FROM ({rows})")

    def empty(self, column: str, rows: str) -> None:
        """Empty a column in the rows whose places a query finds."""
        name = self.bench.named(f"emptied {self.staged.table.name}.{column}")
        self.bench.run(f"CREATE TABLE IF NOT EXISTS {name} (_row BIGINT)")
        self.bench.run(f"INSERT INTO {name} SELECT _row FROM ({rows})")
        self.emptied[column] = name

    def report(self, rule: Rule, found: str, total: int, details: tuple[str, ...] = ()) -> None:
        """Name the rows a query finds, and do with them what the rule says.

        ``found`` has ``_row`` and the columns that ``details`` names.
        """
        names = ", ".join(["_row", *map(quoted, details)])
        listed = [
            (place, {name: str(value) for name, value in zip(details, values, strict=True)})
            for place, *values in self.bench.rows(limited(f"SELECT {names} FROM ({found})"))
        ]
        shown = lambda place: self.staged.shown(rule.column, place)  # noqa: E731
        self.bench.found_rows(rule.code, listed, column=shown, total=total)
        self.settle(rule.outcome, rule.column, found)

    def settle(self, outcome: Outcome, column: str, rows: str) -> None:
        """Do with rows what the rule says; an unreadable value is empty already."""
        if outcome == "row left out":
            self.leave_out(rows)
        elif outcome == "value left out" and f"!{column}" not in self.staged.columns:
            self.empty(column, rows)

    @property
    def final(self) -> str:
        """Express the checked table: canonical columns alone."""
        names = [name for name in self.staged.columns if name in self.staged.table.schema]
        columns = [
            f"CASE WHEN _row NOT IN (SELECT _row FROM {self.emptied[name]})"
            f" THEN {quoted(name)} END AS {quoted(name)}"
            if name in self.emptied
            else quoted(name)
            for name in names
        ]
        return f"SELECT {', '.join(columns)} FROM {self.live}"


def check_cells(checking: Checking) -> None:
    """Name every cell that is unreadable or missing; one query tells whether there is any."""
    staged = checking.staged
    tests = [
        (rule, failing(rule, staged))
        for column in staged.table.columns
        for rule in reading_rules(column)
        if failing(rule, staged)
    ]
    if not tests:
        return
    counted = ", ".join(f"count(*) FILTER (WHERE {test})" for _, test in tests)
    counts = checking.bench.one(f"SELECT {counted} FROM {checking.live}")
    live = checking.live
    for (rule, test), count in zip(tests, counts, strict=True):
        if count:
            told = staged.table.column(rule.column)
            report_cells(checking, rule, f"SELECT * FROM {live} WHERE {test}", (count, told))


def report_cells(checking: Checking, rule: Rule, found: str, counted: tuple[int, Column]) -> None:
    """Name the cells a query finds, with what they hold and what they could."""
    count, column = counted
    if rule.code == "required-missing":
        checking.report(rule, found, count)
        return
    allowed = ", ".join(column.choices).replace("'", "''")
    cells = f"SELECT _row, {quoted('!' + column.name)} AS value, '{allowed}' AS allowed"
    names = ("value", "allowed") if column.choices else ("value",)
    checking.report(rule, f"{cells} FROM ({found})", count, names)


def failing(rule: Rule, staged: Staged) -> str:
    """Express that a row fails a rule about its cell; empty where none can.

    A due day that is counted from a day which is itself unknown is told of but once, there.
    """
    test = bare_test(rule, staged)
    excused = follows_from_issue(rule, staged)
    return f"({test}) AND NOT ({excused})" if test and excused else test


def bare_test(rule: Rule, staged: Staged) -> str:
    """Express that a cell fails a rule, whatever it was made from; empty where none can."""
    if rule.column not in staged.columns:
        return ""
    held, bad = quoted(rule.column), quoted("!" + rule.column)
    has_bad = f"!{rule.column}" in staged.columns
    if rule.code != "required-missing":
        return f"{bad} IS NOT NULL" if has_bad else ""
    return f"{held} IS NULL AND {bad} IS NULL" if has_bad else f"{held} IS NULL"


def follows_from_issue(rule: Rule, staged: Staged) -> str:
    """Express that terms lack only the day of issue; empty where no due day hangs on them."""
    hangs = (rule.code, rule.column) == ("required-missing", "due_on")
    counted = {"terms", "issued_on"} <= set(staged.columns)
    return "terms IS NOT NULL AND issued_on IS NULL" if hangs and counted else ""


def check_keys(checking: Checking) -> None:
    """Keep the first row of each key; name the later ones."""
    key = [quoted(name) for name in checking.staged.table.key if name in checking.staged.columns]
    if not key:
        return
    checking.prints = fingerprints(checking.bench, checking.live, key)
    if any_twice(checking.prints):
        report_later(checking, key)


def report_later(checking: Checking, key: list[str]) -> None:
    """Find the later rows of keys that come twice, and whether they are the first once more."""
    hashed, live = f"hash({', '.join(key)})", checking.live
    twice = f"SELECT {hashed} AS h FROM {live} GROUP BY ALL HAVING count(*) > 1"
    whole = [quoted(name) for name in checking.staged.columns if name != "_row"]
    window = f"OVER (PARTITION BY {', '.join(key)} ORDER BY _row)"
    ordered = (
        f"SELECT *, row_number() {window} AS n, first_value(_row) {window} AS first,"
        f" hash({', '.join(whole)}) = first_value(hash({', '.join(whole)})) {window} AS same"
        f" FROM {live} WHERE {hashed} IN ({twice})"
    )
    row_in_file = f"(first & {(1 << 40) - 1})"
    shown = f"concat_ws(' / ', {', '.join(key)}) AS key, {row_in_file} AS first_row, same"
    later = checking.bench.named(f"later {checking.staged.table.name}")
    checking.bench.run(f"CREATE TABLE {later} AS SELECT _row, {shown} FROM ({ordered}) WHERE n > 1")
    leave_out_later(checking, later)


def leave_out_later(checking: Checking, later: str) -> None:
    """Leave out later rows of a key; in silence where the mapping keeps but one of each."""
    if any(mapping.distinct for mapping in checking.staged.mappings.values()):
        checking.leave_out(f"SELECT _row FROM {later}")
        return
    column = checking.staged.table.key[0]
    for code, test in (("duplicate-row", "same"), ("duplicate-key", "NOT same")):
        found = f"SELECT * FROM {later} WHERE {test}"
        count = checking.bench.one(f"SELECT count(*) FROM ({found})")[0]
        if count:
            rule = Rule(code, column, "row left out")
            checking.report(rule, found, count, ("key", "first_row"))


def check_references(checking: Checking, others: Mapping[str, Checking]) -> None:
    """Name the rows that refer to what is not there (customers apart)."""
    for rule, target in reference_rules(checking.staged.table):
        known = others.get(target)
        if target == "customers" or known is None or rule.column not in checking.staged.columns:
            continue
        held = quoted(rule.column)
        asked = fingerprints(checking.bench, checking.live, [held])
        if known.prints is not None and not any_missing(asked, known.prints):
            continue
        key = quoted(known.staged.table.key[0])
        found = (
            f"SELECT _row, {held} AS value FROM {checking.live} AS referring"
            f" ANTI JOIN (SELECT {key} AS known FROM {known.live} UNION ALL"
            f" SELECT known FROM {checking.bench.held_keys(target)}) AS referred"
            f" ON referring.{held} = referred.known WHERE {held} IS NOT NULL"
        )
        count = checking.bench.one(f"SELECT count(*) FROM ({found})")[0]
        if count:
            kept = checking.bench.named(f"unknown {checking.staged.table.name}.{rule.column}")
            checking.bench.run(f"CREATE TABLE {kept} AS {found}")
            checking.report(rule, f"SELECT * FROM {kept}", count, ("value",))


def check_doubts(checking: Checking) -> None:
    """Name what is readable but unlikely; rows stay."""
    doubts = [
        doubt
        for doubt in DOUBTS
        if doubt.table == checking.staged.table.name and can_ask(doubt, checking.staged)
    ]
    if not doubts:
        return
    counted = ", ".join(f"count(*) FILTER (WHERE {doubt.fails})" for doubt in doubts)
    counts = checking.bench.one(f"SELECT {counted} FROM {checking.live}")
    for doubt, count in zip(doubts, counts, strict=True):
        if count:
            found = f"SELECT _row FROM {checking.live} WHERE {doubt.fails}"
            checking.report(Rule(doubt.code, doubt.column, "row kept"), found, count)


def can_ask(doubt: Doubt, staged: Staged) -> bool:
    """Say whether the table has every column the doubt looks at."""
    return set(doubt.columns) <= set(staged.columns)


def follow(checking: Checking, others: Mapping[str, Checking]) -> None:
    """Leave out, in silence, what was told on a row that another table left out already."""
    for name in {mapping.follows for mapping in checking.staged.mappings.values()}:
        leader = others.get(name or "")
        if leader is not None and leader.out:
            places = f"SELECT _row FROM {leader.out} SEMI JOIN {checking.live} USING (_row)"
            checking.leave_out(places)


def check_parts(checks: Mapping[str, Checking]) -> None:
    """Doubt invoices whose parts do not add up to their amount."""
    parts, invoices = checks.get("due_parts"), checks.get("invoices")
    if parts is None or invoices is None:
        return
    found = (
        "SELECT _row, amount, parts FROM "
        f"{invoices.live} JOIN (SELECT invoice_id, sum(amount) AS parts FROM {parts.live}"
        " GROUP BY invoice_id) USING (invoice_id) WHERE parts <> amount"
    )
    count = invoices.bench.one(f"SELECT count(*) FROM ({found})")[0]
    if count:
        rule = Rule("parts-do-not-add-up", "amount", "row kept")
        invoices.report(rule, found, count, ("amount", "parts"))
