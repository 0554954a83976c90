"""Promises that were kept are closed with the day's run, so that nobody has to."""

from datetime import date

from django.db import transaction

from duecourse.store.chasing_facts import correct, deed
from duecourse.store.daily_runs import finish
from duecourse.store.facts import FACTS, Fact
from duecourse.store.positions import PositionDay, PositionPart, latest_day

RECORDED_HERE = "promise.recorded"
"""Promises that came with books of another system are that system's to close."""


@transaction.atomic
def close_kept_promises(as_of: date, *, stage: str | None = None) -> int:
    """Close the promises recorded here of which nothing is open any more; return how many.

    One that is past and still open stays: it is a task for a person (``promise-broken``). Nothing
    is closed by a day that is not the latest.
    """
    day = PositionDay.objects.filter(as_of=as_of).first()
    closed = 0
    if day is not None and day == latest_day():
        closed = sum(closed_as_kept(promise, day) for promise in open_promises(day))
    if stage is not None:
        finish(as_of, stage)
    return closed


def open_promises(day: PositionDay) -> list[Fact]:
    """Return the promises made here by the day and not closed."""
    promises = FACTS["promises"].objects.filter(superseded=None, closed_on=None)
    return list(
        promises.filter(promised_on__lte=day.as_of, recorded__action=RECORDED_HERE).order_by(
            "promise_id"
        )
    )


def closed_as_kept(promise: Fact, day: PositionDay) -> bool:
    """Close a promise where nothing of what it is about is open; say whether it was closed."""
    told: dict[str, object] = {"invoice_id": promise.invoice_id}
    if promise.part is not None:
        told["part"] = promise.part
    if PositionPart.objects.filter(day=day, open_amount__gt=0, **told).exists():
        return False
    invoices = FACTS["invoices"].objects.filter(superseded=None, invoice_id=promise.invoice_id)
    customer = invoices.values_list("customer_id", flat=True).first()
    event = deed(
        "promise.closed",
        promise.invoice_id,
        customer,
        None,
        promise=promise.promise_id,
        outcome="kept",
    )
    correct(promise, event, closed_on=day.as_of)
    return True
