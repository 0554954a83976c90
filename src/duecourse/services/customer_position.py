"""One customer's position, fresh: from its own facts and its group's, nothing kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.engines.choosing import engine_in_memory, ledger_in
from duecourse.pipeline.run import run
from duecourse.policy.shapes import Policy
from duecourse.store.facts_about import facts_about
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.position_rows import rows_of
from duecourse.store.positions import (
    OfDay,
    PositionAlert,
    PositionCustomer,
    PositionDunning,
    PositionLeftOut,
    PositionPart,
    PositionPoint,
    PositionTask,
    latest_day,
)
from duecourse.values.refusals import Refusal

SHARE = "exposure_share"
"""The one measure that needs all customers."""


class CustomerUnknown(Refusal, LookupError):
    """The ledger has no customer of that id."""


@dataclass(frozen=True, slots=True)
class CustomerPosition:
    """What a position says of one customer: rows as the database keeps them, but not kept.

    ``group`` lists the other members of its group.
    """

    as_of: date
    policy: Policy
    version: PolicyVersion
    customer: PositionCustomer
    group: Sequence[PositionCustomer]
    parts: Sequence[PositionPart]
    points: Sequence[PositionPoint]
    dunning: Sequence[PositionDunning]
    left_out: Sequence[PositionLeftOut]
    alerts: Sequence[PositionAlert]
    tasks: Sequence[PositionTask]


def customer_position(customer_id: str, as_of: date) -> CustomerPosition:
    """Work out where one customer stands on a day, by the policy in force.

    Its share of the whole exposure, and the alerts that ring for it, are those of the latest
    position kept; a cap or hold of the policy that names this share does not fire here.

    Keeps:
        its rows are those of the whole position of that day.

    Raises:
        NoPolicyInForce: no policy is published.
        CustomerUnknown: nobody has that id.
    """
    version = judging_version()
    policy, engine = policy_of(version), engine_in_memory()
    try:
        ledger = ledger_in(engine, facts_about(customer_id))
        position = run(ledger, policy, as_of, customers=[customer_id])
        rows = rows_of(position, engine.arrow)
    finally:
        engine.close()
    customers = made(PositionCustomer, rows[PositionCustomer])
    own = {row.customer_id: row for row in customers}
    if customer_id not in own:
        says = f"The ledger has no customer {customer_id}."
        raise CustomerUnknown(says, "no-such-customer", name=customer_id)
    own[customer_id].profile[SHARE] = share_of_the_whole(customer_id)
    return CustomerPosition(
        as_of=as_of,
        policy=policy,
        version=version,
        customer=own[customer_id],
        group=[row for row in customers if row.customer_id != customer_id],
        parts=of(customer_id, PositionPart, rows),
        points=of(customer_id, PositionPoint, rows),
        dunning=of(customer_id, PositionDunning, rows),
        left_out=of(customer_id, PositionLeftOut, rows),
        alerts=[*of(customer_id, PositionAlert, rows), *alerts_of_the_whole(customer_id, policy)],
        tasks=of(customer_id, PositionTask, rows),
    )


def of(customer_id: str, model: type[OfDay], rows: dict[type[OfDay], pa.Table]) -> list[Any]:
    """Make one customer's rows of a table."""
    table = rows[model]
    return made(model, table.filter(pc.equal(table["customer_id"], customer_id)))


def share_of_the_whole(customer_id: str) -> float | None:
    """Return the customer's share of the whole exposure, as of the latest position kept."""
    kept = PositionCustomer.objects.filter(day=latest_day(), customer_id=customer_id).first()
    return None if kept is None else kept.profile.get(SHARE)


def alerts_of_the_whole(customer_id: str, policy: Policy) -> list[PositionAlert]:
    """Return the alerts on the share of the whole, as of the latest position kept."""
    rules = [rule.id for rule in policy.alerts if rule.when.measure == SHARE]
    found = PositionAlert.objects.filter(day=latest_day(), customer_id=customer_id)
    return list(found.filter(rule__in=rules))


def made(model: type[OfDay], table: pa.Table) -> list[Any]:
    """Make unsaved rows of a table."""
    return [model(**read(row)) for row in table.to_pylist()]


def read(row: dict[str, Any]) -> dict[str, Any]:
    """Read the profile of a row, where it has one."""
    return {**row, "profile": json.loads(row["profile"])} if "profile" in row else row
