"""Checking a text while it is written: what is wrong, what is doubtful, how its cases go."""

from collections.abc import Mapping
from dataclasses import dataclass

from duecourse.policy.cases import Outcome, read_cases, run
from duecourse.policy.lint import lint
from duecourse.policy.reading import read_policy
from duecourse.policy.shapes import Policy
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.problems import Problem

CASES = "cases.toml"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a policy's text and in its cases.

    ``policy`` is None where the text is no valid policy; then there are neither doubts nor
    outcomes.
    """

    policy: Policy | None
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()
    case_problems: tuple[Problem, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Return the cases that do not hold."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def fit_to_publish(self) -> bool:
        """Say whether nothing stands against it: a valid text, and cases that are read and hold."""
        return not (self.problems or self.case_problems or self.failed)


def check(
    text: str,
    cases: str = "",
    *,
    measures: Mapping[str, MeasureSpec] | None = None,
    name: str = "policy.toml",
) -> Checked:
    """Read a policy and question it, and try its cases on it.

    Keeps:
        whatever the text holds, this answers; it never raises.
    """
    policy, problems = read_policy(text, measures=measures, name=name)
    listed, case_problems = read_cases(cases, measures=measures, name=CASES)
    if policy is None:
        return Checked(None, tuple(problems), (), tuple(case_problems))
    doubts = lint(policy, text=text, measures=measures, name=name)
    return Checked(policy, (), tuple(doubts), tuple(case_problems), tuple(run(listed, policy)))
