"""The page that others script by names what is written: every file, every column, in order."""

import re
from pathlib import Path

import pytest

from duecourse.present.kpi_text import FIGURES
from duecourse.present.problems import PROBLEMS
from duecourse.present.tables import AGING, ALERTS, CUSTOMERS, DUNNING, INVOICES, NOT_DUNNED

PAGE = Path(__file__).parents[2] / "docs" / "contract.md"
WRITTEN = {
    "aging.csv": AGING,
    "invoices.csv": INVOICES,
    "customers.csv": CUSTOMERS,
    "dunning.csv": DUNNING,
    "not_dunned.csv": NOT_DUNNED,
    "alerts.csv": ALERTS,
    "problems.csv": PROBLEMS,
}


def named(section):
    """Return the names in the first cells of a section's table."""
    text = PAGE.read_text(encoding="utf-8").partition(f"## {section}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize("file", WRITTEN)
def test_the_page_names_every_column_in_its_order(file):
    assert named(file) == [column.name for column in WRITTEN[file]]


def test_the_page_names_every_figure():
    assert tuple(named("kpi.json")) == FIGURES
