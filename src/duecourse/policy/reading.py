"""Reading a written policy: TOML text in, a policy or the list of what is wrong with it out."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from duecourse.policy import tables_collecting, tables_credit, tables_grading
from duecourse.policy.fields import Notebook, Section, coded, nearest, report_unknown_keys
from duecourse.policy.lines import Lines, Path, lines_of
from duecourse.policy.shapes import Policy
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.problems import Problem

FILE = "policy.toml"
LINE_IN_MESSAGE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class InvalidPolicy(ValueError):
    """A policy that cannot be used; ``problems`` says where and how to mend it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; the text names the lines."""
        self.problems = tuple(problems)
        places = "; ".join(f"line {found.row}: {found.code}" for found in problems)
        super().__init__(f"This policy cannot be used ({places}).")


def read_policy(
    text: str, *, measures: Mapping[str, MeasureSpec] | None = None, name: str = FILE
) -> tuple[Policy | None, list[Problem]]:
    """Read a policy, or say everything that is wrong with it, in the order of its lines.

    ``measures`` is the catalogue by name; without one, names of measures are taken as they are.
    ``name`` is the file's name, used only to point at lines. Never raises for bad content.

    Returns:
        the policy and no problems, or None and at least one.
    """
    table, lines, problems = parsed(text, name)
    if problems:
        return None, problems
    book = Notebook(name, lines, measures)
    policy = whole(Section(table, (), book))
    report_unknown_keys(book)
    if book.problems:
        return None, sorted(book.problems, key=lambda found: found.row or 0)
    return policy, []


def valid_policy(
    text: str, *, measures: Mapping[str, MeasureSpec] | None = None, name: str = FILE
) -> Policy:
    """Read a policy that must be right.

    Raises:
        InvalidPolicy: it is not.
    """
    policy, problems = read_policy(text, measures=measures, name=name)
    if policy is None:
        raise InvalidPolicy(problems)
    return policy


def parsed(text: str, name: str) -> tuple[dict[str, Any], Lines, list[Problem]]:
    """Parse TOML with exact decimals and the line of every key."""
    try:
        table = tomllib.loads(text, parse_float=exact)
        return table, lines_of(text), []
    except ValueError as error:
        place = LINE_IN_MESSAGE.search(str(error))
        row = int(place[1]) if place and place[1] else text.count("\n") + 1
        details = {"message": LINE_IN_MESSAGE.sub("", str(error))}
    except RecursionError:
        row, details = 1, {"message": "too many brackets within one another"}
    return {}, Lines(), [Problem(coded("not-toml"), name, row, None, details)]


def exact(written: str) -> Decimal:
    """Read a number as it is written; one beyond all measure is none."""
    try:
        return Decimal(written)
    except InvalidOperation:
        return Decimal("NaN")


def whole(root: Section) -> Policy:
    """Read every table of the policy and hold them against one another."""
    head = root.section("policy")
    policy = Policy(
        company=head.says("company"),
        currency=currency(head),
        version=head.whole("version", least=1),
        effective_from=head.day("effective_from"),
        approved_by=head.text("approved_by"),
        windows=tables_collecting.windows(optional(head, "windows")),
        criteria=tuple(tables_grading.criterion(row) for row in root.sections("criterion")),
        grades=tables_grading.grades(root.section("grades")),
        caps=tuple(tables_grading.grade_cap(row) for row in root.sections("grade_cap")),
        options=tables_credit.options(root.section("grade")),
        bills=tables_credit.bills(optional(root, "bills")),
        terms=tables_credit.terms(root.section("terms")),
        change=tables_credit.change(optional(root, "change")),
        observation=tables_credit.observation(root.section("observation"))
        if root.has("observation")
        else None,
        holds=tuple(tables_collecting.hold(row) for row in root.sections("hold")),
        late_interest=tables_collecting.late_interest(optional(root, "late_interest")),
        dunning=tables_collecting.dunning(optional(root, "dunning")),
        alerts=tuple(tables_collecting.alert(row) for row in root.sections("alert")),
        authority=tuple(tables_credit.authority(row) for row in root.sections("authority")),
        review=tables_collecting.review(optional(root, "review")),
        training=tables_collecting.training(root.section("training"))
        if root.has("training")
        else None,
    )
    check_together(policy, root.book)
    return policy


def optional(root: Section, key: str) -> Section:
    """Open a table that need not be written; its readers then give what is usual."""
    return root.maybe_section(key) or Section({}, (*root.path, key), root.book, void=True)


def currency(head: Section) -> str:
    """Read a currency code."""
    found = head.text("currency")
    if found and not re.fullmatch("[A-Z]{3}", found):
        head.wrong("not-a-currency", "currency", value=found)
    return found


def check_together(policy: Policy, book: Notebook) -> None:
    """Note what each table alone cannot show: names that lead nowhere, names used twice."""
    if not policy.criteria:
        book.wrong("no-criterion", ("criterion",))
    named: dict[str, Iterable[str]] = {
        "grade_cap": (rule.id for rule in policy.caps),
        "hold": (rule.id for rule in policy.holds),
        "alert": (rule.id for rule in policy.alerts),
        "criterion": (rule.measure for rule in policy.criteria),
        "authority": (rule.role for rule in policy.authority),
    }
    for table, names in named.items():
        check_once((table,), names, book)
    check_once(("dunning", "level"), (level.id for level in policy.dunning.levels), book)
    check_terms(policy, book)


def check_once(table: Path, names: Iterable[str], book: Notebook) -> None:
    """Note every name that a list of tables uses a second time."""
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        if name and seen[name] > 1:
            book.wrong("used-twice", (*table, place), name=name)


def check_terms(policy: Policy, book: Notebook) -> None:
    """Note every payment term that is granted and nowhere explained."""
    granted: list[tuple[Path, str]] = [
        (("grade", grade, "option", place, "terms"), option.terms)
        for grade, options in policy.options.items()
        for place, option in enumerate(options)
    ]
    if policy.observation is not None:
        granted.append((("observation", "first_terms"), policy.observation.first_terms))
    for path, id in granted:
        if id and id not in policy.terms:
            book.wrong("unknown-terms", path, value=id, **nearest(id, policy.terms))
