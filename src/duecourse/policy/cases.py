"""Cases: what a policy is expected to say of given customers, written by whoever owns it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from duecourse.policy.evaluating import (
    Values,
    capped,
    firing,
    grade_before_caps,
    next_level,
    points,
    score,
)
from duecourse.policy.fields import (
    Notebook,
    Section,
    as_number,
    nearest,
    report_unknown_keys,
    shown,
)
from duecourse.policy.reading import parsed
from duecourse.policy.shapes import GRADES, Grade, Policy
from duecourse.policy.sizing import limit
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.problems import Problem
from duecourse.values.says import Says

Kind = Literal["points", "grade", "grade_cap", "limit", "hold", "alert", "dunning"]
KINDS: tuple[Kind, ...] = ("points", "grade", "grade_cap", "limit", "hold", "alert", "dunning")
UNKNOWN = "unknown"
NO_WEIGHT = "skip"
NOTHING = "none"
NO_MEASURES = ("score", "known_weight", "securities", "covers", "probability_of_default")
"""What a case may give besides measures: a score as such, and what a limit rests on."""


@dataclass(frozen=True, slots=True)
class Case:
    """One expectation. Answers are compared as words, in order.

    ``given`` holds measures; for points the values of one measure, for dunning ``days_past_due``
    and the levels ``sent``. A limit is that of a ``grade``, under observation or not.
    """

    kind: Kind
    says: Says
    given: Mapping[str, tuple[Decimal | None, ...]]
    expect: tuple[str, ...]
    row: int | None
    sent: tuple[str, ...] = ()
    grade: Grade = GRADES[-1]
    observed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    case: Case
    got: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Say whether the policy said what was expected."""
        return self.got == self.case.expect


def read_cases(
    text: str, *, measures: Mapping[str, MeasureSpec] | None = None, name: str = "cases.toml"
) -> tuple[list[Case], list[Problem]]:
    """Read the cases of a policy and what is wrong with them, in the order of the file.

    Returns:
        every case that could be read; wrong ones are problems beside them.
    """
    table, lines, problems = parsed(text, name)
    book = Notebook(name, lines, measures, problems)
    root = Section(table, (), book)
    found = [
        one
        for kind in KINDS
        for row in root.sections(kind)
        if (one := case_without_problem(kind, row)) is not None
    ]
    report_unknown_keys(book)
    return (
        sorted(found, key=lambda one: one.row or 0),
        sorted(book.problems, key=lambda problem: problem.row or 0),
    )


def case_without_problem(kind: Kind, section: Section) -> Case | None:
    """Read one case; None where something in it was noted as wrong."""
    before = len(section.book.problems)
    found = case(kind, section)
    return found if len(section.book.problems) == before else None


def case(kind: Kind, section: Section) -> Case:
    """Read one case."""
    given = section.section("given")
    sent = given.texts("sent") if kind == "dunning" else ()
    is_limit = kind == "limit"
    return Case(
        kind=kind,
        says=section.says(),
        given={name: values(given, name, kind) for name in given.table if name != "sent"},
        expect=limit_expected(section) if is_limit else expected(section),
        row=section.book.lines.line(section.path),
        sent=sent,
        grade=section.choice("grade", GRADES) if is_limit else GRADES[-1],
        observed=section.flag("observed", False) if is_limit else False,
    )


def values(given: Section, name: str, kind: Kind) -> tuple[Decimal | None, ...]:
    """Read what one measure is, or several values of it; ``"unknown"`` is allowed."""
    if kind != "dunning" and name not in NO_MEASURES:
        check_measure(given, name)
    given.has(name)
    written = given.table[name]
    listed = written if isinstance(written, list) else [written]
    numbers = [None if one == UNKNOWN else as_number(one) for one in listed]
    for one, number in zip(listed, numbers, strict=True):
        if number is None and one != UNKNOWN:
            given.wrong("not-number", name, value=shown(one))
    return tuple(numbers)


def check_measure(given: Section, name: str) -> None:
    """Note a name that is no measure."""
    known = given.book.measures
    if known is not None and name not in known:
        given.wrong("unknown-measure", name, value=name, **nearest(name, known, most=3))


def expected(section: Section) -> tuple[str, ...]:
    """Read what is expected: a word, a number, or a list of them."""
    if not section.has("expect"):
        section.wrong("missing-key", "expect", table="case")
        return ()
    written = section.table["expect"]
    return tuple(word(one) for one in written) if isinstance(written, list) else (word(written),)


def limit_expected(section: Section) -> tuple[str, ...]:
    """Read the amount that is expected and the rule that binds."""
    both = section.section("expect")
    return word(both.money("amount")), both.text("rule")


def word(value: Any) -> str:
    """Write a number or a word as it is compared.

    >>> word(Decimal("75.0")), word("C")
    ('75', 'C')
    """
    number = as_number(value)
    return shown(value) if number is None else f"{number.normalize():f}"


def run(cases: Sequence[Case], policy: Policy) -> list[Outcome]:
    """Try every case on a policy."""
    return [Outcome(one, ANSWERS[one.kind](one, policy)) for one in cases]


def single(case: Case) -> Values:
    """Return the first value of every given measure."""
    return {name: found[0] for name, found in case.given.items() if found}


def points_of(case: Case, policy: Policy) -> tuple[str, ...]:
    """Answer with the points of every given value of the criterion's measure."""
    return tuple(
        NO_WEIGHT if earned is None else word(earned)
        for name, found in case.given.items()
        for rule in policy.criteria
        if rule.measure == name
        for earned in (points(value, rule) for value in found)
    )


def grade_of(case: Case, policy: Policy) -> tuple[str, ...]:
    """Answer with the grade: of a given score, else of the given measures, less its caps."""
    given = single(case)
    earned, known = score(policy.criteria, given)
    if "score" in given:
        earned, known = given["score"], given.get("known_weight") or Decimal(1)
    before = grade_before_caps(earned, known, policy)
    return (capped(before, firing(policy.caps, given)),)


def caps_of(case: Case, policy: Policy) -> tuple[str, ...]:
    """Answer with the grade caps that fire."""
    return tuple(rule.id for rule in firing(policy.caps, single(case)))


def holds_of(case: Case, policy: Policy) -> tuple[str, ...]:
    """Answer with the hold rules that fire."""
    return tuple(rule.id for rule in firing(policy.holds, single(case)))


def alerts_of(case: Case, policy: Policy) -> tuple[str, ...]:
    """Answer with the alerts that ring."""
    return tuple(rule.id for rule in firing(policy.alerts, single(case)))


def limit_of(case: Case, policy: Policy) -> tuple[str, ...]:
    """Answer with the limit and the rule that binds."""
    amount, rule = limit(policy, case.grade, single(case), observed=case.observed)
    return (NOTHING,) if amount is None or rule is None else (word(amount), rule)


def dunning_of(case: Case, policy: Policy) -> tuple[str, ...]:
    """Answer with the next dunning level for every given number of days past due."""
    days = case.given.get("days_past_due", ())
    levels = [
        next_level(policy.dunning.levels, days_past_due=int(number or 0), sent=case.sent)
        for number in days
    ]
    return tuple(NOTHING if level is None else level.id for level in levels)


ANSWERS: dict[Kind, Callable[[Case, Policy], tuple[str, ...]]] = {
    "points": points_of,
    "grade": grade_of,
    "grade_cap": caps_of,
    "limit": limit_of,
    "hold": holds_of,
    "alert": alerts_of,
    "dunning": dunning_of,
}


def holding(text: str, policy: Policy, measures: Mapping[str, MeasureSpec]) -> str:
    """Return a file of cases without those that the policy does not meet.

    A preset's cases are in its own currency: where its amounts are restated, those that turn on
    an amount no longer hold.
    """
    listed, _ = read_cases(text, measures=measures)
    failed = {outcome.case.row for outcome in run(listed, policy) if not outcome.passed}
    kept: list[str] = []
    leaving = False
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if line.startswith("[["):
            leaving = number in failed
        if not leaving:
            kept.append(line)
    return "".join(kept)
