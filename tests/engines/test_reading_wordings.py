"""Whatever reading can find wrong has words in both languages."""

import re
from pathlib import Path

import pytest

from duecourse.ledger.checks import DOUBTS, REFERENCE_CODES, UNREADABLE
from duecourse.present.problems import problem_wordings, sentences
from duecourse.values.problems import Problem

SOURCE = Path(__file__).parents[2] / "src" / "duecourse"
CODE = r"\"([a-z]+(?:-[a-z]+)+)\""
FOUND = re.compile(rf"(?:found|Rule|Problem|append)\(\s*\(?\s*{CODE}|return {CODE}")
NOT_CODES = {"utf-8-sig"}


def codes():
    """Collect the codes written in the code that reads, and those of the rules."""
    files = [*(SOURCE / "engines").glob("*.py"), *(SOURCE / "sources").glob("*.py")]
    written = {a or b for file in files for a, b in FOUND.findall(file.read_text("utf-8"))}
    ruled = {*UNREADABLE.values(), *REFERENCE_CODES.values(), *(doubt.code for doubt in DOUBTS)}
    return sorted(
        written - NOT_CODES | ruled | {"duplicate-row", "duplicate-key", "unknown-reference"}
    )


@pytest.mark.parametrize("code", codes())
def test_every_problem_of_reading_has_its_two_sentences(code):
    assert code in problem_wordings()


def test_a_sentence_names_what_the_cell_held():
    problem = Problem("unreadable-date", "a.csv", 3, "due_on", {"value": "soon"})

    so, to_do = sentences(problem, "en")

    assert so == "'soon' is not a date that can be read for certain."
    assert to_do.startswith("Write 2026-03-01")


def test_braces_in_advice_are_printed_as_such():
    assert 'terms = { constant = "NET30" }' in sentences(Problem("no-due-day", "a.xlsx"), "en")[1]
