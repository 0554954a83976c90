"""Lint: the field's classic mistakes, in a policy that is otherwise valid."""

from collections.abc import Callable, Iterator, Mapping

from duecourse.policy.doubts import Doubt
from duecourse.policy.fields import coded, dotted
from duecourse.policy.lines import Lines, lines_of
from duecourse.policy.lint_collecting import COLLECTING
from duecourse.policy.lint_credit import CREDIT
from duecourse.policy.lint_grading import GRADING
from duecourse.policy.lint_measures import MEASURES, Measures
from duecourse.policy.shapes import Policy
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.problems import Problem

LINTS: tuple[Callable[[Policy], Iterator[Doubt]], ...] = (*GRADING, *CREDIT, *COLLECTING)
NO_MEASURES: Measures = {}


def lint(
    policy: Policy,
    *,
    text: str = "",
    measures: Mapping[str, MeasureSpec] | None = None,
    name: str = "policy.toml",
) -> list[Problem]:
    """Question what a policy says, in the order of its lines; none of it makes it invalid.

    ``text`` is what the policy was read from; without it doubts have no line. ``measures`` is
    the catalogue by name: with it, bands and bounds are held against what measures mean.
    """
    lines = lines_of(text)
    doubts = [doubt for look in LINTS for doubt in look(policy)]
    doubts += [doubt for look in MEASURES for doubt in look(policy, measures or NO_MEASURES)]
    found = [problem(doubt, lines, name) for doubt in doubts]
    return sorted(found, key=lambda one: one.row or 0)


def problem(doubt: Doubt, lines: Lines, name: str) -> Problem:
    """Place a doubt in the file."""
    return Problem(
        coded(doubt.code), name, lines.line(doubt.path), dotted(doubt.path) or None, doubt.details
    )
