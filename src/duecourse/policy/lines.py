"""Where each key of a TOML text stands, so that a mistake can be shown by its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

Path = tuple[str | int, ...]

BLANKS = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
TEXT = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
BARE = re.compile(r"[^,\]}\n#]*")


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of every key path; of a path that is not there, the nearest one above it."""

    of: Mapping[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """Return the line of a path, counted from 1, else that of its table; None of no table."""
        known = (self.of.get(path[:length]) for length in range(len(path), 0, -1))
        return next((line for line in known if line is not None), None)


def lines_of(text: str) -> Lines:
    """Find the line of every key of a TOML text that has been read without error."""
    scan = Scan(text)
    table: Path = ()
    while (at := scan.next_statement()) is not None:
        if at == "[":
            table = scan.header()
        else:
            scan.pair(table)
    return Lines(scan.found)


@dataclass(slots=True)
class Scan:
    """A walk through TOML text that notes where keys stand; values are only passed over."""

    text: str
    at: int = 0
    line: int = 1
    found: dict[Path, int] = field(default_factory=dict)
    rows: dict[Path, int] = field(default_factory=dict)

    def next_statement(self) -> str | None:
        """Pass over blanks and comments; return the next character, None at the end."""
        self.passed(BLANKS)
        return self.text[self.at] if self.at < len(self.text) else None

    def passed(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Move behind the pattern where it stands here, counting lines."""
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.line += match.group().count("\n")
            self.at = match.end()
        return match

    def header(self) -> Path:
        """Read ``[a.b]`` or ``[[a.b]]``; return the path that the following keys belong to."""
        line = self.line
        is_row = self.text.startswith("[[", self.at)
        self.at += 2 if is_row else 1
        path = self.within_rows(self.key())
        self.at += 2 if is_row else 1
        for length in range(1, len(path) + 1):
            self.found.setdefault(path[:length], line)
        if is_row:
            self.rows[path] = self.rows.get(path, -1) + 1
            path = (*path, self.rows[path])
            self.found[path] = line
        return path

    def within_rows(self, keys: tuple[str, ...]) -> Path:
        """Point a dotted name at the last row of every list of tables that it passes through."""
        path: Path = ()
        for place, key in enumerate(keys, start=1):
            path = (*path, key)
            if path in self.rows and place < len(keys):
                path = (*path, self.rows[path])
        return path

    def key(self) -> tuple[str, ...]:
        """Read a key, dotted or quoted."""
        match = cast("re.Match[str]", self.passed(KEY))
        part = next(found for found in match.groups() if found is not None)
        if not self.text.startswith(".", self.at):
            return (part,)
        self.at += 1
        return (part, *self.key())

    def pair(self, table: Path) -> None:
        """Note one ``key = value`` of a table, and every table its dotted key passes through."""
        line = self.line
        keys = self.key()
        for length in range(1, len(keys) + 1):
            self.found.setdefault((*table, *keys[:length]), line)
        self.at = self.text.index("=", self.at) + 1
        self.value((*table, *keys))

    def value(self, path: Path) -> None:
        """Pass over one value, noting the keys and places inside it."""
        self.next_statement()
        if self.passed(TEXT) is not None:
            return
        if self.text.startswith("[", self.at):
            self.items(path)
        elif self.text.startswith("{", self.at):
            self.pairs(path)
        else:
            self.passed(BARE)

    def items(self, path: Path) -> None:
        """Pass over a list, noting the line of each of its places."""
        self.at += 1
        place = 0
        while self.next_statement() != "]":
            self.found.setdefault((*path, place), self.line)
            self.value((*path, place))
            place += 1
        self.at += 1

    def pairs(self, path: Path) -> None:
        """Pass over an inline table."""
        self.at += 1
        while self.next_statement() != "}":
            self.pair(path)
        self.at += 1
