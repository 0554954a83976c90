"""Changes in words: where one is, and the figure or rule that changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duecourse.policy import phrases
from duecourse.policy.shapes import Condition, Criterion, Discount, LimitRule
from duecourse.policy.words import Words
from duecourse.values.says import Says

MONEY = ("first_limit", "least_amount", "grant_up_to", "four_eyes_above")
SHARES = (
    "known_weight",
    "to_share",
    "raise_at_most",
    "yearly_share",
    "markup",
    "commercial",
    "bank",
    "with_recourse",
    "prepaid_share",
)
WORDS = {
    "release_by": "role",
    "approval": "role",
    "roles": "role",
    "customers": "every",
    "policy": "every",
    "every": "every",
    "severity": "severity",
    "action": "action",
    "channel": "channel",
    "attach": "attach",
    "needs": "needs",
    "seller_class": "seller_class",
}
"""Fields whose values are words, and the kind of word."""
UNNAMED = ("limit", "exit_tests")
"""Rows that say themselves what they are."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One figure or rule of a policy, with the fields that lead to it; rows carry their name."""

    path: tuple[str, ...]
    fields: tuple[str, ...]
    value: Any
    criterion: Criterion | None = None


def is_row(names: tuple[str, ...], place: int) -> bool:
    """Say whether a part of a path names a row: it stands behind its table."""
    return place > 0 and names[place - 1] == names[place]


def where(path: tuple[str, ...], names: tuple[str, ...], words: Words) -> str:
    """Say where a change is: labels of fields, rows by name."""
    said: list[str] = []
    for place, (key, name) in enumerate(zip(path, names, strict=True)):
        if not is_row(names, place):
            said.append(words.word("field", key))
        elif is_row(names, place - 1):
            said.append(words.word("change", "option", name=key))
        elif name not in UNNAMED:
            row = row_name(name, key, words)
            said[-1] = words.word("change", "row", table=said[-1], name=row)
    result = said[0]
    for inner in said[1:]:
        result = words.word("change", "inside", outer=result, inner=inner)
    return result


def row_name(table: str, key: str, words: Words) -> str:
    """Call a row as people do: grades and places by themselves, ids in quotation marks."""
    if table in ("grades", "options", "customers"):
        return key
    if table == "authority":
        return words.word("role", key)
    called = words.figure(key) if table in ("criteria", "targets") else key
    return words.word("change", "quoted", name=called)


def summary(row: tuple[str, ...], leaves: Mapping[tuple[str, ...], Leaf], words: Words) -> str:
    """Say all that a rule says."""
    parts = [
        value(leaf, words)
        if leaf.path == row
        else words.word(
            "change",
            "pair",
            label=words.word("field", leaf.path[-1]),
            value=value(leaf, words),
        )
        for leaf in leaves.values()
        if leaf.path[-1] not in ("id", "role", "measure")
    ]
    return words.word("change", "joined").join(parts)


def value(leaf: Leaf, words: Words) -> str:
    """Say one figure or rule."""
    name = leaf.fields[-1]
    for kind, said in RULES.items():
        if isinstance(leaf.value, kind):
            return said(leaf.value, words)
    if isinstance(leaf.value, Decimal | int):
        return figure(name, leaf, words)
    if isinstance(leaf.value, tuple):
        return listed(name, leaf, words)
    return words.word(WORDS.get(name, "change"), str(leaf.value))


def yes_or_no(flag: bool, words: Words) -> str:
    """Say true or false."""
    return words.word("change", "yes" if flag else "no")


def sentence_of(says: Says, words: Words) -> str:
    """Say a sentence of the policy."""
    return words.says(says)


def date_of(day: date, words: Words) -> str:
    """Say a date."""
    return words.day(day)


RULES: Mapping[type, Callable[[Any, Words], str]] = {
    Condition: phrases.condition,
    LimitRule: phrases.limit_rule,
    Discount: phrases.discount,
    Says: sentence_of,
    bool: yes_or_no,
    date: date_of,
}


def figure(name: str, leaf: Leaf, words: Words) -> str:
    """Say a number by what it counts."""
    if name in MONEY:
        return words.money(leaf.value)
    if name in SHARES:
        return words.percent(leaf.value)
    if name == "targets":
        return phrases.target(leaf.path[-1], leaf.value, words)
    return words.number(leaf.value)


def listed(name: str, leaf: Leaf, words: Words) -> str:
    """Say a list: the bands of a criterion, months, or words."""
    if name == "bands" and leaf.criterion is not None:
        return phrases.bands(leaf.criterion, words)
    if name == "months":
        return "–".join(str(months) for months in leaf.value)
    return words.listed(words.word(WORDS[name], one) for one in leaf.value) or "–"
