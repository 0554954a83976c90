"""``duecourse simulate-company``: write an example company's ledger to a folder."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from duecourse.cli.refusing import day_named, fail, refuse
from duecourse.engines.writing import Format, write_table, write_tables
from duecourse.ledger.tables import TABLE
from duecourse.simulator.company import CompanySpec, NoSuchCompany, simulate, true_behaviours


class Home(StrEnum):
    """Languages of the example."""

    ZH = "zh"
    EN = "en"


class FileFormat(StrEnum):
    """What the tables are written as."""

    PARQUET = "parquet"
    CSV = "csv"


def simulate_company(
    out: Annotated[
        Path, typer.Argument(help="The folder to write the tables to.", file_okay=False)
    ],
    customers: Annotated[int, typer.Option(min=1, help="How many customers.")] = 120,
    invoices: Annotated[int, typer.Option(min=1, help="How many invoices, exactly.")] = 6_000,
    months: Annotated[int, typer.Option(help="Calendar months of history.")] = 36,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same company.")] = 7,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Last day on the books. [default: today]"),
    ] = None,
    currency: Annotated[str, typer.Option(help="The company's own currency.")] = "CNY",
    lang: Annotated[Home, typer.Option(help="Language of names and remarks.")] = Home.ZH,
    format: Annotated[
        FileFormat, typer.Option(help="Parquet for programs, CSV for spreadsheets.")
    ] = FileFormat.PARQUET,
    force: Annotated[
        bool, typer.Option(help="Write although the folder holds files; its tables go.")
    ] = False,
    truth: Annotated[
        Path | None,
        typer.Option(help="Also write how customers really behave, to this CSV file."),
    ] = None,
) -> None:
    """Write the ledger of an example company to OUT: one file per table, nothing in it is real."""
    if out.is_dir() and any(out.iterdir()) and not force:
        fail("not-empty", lang.value, folder=out)
    last = day_named(as_of, lang.value) if as_of else date.today()
    try:
        spec = CompanySpec(seed, customers, invoices, last, months, currency.upper(), lang.value)
    except NoSuchCompany as refusal:
        refuse(refusal, lang.value)
    for stale in tables_in(out):
        stale.unlink()
    for table, rows in written(spec, out, format.value).items():
        typer.echo(f"{out / table}.{format.value}: {rows:,} rows")
    if truth is not None:
        write_table(true_behaviours(spec), truth)


def tables_in(folder: Path) -> list[Path]:
    """List the tables that lie in a folder, in either format: none must mix with a new company."""
    formats = [f".{each.value}" for each in FileFormat]
    return [path for path in folder.glob("*") if path.stem in TABLE and path.suffix in formats]


def written(spec: CompanySpec, out: Path, format: Format) -> dict[str, int]:
    """Make the company and write it, showing how far it is; return how many rows each table has."""
    with Progress(*Progress.get_default_columns(), console=Console(stderr=True)) as bar:
        task = bar.add_task("invoices", total=spec.invoices)

        def advance(table: str, rows: int) -> None:
            if table == "invoices":
                bar.advance(task, rows)

        return write_tables(simulate(spec), out, format=format, progress=advance)
