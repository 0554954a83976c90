"""Holds that people set: found in the ledger, worded, and corrected when they are lifted."""

from datetime import date
from typing import Any

from django.db.models import Q

from duecourse.store.facts import FACTS


def holds_standing(customer_id: str, as_of: date) -> list[Any]:
    """Return the holds that people set and that stand on a day, the first first."""
    holding = FACTS["holds"].objects.filter(superseded=None, customer_id=customer_id)
    in_force = holding.filter(Q(until_on=None) | Q(until_on__gte=as_of), from_on__lte=as_of)
    return list(in_force.order_by("from_on", "id"))
