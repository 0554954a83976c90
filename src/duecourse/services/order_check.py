"""One order against the books of a day: what ``check-order`` and an order entry ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from duecourse.decide.order_check import Answer, check_order, unconverted
from duecourse.decide.standing import (
    BEHIND,
    Expiring,
    Standing,
    converted,
    standing_of,
    with_expiring,
)
from duecourse.ledger.currency import rates_on
from duecourse.ledger.ledger import Ledger
from duecourse.pipeline.run import run
from duecourse.policy.shapes import Policy
from duecourse.values.days import day_number, day_of
from duecourse.values.frames import Frame
from duecourse.values.money import Money
from duecourse.values.refusals import Refusal

Arrow = Callable[[Frame], pa.Table]


class NoSuchCustomer(Refusal, LookupError):
    """The ledger has no customer of that id or name."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked: who orders, for how much; no currency: the customer's own."""

    customer: str
    amount: Decimal
    currency: str | None = None


def answer_order(
    order: Order, ledger: Ledger, policy: Policy, *, as_of: date, arrow: Arrow
) -> tuple[Answer, Standing]:
    """Answer one order from the customer's own books and its group's; the rest is not computed.

    Raises:
        NoSuchCustomer: nobody has that id or name.
        ValueError: the order is not above zero.
    """
    customer_id = customer_named(order.customer, ledger, arrow)
    standing = standing_on(customer_id, ledger, policy, as_of=as_of, arrow=arrow)
    asked = Money(order.amount, order.currency or standing.currency)
    rates = known_rates(ledger, policy, as_of=as_of, arrow=arrow)
    own = converted(asked, standing, rates)
    if own is None:
        return unconverted(asked, policy), standing
    return check_order(standing, own, policy, as_of=as_of), standing


def customer_named(named: str, ledger: Ledger, arrow: Arrow) -> str:
    """Return the id of the customer that has this id, else this name."""
    known = arrow(ledger["customers"].select("customer_id", "name")).to_pylist()
    ids = [one["customer_id"] for one in known if named == one["customer_id"]]
    named_so = [one["customer_id"] for one in known if named == one["name"]]
    if len(found := ids or named_so) == 1:
        return str(found[0])
    if found:
        several = ", ".join(sorted(found))
        says = f"Several customers are named {named}: {several}; write the id."
        raise NoSuchCustomer(says, "several-customers", name=named, ids=several)
    raise nobody(named, known)


def nobody(named: str, known: Sequence[Mapping[str, Any]]) -> NoSuchCustomer:
    """Say that nobody has that id or name, and who has one that is near."""
    words = [str(one[key]) for one in known for key in ("customer_id", "name") if one[key]]
    holding = [word for word in dict.fromkeys(words) if named in word][:3]
    near = holding or get_close_matches(named, dict.fromkeys(words), n=3)
    says = f"The ledger has no customer {named}."
    if not near:
        return NoSuchCustomer(says, "no-such-customer", name=named)
    asked = " or ".join(near)
    listed = ", ".join(near)
    return NoSuchCustomer(f"{says} Did you mean {asked}?", "customer-near", name=named, near=listed)


def standing_on(
    customer_id: str, ledger: Ledger, policy: Policy, *, as_of: date, arrow: Arrow
) -> Standing:
    """Work out where a customer stands on a day, with what stands behind it."""
    position = run(ledger, policy, as_of, customers=[customer_id])
    own = position.customers.filter(nw.col("customer_id") == customer_id)
    [row] = arrow(own).to_pylist()
    return with_expiring(standing_of(row), *behind(customer_id, ledger, as_of=as_of, arrow=arrow))


def behind(customer_id: str, ledger: Ledger, *, as_of: date, arrow: Arrow) -> list[Expiring]:
    """List the securities and covers in force that end some day."""
    today = day_number(as_of)
    return [
        expiring(row, kind, until)
        for table, kind, since, until in BEHIND
        for row in arrow(
            ledger[table].filter(
                nw.col("customer_id") == customer_id,
                nw.col(since).is_null() | (nw.col(since) <= today),
                nw.col(until) >= today,
            )
        ).to_pylist()
    ]


def expiring(row: dict[str, Any], kind: str | None, until: str) -> Expiring:
    """Read one security or cover."""
    amount = Money(row["amount"], row["currency"])
    return Expiring("cover" if kind is None else row[kind], amount, day_of(row[until]))


def known_rates(ledger: Ledger, policy: Policy, *, as_of: date, arrow: Arrow) -> dict[str, Decimal]:
    """Return what one unit of each currency is at home, where the rate is fresh."""
    age = policy.windows.rate_max_age_days
    rates = arrow(rates_on(ledger["rates"], as_of=day_number(as_of), max_age_days=age))
    known = {
        row["currency"]: Decimal(str(row["rate"]))
        for row in rates.to_pylist()
        if row["rate"] is not None
    }
    return {**known, policy.currency: Decimal(1)}
