"""The customers as a table, and the truth about how they behave."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duecourse.simulator import columns as col
from duecourse.simulator.behaviours import BEHAVIOURS
from duecourse.simulator.columns import known_by
from duecourse.simulator.draws import Dice, Ints
from duecourse.simulator.ids import customer_ids, group_ids
from duecourse.simulator.places import CURRENCY_PLACE, PLACES, STEMS, TRADES, TREES
from duecourse.simulator.population import CURRENCIES, Population
from duecourse.simulator.spec import CompanySpec

CLASSES = ("sme", "large", "public")
SALESPEOPLE = 6


def customers_table(spec: CompanySpec, people: Population, group: Ints, dice: Dice) -> pa.Table:
    """Write the customers; names are evidently made up, mail goes nowhere."""
    ids = customer_ids(people.rows)
    classes = np.searchsorted([0.7, 0.95], dice.uniform("class", people.rows), side="right")
    return col.table_of(
        "customers",
        {
            "customer_id": ids,
            "name": names(spec, people),
            "country": col.picked([place.country for place in PLACES], people.place),
            "group_id": group_ids(group),
            "sector": col.picked(
                [trade.in_language(spec.language).lower() for trade in TRADES],
                people.rows % len(TRADES),
            ),
            "currency": col.picked(CURRENCIES, people.currency),
            "salesperson": col.coded("s", people.rows % SALESPEOPLE + 1, 1),
            "onboarded_on": col.days(people.begins),
            "language": col.picked([place.language for place in PLACES], people.place),
            "email": col.glued("ap@", pc.utf8_lower(ids), ".example"),
            "debtor_class": col.picked(CLASSES, classes.astype(np.int64)),
        },
    )


def names(spec: CompanySpec, people: Population) -> pa.Array:
    """Make up names: stem, element and trade in Chinese; tree or mineral, trade, number else."""
    rows = people.rows
    trade = rows % len(TRADES)
    stem, again = rows // len(TRADES) % len(STEMS), rows // (len(TRADES) * len(STEMS))
    number = col.coded(" ", rows + 1, 1)
    chinese = col.glued(
        col.picked(STEMS, stem),
        col.picked([each.zh for each in TRADES], trade),
        col.picked(["", *(str(n) for n in range(2, int(again.max()) + 2))], again),
    )
    tree, english_trade = rows * 7 % len(TREES), [each.en for each in TRADES]
    english = col.glued(col.picked(TREES, tree), " ", col.picked(english_trade, trade), number)
    in_chinese = (people.place == CURRENCY_PLACE["CNY"]) & (spec.language == "zh")
    return pc.if_else(col.flags(in_chinese), chinese, english)


def truth_table(spec: CompanySpec, people: Population) -> pa.Table:
    """Write how each customer really behaves; no part of the ledger, for testing models.

    Shapes:
        returns: customer_id, behaviour, defaulted_on (empty: it has not by the last day)
    """
    return pa.table(
        {
            "customer_id": customer_ids(people.rows),
            "behaviour": col.picked([each.name for each in BEHAVIOURS], people.behaviour),
            "defaulted_on": col.days(known_by(people.stops, spec.last)),
        }
    )
