"""``duecourse review``: a ledger in, what is to be decided today out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from re import fullmatch
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import day_named, fail, must_exist, print_problems, refuse
from duecourse.engines.choosing import engine_for
from duecourse.engines.engine import EngineAbsent, EngineName, engine_named
from duecourse.outside import printing
from duecourse.outside.beside import Begin, beside
from duecourse.outside.contract_files import write_contract
from duecourse.policy.reading import InvalidPolicy
from duecourse.present.collected import Collected, collected
from duecourse.present.report import report_of
from duecourse.services.position_of import NoSuchPolicy, NothingToReview, Request, position_of
from duecourse.sources.mapping_file import BadMapping
from duecourse.values.problems import to_mend
from duecourse.values.says import Language

WITH_PROBLEMS = 2
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM-DD",
        help="The day to judge. [default: the day that the sheet states, else today]",
    ),
]


class EngineChoice(StrEnum):
    """Engines that can do the work; auto takes the quick one for what fits."""

    AUTO = "auto"
    DUCKDB = "duckdb"
    POLARS = "polars"
    SPARK = "spark"


def review(
    source: Annotated[
        Path, typer.Argument(help="A workbook (.xlsx .ods .xls), a CSV, Parquet, or a folder.")
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(help="Which column is what, for foreign files.", exists=True, dir_okay=False),
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="A policy file, or standard, sme or cautious.")
    ] = None,
    as_of: AsOf = None,
    out: Annotated[Path, typer.Option(help="Where to write.", file_okay=False)] = Path("review"),
    currency: Annotated[
        str | None, typer.Option(help="The home currency, and that of amounts without one.")
    ] = None,
    engine: Annotated[EngineChoice, typer.Option(help="What computes.")] = EngineChoice.AUTO,
    lang: Annotated[Lang, typer.Option(help="Language of the report.")] = Lang.ZH,
    pdf: Annotated[bool, typer.Option(help="Also write report.pdf.")] = True,
) -> None:
    """Review the receivables in SOURCE; write today's decisions and figures.

    Without a policy: standard for a folder, sme for a single sheet.
    """
    must_exist(source, lang.value)
    request = Request(
        source=source,
        today=date.today(),
        as_of=day_named(as_of, lang.value) if as_of else None,
        mapping=mapping,
        policy=policy,
        currency=currency_code(currency, lang.value) if currency else None,
    )
    with beside(printing.load) as begin, shown_progress() as progress:
        facts = facts_of(request, engine.value, lang.value, progress=progress)
        progress("files")
        with told_if_unwritable(out, lang.value):
            written = write_all(facts, out, lang.value, pdf=pdf, begin=begin)
    for path in written:
        typer.echo(path)
    problems = to_mend(facts.position.problems)
    print_problems(problems, lang.value)
    raise typer.Exit(WITH_PROBLEMS if problems else 0)


def currency_code(text: str, language: Language) -> str:
    """Read a currency: three letters, in capitals."""
    code = text.strip().upper()
    if not fullmatch("[A-Z]{3}", code):
        fail("bad-currency", language, text=text)
    return code


@contextmanager
def told_if_unwritable(out: Path, language: Language) -> Iterator[None]:
    """End with 1 where a file cannot be written, naming it and what to do."""
    try:
        yield
    except OSError as error:
        fail("unwritable", language, file=error.filename or out, why=error.strerror)


def facts_of(
    request: Request,
    engine: EngineName | Literal["auto"],
    language: Language,
    *,
    progress: Callable[[str], None],
) -> Collected:
    """Work out the position and fetch it; what fails is told and ends the command with 1."""
    try:
        running = engine_for(request.source) if engine == "auto" else engine_named(engine)
    except EngineAbsent as absent:
        refuse(absent, language)
    try:
        return collected(position_of(request, running, progress=progress), running.arrow)
    except NothingToReview as nothing:
        print_problems(nothing.problems, language)
        refuse(nothing, language)
    except InvalidPolicy as invalid:
        print_problems(invalid.problems, language)
        fail("bad-policy", language, policy=request.policy)
    except (NoSuchPolicy, BadMapping) as wrong:
        refuse(wrong, language)
    finally:
        running.close()


def write_all(
    facts: Collected, out: Path, language: Language, *, pdf: bool, begin: Begin
) -> list[Path]:
    """Write the reports for people beside the files that scripts read."""
    report = report_of(facts, language)
    printed = report.to_print()
    page = begin(printing.page, printed, out / "report.html")
    papers = [begin(printing.paper, printed, out / "report.pdf")] if pdf else []
    written = write_contract(facts, out, language=language)
    workbook = printing.workbook(report, out / "report.xlsx")
    return [*written, page(), workbook, *(paper() for paper in papers)]


@contextmanager
def shown_progress() -> Iterator[Callable[[str], None]]:
    """Show on a terminal which stage is at work and for how long."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage: bar.update(task, description=stage)
