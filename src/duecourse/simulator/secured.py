"""What stands behind the debt: securities, and cover by a credit insurer."""

from datetime import date

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.draws import Dice
from duecourse.simulator.granted import Granted
from duecourse.simulator.ids import customer_ids
from duecourse.simulator.population import CURRENCIES, Population
from duecourse.values.days import day_number, day_of

SECURED_SHARE = 0.35
KINDS = ("guarantee", "deposit", "standby_lc")
POLICY = "EX-001"
INSURER = "Insurer Y"
COVER_KINDS = ("named", "discretionary")
LEAST_COVER_SHARE = 0.6


def securities_table(people: Population, granted: Granted, dice: Dice, last: int) -> pa.Table:
    """Write securities of customers who are not prompt; one in six has run out."""
    shaky = people.behaves("slow", "erratic", "deteriorating", "disputing")
    has = shaky & (granted.amount > 0) & dice.chance("secured", people.rows, SECURED_SHARE)
    rows = people.rows[has]
    expired = dice.chance("expired", rows, 0.16)
    until = np.where(expired, last - 40, last + dice.whole("runs on", rows, 60, 500))
    share = 0.4 + 0.6 * dice.uniform("secured share", rows)
    unit = 1000 * 10 ** people.decimals[rows]
    amount = (granted.amount[rows] * share / unit).astype(np.int64) * unit + unit
    return col.table_of(
        "securities",
        {
            "customer_id": customer_ids(rows),
            "kind": col.picked(KINDS, dice.whole("security", rows, 0, len(KINDS) - 1)),
            "amount": col.money(amount, people.decimals[rows]),
            "currency": col.picked(CURRENCIES, people.currency[rows]),
            "valid_from": col.days(np.maximum(until - 730, people.begins[rows])),
            "valid_until": col.days(until),
        },
    )


def covers_table(people: Population, granted: Granted, dice: Dice, last: int) -> pa.Table:
    """Write the insurer's decisions, good until the year ends or the customer fails."""
    rows = people.rows[people.insured & (granted.amount > 0)]
    year_end = day_number(date(day_of(last).year, 12, 31))
    decided = np.maximum(last - dice.whole("decided", rows, 30, 340), people.begins[rows])
    effective = np.minimum(decided + 5, last)
    until = np.minimum(year_end, people.stops[rows] + 30)
    share = LEAST_COVER_SHARE + 0.4 * dice.uniform("covered", rows)
    unit = 1000 * 10 ** people.decimals[rows]
    amount = (granted.amount[rows] * share / unit).astype(np.int64) * unit + unit
    return col.table_of(
        "covers",
        {
            "policy_no": col.alike(POLICY, len(rows)),
            "customer_id": customer_ids(rows),
            "insurer": col.alike(INSURER, len(rows)),
            "kind": col.picked(COVER_KINDS, dice.whole("cover", rows, 0, 1)),
            "amount": col.money(amount, people.decimals[rows]),
            "currency": col.picked(CURRENCIES, people.currency[rows]),
            "decided_on": col.days(decided),
            "notified_on": col.days(np.minimum(decided + 1, last)),
            "effective_on": col.days(effective),
            "until_on": col.days(np.maximum(until, effective)),
        },
    )
