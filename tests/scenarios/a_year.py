"""Twelve months of an example company, each judged by what was known on its last day."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import polars as pl
import pyarrow as pa
from scenarios.judged import policy_of

from duecourse.ledger.ledger import ledger_of
from duecourse.ledger.tables_trade import SETTLING_KINDS
from duecourse.pipeline.run import run
from duecourse.simulator.company import CompanySpec, simulate, true_behaviours
from duecourse.values.days import day_number, month_end, months_back

SPEC = CompanySpec(seed=7, customers=70, invoices=2_800, months=30)
MONTH_ENDS = tuple(month_end(months_back(SPEC.as_of, back)) for back in range(11, -1, -1))
FAILS = 10
"""Each tenth notice does not arrive."""
NOTICES = pa.schema(
    [
        ("invoice_id", pa.string()),
        ("part", pa.int64()),
        ("level", pa.string()),
        ("sent_on", pa.int32()),
        ("status", pa.string()),
    ]
)


@dataclass(frozen=True)
class Month:
    """What one run said."""

    day: date
    customers: pl.DataFrame
    points: pl.DataFrame
    alerts: pl.DataFrame
    dunning: pl.DataFrame
    aging: pl.DataFrame


@dataclass
class Year:
    """The company's facts, its months, and every notice that was sent or failed."""

    facts: dict
    months: list = field(default_factory=list)
    notices: list = field(default_factory=list)

    def customer(self, customer, name):
        """Return one column of a customer, month by month."""
        own = pl.col("customer_id") == customer
        return [month.customers.filter(own)[name].item() for month in self.months]


def year_of(engine):
    """Let the year pass: judge, send, record, and go on to the next month."""
    facts = company()
    held = {name: engine.frame(table) for name, table in facts.items() if name != "notices"}
    year = Year({name: pl.DataFrame(table) for name, table in facts.items()})
    for day in MONTH_ENDS:
        month = judged_on(engine, held, year.notices, day)
        year.months.append(month)
        year.notices.extend(sent_on(month, len(year.notices)))
    return year


def company():
    """Make the company's tables."""
    parts = {}
    for name, chunk in simulate(SPEC):
        parts.setdefault(name, []).append(chunk)
    return {name: pa.concat_tables(chunks) for name, chunks in parts.items()}


def behaving(name):
    """Return who really behaves so, with the day from which it paid nothing."""
    rows = true_behaviours(SPEC).to_pylist()
    return {row["customer_id"]: row["defaulted_on"] for row in rows if row["behaviour"] == name}


def judged_on(engine, held, notices, day):
    """Judge the company by what was known on a day."""
    told = engine.frame(pa.Table.from_pylist(notices, schema=NOTICES))
    frames = {**held, "notices": told}
    books = ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)
    position = run(books, policy_of(), day, known_by=day)
    names = ("customers", "points", "alerts", "dunning", "aging")
    return Month(day, *(pl.DataFrame(engine.arrow(getattr(position, name))) for name in names))


def sent_on(month, before):
    """Record what was planned as sent that day; now and then a notice fails."""
    planned = month.dunning.sort("invoice_id", "part").select("invoice_id", "part", "level")
    return [
        {
            **row,
            "sent_on": day_number(month.day),
            "status": "failed" if place % FAILS == 0 else "sent",
        }
        for place, row in enumerate(planned.to_dicts(), start=before + 1)
    ]


def settled_by(year, day):
    """List what settles by a day, in the currency of its invoice; prepayments apart."""
    invoices = year.facts["invoices"].select("invoice_id", invoice_currency="currency")
    return (
        year.facts["settlements"]
        .filter(
            pl.col("posted_on") <= day,
            pl.col("status").fill_null("posted") == "posted",
            pl.col("kind").is_in(SETTLING_KINDS),
            pl.col("order_id").is_null() | pl.col("invoice_id").is_not_null(),
        )
        .join(invoices, on="invoice_id", how="left")
        .select(
            "invoice_id",
            currency=pl.coalesce("invoice_currency", "currency"),
            amount=pl.coalesce("applied_amount", "amount"),
        )
    )


def invoiced_by(year, day):
    """List the invoices that stand on a day."""
    stands = pl.col("cancelled_on").is_null() | (pl.col("cancelled_on") > day)
    return year.facts["invoices"].filter(pl.col("issued_on") <= day, stands)


def summed(frame, key, name):
    """Sum a column by a key, nothing left out but zeros."""
    rows = frame.group_by(key).agg(pl.col(name).sum()).rows()
    return {owner: amount for owner, amount in rows if amount != Decimal(0)}
