"""The position of a day: worked out from the facts by the policy in force, and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import transaction

from duecourse.engines.choosing import engine_in_memory, ledger_in
from duecourse.engines.engine import Engine
from duecourse.pipeline.run import run
from duecourse.present.collected import Collected, collected
from duecourse.store.account_writing import Decided, write_accounts
from duecourse.store.audit import AuditEvent
from duecourse.store.changes_since import last_event
from duecourse.store.daily_runs import finish
from duecourse.store.day_told import told_in_all_languages
from duecourse.store.frames import facts_as_arrow
from duecourse.store.people import User
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.position_rows import day_of_position, rows_of
from duecourse.store.positions import LATEST_ONLY, OfDay, PositionCustomer, PositionDay
from duecourse.store.writing import looked_through, write_rows

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A position worked out, ready to be kept; ``facts`` is what the overview is worded from."""

    rows: Mapping[type[OfDay], pa.Table]
    day: Mapping[str, Any]
    decided: Decided
    facts: Collected


def silent(_: str) -> None:
    """Tell nobody."""


def take_position(
    as_of: date,
    user: User | None = None,
    progress: Progress = silent,
    *,
    stage: str | None = None,
) -> PositionDay:
    """Work out the position of a day and keep it; a day taken again is replaced.

    Rows of ``LATEST_ONLY`` and the credit accounts are those of the latest day. Nothing is locked
    while it is worked out; it is kept in one transaction, in which the ``stage`` of the day's run
    is noted as finished.

    Raises:
        NoPolicyInForce: no policy is published.
    """
    version = judging_version()
    progress("facts")
    engine = engine_in_memory()
    try:
        taken = worked_out(as_of, version, engine, progress)
    finally:
        engine.close()
    progress("keeping")
    return kept(taken, user, stage)


def worked_out(as_of: date, version: PolicyVersion, engine: Engine, progress: Progress) -> Taken:
    """Read the facts, run the pipeline, and turn the position into rows."""
    until, facts = last_event(), facts_as_arrow()
    position = run(ledger_in(engine, facts), policy_of(version), as_of, progress=progress)
    progress("rows")
    found = collected(position, engine.arrow)
    return Taken(
        rows=rows_of(position, engine.arrow),
        day={**day_of_position(position, engine.arrow), "read_until": until},
        decided=Decided(
            customers=found.customers,
            facts=facts,
            as_of=position.as_of,
            home_currency=position.home_currency,
            rates=dict(sorted(position.rates.items())),
            policy=version,
        ),
        facts=found,
    )


@transaction.atomic
def kept(taken: Taken, user: User | None, stage: str | None) -> PositionDay:
    """Replace the rows of the day; the day itself stays the same row."""
    as_of, version = taken.decided.as_of, taken.decided.policy
    customers = taken.rows[PositionCustomer].num_rows
    event = AuditEvent.objects.create(
        action="position.taken",
        subject=as_of.isoformat(),
        user=user,
        policy_version=version,
        details={"customers": customers},
    )
    day, _ = PositionDay.objects.update_or_create(
        as_of=as_of,
        defaults={**taken.day, "customers": customers, "policy_version": version, "event": event},
    )
    replace_rows(day, taken.rows)
    if is_latest(day):
        write_accounts(taken.decided, event)
        day.told = told_in_all_languages(day, taken.facts)
        day.save(update_fields=["told"])
    if stage is not None:
        finish(as_of, stage)
    return day


def is_latest(day: PositionDay) -> bool:
    """Say whether no later day has a position."""
    return not PositionDay.objects.filter(as_of__gt=day.as_of).exists()


def replace_rows(day: PositionDay, rows: Mapping[type[OfDay], pa.Table]) -> None:
    """Write the rows of a day; those of the latest day push out those of earlier days."""
    latest = is_latest(day)
    for model, table in rows.items():
        if model in LATEST_ONLY:
            gone = model.objects.all() if latest else model.objects.filter(day=day)
        else:
            gone = model.objects.filter(day=day)
        gone.delete()
        if latest or model not in LATEST_ONLY:
            write_rows(model, table, day_id=day.pk)
    looked_through(*rows)
