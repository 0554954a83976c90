"""The small ledger with every trap in it, where ../shared is present."""

import csv
from pathlib import Path

import pytest
from typed import arrow_of

from duecourse.ledger.ledger import ledger_of

GOLDEN = Path(__file__).parents[2] / "shared" / "golden"
needs_golden = pytest.mark.skipif(
    not GOLDEN.exists(), reason="../shared/golden is absent: the agreed figures cannot be compared"
)


def golden_ledger(engine):
    """Read the golden ledger, cell by cell, without the readers of the product."""
    frames = {
        path.stem: engine.frame(arrow_of(path.stem, records(path)))
        for path in sorted((GOLDEN / "ledger").glob("*.csv"))
    }
    return ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)


def records(path):
    """Read a CSV file as a list of dicts."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(name):
    """Read a table of agreed figures."""
    return records(GOLDEN / "expected" / f"{name}.csv")
