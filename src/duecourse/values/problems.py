"""What is wrong with the facts, as values: where, what, and the details its sentence names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NOTES = frozenset({"not-counted"})
"""Codes that tell what was done and ask for nothing: listed with the problems, mended by nobody."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a source that a person should mend.

    ``code`` names the wording (``present/wording/problems.toml``: what is so, what to do);
    ``details`` fill its blanks. ``row`` counts as the file's own program does, from 1, header
    included; None where the whole file or table is meant.
    """

    code: str
    file: str
    row: int | None = None
    column: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


def to_mend(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out the notes: what remains is for a person to mend.

    >>> found = [Problem("not-counted", "a.xlsx", 9), Problem("zero-amount", "a.xlsx", 3)]
    >>> [problem.code for problem in to_mend(found)]
    ['zero-amount']
    """
    return tuple(problem for problem in problems if problem.code not in NOTES)


class IncompleteFrame(ValueError):
    """A frame lacks columns that a measure needs."""
