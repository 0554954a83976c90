"""Comparing two versions of a policy: what changes, as sentences."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast

from duecourse.policy.changes import Leaf, is_row, summary, value, where
from duecourse.policy.shapes import Condition, Criterion, Discount, LimitRule, Policy
from duecourse.policy.words import Words, words_for
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Language, Says

ROWS = (
    "criteria",
    "caps",
    "holds",
    "levels",
    "alerts",
    "authority",
    "limit",
    "exit_tests",
    "terms",
)
WRITTEN = {
    "criteria": "criterion",
    "caps": "grade_cap",
    "options": "grade",
    "holds": "hold",
    "levels": "level",
    "alerts": "alert",
}
"""Tables that the file calls otherwise than the shapes."""
WHOLE = (Condition, LimitRule, Discount, Says)
"""Shapes that change as a whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: where, what it was, what it becomes (None: absent), and the sentence."""

    path: str
    was: Says | None
    becomes: Says | None
    says: Says


def differences(
    old: Policy, new: Policy, *, measures: Mapping[str, MeasureSpec] | None = None
) -> list[Difference]:
    """List what changes from one policy to another, in the order of the policy.

    A rule that is new or dropped is one change, with all that it says.

    Returns:
        nothing for equal policies.
    """
    before, after = rows_of(old), rows_of(new)
    speak = Speaker(both_words(old, measures), both_words(new, measures))
    found: list[Difference] = []
    for row in dict.fromkeys((*before, *after)):
        if row not in before or row not in after:
            found.append(speak.whole_row(row, before.get(row), after.get(row)))
        else:
            found.extend(changes(speak, before[row], after[row]))
    return found


def changes(
    speak: "Speaker", before: Mapping[tuple[str, ...], Leaf], after: Mapping[tuple[str, ...], Leaf]
) -> Iterator[Difference]:
    """Go through what changes within one row."""
    for path in dict.fromkeys((*before, *after)):
        was, becomes = before.get(path), after.get(path)
        if was is None or becomes is None or was.value != becomes.value:
            yield speak.change(was, becomes)


def rows_of(policy: Policy) -> dict[tuple[str, ...], dict[tuple[str, ...], Leaf]]:
    """Gather the leaves of a policy by the row that they belong to; () is the policy itself."""
    rows: dict[tuple[str, ...], dict[tuple[str, ...], Leaf]] = {}
    for leaf in leaves(policy, Leaf((), (), None)):
        rows.setdefault(row_of(leaf), {})[leaf.path] = leaf
    return rows


def row_of(leaf: Leaf) -> tuple[str, ...]:
    """Return the path of the innermost row that a leaf belongs to."""
    ends = [
        place + 1
        for place, name in enumerate(leaf.fields)
        if name in ROWS and is_row(leaf.fields, place)
    ]
    return leaf.path[: ends[-1]] if ends else ()


def leaves(value: Any, at: Leaf) -> Iterator[Leaf]:
    """Walk down to the figures and rules; what is absent is passed over."""
    name = at.fields[-1] if at.fields else ""
    if value is None:
        return
    if is_dataclass(value) and not isinstance(value, WHOLE):
        rule = value if isinstance(value, Criterion) else at.criterion
        for field in fields(value):
            inner = getattr(value, field.name)
            deeper = Leaf((*at.path, field.name), (*at.fields, field.name), None, rule)
            yield from leaves(inner, deeper)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, Leaf((*at.path, key), (*at.fields, name), None))
    elif isinstance(value, tuple) and (name in ROWS or is_dataclass(next(iter(value), None))):
        for key, inner in keyed(value):
            yield from leaves(inner, Leaf((*at.path, key), (*at.fields, name), None))
    else:
        yield Leaf(at.path, at.fields, value, at.criterion)


def keyed(rows: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Name each row by what identifies it, else by its place; a name used again is numbered."""
    seen: Counter[str] = Counter()
    for place, row in enumerate(rows, start=1):
        names = (getattr(row, name, None) for name in ("id", "role", "rule", "measure"))
        key = str(next((name for name in names if name is not None), place))
        seen[key] += 1
        yield (key if seen[key] == 1 else f"{key} {seen[key]}"), row


def both_words(
    policy: Policy, measures: Mapping[str, MeasureSpec] | None
) -> Mapping[Language, Words]:
    """Gather the words of both languages."""
    names = {rule.measure: rule.says for rule in policy.criteria}
    languages: tuple[Language, ...] = ("zh", "en")
    return {
        language: words_for(language, currency=policy.currency, measures=measures, names=names)
        for language in languages
    }


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts changes into words: figures of the old policy in its currency, of the new in its own."""

    old: Mapping[Language, Words]
    new: Mapping[Language, Words]

    def change(self, was: Leaf | None, becomes: Leaf | None) -> Difference:
        """Say how one figure or rule changes."""
        before = None if was is None else both(lambda words: value(was, words), self.old)
        after = None if becomes is None else both(lambda words: value(becomes, words), self.new)
        leaf = cast("Leaf", becomes or was)
        return self.difference(leaf.path, leaf.fields, before, after)

    def whole_row(
        self,
        row: tuple[str, ...],
        before: Mapping[tuple[str, ...], Leaf] | None,
        after: Mapping[tuple[str, ...], Leaf] | None,
    ) -> Difference:
        """Say that a rule is new or dropped, with all that it says."""
        some = next(iter((before or after or {}).values()))
        was = None if before is None else both(lambda words: summary(row, before, words), self.old)
        now = None if after is None else both(lambda words: summary(row, after, words), self.new)
        return self.difference(row, some.fields[: len(row)], was, now)

    def difference(
        self,
        path: tuple[str, ...],
        names: tuple[str, ...],
        was: Says | None,
        becomes: Says | None,
    ) -> Difference:
        """Make one difference with its sentence."""
        kind = "removed" if becomes is None else "added" if was is None else "becomes"

        def sentence(words: Words) -> str:
            return words.word(
                "change",
                kind,
                where=where(path, names, words),
                was="" if was is None else words.says(was),
                becomes="" if becomes is None else words.says(becomes),
            )

        spoken = self.old if becomes is None else self.new
        written = ".".join(WRITTEN.get(part, part) for part in path)
        return Difference(written, was, becomes, both(sentence, spoken))


def both(said: Callable[[Words], str], words: Mapping[Language, Words]) -> Says:
    """Say something in both languages."""
    return Says(zh=said(words["zh"]), en=said(words["en"]))
