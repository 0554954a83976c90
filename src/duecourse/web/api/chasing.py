"""What is recorded while a customer is chased: promises, disputes, calls, pauses, addresses."""

from decimal import Decimal

from django.http import HttpRequest
from ninja import Router

from duecourse.services.change_address import change_address
from duecourse.services.close_dispute import close_dispute
from duecourse.services.close_promise import close_promise
from duecourse.services.open_dispute import DisputeTold, open_dispute
from duecourse.services.pause_chasing import pause_chasing
from duecourse.services.record_promise import PromiseTold, record_promise
from duecourse.services.resume_chasing import resume_chasing
from duecourse.services.write_call_note import NoteTold, write_call_note
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import working_day
from duecourse.store.facts import FACTS
from duecourse.web.api.bearer import Scoped, token_of
from duecourse.web.api.chasing_schemas import (
    AddressIn,
    CallIn,
    ClosedIn,
    DisputeClosedIn,
    DisputeIn,
    PauseIn,
    PromiseIn,
    RecordedOut,
    ResumeIn,
)
from duecourse.web.api.schemas import PROBLEMS, Name

chasing_router = Router(tags=["chasing"])
WRITE = Scoped("chasing.write")


@chasing_router.post(
    "/promises",
    auth=WRITE,
    response={200: RecordedOut, **PROBLEMS},
    summary="Record a promise to pay",
)
def promise(request: HttpRequest, told: PromiseIn) -> RecordedOut:
    """Record that a customer promised to pay; no letter goes while the promise is in time."""
    amount = None if told.amount is None else Decimal(told.amount)
    meant = PromiseTold(told.customer_id, told.invoices, told.until_on, amount, told.said)
    event = record_promise(meant, token_of(request).user, on=working_day())
    return recorded(event, facts_of("promises", "promise_id", event))


@chasing_router.post(
    "/promises/{path:promise_id}/close",
    auth=WRITE,
    response={200: RecordedOut, **PROBLEMS},
    summary="Close a promise",
)
def promise_over(request: HttpRequest, promise_id: Name, told: ClosedIn) -> RecordedOut:
    """Say that a promise was kept, broken or withdrawn."""
    user = token_of(request).user
    event = close_promise(promise_id, told.outcome, user, on=working_day(), reason=told.reason)
    return recorded(event, [promise_id])


@chasing_router.post(
    "/disputes",
    auth=WRITE,
    response={200: RecordedOut, **PROBLEMS},
    summary="Open a dispute",
)
def dispute(request: HttpRequest, told: DisputeIn) -> RecordedOut:
    """Open a dispute of an invoice; what is disputed is not chased."""
    amount = None if told.amount is None else Decimal(told.amount)
    meant = DisputeTold(told.invoice_id, told.reason, amount)
    event = open_dispute(meant, token_of(request).user, on=working_day())
    return recorded(event, facts_of("disputes", "dispute_id", event))


@chasing_router.post(
    "/disputes/{path:dispute_id}/close",
    auth=WRITE,
    response={200: RecordedOut, **PROBLEMS},
    summary="Close a dispute",
)
def dispute_over(request: HttpRequest, dispute_id: Name, told: DisputeClosedIn) -> RecordedOut:
    """Say how a dispute ended; what is still open is chased again."""
    user = token_of(request).user
    event = close_dispute(dispute_id, told.outcome, user, on=working_day(), reason=told.reason)
    return recorded(event, [dispute_id])


@chasing_router.post(
    "/call-notes",
    auth=WRITE,
    response={200: RecordedOut, **PROBLEMS},
    summary="Write a call note",
)
def call(request: HttpRequest, told: CallIn) -> RecordedOut:
    """Keep a note of what was said; without a day, on the day that people work on."""
    on = working_day()
    meant = NoteTold(
        told.customer_id, told.spoken_on or on, told.text, told.contact, told.next_contact_on
    )
    note = write_call_note(meant, token_of(request).user, on=on)
    return recorded(note.recorded, [str(note.pk)])


@chasing_router.post(
    "/chasing/pause",
    auth=WRITE,
    response={200: RecordedOut, **PROBLEMS},
    summary="Pause the chasing of a customer",
)
def pause(request: HttpRequest, told: PauseIn) -> RecordedOut:
    """Let no reminder go to a customer for a while, with a reason."""
    user = token_of(request).user
    made = pause_chasing(told.customer_id, told.until_on, told.reason, user, on=working_day())
    return recorded(made.event, [str(made.pk)])


@chasing_router.post(
    "/chasing/resume",
    auth=WRITE,
    response={200: RecordedOut, **PROBLEMS},
    summary="End a pause",
)
def resume(request: HttpRequest, told: ResumeIn) -> RecordedOut:
    """End a pause before its day."""
    event = resume_chasing(told.pause, token_of(request).user, reason=told.reason)
    return recorded(event, [str(told.pause)])


@chasing_router.post(
    "/chasing/address",
    auth=WRITE,
    response={200: RecordedOut, **PROBLEMS},
    summary="Change the address for letters",
)
def address(request: HttpRequest, told: AddressIn) -> RecordedOut:
    """Tell the ledger where a customer's letters go; an empty address: on paper."""
    user = token_of(request).user
    event = change_address(told.customer_id, told.email, user, reason=told.reason)
    return recorded(event, [told.customer_id])


def facts_of(table: str, key: str, event: AuditEvent) -> list[str]:
    """Name the facts that an event recorded."""
    found = FACTS[table].objects.filter(recorded=event).order_by("pk")
    return list(found.values_list(key, flat=True))


def recorded(event: AuditEvent, names: list[str]) -> RecordedOut:
    """Write what was recorded."""
    return RecordedOut(event=event.pk, customer_id=str(event.customer_id), recorded=names)
