"""Financial statements of two years, sounder for those who pay well."""

from datetime import date

import numpy as np
import pyarrow as pa

from duecourse.ledger.tables_standing import STATEMENT_AMOUNTS
from duecourse.simulator import columns as col
from duecourse.simulator.draws import Dice, Floats, Ints
from duecourse.simulator.ids import customer_ids
from duecourse.simulator.population import CURRENCIES, Population
from duecourse.simulator.standing import standing_on
from duecourse.values.days import day_number, day_of

KNOWN_AFTER = 120
STATED_SHARE = 0.78
OUR_SHARE = (0.010, 0.035)
"""The least and the most of a customer's revenue that it buys from us in a year."""


def statements_table(people: Population, yearly: Ints, dice: Dice, last: int) -> pa.Table:
    """Write the last two years that are known by the last day.

    Units:
        yearly: what each customer buys from us in a year, in minor units.
    """
    stated = people.rows[dice.chance("states", people.rows, STATED_SHARE)]
    year = day_of(last - KNOWN_AFTER).year - 1
    low, high = OUR_SHARE
    share = low + (high - low) * dice.uniform("our share", stated)
    revenue = yearly[stated] / share
    growth = 0.55 * (people.quality[stated] - 0.5) + 0.08 * dice.normal("growth", stated)
    before = revenue / np.maximum(1.0 + growth, 0.4)
    return pa.concat_tables(
        [
            year_table(people, stated, before, dice, year - 1),
            year_table(people, stated, revenue, dice, year),
        ]
    )


def year_table(
    people: Population, stated: Ints, revenue: Floats, dice: Dice, year: int
) -> pa.Table:
    """Write the statements of one year."""
    end = day_number(date(year, 12, 31))
    sound = standing_on(people, stated, np.full(len(stated), end, dtype=np.int64))
    sound = np.clip(sound + 0.05 * dice.normal(f"soundness {year}", stated), 0.02, 0.98)
    decimals = people.decimals[stated]
    amounts = in_thousands(statement(revenue, sound), decimals)
    money = {name: col.money(amounts[name], decimals) for name in STATEMENT_AMOUNTS}
    return col.table_of(
        "statements",
        {
            "customer_id": customer_ids(stated),
            "period_end": col.days(np.full(len(stated), end, dtype=np.int64)),
            "currency": col.picked(CURRENCIES, people.currency[stated]),
            **money,
        },
    )


def statement(revenue: Floats, sound: Floats) -> dict[str, Floats]:
    """Lay out a balance sheet and what was earned, by revenue and soundness (0 to 1)."""
    assets = 0.75 * revenue
    current = 0.58 * assets
    owed = assets * (1.0 - 0.62 * sound)
    due = np.minimum(current / (0.6 + 1.5 * sound), 0.95 * owed)
    equity = assets - owed
    ebit = revenue * (0.16 * sound - 0.035)
    interest = 0.035 * owed * 0.5
    before_tax = ebit - interest
    return {
        "revenue": revenue,
        "cogs": revenue * (0.84 - 0.12 * sound),
        "ebit": ebit,
        "interest": interest,
        "net_income": before_tax * np.where(before_tax > 0, 0.75, 1.0),
        "operating_cash_flow": due * (0.55 * sound - 0.12),
        "total_assets": assets,
        "current_assets": current,
        "cash": current * (0.05 + 0.15 * sound),
        "receivables": current * 0.42,
        "inventory": current * 0.32,
        "current_liabilities": due,
        "total_liabilities": owed,
        "equity": equity,
        "retained_earnings": equity * (0.9 * sound - 0.25),
        "payables": due * 0.55,
    }


def in_thousands(amounts: dict[str, Floats], decimals: Ints) -> dict[str, Ints]:
    """Round to whole thousands, kept in minor units.

    Keeps:
        assets are liabilities plus equity.
    """
    unit = 1000 * 10**decimals
    whole = {
        name: np.floor(amount / unit + 0.5).astype(np.int64) * unit
        for name, amount in amounts.items()
    }
    return whole | {"equity": whole["total_assets"] - whole["total_liabilities"]}
