"""Groups of customers that belong together, and the contracts with each customer."""

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.draws import Dice, Ints
from duecourse.simulator.ids import contract_ids, customer_ids, group_ids
from duecourse.simulator.places import PLACES, STEMS, TREES
from duecourse.simulator.population import Population
from duecourse.simulator.terms import TERMS
from duecourse.values.says import Language

GROUPED_SHARE = 0.09
GROUP_SIZE = 3
LAWS = ("CN", "DE", "FR", "GB")
"""Countries whose law of late payment the house knows."""


def groups_of(people: Population, dice: Dice) -> Ints:
    """Put some customers into groups of three; -1: on its own."""
    ranks = dice.ranks("group", people.rows)
    order = np.argsort(ranks, kind="stable")
    members = int(GROUPED_SHARE * len(order)) // GROUP_SIZE * GROUP_SIZE
    group = np.full(len(order), -1, dtype=np.int64)
    group[order[:members]] = np.arange(members, dtype=np.int64) // GROUP_SIZE
    return group


def groups_count(group: Ints) -> int:
    """Return how many groups there are."""
    return int(group.max(initial=-1)) + 1


def groups_table(group: Ints, language: Language) -> pa.Table:
    """Write the groups."""
    numbers = np.arange(groups_count(group), dtype=np.int64)
    words, after = (STEMS, "集团") if language == "zh" else (TREES, " Group ")
    first = col.picked(words, numbers % len(words))
    name = col.glued(first, after, col.coded("", numbers + 1, 1))
    return col.table_of("groups", {"group_id": group_ids(numbers), "name": name})


def contracts_table(people: Population, home: int, dice: Dice, language: Language) -> pa.Table:
    """Write the contracts: their terms, interest on late money, the law that governs them.

    The law is the home country's, sometimes the customer's, sometimes not said; a customer's
    law that the house does not know gives way to the home country's.
    """
    rows = people.rows[people.has_contract]
    own = np.array([place.country in LAWS for place in PLACES])[people.place[rows]]
    theirs = own & dice.chance("law of the customer", rows, 0.4)
    law = np.where(theirs, people.place[rows], home)
    law = np.where(dice.chance("no law", rows, 0.1), -1, law)
    agreed = dice.chance("interest agreed", rows, 0.4)
    rate = 0.06 + 0.01 * dice.whole("agreed rate", rows, 0, 9)
    return col.table_of(
        "contracts",
        {
            "contract_id": contract_ids(rows),
            "customer_id": customer_ids(rows),
            "signed_on": col.days(people.begins[rows] - 10),
            "terms": col.picked(
                [terms.says.in_language(language) for terms in TERMS], people.terms[rows]
            ),
            "late_interest": col.numbers(np.round(rate, 2), agreed),
            "governing_law": col.picked([place.country for place in PLACES], law),
            "retention_of_title": col.flags(dice.chance("retention", rows, 0.5)),
            "limit_clause": col.flags(dice.chance("limit clause", rows, 0.6)),
        },
    )
