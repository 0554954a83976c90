"""Two texts side by side: the lines that went out and came in, and the words that differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

AROUND = 2
"""Lines shown before and after a change."""
WORDS = re.compile(r"\s+|\w+|[^\w\s]")

Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a line, changed or as it was."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number in either text; ``out`` has none in the new, ``in`` in the old."""

    kind: Literal["same", "out", "in"]
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that stand together, below the heading of the table that they belong to."""

    heading: str
    lines: tuple[Line, ...]


def hunks(old: str, new: str, *, around: int = AROUND) -> tuple[Hunk, ...]:
    """Compare two texts line by line.

    Keeps:
        the lines kept and brought in, in order, are lines of the new text; those kept and put out
        are lines of the old.

    Returns:
        nothing for equal texts.
    """
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        Hunk(heading_at(before, group), tuple(lines_in(group, before, after)))
        for group in matcher.get_grouped_opcodes(around)
    )


def heading_at(lines: Sequence[str], group: Sequence[Opcode]) -> str:
    """Return the heading of the table in which the first change of a group stands."""
    first = next(opcode[1] for opcode in group if opcode[0] != "equal")
    above = (line for line in reversed(lines[: first + 1]) if line.startswith("["))
    return next(above, "").partition("#")[0].strip()


def lines_in(
    group: Sequence[Opcode], before: Sequence[str], after: Sequence[str]
) -> Iterator[Line]:
    """Write the lines of a group: kept ones once, then those put out, then those brought in."""
    for kind, i1, i2, j1, j2 in group:
        if kind == "equal":
            for place, text in enumerate(before[i1:i2]):
                yield Line("same", i1 + place + 1, j1 + place + 1, (Piece(text),))
            continue
        gone, came = marked(before[i1:i2], after[j1:j2])
        for place, pieces in enumerate(gone, start=i1 + 1):
            yield Line("out", place, None, pieces)
        for place, pieces in enumerate(came, start=j1 + 1):
            yield Line("in", None, place, pieces)


def marked(
    gone: Sequence[str], came: Sequence[str]
) -> tuple[list[tuple[Piece, ...]], list[tuple[Piece, ...]]]:
    """Mark the words that differ where as many lines went out as came in."""
    if len(gone) != len(came):
        return [(Piece(text),) for text in gone], [(Piece(text),) for text in came]
    pairs = [words_marked(was, becomes) for was, becomes in zip(gone, came, strict=True)]
    return [was for was, _ in pairs], [becomes for _, becomes in pairs]


def words_marked(was: str, becomes: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Mark the words that differ between two lines."""
    before, after = WORDS.findall(was), WORDS.findall(becomes)
    out: list[Piece] = []
    into: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for pieces, words in ((out, before[i1:i2]), (into, after[j1:j2])):
            if words:
                pieces.append(Piece("".join(words), kind != "equal"))
    return tuple(out), tuple(into)
