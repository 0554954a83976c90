"""How the verbs refuse: in the language asked for, on standard error, with exit code 1."""

from datetime import date
from pathlib import Path
from re import fullmatch
from typing import NoReturn

import typer

from duecourse.present.problems import in_order, sentences
from duecourse.present.refusals import refusal_text
from duecourse.present.wording import texts_of
from duecourse.values.problems import Problem
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language

FAILED = 1
SHOWN = 10
"""So many problems are printed; problems.csv holds them all."""


def fail(key: str, language: Language, **blanks: object) -> NoReturn:
    """Say why nothing was done, from present/wording/commands.toml, and end with 1."""
    says = texts_of("commands")[key].in_language(language)
    typer.echo(says.format(**blanks), err=True)
    raise typer.Exit(FAILED)


def refuse(refusal: Refusal, language: Language) -> NoReturn:
    """Word a refusal and end with 1."""
    typer.echo(refusal_text(refusal, language), err=True)
    raise typer.Exit(FAILED)


def print_problems(problems: tuple[Problem, ...], language: Language) -> None:
    """Print the first problems, each with the way to mend it, to standard error."""
    for problem in in_order(problems)[:SHOWN]:
        says, mend = sentences(problem, language)
        where = ":".join(str(part) for part in (problem.file, problem.row) if part is not None)
        typer.echo(f"{where}: {says} {mend}", err=True)
    if len(problems) > SHOWN:
        typer.echo(f"(+{len(problems) - SHOWN}: problems.csv)", err=True)


def day_named(text: str, language: Language) -> date:
    """Read a day such as 2026-03-31."""
    if fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text.strip()):
        try:
            return date(*map(int, text.strip().split("-")))
        except ValueError:
            fail("bad-day", language, text=text)
    fail("bad-day", language, text=text)


def must_exist(path: Path, language: Language) -> None:
    """End with 1 where a path leads nowhere."""
    if not path.exists():
        fail("no-file", language, file=path)
