"""Exchange rates of the example company: one a month for each foreign currency."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.draws import Dice, Floats, Ints
from duecourse.simulator.places import IN_YUAN
from duecourse.simulator.population import CURRENCIES
from duecourse.simulator.seasons import Calendar

MONTHLY_MOVE = 0.008
RATE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates to the home currency, one row per month, one column per currency."""

    home: int
    monthly: Floats
    starts: Ints


def rates_of(calendar: Calendar, currency: str, dice: Dice) -> Rates:
    """Let each currency wander around what it is about worth; the home currency stays 1."""
    home = CURRENCIES.index(currency)
    months = np.arange(calendar.months, dtype=np.int64)
    moves = np.stack([dice.normal(f"rate of {code}", months) for code in CURRENCIES], axis=1)
    moves[:, home] = 0.0
    about = np.array([IN_YUAN[code] / IN_YUAN[currency] for code in CURRENCIES])
    monthly: Floats = about * np.exp(MONTHLY_MOVE * np.cumsum(moves, axis=0))
    return Rates(home, monthly.round(RATE_DECIMALS), calendar.starts)


def rates_table(rates: Rates) -> pa.Table:
    """Write the rates, each from the first of its month."""
    foreign = np.array([p for p in range(len(CURRENCIES)) if p != rates.home], dtype=np.int64)
    months = len(rates.starts)
    return col.table_of(
        "rates",
        {
            "currency": col.picked(CURRENCIES, np.repeat(foreign, months)),
            "on": col.days(np.tile(rates.starts, len(foreign))),
            "rate": col.numbers(rates.monthly[:, foreign].T.ravel()),
        },
    )


def rate_on(rates: Rates, days: Ints, currency: Ints) -> Floats:
    """Return the rate of each currency on each day."""
    month = np.searchsorted(rates.starts, days, side="right") - 1
    return rates.monthly[np.clip(month, 0, len(rates.starts) - 1), currency]
