"""Typed fields of one table: every wrong one becomes a problem with its line, none an exception."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar, cast

from duecourse.policy.lines import Lines, Path
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.problems import Problem
from duecourse.values.says import Says

T = TypeVar("T")

LARGEST = Decimal(10) ** 15
FINEST_EXPONENT = -12
UNWRITTEN = Says("", "")


@dataclass(frozen=True, slots=True)
class Notebook:
    """What is known while one policy is read, and every problem met so far."""

    name: str
    lines: Lines
    measures: Mapping[str, MeasureSpec] | None = None
    problems: list[Problem] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)

    def wrong(self, code: str, path: Path, **details: object) -> None:
        """Note a problem at the line of a key path."""
        told = {name: str(value) for name, value in details.items()}
        self.problems.append(
            Problem(coded(code), self.name, self.lines.line(path), dotted(path) or None, told)
        )


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the policy. Each reader returns a stand-in where the text is wrong.

    Keys that no reader asked for are unknown; ``report_unknown_keys`` names them at the end.
    A ``void`` section stands in for one that is missing; that has been noted, nothing within is.
    """

    table: Mapping[str, Any]
    path: Path
    book: Notebook
    void: bool = False
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.book.sections.append(self)

    def has(self, key: str) -> bool:
        """Say whether the key is written, and note that it may be."""
        self.asked.append(key)
        return key in self.table

    def wrong(self, code: str, key: str, **details: object) -> None:
        """Note a problem of one key of this table."""
        self.book.wrong(code, (*self.path, key), key=key, **details)

    def read(
        self, key: str, kind: str, fits: Callable[[Any], T | None], default: T | None, stand_in: T
    ) -> T:
        """Return the value that fits; absent: the default, without one a problem."""
        if not self.has(key):
            if default is None and not self.void:
                self.wrong("missing-key", key, table=dotted(self.path) or "policy")
            return stand_in if default is None else default
        found = fits(self.table[key])
        if found is None:
            self.wrong(f"not-{kind}", key, value=shown(self.table[key]))
            return stand_in
        return found

    def text(self, key: str, default: str | None = None) -> str:
        """Read a word or sentence, not blank."""
        return self.read(key, "text", as_text, default, "")

    def says(self, key: str = "says") -> Says:
        """Read a sentence: one wording for both languages, or ``{ zh, en }``."""
        if isinstance(self.table.get(key), Mapping):
            both = self.section(key)
            return Says(both.text("zh"), both.text("en"))
        written = self.text(key)
        return Says(written, written)

    def number(
        self,
        key: str,
        default: Decimal | None = None,
        *,
        least: Decimal | None = None,
        most: Decimal | None = None,
    ) -> Decimal:
        """Read a number within bounds, both included."""
        found = self.read(key, "number", as_number, default, least or Decimal(0))
        if (least is not None and found < least) or (most is not None and found > most):
            ends = ("" if end is None else f"{end.normalize():f}" for end in (least, most))
            self.wrong("out-of-range", key, value=found, range=" … ".join(ends))
        return found

    def share(self, key: str, default: Decimal | None = None) -> Decimal:
        """Read a share: 0.20 is twenty percent."""
        found = self.read(key, "number", as_number, default, Decimal(0))
        if not 0 <= found <= 1:
            self.wrong("not-a-share", key, value=found, meant=f"{(found / 100).normalize():f}")
        return found

    def money(self, key: str, default: Decimal | None = None) -> Decimal:
        """Read an amount in the policy's currency, not negative."""
        return self.number(key, default, least=Decimal(0))

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """Read a whole number, for instance of days."""
        found = self.read(key, "whole-number", as_whole, default, least)
        if found < least:
            self.wrong("out-of-range", key, value=found, range=f"{least} … ")
        return found

    def flag(self, key: str, default: bool) -> bool:
        """Read true or false."""
        return self.read(key, "flag", as_flag, default, default)

    def day(self, key: str) -> date:
        """Read a date."""
        return self.read(key, "day", as_day, None, date.min)

    def choice(self, key: str, options: Sequence[T], default: T | None = None) -> T:
        """Read one of the words that are possible here."""
        if not self.has(key) and default is not None:
            return default
        words = {str(option): option for option in options}
        found = self.read(key, "text", as_text, None, str(options[0]))
        if found not in words:
            self.wrong("not-one-of", key, value=found, **nearest(found, words))
        return words.get(found, options[0])

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of words; absent is empty."""
        return self.read(key, "list-of-text", as_texts, (), ())

    def rows(self, key: str) -> list[Any]:
        """Read a list of anything; absent is a problem."""
        return self.read(key, "list", as_list, None, [])

    def section(self, key: str) -> "Section":
        """Read a table within this one; absent is a problem."""
        nothing: dict[str, Any] = {}
        found = self.read(key, "table", as_table, None, nothing)
        is_void = not isinstance(self.table.get(key), dict)
        return Section(found, (*self.path, key), self.book, is_void)

    def maybe_section(self, key: str) -> "Section | None":
        """Read a table within this one, None where it is not written."""
        return self.section(key) if self.has(key) else None

    def sections(self, key: str) -> list["Section"]:
        """Read a list of tables; absent is empty."""
        nothing: list[dict[str, Any]] = []
        found = self.read(key, "list-of-tables", as_tables, nothing, nothing)
        return [
            Section(table, (*self.path, key, place), self.book) for place, table in enumerate(found)
        ]

    def measure(self, key: str = "measure") -> str:
        """Read the name of a measure; one that the catalogue lacks is a problem."""
        found = self.text(key)
        known = self.book.measures
        if found and known is not None and found not in known:
            self.wrong("unknown-measure", key, value=found, **nearest(found, known, most=3))
        return found


def report_unknown_keys(book: Notebook) -> None:
    """Note every key that no reader asked for, with the likeliest one meant."""
    for section in book.sections:
        for key in section.table:
            if key not in section.asked:
                section.wrong("unknown-key", key, **nearest(key, section.asked))


def nearest(word: str, known: Iterable[str], most: int = 1) -> dict[str, str]:
    """Name the words most like this one, and all that are known.

    >>> nearest("wieght", ["weight", "bands"])
    {'nearest': 'weight', 'known': 'weight, bands'}
    """
    words = list(dict.fromkeys(known))
    close = get_close_matches(word, words, n=most, cutoff=0.0)
    return {"nearest": ", ".join(close) or "-", "known": ", ".join(words) or "-"}


def coded(code: str) -> str:
    """Name a problem as one of a policy, apart from those of a ledger."""
    return f"policy-{code}"


def dotted(path: Path) -> str:
    """Write a key path as people count: rows from 1.

    >>> dotted(("criterion", 2, "weight"))
    'criterion[3].weight'
    """
    written = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.lstrip(".")


def shown(value: object) -> str:
    """Show a value that does not fit, cut short."""
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004


def as_text(value: object) -> str | None:
    """Take a text that is not blank."""
    return value if isinstance(value, str) and value.strip() else None


def as_number(value: object) -> Decimal | None:
    """Take a finite number of usable size."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= LARGEST:
        return None
    fine = cast("int", number.as_tuple().exponent) >= FINEST_EXPONENT
    return number if fine else None


def as_whole(value: object) -> int | None:
    """Take a whole number of usable size."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return cast("int", value) if is_whole and abs(cast("int", value)) < LARGEST else None


def as_flag(value: object) -> bool | None:
    """Take true or false."""
    return value if isinstance(value, bool) else None


def as_day(value: object) -> date | None:
    """Take a date without a time."""
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def as_texts(value: object) -> tuple[str, ...] | None:
    """Take a list of texts."""
    fits = isinstance(value, list) and all(as_text(item) for item in value)
    return tuple(cast("list[str]", value)) if fits else None


def as_list(value: object) -> list[Any] | None:
    """Take a list."""
    return value if isinstance(value, list) else None


def as_table(value: object) -> dict[str, Any] | None:
    """Take a table."""
    return value if isinstance(value, dict) else None


def as_tables(value: object) -> list[dict[str, Any]] | None:
    """Take a list of tables."""
    fits = isinstance(value, list) and all(isinstance(item, dict) for item in value)
    return cast("list[dict[str, Any]]", value) if fits else None
