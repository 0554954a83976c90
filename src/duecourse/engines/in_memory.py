"""A position of some customers, worked out at once in memory from facts that were just read."""

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from duecourse.engines.choosing import engine_in_memory, ledger_in
from duecourse.pipeline.run import run
from duecourse.policy.shapes import Policy

FRAMES = ("customers", "invoices", "dunning", "not_dunned")
"""What letters are written from."""


def worked_out(
    facts: Mapping[str, pa.Table], policy: Policy, as_of: date, customers: Sequence[str]
) -> dict[str, pa.Table]:
    """Work out what letters to some customers are written from, from facts about them.

    Shapes:
        returns: the frames of ``FRAMES`` (docs/architecture.md), as Arrow tables.
    """
    engine = engine_in_memory()
    try:
        position = run(ledger_in(engine, facts), policy, as_of, customers=list(customers))
        return {name: engine.arrow(getattr(position, name)) for name in FRAMES}
    finally:
        engine.close()
