"""What rests on the facts of an event: while anything does, they cannot be taken back."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS

OF_CUSTOMERS = tuple(
    model
    for model in FACTS.values()
    if any(field.name == "customer_id" for field in model._meta.get_fields())
)


def corrections_of(event: AuditEvent) -> QuerySet[AuditEvent]:
    """Find the events that have corrected facts of an event."""
    corrected = [
        Exists(model.objects.filter(recorded=event, superseded=OuterRef("pk")))
        for model in FACTS.values()
    ]
    return AuditEvent.objects.filter(pk__gt=event.pk).filter(any_of(corrected))


def decisions_on(event: AuditEvent) -> QuerySet[AuditEvent]:
    """Find the later events about customers of whom an event told something.

    Whoever decides about a customer (an order, a limit, a notice) writes an event that names it;
    so nothing here needs to know the kinds of decisions.
    """
    told = [
        Exists(model.objects.filter(recorded=event, customer_id=OuterRef("customer_id")))
        for model in OF_CUSTOMERS
    ]
    later = AuditEvent.objects.filter(pk__gt=event.pk, customer_id__isnull=False)
    return later.filter(any_of(told))


def any_of(conditions: list[Exists]) -> Q:
    """Require one of several conditions."""
    whole = Q()
    for condition in conditions:
        whole |= Q(condition)
    return whole
