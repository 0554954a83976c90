"""Headers of foreign tables, in Chinese and English, and the ledger columns they mean."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from duecourse.ledger.columns import Table
from duecourse.sources.mapping import Binding
from duecourse.sources.taken import Taken

IN_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
NOT_A_LETTER = re.compile(r"[\s_*:;,/\\.\-'\"]+")


@cache
def dictionary() -> Mapping[str, Any]:
    """Return the dictionary of headers as it is written."""
    text = files("duecourse.sources").joinpath("headers.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=65_536)
def plain(header: str) -> str:
    """Return what of a header counts: no blanks, no brackets, no letter case.

    >>> plain("金额（万元）"), plain("Invoice No.")
    ('金额', 'invoiceno')
    """
    narrow = unicodedata.normalize("NFKC", header).casefold()
    return NOT_A_LETTER.sub("", IN_BRACKETS.sub("", narrow)) or NOT_A_LETTER.sub("", narrow)


@cache
def meanings() -> Mapping[str, tuple[str, int]]:
    """Return for each known header its meaning and its rank, 0 for the most specific."""
    known: dict[str, tuple[str, int]] = {}
    for meaning, names in dictionary()["names"].items():
        for rank, name in enumerate((meaning, *names)):
            known.setdefault(plain(name), (meaning, rank))
    return known


@dataclass(frozen=True, slots=True)
class Recognised:
    """The headers that carry one meaning, the one to take first.

    ``alike``: the second is as good as the first, so that the choice is a guess.
    """

    header: str
    others: tuple[str, ...] = ()
    alike: bool = False


def recognise(headers: Sequence[str]) -> dict[str, Recognised]:
    """Say for each meaning which headers carry it, the most specific first."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for place, header in enumerate(headers):
        known = meanings().get(plain(header))
        if known:
            meaning, rank = known
            found.setdefault(meaning, []).append((rank, place, header))
    return {meaning: preferred(sorted(ranked)) for meaning, ranked in found.items()}


def preferred(ranked: list[tuple[int, int, str]]) -> Recognised:
    """Take the header of the best rank; say whether another has the same."""
    first, *others = ranked
    return Recognised(
        first[2], tuple(header for _, _, header in others), any(o[0] == first[0] for o in others)
    )


def named_columns(
    headers: Sequence[str], table: Table, file: str
) -> tuple[dict[str, Binding], list[Taken]]:
    """Bind each column of a table to the header of its own name, else to one that means it."""
    bare = {plain(header): header for header in reversed(headers)}
    known = recognise(headers)
    aliases = dictionary()["aliases"].get(table.name, {})
    bindings: dict[str, Binding] = {}
    taken: list[Taken] = []
    for name in table.schema:
        meant = known.get(aliases.get(name, name))
        if plain(name) in bare:
            header = bare[plain(name)]
            taken.append(Taken(table.name, name, file, header, "name"))
        elif meant is not None:
            header = meant.header
            taken.append(Taken(table.name, name, file, header, "dictionary", meant.others))
        else:
            continue
        bindings[name] = Binding(columns=(header,), unit=unit_in(header) or 1)
    return bindings, taken


def unit_in(text: str) -> int | None:
    """Return the unit of amounts that a header or title names; None where it names none.

    >>> unit_in("金额(万元)"), unit_in("单位：千元"), unit_in("金额（元）"), unit_in("Amount")
    (10000, 1000, 1, None)
    """
    narrow = unicodedata.normalize("NFKC", text)
    found = re.search(r"(?:单位[:\s]*人?民?币?|[(/\[【])\s*(百万|千|万|亿)?元", narrow)
    if not found:
        return None
    units: Mapping[str, int] = dictionary()["units"]
    return units[f"{found[1] or ''}元"]


def sum_word(cell: str) -> bool:
    """Say whether a cell announces a sum: 合计, 本页小计, Nordwind total."""
    word = plain(cell)
    ends = ("小计", "合计", "总计")
    return word in not_data("sums") or word.endswith(ends) or cell.casefold().endswith(" total")


@cache
def not_data(kind: str) -> frozenset[str]:
    """Return the words of one kind of row that holds no data."""
    return frozenset(plain(word) for word in dictionary()["not_data"][kind])


@cache
def signatures() -> tuple[str, ...]:
    """Return how rows of signatures begin."""
    words = dictionary()["not_data"]["signatures"]
    return tuple(unicodedata.normalize("NFKC", word) for word in words)


def example(cell: str) -> bool:
    """Say whether a cell marks its row as an example that does not count."""
    return plain(cell) in not_data("examples")


def signature(cell: str) -> bool:
    """Say whether a cell begins what stands below a table: who made it, when it was printed."""
    return unicodedata.normalize("NFKC", cell).strip().casefold().startswith(signatures())
