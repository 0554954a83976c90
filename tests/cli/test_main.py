"""The command line as it is called: names, help, exit codes."""

import subprocess
import sys
from importlib.metadata import version

import pytest
import typer
from typer.testing import CliRunner

from duecourse.cli import main as command_line
from duecourse.cli.main import VERBS, app, main, never_fail_to_print
from duecourse.cli.verbs import Verb, group_of, loaded

HEAVY = ("altair", "duckdb", "narwhals", "polars", "pyarrow", "typst", "vl_convert")


def test_the_help_lists_every_verb_with_what_it_is_for():
    shown = CliRunner().invoke(app, ["--help"]).output

    assert all(f"  {called} " in shown and verb.says in shown for called, verb in VERBS.items())


def test_the_help_loads_no_engine_and_no_renderer():
    program = (
        "import sys; from duecourse.cli.main import app; app(['--help'], standalone_mode=False);"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("called", VERBS)
def test_every_verb_that_is_listed_can_be_loaded(called):
    assert loaded(called, VERBS[called]).name == called


def test_the_version_is_that_of_the_installed_package(monkeypatch, capsys):
    assert ended(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"duecourse {version('duecourse')}\n"


def test_a_wrong_call_fails_with_one_because_two_means_done_with_problems(monkeypatch, capsys):
    assert ended(monkeypatch, "reviw") == 1
    assert "Did you mean 'review'?" in capsys.readouterr().err


def test_a_verb_that_is_broken_off_fails_with_one(monkeypatch):
    def broken_off():
        raise typer.Abort

    monkeypatch.setattr(command_line, "app", lambda **_: broken_off())

    assert ended(monkeypatch, "review") == 1


def test_a_verb_ends_with_the_exit_code_that_it_names(monkeypatch):
    monkeypatch.setattr(command_line, "app", small_program())

    assert ended(monkeypatch, "count", "2") == 2


def test_a_group_is_found_under_its_own_name():
    done = CliRunner().invoke(small_program(), ["policy", "check"])

    assert done.output == "checked\n"


def test_a_character_that_the_code_page_lacks_becomes_a_question_mark(tmp_path):
    with (tmp_path / "page").open("w", encoding="cp1252") as stream:
        never_fail_to_print(stream)
        stream.write("如期 due")

    assert (tmp_path / "page").read_text() == "?? due"


def count(problems: int):
    """End with as many as it is told."""
    raise typer.Exit(problems)


policy = typer.Typer()


@policy.command()
def check():
    """Check."""
    typer.echo("checked")


@policy.command()
def show():
    """Print."""


def small_program():
    """Build a command line of two verbs that live in this file."""
    verbs = {
        "count": Verb(__name__, "count", "Count."),
        "policy": Verb(__name__, "policy", "Policies."),
    }
    program = typer.Typer(cls=group_of(verbs), add_completion=False, rich_markup_mode=None)
    program.callback()(lambda: None)
    return program


def ended(monkeypatch, *words):
    """Call ``duecourse`` with some words; return its exit code."""
    monkeypatch.setattr(sys, "argv", ["duecourse", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code
