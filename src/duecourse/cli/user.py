"""``duecourse user``: who may log in, and as what."""

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from duecourse.cli.languages import Lang
from duecourse.cli.refusing import refuse
from duecourse.cli.starting import ready, speaker
from duecourse.values.refusals import Refusal

if TYPE_CHECKING:
    from duecourse.store.people import User

PASSWORD = "DUECOURSE_PASSWORD"

app = typer.Typer(
    help="Add, list and disable users, and change passwords.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


class RoleChoice(StrEnum):
    """What a person can be."""

    SALES = "sales"
    FINANCE = "finance"
    RISK = "risk"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


LangOption = Annotated[Lang, typer.Option("--lang", help="Language of what is said here.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with.")]


@app.command()
def add(
    name: NameArgument,
    role: Annotated[RoleChoice, typer.Option(help="What the person is here for.")],
    language: Annotated[Lang, typer.Option(help="In which language the person reads.")] = Lang.ZH,
    salesperson: Annotated[
        str, typer.Option(help="For sales: the name by which the ledger's customers call them.")
    ] = "",
    email: Annotated[str, typer.Option(help="The person's address.")] = "",
    lang: LangOption = Lang.ZH,
) -> None:
    """Add a user. The password is asked for, or taken from DUECOURSE_PASSWORD.

    Exit codes: 0 added, 1 refused.
    """
    ready(lang.value)
    from duecourse.services.manage_users import Person, add_user

    person = Person(name, role.value, language.value, salesperson, email)
    try:
        user = add_user(person, password_of(name, lang))
    except Refusal as refusal:
        refuse(refusal, lang.value)
    said = speaker(lang.value)
    typer.echo(said("user.added", name=user.get_username(), role=said(f"role.{user.role}")))


@app.command()
def password(name: NameArgument, lang: LangOption = Lang.ZH) -> None:
    """Change a user's password. It is asked for, or taken from DUECOURSE_PASSWORD.

    Exit codes: 0 changed, 1 refused.
    """
    ready(lang.value)
    from duecourse.services.manage_users import change_password

    try:
        change_password(name, password_of(name, lang))
    except Refusal as refusal:
        refuse(refusal, lang.value)
    typer.echo(speaker(lang.value)("user.changed", name=name))


@app.command()
def disable(name: NameArgument, lang: LangOption = Lang.ZH) -> None:
    """Let a user log in no more; what they did stays under their name.

    Exit codes: 0 done, 1 refused.
    """
    ready(lang.value)
    from duecourse.services.manage_users import disable_user

    try:
        disable_user(name)
    except Refusal as refusal:
        refuse(refusal, lang.value)
    typer.echo(speaker(lang.value)("user.disabled", name=name))


@app.command()
def enable(name: NameArgument, lang: LangOption = Lang.ZH) -> None:
    """Let a disabled user log in again.

    Exit codes: 0 done, 1 refused.
    """
    ready(lang.value)
    from duecourse.services.manage_users import enable_user

    try:
        enable_user(name)
    except Refusal as refusal:
        refuse(refusal, lang.value)
    typer.echo(speaker(lang.value)("user.enabled", name=name))


@app.command("list")
def list_users(lang: LangOption = Lang.ZH) -> None:
    """List all users, with role, language and last login."""
    ready(lang.value)
    from duecourse.store.people import User

    said = speaker(lang.value)
    heads = ("name", "role", "language", "salesperson", "state", "last")
    rows = [row_of(user, lang) for user in User.objects.order_by("username")]
    if not rows:
        typer.echo(said("user.nobody"))
        return
    show([[said(f"user.head.{head}") for head in heads], *rows])


@app.command()
def examples(lang: LangOption = Lang.ZH) -> None:
    """Add a user for each role and language with a random password, to try things out.

    The passwords are shown once. Not for real books: disable these users there.
    """
    ready(lang.value)
    from duecourse.services.manage_users import add_examples

    logins = add_examples(["zh", "en"])
    said = speaker(lang.value)
    typer.echo(said("user.examples"))
    heads = ("name", "secret", "role")
    show(
        [
            [said(f"user.head.{head}") for head in heads],
            *([user.username, secret, said(f"role.{user.role}")] for user, secret in logins),
        ]
    )


def row_of(user: "User", lang: Lang) -> list[str]:
    """Describe a user in one row."""
    said = speaker(lang.value)
    last = "" if user.last_login is None else f"{user.last_login:%Y-%m-%d %H:%M} UTC"
    state = said("user.state.on" if user.is_active else "user.state.off")
    role = said(f"role.{user.role}")
    return [user.username, role, user.language, user.salesperson, state, last]


def show(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; a Chinese character is as wide as two others."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        )
        typer.echo("  ".join(padded).rstrip())


def at_a_terminal() -> bool:
    """Say whether somebody can be asked."""
    return sys.stdin.isatty()


def password_of(name: str, lang: Lang) -> str:
    """Take a password from the environment, or ask for it twice without showing it."""
    if told := os.environ.get(PASSWORD):
        return told
    if not at_a_terminal():
        refuse(Refusal("No password was given.", "no-password"), lang.value)
    text = f"{speaker(lang.value)('user.password')} ({name})"
    asked: str = typer.prompt(text, hide_input=True, confirmation_prompt=True)
    return asked
