"""CSV of any encoding and separator: bytes of a file become a table of text."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SMALL = 16 * 1024 * 1024
"""Up to so many bytes a file is parsed here, leniently; a larger one by DuckDB."""
HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
SEPARATORS = (",", ";", "\t", "|")
HEAD_ROWS = 30


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV is written."""

    encoding: str
    separator: str


def encoding_of(head: bytes) -> str:
    """Tell the encoding: by its mark, as UTF-8 where it is valid, else as GB 18030.

    The head may end within a character; that does not speak against an encoding. Letters of
    Western Europe are single high bytes between ASCII, Chinese ones come in pairs and runs.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    runs = HIGH_BYTES.findall(head)
    western = sum(len(run) == 1 for run in runs) * 2 > len(runs)
    for encoding in ("utf-8-sig", "cp1252" if western else "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head, final=False)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def separator_of(text: str) -> str:
    """Tell the separator: the one that splits most of the first lines into most cells."""
    lines = [line for line in text.splitlines()[:HEAD_ROWS] if line.strip()]
    return max(SEPARATORS, key=lambda mark: cells_of(lines, mark))


def cells_of(lines: list[str], separator: str) -> int:
    """Count the cells that a separator makes of lines, as a reader of CSV would."""
    try:
        return sum(len(row) - 1 for row in csv.reader(lines, delimiter=separator))
    except csv.Error:
        return 0


def dialect_of(head: bytes) -> Dialect:
    """Tell encoding and separator from the first bytes of a file."""
    encoding = encoding_of(head)
    text = head.decode(encoding, errors="replace")
    return Dialect(encoding, separator_of(text))


def grid_of(data: bytes) -> list[list[str]]:
    """Parse a whole small file into rows of cells; blank lines are rows, as in a spreadsheet.

    Raises:
        csv.Error: a quoted cell runs on beyond any sense.
    """
    dialect = dialect_of(data)
    text = data.decode(dialect.encoding, errors="replace")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.separator))


def as_utf8(path: Path, dialect: Dialect, target: Path) -> None:
    """Write a large file anew in UTF-8, a block at a time."""
    with (
        path.open(encoding=dialect.encoding, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as sink,
    ):
        for block in blocks(source):
            sink.write(block)


def blocks(source: io.TextIOBase | io.TextIOWrapper) -> Iterator[str]:
    """Read text in blocks of some megabytes."""
    while block := source.read(4 * 1024 * 1024):
        yield block
