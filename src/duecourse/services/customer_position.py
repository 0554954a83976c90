"""One customer's position, fresh: from its own facts and its group's, kept until these change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from duecourse.engines.choosing import engine_in_memory, ledger_in
from duecourse.pipeline.run import run
from duecourse.policy.shapes import Policy
from duecourse.store.changes_since import facts_changed, last_event, read_until
from duecourse.store.facts_about import facts_about
from duecourse.store.fresh_standings import FreshStanding, Rows, made
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.position_rows import rows_of
from duecourse.store.positions import (
    OfDay,
    PositionAlert,
    PositionCustomer,
    PositionDay,
    PositionDunning,
    PositionLeftOut,
    PositionPart,
    PositionPoint,
    PositionProfile,
    PositionTask,
    latest_day,
)
from duecourse.values.refusals import Refusal

SHARE = "exposure_share"
"""The one measure that needs all customers."""
OF_ONE: Mapping[str, type[OfDay]] = {
    "parts": PositionPart,
    "points": PositionPoint,
    "dunning": PositionDunning,
    "left_out": PositionLeftOut,
    "alerts": PositionAlert,
    "tasks": PositionTask,
}
"""The rows about one customer, beside those of the members of its group."""


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


def standing_today(row: PositionCustomer, latest: PositionDay) -> CustomerPosition:
    """Return where a customer stands by its facts as they are now, on the day of the position.

    The day's rows serve while neither the facts nor the policy in force changed since; else those
    of the customer's own run, which are kept until its facts change again.

    Raises:
        NoPolicyInForce: no policy is published.
    """
    version = judging_version()
    if version.pk == latest.policy_version_id and not facts_changed(row, read_until(latest)):
        return as_the_day_says(row, latest, version)
    kept = FreshStanding.objects.filter(
        customer_id=row.customer_id, day=latest, policy_version=version
    ).first()
    if kept is not None and not facts_changed(row, kept.read_until):
        return told(row.customer_id, kept.rows, latest.as_of, version, latest.pk)
    until = last_event()
    rows = rows_on(row.customer_id, latest.as_of, version)
    keep(FreshStanding(day=latest, policy_version=version, read_until=until, rows=rows), row)
    return told(row.customer_id, rows, latest.as_of, version, latest.pk)


def keep(fresh: FreshStanding, row: PositionCustomer) -> None:
    """Keep a customer's run in place of an earlier one."""
    values = ("day", "policy_version", "read_until", "rows")
    FreshStanding.objects.update_or_create(
        customer_id=row.customer_id, defaults={name: getattr(fresh, name) for name in values}
    )


def as_the_day_says(
    row: PositionCustomer, latest: PositionDay, version: PolicyVersion
) -> CustomerPosition:
    """Read what the day's position keeps of a customer."""
    members = PositionCustomer.objects.filter(day=latest, group_id=row.group_id)
    own = {"day_id": row.day_id, "customer_id": row.customer_id}
    return CustomerPosition(
        as_of=latest.as_of,
        policy=policy_of(version),
        version=version,
        customer=row,
        group=list(members.exclude(pk=row.pk)) if row.group_id else [],
        **{name: list(model.objects.filter(**own)) for name, model in OF_ONE.items()},
    )


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
    return told(customer_id, rows_on(customer_id, as_of, version), as_of, version)


def rows_on(customer_id: str, as_of: date, version: PolicyVersion) -> Rows:
    """Run the pipeline on one customer and its group; return plain rows."""
    engine = engine_in_memory()
    try:
        ledger = ledger_in(engine, facts_about(customer_id))
        position = run(ledger, policy_of(version), as_of, customers=[customer_id])
        rows = rows_of(position, engine.arrow)
    finally:
        engine.close()
    customers = rows[PositionCustomer].to_pylist()
    if customer_id not in {row["customer_id"] for row in customers}:
        says = f"The ledger has no customer {customer_id}."
        raise CustomerUnknown(says, "no-such-customer", name=customer_id)
    return {
        "customers": customers,
        "profile": [json.loads(row["profile"]) for row in own(customer_id, rows[PositionProfile])],
        **{name: own(customer_id, rows[model]) for name, model in OF_ONE.items()},
    }


def own(customer_id: str, table: pa.Table) -> list[dict[str, Any]]:
    """Return one customer's rows of a table."""
    found: list[dict[str, Any]] = table.filter(
        pc.equal(table["customer_id"], customer_id)
    ).to_pylist()
    return found


def told(
    customer_id: str,
    rows: Rows,
    as_of: date,
    version: PolicyVersion,
    day_id: int | None = None,
) -> CustomerPosition:
    """Make a customer's position of plain rows, with what only the whole position knows."""
    policy, of_all = policy_of(version), PositionCustomer.objects.filter(day=latest_day())
    customers = made(PositionCustomer, rows["customers"], day_id)
    [customer] = [row for row in customers if row.customer_id == customer_id]
    kept = of_all.filter(customer_id=customer_id).first()
    share = None if kept is None else kept.profile.get(SHARE)
    customer.profile = {**rows["profile"][0], SHARE: share}
    tables = {name: made(model, rows[name], day_id) for name, model in OF_ONE.items()}
    tables["alerts"] += alerts_of_the_whole(customer_id, policy)
    return CustomerPosition(
        as_of=as_of,
        policy=policy,
        version=version,
        customer=customer,
        group=[row for row in customers if row is not customer],
        **tables,
    )


def alerts_of_the_whole(customer_id: str, policy: Policy) -> list[PositionAlert]:
    """Return the alerts on the share of the whole, as of the latest position kept."""
    rules = [rule.id for rule in policy.alerts if rule.when.measure == SHARE]
    found = PositionAlert.objects.filter(day=latest_day(), customer_id=customer_id)
    return list(found.filter(rule__in=rules))
