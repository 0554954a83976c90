"""What was granted: limits of customers and groups, reviewed twice, and holds on orders."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.columns import NEVER
from duecourse.simulator.draws import Dice, Floats, Ints
from duecourse.simulator.groups import groups_count
from duecourse.simulator.ids import customer_ids, group_ids
from duecourse.simulator.places import IN_YUAN
from duecourse.simulator.population import CURRENCIES, Population
from duecourse.simulator.seasons import weekdays_on
from duecourse.simulator.terms import NET_DAYS, TERMS
from duecourse.values.money import decimals_of
from duecourse.values.says import Language, Says

UNGRANTED_SHARE = 0.03
OVERDRAWN_SHARE = 0.4
OVERDRAWN = 0.95
SLACK = 1.3
ROOM = {"prompt": 1.4, "improving": 1.3, "disputing": 1.3, "slow": 1.15, "erratic": 1.15}
"""The least that a reviewed limit is of what the customer uses on the last day; others: none.

Some slow payers have grown out of theirs.
"""
REASONS = (
    Says("年度评审", "annual review"),
    Says("首次授信", "first limit"),
    Says("季度评审", "quarterly review"),
    Says("已停止付款", "payments stopped"),
    Says("付款逾期", "late payments"),
    Says("集团总额度", "group ceiling"),
)
GRANTORS = ("risk", "manager")
MANAGER_FROM_YUAN = 500_000


@dataclass(frozen=True, slots=True)
class Granted:
    """The limit of each customer on the last day, in minor units of its currency; 0: none."""

    amount: Ints
    reviewed: Ints


def needs_of(people: Population, yearly: Ints) -> Ints:
    """Return the limit each customer needs: what it buys in its terms and a few days more."""
    days = NET_DAYS[people.terms] + 20
    return np.floor(yearly / 365 * days * SLACK).astype(np.int64)


def expected_yearly(people: Population, invoices: int, months: int) -> Ints:
    """Return what each customer would buy in a usual year, surges apart."""
    share = people.frequency / people.frequency.sum()
    yearly = share * invoices / months * 12 * people.ticket * 1.13
    whole: Ints = np.maximum(yearly, 1.0).astype(np.int64)
    return whole


def granted_to(people: Population, needs: Ints, used: Ints, dice: Dice, last: int) -> Granted:
    """Grant each customer what it needs; the reviewer has seen what good payers use."""
    room = np.zeros(len(people.rows))
    for name, factor in ROOM.items():
        room = np.where(people.behaves(name), factor, room)
    over = people.behaves("slow") & dice.chance("overdrawn", people.rows, OVERDRAWN_SHARE)
    amount = np.maximum(needs, used * np.where(over, OVERDRAWN, room))
    stopped = (people.stops < last - 30) & ~people.behaves("bust_out")
    amount = np.where(stopped, 0.0, amount)
    unit = 10.0**people.decimals
    has = people.pays_by_bill | ~dice.chance("no limit", people.rows, UNGRANTED_SHARE)
    reviewed = last - dice.whole("reviewed", people.rows, 5, 85)
    return Granted((round_up(amount / unit) * unit).astype(np.int64) * has, reviewed)


def round_up(amount: Floats) -> Floats:
    """Round up to two leading digits, as people set limits."""
    size = 10.0 ** np.floor(np.log10(np.maximum(amount, 1.0)) - 1)
    rounded: Floats = np.ceil(amount / size - 1e-9) * size
    return rounded


def limits_table(
    people: Population, granted: Granted, first: int, dice: Dice, language: Language
) -> pa.Table:
    """Write each customer's limit before the last review, and since."""
    older = people.rows[(people.begins < granted.reviewed - 120) & (granted.amount > 0)]
    share = 0.6 + 0.4 * dice.uniform("earlier limit", older)
    unit = 10.0 ** people.decimals[older]
    earlier = round_up(granted.amount[older] * share / unit) * unit
    since = np.maximum(people.begins[older], first)
    now = people.rows[(granted.amount > 0) | (people.stops < granted.reviewed)]
    rows = np.concatenate([older, now])
    amount = np.concatenate([earlier.astype(np.int64), granted.amount[now]])
    day = np.concatenate([since, np.maximum(granted.reviewed[now], people.begins[now])])
    reason = np.select([people.is_new[now], granted.amount[now] == 0], [1, 3], 2)
    reasons = reasoned(np.concatenate([np.zeros_like(older), reason]), language)
    return limit_rows(people, rows, amount, day, reasons)


def limit_rows(
    people: Population, rows: Ints, amount: Ints, day: Ints, reasons: pa.Array
) -> pa.Table:
    """Write limits of customers."""
    worth = np.array([IN_YUAN[code] / 10.0 ** decimals_of(code) for code in CURRENCIES])
    large = amount * worth[people.currency[rows]] >= MANAGER_FROM_YUAN
    terms = [each.granted for each in TERMS]
    return col.table_of(
        "limits",
        {
            "customer_id": customer_ids(rows),
            "group_id": col.empty(len(rows)),
            "from_on": col.days(day),
            "amount": col.money(amount, people.decimals[rows]),
            "currency": col.picked(CURRENCIES, people.currency[rows]),
            "terms": col.picked(terms, people.terms[rows]),
            "granted_by": col.picked(GRANTORS, large.astype(np.int64)),
            "reason": reasons,
        },
    )


def group_limits_table(
    group: Ints, amounts: Floats, used: Floats, from_on: int, home: int, language: Language
) -> pa.Table:
    """Write the limit of each group: less than its members' together, more than they use.

    Units:
        amounts, used: of each customer, in whole units of the home currency.
    """
    count = groups_count(group)
    inside = group >= 0
    together = np.bincount(group[inside], weights=amounts[inside], minlength=count)
    needed = np.bincount(group[inside], weights=used[inside], minlength=count)
    scale = 10 ** decimals_of(CURRENCIES[home])
    limit = round_up(np.maximum(0.9 * together, 1.2 * needed)).astype(np.int64) * scale
    numbers = np.arange(count, dtype=np.int64)
    return col.table_of(
        "limits",
        {
            "customer_id": col.empty(count),
            "group_id": group_ids(numbers),
            "from_on": col.days(np.full(count, from_on, dtype=np.int64)),
            "amount": col.money(limit, np.full(count, decimals_of(CURRENCIES[home]))),
            "currency": col.alike(CURRENCIES[home], count),
            "terms": col.empty(count),
            "granted_by": col.alike("manager", count),
            "reason": reasoned(np.full(count, 5, dtype=np.int64), language),
        },
    )


def holds_table(people: Population, dice: Dice, last: int, language: Language) -> pa.Table:
    """Write which customers' orders were stopped: for good, or for some weeks in the past."""
    stopped = weekdays_on(people.stops + 40)
    for_good = people.rows[stopped <= last]
    slow = people.behaves("slow", "erratic", "deteriorating")
    for_weeks = people.rows[slow & dice.chance("held", people.rows, 0.15)]
    began = weekdays_on(last - dice.whole("held from", for_weeks, 60, 300))
    ended = weekdays_on(began + dice.whole("held for", for_weeks, 7, 40))
    rows = np.concatenate([for_good, for_weeks])
    until = np.concatenate([np.full(len(for_good), NEVER, dtype=np.int64), ended])
    return col.table_of(
        "holds",
        {
            "customer_id": customer_ids(rows),
            "from_on": col.days(np.concatenate([stopped[for_good], began])),
            "until_on": col.days(until),
            "rule": col.alike("old-debt", len(rows)),
            "by": col.alike("risk", len(rows)),
            "reason": reasoned(3 + (until < NEVER).astype(np.int64), language),
        },
    )


def reasoned(places: Ints, language: Language) -> pa.Array:
    """Make a column of reasons."""
    return col.picked([reason.in_language(language) for reason in REASONS], places)
