"""The files that others script against: CSV and JSON, names and columns fixed."""

from pathlib import Path

from duecourse.present.collected import Collected
from duecourse.present.csv_text import csv_chunks
from duecourse.present.kpi_text import kpi_text
from duecourse.present.listing import Listing
from duecourse.present.problems import problems_listing
from duecourse.present.tables import contract_listings
from duecourse.values.says import Language


def write_contract(facts: Collected, out: Path, *, language: Language) -> list[Path]:
    """Write aging, invoices, customers, dunning, not_dunned, alerts, problems and kpi.

    Returns:
        the files written, in that order.
    """
    out.mkdir(parents=True, exist_ok=True)
    position = facts.position
    listings = (*contract_listings(facts, language), problems_listing(position.problems, language))
    written = [write_csv(listing, out / f"{listing.name}.csv") for listing in listings]
    kpi = out / "kpi.json"
    text = kpi_text(
        position.as_of, position.home_currency, home=position.home, by_currency=position.kpi
    )
    kpi.write_text(text, encoding="utf-8", newline="\n")
    return [*written, kpi]


def write_csv(listing: Listing, path: Path) -> Path:
    """Write one listing as CSV, some rows at a time."""
    with path.open("wb") as file:
        for chunk in csv_chunks(listing):
            file.write(chunk)
    return path
