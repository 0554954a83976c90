"""A mapping: for each ledger table, which columns of a foreign file it is made from."""

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Binding:
    """Where the values of one ledger column come from.

    ``columns`` are headers of the file; several are joined by ``-``. ``minus`` is an
    amount that is subtracted. ``constant`` stands in every row, or in the
    cells that ``columns`` leave empty. ``row_prefix`` makes an id from the
    row's number. ``date_formats`` are tried before the unambiguous ones. ``values`` replaces
    words of the file by words of the ledger. ``unit`` multiplies amounts (10,000 for 万元).
    ``base`` is a day to which the number of days in ``columns`` is added. ``only_if_empty``
    is a header: where its cell holds anything, this column does not.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    row_prefix: str | None = None
    minus: "Binding | None" = None
    date_formats: tuple[str, ...] = ()
    decimal: str = "."
    unit: int = 1
    values: Lookup[str, str] = field(default_factory=dict)
    base: "Binding | None" = None
    only_if_empty: str | None = None

    @property
    def shown(self) -> str:
        """Name the column as the file does, for people."""
        return " + ".join(self.columns) or self.constant or ""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one ledger table is made from one table of the source.

    ``source`` is a file (name or stem) or a sheet; empty: the only one. Rows count only where
    every header of ``where`` holds one of its words and no header of ``unless`` does.
    ``only_with`` names ledger columns without which a row says nothing and is passed over;
    ``nonzero`` those that say nothing where they are zero.
    ``distinct`` keeps the first row of each key in silence; ``follows`` names the table whose
    left-out rows this one leaves out too, in silence.
    """

    table: str
    bindings: Lookup[str, Binding]
    source: str = ""
    where: Lookup[str, tuple[str, ...]] = field(default_factory=dict)
    unless: Lookup[str, tuple[str, ...]] = field(default_factory=dict)
    only_with: tuple[str, ...] = ()
    nonzero: tuple[str, ...] = ()
    distinct: bool = False
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Every table that a source holds, and how it is made."""

    tables: tuple[TableMapping, ...]
