"""What waits for a decision, and the money that hangs on it, for every customer at once."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.present.collected import Collected
from duecourse.present.filled import looked_up, text_column
from duecourse.values.days import day_number

TODAY = (
    *("hand_over", "hold", "promise_broken", "run_off"),
    *("alert", "grade_fall", "observation"),
)
"""Money is late, or there is reason to fear for it."""
LATER = ("limit_cut", "dispute", "allocate")
"""Nothing is lost by waiting until the first are decided, whatever the amount."""
LAST = ("review_due",)
"""What only the calendar asks for."""
KINDS = (*TODAY, *LATER, *LAST)
"""Most urgent first: the first that a customer has names its decision."""
CASE = pa.schema(
    [
        ("customer_id", pa.string()),
        ("kind", pa.string()),
        ("stake", pa.float64()),
        ("count", pa.int64()),
        ("days", pa.int64()),
    ]
)


def cases(facts: Collected) -> pa.Table:
    """List what waits, one row per customer and kind.

    At stake is the money that the decision is about, not what the customer owes besides.

    Shapes:
        returns: customer_id, kind, stake (home currency; null without a rate), count (of
            invoice parts), days (past due, the largest)
    """
    found = [*customer_cases(facts), *part_cases(facts), *task_cases(facts)]
    return pa.concat_tables(found).combine_chunks()


def customer_cases(facts: Collected) -> list[pa.Table]:
    """Find what the standing of a customer asks for."""
    rows = facts.customers
    ringing = facts.alerts.filter(pc.equal(facts.alerts["severity"], "high"))
    asks = {
        "hold": pc.equal(rows["status"], "hold"),
        "grade_fall": pc.greater(rows["grade"], rows["grade_before_caps"]),
        "limit_cut": pc.greater(
            rows["granted_limit"].cast(pa.float64()), rows["recommended_limit"].cast(pa.float64())
        ),
        "observation": pc.equal(rows["observation_task"].cast(pa.bool_()), pa.scalar(True)),
        "run_off": pc.and_(
            pc.equal(rows["status"], "prepay"),
            pc.greater(rows["overdue_amount"].cast(pa.float64()), 0.0),
        ),
        "alert": pc.is_in(rows["customer_id"], text_column(ringing, "customer_id")),
        "allocate": worth_allocating(facts),
    }
    return [
        customer_case(rows.filter(pc.fill_null(mask, False)), kind) for kind, mask in asks.items()
    ]


def worth_allocating(facts: Collected) -> pa.ChunkedArray:
    """Find who has more unallocated cash than the least amount that is chased."""
    least = float(facts.position.policy.dunning.least_amount)
    cash = at_home(facts.customers["unallocated"], facts.customers["to_home"])
    return pc.and_(pc.greater(cash, 0.0), pc.greater_equal(cash, least))


def customer_case(rows: pa.Table, kind: str) -> pa.Table:
    """Make one kind's rows from those of the customers that it concerns."""
    stake = at_home(own_stake(rows, kind), rows["to_home"])
    return case_table(rows["customer_id"], kind, stake=stake)


def own_stake(rows: pa.Table, kind: str) -> pa.ChunkedArray:
    """Say what is at stake, in the customer's currency.

    Of a hold what must be paid to release it: what is overdue, or beyond the limit. Of old debt
    all that is exposed: security is called only once the customer has not paid. Of a cut what lies
    beyond the limit that remains: a limit nobody used costs nothing. Else the net exposure.
    """
    if kind == "hold":
        beyond = pc.negate(rows["headroom"].cast(pa.float64()))
        overdue = rows["overdue_amount"].cast(pa.float64())
        return pc.max_element_wise(overdue, beyond, 0.0)
    if kind == "limit_cut":
        net, left = (
            rows[name].cast(pa.float64()) for name in ("net_exposure", "recommended_limit")
        )
        return pc.max_element_wise(pc.subtract(net, left), 0.0)
    column = {"run_off": "exposure", "allocate": "unallocated"}.get(kind, "net_exposure")
    return rows[column].cast(pa.float64())


def part_cases(facts: Collected) -> list[pa.Table]:
    """Find what single invoices ask for, summed by customer."""
    legal = facts.dunning.filter(pc.equal(facts.dunning["action"], "hand_over"))
    disputed = facts.invoices.filter(
        pc.greater(facts.invoices["disputed_amount"].cast(pa.float64()), 0.0)
    )
    return [
        part_case(legal, "hand_over", column="chase_amount", rates=facts.rates),
        part_case(disputed, "dispute", column="disputed_amount", rates=facts.rates),
    ]


def task_cases(facts: Collected) -> list[pa.Table]:
    """Find what the day itself asks for: a promise that ran out, a review that is due."""
    asked = {"promise_broken": "promise-broken", "review_due": "review-due"}
    found = []
    for kind, name in asked.items():
        rows = facts.tasks.filter(pc.equal(facts.tasks["kind"], name))
        home = at_home(rows["value"], rates_of(rows, facts.rates))
        summed = (
            rows.append_column("home", home)
            .group_by("customer_id")
            .aggregate([("home", "sum"), ("due_on", "min")])
        )
        days = pc.subtract(day_number(facts.position.as_of), summed["due_on_min"])
        stake = summed["home_sum"]
        found.append(case_table(summed["customer_id"], kind, stake=stake, days=days))
    return found


def part_case(parts: pa.Table, kind: str, *, column: str, rates: Mapping[str, float]) -> pa.Table:
    """Sum one column of invoice parts by customer, in the home currency."""
    home = at_home(parts[column], rates_of(parts, rates))
    summed = (
        parts.append_column("home", home)
        .group_by("customer_id")
        .aggregate(
            [("home", "sum"), ("home", "count"), ("part", "count"), ("days_past_due", "max")]
        )
    )
    whole = pc.equal(summed["home_count"], summed["part_count"])
    stake = pc.if_else(whole, summed["home_sum"], pa.scalar(None, pa.float64()))
    return case_table(
        summed["customer_id"],
        kind,
        stake=stake,
        count=summed["part_count"],
        days=summed["days_past_due_max"],
    )


def case_table(
    customer_id: pa.ChunkedArray,
    kind: str,
    *,
    stake: pa.ChunkedArray,
    count: pa.ChunkedArray | None = None,
    days: pa.ChunkedArray | None = None,
) -> pa.Table:
    """Put one kind's columns into the shape of ``CASE``."""
    size = len(customer_id)
    columns = [
        customer_id,
        pa.repeat(pa.scalar(kind), size),
        stake,
        pa.nulls(size) if count is None else count,
        pa.nulls(size) if days is None else days,
    ]
    return pa.table(columns, names=CASE.names).cast(CASE)


def at_home(values: pa.ChunkedArray, rates: pa.ChunkedArray) -> pa.ChunkedArray:
    """Convert amounts; nothing is nothing in any currency, the rest needs a rate."""
    numbers = values.cast(pa.float64())
    converted = pc.multiply(numbers, rates.cast(pa.float64()))
    return pc.if_else(pc.equal(numbers, 0.0), numbers, converted)


def rates_of(table: pa.Table, rates: Mapping[str, float]) -> pa.Array:
    """Find the rate of each row's currency; null where none is known."""
    texts = {currency: repr(rate) for currency, rate in rates.items()}
    return looked_up(text_column(table, "currency"), texts).cast(pa.float64())
