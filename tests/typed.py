"""Tables typed by hand, as a clerk would, turned into frames of the ledger."""

from datetime import date
from decimal import Decimal

import pyarrow as pa

from duecourse.ledger.arrow import ARROW
from duecourse.ledger.ledger import Ledger, ledger_of
from duecourse.ledger.tables import TABLE
from duecourse.values.days import day_number


def ledger(engine, **tables) -> Ledger:
    """Build a ledger from typed tables: ``ledger(engine, invoices='''...''')``."""
    frames = {name: engine.frame(arrow(text, TABLE[name])) for name, text in tables.items()}
    return ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)


def arrow(text, table):
    """Build an Arrow table from text: a header line, then rows; ``-`` is a gap."""
    names, *rows = [line.split() for line in text.strip().splitlines()]
    columns = [table.column(name) for name in names]
    return pa.table(
        {
            column.name: pa.array(
                [value(row[place], column.kind) for row in rows], ARROW[column.kind]
            )
            for place, column in enumerate(columns)
        }
    )


def arrow_of(name, records):
    """Build an Arrow table of a ledger table from dicts of text; empty is a gap."""
    table = TABLE[name]
    columns = [table.column(column) for column in records[0]]
    return pa.table(
        {
            column.name: pa.array(
                [value(record[column.name] or "-", column.kind) for record in records],
                ARROW[column.kind],
            )
            for column in columns
        }
    )


def value(text, kind):
    """Read one typed cell."""
    if text == "-":
        return None
    readers = {
        "day": lambda cell: day_number(date.fromisoformat(cell)),
        "money": lambda cell: Decimal(cell).quantize(Decimal("0.0001")),
        "number": float,
        "count": int,
        "flag": lambda cell: cell == "yes",
    }
    return readers.get(kind, str)(text)


def rows(engine, frame, *names, sort=True):
    """Collect a frame as tuples of the named columns, in text order unless told otherwise."""
    found = [tuple(row[name] for name in names) for row in engine.arrow(frame).to_pylist()]
    return sorted(found, key=lambda row: tuple(str(cell) for cell in row)) if sort else found
