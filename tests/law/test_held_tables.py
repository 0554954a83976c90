"""The half-year tables against the collected reference, where that lies beside the checkout."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from duecourse.law.governing import regime_of
from duecourse.law.interest import margin_of
from duecourse.law.rates import in_force

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
ROW = re.compile(r"\| (\d{4})H([12])(?:\.\.(\d{4})H([12]))? \|(.*)\|$", re.MULTILINE)


def reference(name):
    path = REFERENCE / name
    if not path.is_file():
        pytest.skip(f"{name} of the reference folder is not here")
    return path.read_text(encoding="utf-8")


def half_years():
    """Give (first day, cells) for every half-year of the table, runs written out."""
    for year, half, last_year, last_half, cells in ROW.findall(reference("law.md")):
        first = int(year) * 2 + int(half) - 1
        last = int(last_year) * 2 + int(last_half) - 1 if last_year else first
        for number in range(first, last + 1):
            yield (
                date(number // 2, 1 + 6 * (number % 2), 1),
                [cell.strip() for cell in cells.split("|")],
            )


@pytest.mark.parametrize(
    ("country", "total"), [("DE", 2), ("FR", 3), ("GB", 6)], ids=["DE", "FR", "GB"]
)
def test_every_half_year_has_the_rate_of_the_table(country, total):
    regime = regime_of(country)
    compared = 0
    for day, cells in half_years():
        printed = cells[total].split("/")[-1].strip()
        if printed != "-":
            margin = margin_of(regime, max(day.replace(day=29), min(regime.margins)))
            percent = 100 * (in_force(day, regime.series.rates) + margin)
            assert percent == Decimal(printed), day
            compared += 1

    assert compared >= 36


def test_every_half_year_has_the_french_legal_rate_of_the_table():
    floor = regime_of("FR").floor
    for day, cells in half_years():
        if cells[4] != "-":
            assert 100 * in_force(day, floor.series.rates) == Decimal(cells[4].rstrip("?")), day


def test_every_fixing_of_the_prime_rate_is_that_of_the_list():
    _, *rows = reference("cn_lpr_changes.csv").split()
    rates = regime_of("CN").series.rates
    for row in rows:
        day, one_year, _ = row.split(",")
        assert 100 * in_force(date.fromisoformat(day), rates) == Decimal(one_year), day
