"""A position written as the agreed figures are: money and days with 2 decimals, shares with 6."""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from golden import GOLDEN, expected, golden_ledger

from duecourse.ledger.ledger import Ledger
from duecourse.ledger.tables import TABLE
from duecourse.pipeline.run import run
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import preset
from duecourse.policy.reading import valid_policy
from duecourse.values.days import day_of

AS_OF = date(2026, 3, 31)
TABLES = ("aging", "invoices", "measures", "points", "decisions", "dunning", "not_dunned")
POLICY = Path(__file__).parents[3] / "shared" / "reference" / "policy-standard.toml"
FRAMES = {"measures": "customers", "decisions": "customers"}
KEYS = {
    "aging": ("customer_id", "currency", "bucket"),
    "invoices": ("invoice_id", "part"),
    "points": ("customer_id", "criterion"),
    "dunning": ("invoice_id", "part"),
    "not_dunned": ("invoice_id", "part"),
}
SIX = (
    "known_weight",
    "late_share",
    "overdue_over_30_share",
    "disputed_share",
    "current_ratio",
    "altman_z2",
    "operating_cash_flow_cover",
    "revenue_growth",
    "concentration",
    "collection_effectiveness",
    "bad_debt_rate",
    "high_risk_share",
)
WHOLE = (
    "part",
    "days_past_due",
    "largest_days_past_due",
    "months_known",
    "invoices_paid",
    "adverse_events",
    "option",
    "points",
    "customers",
    "open_invoices",
)


def reference_policy():
    """Read the policy under which the figures were agreed."""
    return valid_policy(POLICY.read_text(encoding="utf-8"), measures=VOCABULARY)


def standard_policy():
    """Read the preset of the same content."""
    return valid_policy(preset("standard"), measures=VOCABULARY)


def golden_facts(engine, *without):
    """Read the golden ledger, less some of its tables."""
    whole = golden_ledger(engine)
    emptied = {name: engine.empty(TABLE[name]) for name in without}
    return Ledger({**whole.tables, **emptied}, whole.keep, whole.make)


def golden_position(engine, policy, *without):
    """Run everything over the golden ledger, less some of its tables."""
    return run(golden_facts(engine, *without), policy, AS_OF)


def found(engine, position, name):
    """Write a table of a position with the columns and in the order of the agreed one."""
    columns = list(expected(name)[0])
    rows = engine.arrow(getattr(position, FRAMES.get(name, name))).to_pylist()
    return in_order(name, [{column: text(column, row) for column in columns} for row in rows])


def agreed(name):
    """Return a table of agreed figures, in the order of its keys."""
    return in_order(name, expected(name))


def in_order(name, rows):
    """Sort rows by the table's key."""
    return sorted(rows, key=lambda row: [row[key] for key in KEYS.get(name, ("customer_id",))])


def text(column, row):
    """Write one cell as the agreed tables do."""
    value = row[column]
    if value is None:
        return ""
    if column == "due_on":
        return day_of(value).isoformat()
    if isinstance(value, str):
        return value
    return str(rounded(value, digits(column, row)))


def digits(column, row):
    """Say how many decimals a column is written with; a criterion's value as its measure."""
    if column == "value":
        return digits(row["criterion"], row)
    return 0 if column in WHOLE else 6 if column in SIX else 2


def rounded(value, places):
    """Round half up as written."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def agreed_kpi():
    """Return the agreed figures of the company, at home and per currency."""
    return json.loads((GOLDEN / "expected" / "kpi.json").read_text(encoding="utf-8"))


def kpi_found(figures, names):
    """Write figures of a position as the agreed ones are, those that were agreed."""
    return {name: float(rounded(figures[name], digits(name, {}))) for name in names}
