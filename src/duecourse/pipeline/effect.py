"""The effect of a policy: two positions of one ledger on one day, side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.pipeline.figures import collected
from duecourse.pipeline.position import Position
from duecourse.values.frames import Frame

COMPARED = (
    *("grade", "status", "stage", "cap", "holds", "terms", "recommended_terms"),
    *("effective_limit", "recommended_limit"),
)
"""What a policy may change for a customer. A score that moves and changes none of it is none."""
BESIDE = ("score", "limit_rule", "headroom")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Group:
    """The customers of one grade, and what they owe and may owe at home; None where unknown."""

    customers: int = 0
    exposure: Decimal | None = NOTHING
    limits: Decimal | None = NOTHING


@dataclass(frozen=True, slots=True)
class Tally:
    """What a policy makes of a day as a whole; amounts at home, None where a rate is unknown.

    ``grades`` by letter, "" for customers without one. ``limits`` are those in effect: what was
    granted stands where a policy does not cut it; ``recommended`` is what it would grant.
    ``over`` counts customers over their limit, ``held`` and ``prepay`` those whose orders stop or
    that pay first; ``letters`` are customers.
    """

    customers: int = 0
    grades: Mapping[str, Group] = field(default_factory=dict)
    limits: Decimal | None = NOTHING
    recommended: Decimal | None = NOTHING
    over: int = 0
    over_amount: Decimal | None = NOTHING
    held: int = 0
    held_orders: Decimal | None = NOTHING
    prepay: int = 0
    letters: int = 0
    letters_amount: Decimal | None = NOTHING
    alerts: int = 0


def moved(before: Position, after: Position) -> Frame:
    """List the customers for whom something changes, with what it was and what it becomes.

    Shapes:
        before, after: positions of one ledger on one day, on one engine.
        returns: one row per customer that changes: customer_id, name, currency, to_home,
            ``was_`` and ``now_`` with each of ``COMPARED`` and ``BESIDE``; ``change`` is what the
            effective limit gains, ``recommended_change`` what the recommended one does, in the
            customer's currency, null where one of the two is unknown; ``size`` is the larger of
            both at home, without its sign, 0 where unknown; ``criterion`` is the one whose cost in
            the score moved most, ``criterion_cost`` by how much, null where none did.

    Keeps:
        a position against itself gives no row; swapped, ``was_`` and ``now_`` are swapped.
    """
    names = (*COMPARED, *BESIDE)
    was = before.customers.select(
        "customer_id", *(nw.col(name).alias(f"was_{name}") for name in names)
    )
    now = after.customers.select(
        "customer_id",
        "currency",
        "to_home",
        *(nw.col(name).alias(f"now_{name}") for name in names),
        name=nw.coalesce("name", "customer_id"),
    )
    changed = nw.any_horizontal(*(differs(name) for name in COMPARED), ignore_nulls=False)
    return (
        now.join(was, on="customer_id", how="inner")
        .filter(changed)
        .with_columns(change=gain("effective_limit"), recommended_change=gain("recommended_limit"))
        .with_columns(size=size())
        .join(costliest(before.points, after.points), on="customer_id", how="left")
    )


def differs(name: str) -> nw.Expr:
    """Say whether a column differs; unknown is like unknown and like nothing else."""
    was, now = nw.col(f"was_{name}"), nw.col(f"now_{name}")
    one_unknown = was.is_null() != now.is_null()
    return one_unknown | (was != now).fill_null(value=False)


def gain(name: str) -> nw.Expr:
    """Subtract what an amount was from what it becomes."""
    return (nw.col(f"now_{name}") - nw.col(f"was_{name}")).cast(DTYPES["money"])


def size() -> nw.Expr:
    """Measure how much a customer's limits move, at home."""
    moves = (
        nw.col(name).cast(nw.Float64).abs().fill_null(0.0)
        for name in ("change", "recommended_change")
    )
    return nw.max_horizontal(*moves) * nw.col("to_home").fill_null(0.0)


def costliest(before: Frame, after: Frame) -> Frame:
    """Find for each customer the criterion whose cost moved most; ties by name.

    Shapes:
        before, after: points (docs/architecture.md)
        returns: customer_id, criterion, criterion_cost (after less before; costs of a criterion
            that one of the two has not are 0)
    """
    signed = [
        points.select("customer_id", "criterion", cost=nw.col("cost").fill_null(0.0) * sign)
        for points, sign in ((before, -1.0), (after, 1.0))
    ]
    sums = nw.concat(signed).group_by("customer_id", "criterion").agg(nw.col("cost").sum())
    most = sums.with_columns(size=nw.col("cost").abs()).with_columns(
        most=nw.col("size").max().over("customer_id")
    )
    largest = most.filter((nw.col("size") == nw.col("most")) & (nw.col("size") > LEAST_COST))
    first = largest.group_by("customer_id").agg(nw.col("criterion").min())
    return first.join(largest, on=["customer_id", "criterion"], how="inner").select(
        "customer_id", "criterion", criterion_cost="cost"
    )


LEAST_COST = 0.005
"""Points of a score below which a cost has not moved."""


def tally(position: Position) -> Tally:
    """Count and add up what a policy makes of a day."""
    rows = [Sums(**row) for row in collected(sums_of(position))]
    at_home = Home(position.rates)
    letters = collected(letters_of(position))
    return Tally(
        customers=sum(row.customers for row in rows),
        grades=grouped(rows, at_home),
        limits=at_home.total((row.currency, row.limits) for row in rows),
        recommended=at_home.total((row.currency, row.recommended) for row in rows),
        over=sum(row.over for row in rows),
        over_amount=at_home.total((row.currency, row.over_amount) for row in rows),
        held=sum(row.customers for row in rows if row.status == "hold"),
        held_orders=at_home.total(
            (row.currency, row.orders) for row in rows if row.status == "hold"
        ),
        prepay=sum(row.customers for row in rows if row.status == "prepay"),
        letters=written_to(position),
        letters_amount=at_home.total((row["currency"], row["amount"]) for row in letters),
        alerts=sum(row["rung"] for row in collected(position.alerts.select(rung=nw.len()))),
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """Customers of one currency, grade and status."""

    currency: str
    grade: str | None
    status: str
    customers: int
    exposure: Decimal
    limits: Decimal
    recommended: Decimal
    over: int
    over_amount: Decimal
    orders: Decimal


@dataclass(frozen=True, slots=True)
class Home:
    """Turns amounts into the home currency by the day's rates."""

    rates: Mapping[str, Decimal]

    def total(self, amounts: Iterable[tuple[str, Decimal]]) -> Decimal | None:
        """Add amounts up; None where one has no rate."""
        total = NOTHING
        for currency, amount in amounts:
            rate = self.rates.get(currency)
            if amount and rate is None:
                return None
            total += Decimal(amount) * (rate or NOTHING)
        return total


def sums_of(position: Position) -> Frame:
    """Add up customers by currency, grade and status; a few rows."""
    over = nw.col("headroom") < 0
    nil = nw.lit(0).cast(DTYPES["money"])
    return (
        position.customers.with_columns(
            is_over=nw.when(over).then(nw.lit(1)).otherwise(nw.lit(0)),
            beyond=nw.when(over).then(nil - nw.col("headroom")).otherwise(nil),
        )
        .group_by("currency", "grade", "status")
        .agg(
            nw.len().alias("customers"),
            nw.col("exposure").sum(),
            nw.col("effective_limit").sum().alias("limits"),
            nw.col("recommended_limit").sum().alias("recommended"),
            nw.col("is_over").sum().alias("over"),
            nw.col("beyond").sum().alias("over_amount"),
            nw.col("uninvoiced_orders").sum().alias("orders"),
        )
        .sort("currency", "grade", "status")
    )


def grouped(rows: Iterable[Sums], at_home: Home) -> dict[str, Group]:
    """Put customers together by grade, A first."""
    listed = list(rows)
    found = sorted({row.grade or "" for row in listed}, key=lambda grade: grade or "Z")
    return {
        grade: group_of([row for row in listed if (row.grade or "") == grade], at_home)
        for grade in found
    }


def group_of(rows: Iterable[Sums], at_home: Home) -> Group:
    """Add up the customers of one grade."""
    own = list(rows)
    return Group(
        customers=sum(row.customers for row in own),
        exposure=at_home.total((row.currency, row.exposure) for row in own),
        limits=at_home.total((row.currency, row.limits) for row in own),
    )


def letters_of(position: Position) -> Frame:
    """Add up what is chased by letter, by currency."""
    letters = position.dunning.filter(nw.col("action") == "letter")
    return letters.group_by("currency").agg(nw.col("chase_amount").sum().alias("amount"))


def written_to(position: Position) -> int:
    """Count the customers that are written to."""
    letters = position.dunning.filter(nw.col("action") == "letter")
    counted = letters.select(nw.col("customer_id").n_unique().alias("customers"))
    return int(sum(row["customers"] for row in collected(counted)))
