"""Real ledgers from ../shared, where it is present, and the review of them as a shell calls it."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from duecourse.cli.review import review

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
DATA = SHARED / "data"
MAPPINGS = ROOT / "docs" / "howto" / "mappings"
IBM = DATA / "ibm_late_payment" / "late_payment.csv"
IBM_WITH_GAPS = DATA / "ibm_late_payment" / "late_payment_with_gaps.csv"
CASSANDRA = DATA / "cassandra" / "invoices.csv"
CUMCM = DATA / "cumcm2020c" / "sales_invoices.parquet"
needs_data = pytest.mark.skipif(
    not DATA.exists(), reason="../shared/data is absent: the real ledgers cannot be read"
)


@dataclass(frozen=True)
class Reviewed:
    """What one call of the command left: its exit code, what it said, its folder."""

    exit_code: int
    errors: str
    folder: Path

    def rows(self, name):
        """Read one of the CSV files as a list of dicts."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def by(self, name, *key):
        """Read one of the CSV files by the columns that tell its rows apart."""
        return {tuple(row[column] for column in key): row for row in self.rows(name)}

    def kpi(self):
        """Read the figures."""
        return json.loads((self.folder / "kpi.json").read_text(encoding="utf-8"))


def reviewed(source, folder, *options):
    """Call ``duecourse review`` as a shell would, in English and without the PDF."""
    app = typer.Typer()
    app.command()(review)
    arguments = [source, "--out", folder, "--lang", "en", "--no-pdf", *options]
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Reviewed(done.exit_code, done.stderr, folder)


def mapped(source, folder, mapping, *options):
    """Review a foreign file through a mapping: a file, or one of the documentation by its name."""
    named = MAPPINGS / f"{mapping}.toml" if isinstance(mapping, str) else mapping
    return reviewed(source, folder, "--mapping", named, *options)
