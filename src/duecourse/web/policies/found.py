"""What was found in a text, for its page: problems and doubts with their lines, cases that fail."""

from collections.abc import Sequence
from dataclasses import dataclass

from duecourse.policy.cases import Outcome
from duecourse.policy.checking import Checked
from duecourse.present.problems import sentences
from duecourse.present.wording import words
from duecourse.values.problems import Problem
from duecourse.values.says import Language

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: what is so, what to do, the line and its text."""

    so: str
    to_do: str
    row: int | None
    column: str | None
    line: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A case: whether it holds, and what came out where it does not."""

    says: str
    passed: bool
    expect: str
    got: str
    row: int | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything about a text that its author should see."""

    problems: Sequence[Found]
    doubts: Sequence[Found]
    case_problems: Sequence[Found]
    cases: Sequence[Tried]
    fit: bool

    @property
    def failed(self) -> list[Tried]:
        """Return the cases that do not hold."""
        return [one for one in self.cases if not one.passed]

    @property
    def passed(self) -> int:
        """Count the cases that hold."""
        return len(self.cases) - len(self.failed)


def findings(checked: Checked, text: str, cases: str, language: Language) -> Findings:
    """Word what was found."""
    return Findings(
        problems=[found(one, text, language) for one in checked.problems],
        doubts=[found(one, text, language) for one in checked.doubts],
        case_problems=[found(one, cases, language) for one in checked.case_problems],
        cases=[tried(one, language) for one in checked.outcomes],
        fit=checked.fit_to_publish,
    )


def found(problem: Problem, text: str, language: Language) -> Found:
    """Word one finding, with the line that it is about."""
    so, to_do = sentences(problem, language)
    lines = text.splitlines()
    row = problem.row
    line = lines[row - 1].strip() if row is not None and row <= len(lines) else ""
    short = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
    return Found(so, to_do, row, problem.column, short)


def tried(outcome: Outcome, language: Language) -> Tried:
    """Word what became of a case."""
    word = words(language)
    expect, got = (
        word("word.and").join(answers) or word("web.policies.nothing")
        for answers in (outcome.case.expect, outcome.got)
    )
    case = outcome.case
    return Tried(case.says.in_language(language), outcome.passed, expect, got, case.row)
