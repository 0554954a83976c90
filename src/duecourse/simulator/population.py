"""Who the customers are: behaviour, place, size, terms, and when things happen to them."""

from dataclasses import dataclass

import numpy as np

from duecourse.simulator.behaviours import BEHAVIOURS, INDEX
from duecourse.simulator.columns import NEVER
from duecourse.simulator.draws import Dice, Flags, Floats, Ints
from duecourse.simulator.places import CURRENCY_PLACE, IN_YUAN, PLACES
from duecourse.simulator.spec import CompanySpec
from duecourse.simulator.terms import TERMS
from duecourse.values.money import decimals_of

HOME_SHARE = 0.85
SIZE_SPREAD = 1.0
TICKET_IN_YUAN = 42_000.0
NEW_SHARE, JOINED_SHARE = 0.06, 0.14
BILL_SHARE = 0.16
INSURED_SHARE = 0.28
SURGE_DAYS = 92
CURRENT_SURGE = 80
SURGE_BEFORE_STOP = 15

CURRENCIES = tuple(IN_YUAN)


@dataclass(frozen=True, slots=True)
class Population:
    """All customers, one place in each array per customer; days as day numbers.

    ``stops``: the day from which nothing is paid any more (``NEVER`` where it does not come);
    ``lateness``: how late against the mean of the behaviour; ``ticket``: the usual invoice, in
    minor units of the customer's currency.
    """

    rows: Ints
    behaviour: Ints
    place: Ints
    currency: Ints
    decimals: Ints
    frequency: Floats
    ticket: Floats
    terms: Ints
    begins: Ints
    is_new: Flags
    stops: Ints
    turn_starts: Ints
    turn_ends: Ints
    lateness: Floats
    quality: Floats
    pays_by_bill: Flags
    insured: Flags
    has_contract: Flags

    def behaves(self, *names: str) -> Flags:
        """Say for each customer whether it has one of these behaviours."""
        return np.isin(self.behaviour, [INDEX[name] for name in names])  # type: ignore[index]


def population_of(spec: CompanySpec, dice: Dice) -> Population:
    """Draw the customers; each behaviour gets its share of them, to the nearest one."""
    rows = np.arange(spec.customers, dtype=np.int64)
    behaviour = by_share("behaviour", rows, [each.share for each in BEHAVIOURS], dice)
    stops = stop_days(spec, rows, behaviour, dice)
    begins, is_new = beginnings(spec, rows, behaviour, stops, dice)
    turn_starts, turn_ends = turns(spec, behaviour, stops)
    place = places(spec, rows, dice)
    currency = np.array([CURRENCIES.index(each.currency) for each in PLACES])[place]
    frequency, ticket = sizes(rows, behaviour, currency, dice)
    at_home = place == CURRENCY_PLACE[spec.currency]
    return Population(
        rows=rows,
        behaviour=behaviour,
        place=place,
        currency=currency,
        decimals=np.array([decimals_of(code) for code in CURRENCIES], dtype=np.int64)[currency],
        frequency=frequency,
        ticket=ticket,
        terms=by_share("terms", rows, [each.share for each in TERMS], dice),
        begins=begins,
        is_new=is_new,
        stops=stops,
        turn_starts=turn_starts,
        turn_ends=turn_ends,
        lateness=np.exp(0.25 * dice.normal("lateness", rows)),
        quality=qualities(rows, behaviour, dice),
        pays_by_bill=at_home & dice.chance("pays by bill", rows, BILL_SHARE),
        insured=dice.chance("insured", rows, INSURED_SHARE),
        has_contract=dice.chance("has contract", rows, 0.7),
    )


def by_share(purpose: str, rows: Ints, shares: list[float], dice: Dice) -> Ints:
    """Deal places of a list to the rows so that each gets its share of them."""
    bounds = np.cumsum(shares)[:-1]
    return np.searchsorted(bounds, dice.ranks(purpose, rows), side="right").astype(np.int64)


def places(spec: CompanySpec, rows: Ints, dice: Dice) -> Ints:
    """Put most customers into the home country, the others anywhere else."""
    home = CURRENCY_PLACE[spec.currency]
    abroad = np.array([place for place in range(len(PLACES)) if place != home], dtype=np.int64)
    chosen = abroad[dice.whole("country", rows, 0, len(abroad) - 1)]
    return np.where(dice.ranks("at home", rows) < HOME_SHARE, home, chosen)


def sizes(rows: Ints, behaviour: Ints, currency: Ints, dice: Dice) -> tuple[Floats, Floats]:
    """Draw how often each customer buys (against others) and its usual invoice."""
    factor = np.array([each.size for each in BEHAVIOURS])[behaviour]
    troubled = np.isin(behaviour, [INDEX["bust_out"], INDEX["defaulting"]])
    spread = np.where(troubled, 0.4, 1.0) * SIZE_SPREAD
    root = np.sqrt(np.exp(spread * dice.normal("size", rows)) * factor)
    unit = np.array([10.0 ** decimals_of(code) / IN_YUAN[code] for code in CURRENCIES])
    return root, TICKET_IN_YUAN * root * unit[currency]


def qualities(rows: Ints, behaviour: Ints, dice: Dice) -> Floats:
    """Draw the financial standing, from 0 to 1, around what goes with the behaviour."""
    usual = np.array([each.quality for each in BEHAVIOURS])[behaviour]
    return np.clip(usual + 0.12 * dice.normal("quality", rows), 0.02, 0.98)


def stop_days(spec: CompanySpec, rows: Ints, behaviour: Ints, dice: Dice) -> Ints:
    """Return the day from which a customer pays nothing any more.

    One fraud is under way on the last day: the first of the customers who bust out.
    """
    first = spec.last - 30 * spec.months
    u = dice.uniform("stop", rows)
    defaults = first + 270 + (u * (spec.last - 20 - first - 270)).astype(np.int64)
    surges = first + 240 + (u * (spec.last - 400 - first)).clip(0).astype(np.int64)
    busts = behaviour == INDEX["bust_out"]
    current = busts & (np.cumsum(busts) == 1)
    surges = np.where(current, spec.last - CURRENT_SURGE, surges) + SURGE_BEFORE_STOP
    failing = np.where(behaviour == INDEX["defaulting"], defaults, NEVER)
    return np.where(busts, surges, failing)


def beginnings(
    spec: CompanySpec, rows: Ints, behaviour: Ints, stops: Ints, dice: Dice
) -> tuple[Ints, Flags]:
    """Return when each customer was taken on, and who is still new on the last day."""
    first = spec.last - 30 * spec.months
    u = dice.uniform("begins", rows)
    kind = dice.ranks("when taken on", rows)
    long_ago = first - 100 - (u * 3000).astype(np.int64)
    lately = spec.last - 35 - (u * 140).astype(np.int64)
    between = first + 60 + (u * (spec.last - 240 - first)).clip(0).astype(np.int64)
    steady = np.isin(behaviour, [INDEX[name] for name in ("prompt", "slow", "disputing")])
    is_new = steady & (kind < NEW_SHARE * len(rows) / max(1, int(steady.sum())))
    joined = steady & ~is_new & (kind > 1 - JOINED_SHARE)
    begins = np.select([is_new, joined], [lately, between], long_ago)
    busts = behaviour == INDEX["bust_out"]
    return np.where(busts, stops - 200 - (u * 150).astype(np.int64), begins), is_new


def turns(spec: CompanySpec, behaviour: Ints, stops: Ints) -> tuple[Ints, Ints]:
    """Return when each customer's way of paying starts to change, and has changed."""
    before = np.array([each.turn for each in BEHAVIOURS], dtype=np.int64)[behaviour]
    anchor = np.where(behaviour == INDEX["defaulting"], stops, spec.last)
    return anchor - before[:, 0], anchor - before[:, 1]
