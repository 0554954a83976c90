"""What others say of the customers: bureau reports, references, country risk."""

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.draws import Dice, Floats, Ints
from duecourse.simulator.ids import customer_ids
from duecourse.simulator.places import PLACES
from duecourse.simulator.population import Population

YEAR = 365
BUREAUS = (("bureau-x", "0-100", "safer", 0.8), ("insurer-y", "1-10", "riskier", 0.35))
"""Name, scale, what a higher value means, share of the customers reported on each year."""
ADVERSE_SHARE = 0.01
REFEREES = 5


def reports_table(people: Population, needs: Ints, dice: Dice, last: int) -> pa.Table:
    """Write the reports of two bureaus and two years, each on a scale of its own."""
    parts = [
        bureau_reports(people, needs, dice, last, (bureau, year))
        for bureau in range(len(BUREAUS))
        for year in (1, 0)
    ]
    return pa.concat_tables(parts)


def bureau_reports(
    people: Population, needs: Ints, dice: Dice, last: int, issue: tuple[int, int]
) -> pa.Table:
    """Write the reports of one bureau in one year (0: the last one).

    Bureaus do not miss a failure.
    """
    provider, scale, direction, share = BUREAUS[issue[0]]
    named = f"{provider} {issue[1]}"
    followed = dice.chance(f"reported by {provider}", people.rows, share)
    known = people.rows[followed | (people.stops < last)]
    day = last - YEAR * issue[1] - dice.whole(f"{named} on", known, 5, 355)
    standing = standing_on(people, known, day)
    standing = np.clip(standing + 0.05 * dice.normal(named, known), 0.0, 1.0)
    value = np.round(100 * standing) if direction == "safer" else 10 - np.round(9 * standing)
    failed = day > people.stops[known]
    adverse = failed * dice.whole(f"{named} adverse", known, 1, 3)
    adverse += ~failed & dice.chance(f"{named} stray", known, ADVERSE_SHARE * (1 - standing))
    advised = np.floor(needs[known] * 2 * standing).astype(np.int64)
    return col.table_of(
        "reports",
        {
            "customer_id": customer_ids(known),
            "reported_on": col.days(day),
            "provider": col.alike(provider, len(known)),
            "scale": col.alike(scale, len(known)),
            "value": col.numbers(value),
            "direction": col.alike(direction, len(known)),
            "recommended_limit": col.money(advised, people.decimals[known]),
            "adverse_events": col.counts(adverse.astype(np.int64)),
        },
    )


def standing_on(people: Population, customer: Ints, day: Ints) -> Floats:
    """Return how sound customers look on a day: before a turn as anyone, after it as they are."""
    sound = 0.15 + 0.85 * people.quality[customer]
    starts = people.turn_starts[customer]
    early = people.behaves("deteriorating", "defaulting")[customer] & (day < starts)
    return np.where(early, 0.7, sound) * np.where(day > people.stops[customer], 0.2, 1.0)


def references_table(people: Population, dice: Dice, last: int) -> pa.Table:
    """Write what other suppliers said about some of the customers."""
    asked = people.rows[dice.chance("reference", people.rows, 0.4)]
    day = last - dice.whole("given", asked, 20, 700)
    good = np.clip(people.quality[asked] + 0.1 * dice.normal("opinion", asked), 0.0, 1.0)
    late = np.floor(np.maximum(0.7 - good, 0.0) * 60)
    credit = (people.ticket[asked] * 2).astype(np.int64)
    return col.table_of(
        "references",
        {
            "customer_id": customer_ids(asked),
            "given_on": col.days(day),
            "referee": col.coded("Supplier ", dice.whole("referee", asked, 1, REFEREES), 1),
            "opinion": col.numbers(np.round(20 + 80 * good)),
            "high_credit": col.money(credit, people.decimals[asked]),
            "days_beyond_terms": col.numbers(late),
        },
    )


def countries_table(starts: Ints) -> pa.Table:
    """Write a made-up country rating, once a year: 0 is safest, 7 worst."""
    days = starts[::12]
    place = np.tile(np.arange(len(PLACES), dtype=np.int64), len(days))
    risks = np.array([each.risk for each in PLACES], dtype=np.float64)
    return col.table_of(
        "countries",
        {
            "country": col.picked([each.country for each in PLACES], place),
            "on": col.days(np.repeat(days, len(PLACES))),
            "source": col.alike("example-rating", len(place)),
            "scale": col.alike("0-7", len(place)),
            "value": col.numbers(risks[place]),
            "direction": col.alike("riskier", len(place)),
        },
    )
