"""Keys of millions of rows, compared as sorted fingerprints of eight bytes each.

Whether any key comes twice, or any reference leads nowhere, is asked of every ledger and almost
always answered with no. Sorting fingerprints answers it in a fifth of the time of grouping the
keys themselves; only where the answer is yes are the keys looked at, exactly.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from duecourse.engines.workbench import Workbench

Prints: TypeAlias = npt.NDArray[np.uint64]
"""Sorted fingerprints; two different keys share one about once in 10^19 pairs."""


def fingerprints(bench: Workbench, relation: str, columns: list[str]) -> Prints:
    """Fetch the fingerprints of the keys in these columns, sorted; a lone gap has none."""
    known = f"{columns[0]} IS NOT NULL" if len(columns) == 1 else "true"
    asked = f"SELECT hash({', '.join(columns)}) AS print FROM {relation} WHERE {known}"
    found = bench.connection.sql(asked).to_arrow_table()["print"].combine_chunks().to_numpy()
    prints: Prints = np.sort(found)
    return prints


def any_twice(prints: Prints) -> bool:
    """Say whether a fingerprint comes twice."""
    return bool((prints[1:] == prints[:-1]).any())


def any_missing(asked: Prints, known: Prints) -> bool:
    """Say whether a fingerprint is asked for that is not known: then its key is not either."""
    if not len(known):
        return bool(len(asked))
    places = np.searchsorted(known, asked)
    places[places == len(known)] = 0
    return bool((known[places] != asked).any())
