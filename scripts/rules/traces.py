"""Traces: no file names a place on the machine that it was written on."""

import re
from pathlib import Path

from rules.tree import files

PLACES = ("work", "farm", "home", "root", "Users", "tmp")
PLACE = re.compile(rf"(?<![\w.~-])/(?:{'|'.join(PLACES)})/[\w.-]")


def faults(root: Path) -> list[str]:
    """Name the lines that hold an absolute path of a person's machine."""
    return [
        f"{path.relative_to(root).as_posix()}:{number}: names a place on one machine"
        for path in files(root)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if PLACE.search(line)
    ]


def text_of(path: Path) -> str:
    """Read a file as text; what is not text (a picture, a workbook) names nothing."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""
