"""What a customer's page shows of its chasing: promises, disputes, notes, a pause, letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from duecourse.services.customer_position import CustomerPosition
from duecourse.services.rights import Right, may
from duecourse.store.call_notes import CallNote, notes_of
from duecourse.store.chasing_pauses import ChasingPause
from duecourse.store.outbox import UNDER_WAY, Letter
from duecourse.web.customer_facts import holding

MOST = 12


@dataclass(frozen=True, slots=True)
class Refused:
    """Which form of the page was refused, in which words, and what was entered."""

    form: str
    says: str
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Chased:
    """How a customer is chased: its latest letters and calls, and the pause that holds."""

    letters: Sequence[Letter]
    calls: Sequence[CallNote]
    pause: ChasingPause | None


@dataclass(frozen=True, slots=True)
class Said:
    """A promise or dispute of an invoice, how it stands, and whether it is over."""

    fact: Any
    currency: str
    state: str

    @property
    def over(self) -> bool:
        """Say whether somebody closed it."""
        return self.fact.closed_on is not None


def chasing_shown(
    request: HttpRequest,
    fresh: CustomerPosition,
    facts: Mapping[str, Sequence[Any]],
    chased: Chased,
    refused: Refused | None = None,
) -> dict[str, Any]:
    """Gather the chasing of one customer for its page."""
    as_of = fresh.as_of
    currencies = currencies_of([*facts["promises"], *facts["disputes"]])
    return {
        "may_note": may(request.user, Right.PROMISES),
        "may_chase": may(request.user, Right.CHASE),
        "invoices": open_invoices(fresh),
        "promises": [
            Said(one, currencies.get(one.invoice_id, ""), promise_state(one, as_of))
            for one in facts["promises"][:MOST]
        ],
        "disputes": [
            Said(one, currencies.get(one.invoice_id, ""), dispute_state(one))
            for one in facts["disputes"][:MOST]
        ],
        "pause": chased.pause,
        "letters": [one for one in chased.letters if one.state in UNDER_WAY],
        "as_of": as_of,
        "refused": refused,
        "typed": {} if refused is None else refused.typed,
    }


def open_invoices(fresh: CustomerPosition) -> list[dict[str, Any]]:
    """List the invoices with something open, the latest first; parts of one are one line."""
    found: dict[str, dict[str, Any]] = {}
    for part in sorted(fresh.parts, key=lambda one: -(one.days_past_due or 0)):
        if part.invoice_id and part.open_amount > 0 and part.bucket != "unallocated":
            line = found.setdefault(
                part.invoice_id,
                {"invoice_id": part.invoice_id, "currency": part.currency, "open_amount": 0},
            )
            line["open_amount"] += part.open_amount
            line["days"] = max(line.get("days", 0), part.days_past_due or 0)
    return list(found.values())


def currencies_of(facts: Sequence[Any]) -> dict[str, str]:
    """Return the currency of each invoice that facts name; their amounts are in it."""
    named = {one.invoice_id for one in facts}
    rows = holding("invoices", invoice_id__in=named).values_list("invoice_id", "currency")
    return dict(rows) if named else {}


def promise_state(promise: Any, as_of: date) -> str:
    """Say how a promise stands: kept, broken, withdrawn or closed; else waiting or run out."""
    if promise.closed_on is not None:
        return str(promise.recorded.details.get("outcome", "closed"))
    return "waiting" if promise.until_on >= as_of else "broken"


def dispute_state(dispute: Any) -> str:
    """Say how a dispute stands."""
    return "open" if dispute.closed_on is None else str(dispute.outcome or "closed")


def pause_of(customer_id: str, as_of: date) -> ChasingPause | None:
    """Return the pause that holds, or is to come."""
    standing = ChasingPause.objects.filter(customer_id=customer_id, lifted=None)
    return standing.filter(until_on__gte=as_of).select_related("made_by").first()


def chased_of(customer_id: str, as_of: date) -> Chased:
    """Read how a customer is chased."""
    return Chased(letters_of(customer_id), calls_of(customer_id), pause_of(customer_id, as_of))


def letters_of(customer_id: str) -> list[Letter]:
    """Return a customer's latest letters, without their papers."""
    rows = Letter.objects.filter(customer_id=customer_id).defer("pdf", "account", "body")
    return list(rows[:MOST])


def calls_of(customer_id: str) -> list[CallNote]:
    """Return a customer's latest notes."""
    return list(notes_of(customer_id)[:MOST])
