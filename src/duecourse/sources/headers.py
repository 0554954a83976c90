"""Headers of foreign tables, in Chinese and English, and the ledger columns they mean."""

from collections.abc import Sequence

from duecourse.ledger.columns import Table
from duecourse.sources.mapping import Binding
from duecourse.sources.taken import Taken


def named_columns(
    headers: Sequence[str], table: Table, file: str
) -> tuple[dict[str, Binding], list[Taken]]:
    """Bind each column of a table to the header that names it."""
    plain = {header.strip().casefold(): header for header in headers}
    found = {name: plain[name] for name in table.schema if name in plain}
    bindings = {name: Binding(columns=(header,)) for name, header in found.items()}
    return bindings, [
        Taken(table.name, name, file, header, "name") for name, header in found.items()
    ]
