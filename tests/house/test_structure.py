"""The house as it stands: its packages explain themselves and its rules are kept."""

import ast
import re
from pathlib import Path

import pytest

import check
from duecourse.cli.main import VERBS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "duecourse"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if not path.name.startswith("0"))
"""Migrations are written by Django, and their names begin with a number."""


def name_of(path):
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_in_one_line_what_it_is(path):
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))

    assert said
    assert said.splitlines()[0].endswith((".", ":"))


def test_every_folder_of_the_source_is_a_package():
    folders = {path.parent for path in MODULES}

    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_file_is_called_after_what_has_no_name():
    nameless = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}

    assert [name_of(path) for path in MODULES if path.name in nameless] == []


def test_tests_mirror_the_source():
    """A folder of tests is named after a package, or holds tests of the whole."""
    of_the_whole = {"house", "real", "scenarios", "golden", "snapshots", "browser", "data", "bench"}
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

    assert folders - packages - of_the_whole == set()


def test_every_verb_of_the_makefile_that_the_pages_name_exists():
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {
        verb for page in pages for verb in re.findall(r"\bmake ([a-z-]+)`", page.read_text("utf-8"))
    }

    assert named - verbs == set()


def test_every_verb_of_the_command_line_that_the_pages_name_exists():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {
        verb
        for page in pages
        for verb in re.findall(
            r"(?<!from )\bduecourse ([a-z]+(?:-[a-z]+)*)", page.read_text("utf-8")
        )
    }

    assert named - set(VERBS) == set()


def test_every_word_of_the_glossary_stands_in_the_source():
    sources = [path for path in SOURCE.rglob("*") if path.suffix in {".py", ".toml"}]
    source = "\n".join(path.read_text("utf-8") for path in sources)
    first_columns = re.findall(
        r"^\| (`[^|]+) \|", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE
    )
    words = [word for column in first_columns for word in re.findall(r"`(\w+)`", column)]

    assert len(words) > 80
    assert [word for word in words if not re.search(rf"{word}(?:e?s)?(?![a-z])", source)] == []


def test_the_rules_end_with_an_exit_code_and_a_line_for_each_fault(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(check, "RULES", (lambda root: [f"{root.name} is bare"], lambda _: []))

    assert check.main(tmp_path) == 1
    assert capsys.readouterr().err == f"{tmp_path.name} is bare\n"

    monkeypatch.setattr(check, "RULES", ())

    assert check.main(tmp_path) == 0
    assert capsys.readouterr().out == "House rules: all kept.\n"
