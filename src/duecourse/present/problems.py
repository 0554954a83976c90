"""Problems in words: what is so, and what to do, each code worded in ``wording/*problems.toml``."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pyarrow as pa

from duecourse.present.listing import Column, Listing
from duecourse.present.wording import texts_of
from duecourse.values.problems import Problem
from duecourse.values.says import Language, Says

PROBLEMS = (
    Column("file"),
    Column("row", "count"),
    Column("column"),
    Column("problem"),
    Column("what to do"),
)
SCHEMA = pa.schema([(c.name, pa.int64() if c.name == "row" else pa.string()) for c in PROBLEMS])
PAIR = 2
"""Each code has two sentences: what is so, what to do."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file, row and column, as they are listed wherever they are shown."""
    return sorted(problems, key=lambda item: (item.file, item.row or 0, item.column or ""))


def problems_listing(problems: Iterable[Problem], language: Language) -> Listing:
    """List problems by file and row, each in two sentences."""
    ordered = in_order(problems)
    rows = [
        dict(
            zip(
                (column.name for column in PROBLEMS),
                (problem.file, problem.row, problem.column, *sentences(problem, language)),
                strict=True,
            )
        )
        for problem in ordered
    ]
    return Listing("problems", PROBLEMS, pa.Table.from_pylist(rows, schema=SCHEMA))


def sentences(problem: Problem, language: Language) -> tuple[str, str]:
    """Word one problem; a code without wording speaks for itself with its details."""
    pair = problem_wordings().get(problem.code)
    if pair is None:
        told = ", ".join(f"{name} = {value}" for name, value in problem.details.items())
        return f"{problem.code}: {told}" if told else problem.code, ""
    blanks = defaultdict(lambda: "?", problem.details)
    so, to_do = (says.in_language(language).format_map(blanks) for says in pair)
    return so, to_do


@cache
def problem_wordings() -> dict[str, tuple[Says, Says]]:
    """Read every file of problem wordings."""
    found = (entry for name in problem_files() for entry in texts_of(name).items())
    return paired(found)


def paired(entries: Iterable[tuple[str, Says]]) -> dict[str, tuple[Says, Says]]:
    """Put the two sentences of each code together, in the order in which they are written.

    Raises:
        ValueError: a code does not have exactly two sentences.
    """
    pairs: dict[str, list[Says]] = {}
    for key, says in entries:
        pairs.setdefault(key.rpartition(".")[0], []).append(says)
    if odd := sorted(code for code, found in pairs.items() if len(found) != PAIR):
        raise ValueError(f"each problem needs what is so and what to do; look at {odd}")
    return {code: (found[0], found[1]) for code, found in pairs.items()}


def problem_files() -> list[str]:
    """Name the wording files of problems, whichever part of the house they belong to."""
    folder = files("duecourse.present").joinpath("wording")
    names = sorted(entry.name for entry in folder.iterdir())
    return [name.removesuffix(".toml") for name in names if name.endswith("problems.toml")]
