"""``duecourse``: the verbs, gathered."""

import sys
from importlib.metadata import version
from io import TextIOWrapper
from typing import Annotated, TextIO

import typer

from duecourse.cli.verbs import Verb, group_of

FAILED = 1
VERBS = {
    "review": Verb(
        "duecourse.cli.review", "review", "Read a ledger; write what is to be decided today."
    ),
    "check-order": Verb(
        "duecourse.cli.check_order", "check_order", "Check one order against the position."
    ),
    "policy": Verb("duecourse.cli.policy", "app", "Start, check, print and compare a policy."),
    "template": Verb("duecourse.cli.template", "template", "Write a workbook to fill in."),
    "simulate-company": Verb(
        "duecourse.cli.simulate_company", "simulate_company", "Make an example company."
    ),
    "import": Verb(
        "duecourse.cli.import_books", "import_books", "Import books: look first, then keep."
    ),
    "daily": Verb("duecourse.cli.daily", "daily", "Take today's position; what is to be done."),
    "send-letters": Verb(
        "duecourse.cli.send_letters", "send_letters", "Send the letters that people let go."
    ),
    "serve": Verb("duecourse.cli.serve", "serve", "Serve the application until it is stopped."),
    "token": Verb("duecourse.cli.token", "app", "Issue, list and revoke tokens for programs."),
    "backup": Verb("duecourse.cli.backup", "backup", "Back everything up into one file."),
    "restore": Verb("duecourse.cli.backup", "restore", "Put a backup in the place of all."),
    "user": Verb("duecourse.cli.user", "app", "Add, list and disable users, change passwords."),
}

app = typer.Typer(
    cls=group_of(VERBS),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_show_locals=False,
)


def print_version(wanted: bool) -> None:
    """Print the version and stop, where asked to."""
    if wanted:
        typer.echo(f"duecourse {version('duecourse')}")
        raise typer.Exit


@app.callback()
def duecourse(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=print_version, is_eager=True, help="Say which version."),
    ] = False,
) -> None:
    """如期 Duecourse: a ledger in, decisions out. 台账进，决策出。

    Exit codes: 0 clean, 1 failed, 2 done with problems (they are in problems.csv).
    """


def main() -> None:
    """Run one verb and end with its exit code.

    A wrong call ends with 1: Typer's own 2 would read as "done with problems".
    """
    never_fail_to_print(sys.stdout)
    never_fail_to_print(sys.stderr)
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as wrong:
        wrong.show()  # type: ignore[attr-defined]  # the class that shows itself is not exported
        code = FAILED
    except typer.Abort:
        code = FAILED
    sys.exit(code)


def never_fail_to_print(stream: TextIO) -> None:
    """Print a question mark for a character that a terminal's code page lacks."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
