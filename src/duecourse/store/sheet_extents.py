"""How many cells a reader would make of a sheet: from the first to the last, gaps included."""

import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

MOST_CELLS = 40_000_000
LETTERS = 26
BEFORE_A = ord("A") - 1
REFERENCE = re.compile(r"\s*([A-Za-z]{1,3})(\d{1,7})")
ROWS_REPEATED = "table:number-rows-repeated"
COLUMNS_REPEATED = "table:number-columns-repeated"
VALUE_TYPE = "office:value-type"


class NotWellFormed(ValueError):
    """A member of a workbook is no XML, or declares entities, which no workbook does."""


class Extent:
    """The corner of a sheet that holds its last value, found as the XML goes by.

    In the Office format a cell names its place; in the OpenDocument format rows and cells follow
    one another, each so many times.
    """

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self.started
        self.parser.EntityDeclHandler = self.declared
        self.begun = False
        self.passed = True
        self.row = self.column = 0
        self.last_row = self.last_column = self.most = 0

    @property
    def cells(self) -> int:
        """Count the cells of the largest sheet seen."""
        return max(self.most, self.last_row * self.last_column)

    def look_at(self, piece: bytes) -> None:
        """Look at the next piece of a member; what is no XML from its first byte on is passed over.

        Raises:
            NotWellFormed: it begins as XML and does not go on as XML.
        """
        if not self.begun:
            self.begun = True
            self.passed = not piece.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<")
        if self.passed:
            return
        try:
            self.parser.Parse(piece, False)
        except ExpatError as error:
            raise NotWellFormed(str(error)) from error

    def declared(self, name: str, *_: object) -> None:
        """Refuse entities: they can stand for one another until memory is full."""
        raise NotWellFormed(f"it declares an entity {name}")

    def started(self, name: str, said: Mapping[str, str]) -> None:
        """Follow rows and cells of either format."""
        prefix, _, local = name.rpartition(":")
        match name if prefix == "table" else local:
            case "c" if found := REFERENCE.match(said.get("r", "")):
                self.column, self.row = column_of(found[1]), int(found[2])
            case "v" | "is" | "f":
                self.valued()
            case "table:table":
                self.most, self.last_row, self.last_column, self.row = self.cells, 0, 0, 0
            case "table:table-row":
                self.row += count(said, ROWS_REPEATED)
                self.column = 0
            case "table:table-cell":
                self.column += count(said, COLUMNS_REPEATED)
                if VALUE_TYPE in said:
                    self.valued()
            case "p":
                self.valued()

    def valued(self) -> None:
        """Take the cell at hand as one that holds something."""
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)


def count(said: Mapping[str, str], name: str) -> int:
    """Read how many times a row or cell comes."""
    text = said.get(name, "1")
    return int(text) if text.isdecimal() else 1


def column_of(letters: str) -> int:
    """Turn the letters of a column into its number.

    >>> column_of("A"), column_of("xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + ord(letter) - BEFORE_A
    return number
