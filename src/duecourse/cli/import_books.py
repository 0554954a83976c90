"""``duecourse import``: books into the system, looked at first; and what was imported."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import fail, must_exist, print_problems, refuse
from duecourse.cli.starting import ready
from duecourse.present.import_text import batch_line, effect_lines, look_lines, said
from duecourse.values.problems import to_mend
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language

if TYPE_CHECKING:
    from duecourse.services.import_books import Look, Request

LETTERS = 3
WITH_PROBLEMS = 2


def import_books(
    source: Annotated[
        Path | None, typer.Argument(help="The books: a workbook, a file or a folder.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="Which column is what: a file, or the name of a saved one.")
    ] = None,
    save_as: Annotated[
        str | None, typer.Option(help="Save the mapping under this name, for the next file.")
    ] = None,
    currency: Annotated[str, typer.Option(help="The currency where none is stated.")] = "",
    complete: Annotated[
        bool, typer.Option("--complete", help="It lists all that is open; the rest was settled.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without asking.")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="List what was imported.")] = False,
    take_back: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Take this import back.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why it is taken back.")] = "",
    lang: Annotated[Lang, typer.Option(help="Language of what is said.")] = Lang.ZH,
) -> None:
    """Show what is in SOURCE and what is wrong with it; keep its good rows, all or none.

    Exit codes: 0 clean, 1 nothing done, 2 done with problems.
    """
    language: Language = lang.value
    if source is not None:
        must_exist(source, language)
    elif not list_all and take_back is None:
        typer.echo(said("done.ask_what", language), err=True)
        raise typer.Exit(1)
    if currency and not (len(currency) == LETTERS and currency.isalpha()):
        fail("bad-currency", language, text=currency)
    ready(language)
    try:
        if list_all:
            print_batches(language)
        elif take_back is not None:
            print_taken_back(take_back, reason, language)
        elif source is not None:
            request = replace(asked(source, mapping, save_as, currency.upper()), complete=complete)
            raise typer.Exit(looked_and_kept(request, language, yes=yes))
    except Refusal as refusal:
        print_problems(refusal.details.get("problems", ()), language)  # type: ignore[arg-type]
        refuse(refusal, language)


def asked(source: Path, mapping: str | None, save_as: str | None, currency: str) -> "Request":
    """Gather how the source is to be read; save the mapping where that is asked for."""
    from duecourse.services.import_books import Request
    from duecourse.services.save_mapping import mapping_called, save_mapping

    text = mapping_called(mapping) if mapping else ""
    if text and save_as:
        save_mapping(save_as, text)
    return Request(source, text, currency)


def looked_and_kept(request: "Request", language: Language, *, yes: bool) -> int:
    """Show a source, ask, keep it; return the exit code."""
    from duecourse.services.import_books import foreseen, keep, look

    looked = look(request, today=date.today())
    show(looked, language)
    if not yes:
        if looked.known_as is None:
            print_lines(effect_lines(foreseen(looked), language))
        if not (at_terminal() and typer.confirm(said("look.ask", language))):
            typer.echo(said("look.not_kept", language))
            return WITH_PROBLEMS if to_mend(looked.problems) else 0
    batch = keep(looked)
    print_lines(effect_lines(batch.counts, language))
    typer.echo(said("done.kept", language, number=batch.pk, file=batch.file_name))
    return WITH_PROBLEMS if to_mend(looked.problems) else 0


def at_terminal() -> bool:
    """Say whether there is somebody to ask."""
    return sys.stdin.isatty()


def show(looked: "Look", language: Language) -> None:
    """Print what is in a source; what is wrong with it goes to standard error."""
    known = looked.known_as
    print_lines(look_lines(looked.tables, looked.totals, looked.stated_on, language))
    if known is not None:
        day = known.read_at.date()
        typer.echo(said("look.known", language, number=known.pk, day=day))
    if looked.problems:
        typer.echo(said("look.problems", language, count=len(looked.problems)), err=True)
        print_problems(looked.problems, language)


def print_lines(lines: list[str]) -> None:
    """Print lines."""
    for line in lines:
        typer.echo(line)


def print_batches(language: Language) -> None:
    """List what was imported, the newest first."""
    from duecourse.store.import_batches import ImportBatch

    batches = list(ImportBatch.objects.all())
    if not batches:
        typer.echo(said("done.nothing", language))
    for batch in batches:
        numbered = (batch.pk, batch.file_name, batch.read_at, batch.state)
        typer.echo(batch_line(*numbered, batch.counts, language))


def print_taken_back(number: int, reason: str, language: Language) -> None:
    """Take an import back and say so."""
    from duecourse.services.take_back_import import take_back

    batch = take_back(number, reason=reason)
    typer.echo(said("done.taken_back", language, number=number, file=batch.file_name))
