"""A customer's credit account, and its group's, anew at once after a decision."""

from decimal import Decimal

from django.db.models import Q

from duecourse.engines.choosing import engine_in_memory, ledger_in
from duecourse.pipeline.run import run
from duecourse.store.account_writing import Decided, write_accounts
from duecourse.store.audit import AuditEvent
from duecourse.store.changes_since import read_until
from duecourse.store.credit_accounts import CreditBasis
from duecourse.store.facts_about import facts_about
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.positions import PositionCustomer, PositionDay, latest_day

DECIDING = ("limit.", "hold.", "write-off.")
"""How the actions begin after which accounts are written anew."""


def refresh_account(customer_id: str, event: AuditEvent) -> CreditBasis | None:
    """Work out a customer and its group anew, and write their accounts; the others stay.

    Orders are answered by the accounts: so a decision counts from this moment.

    Returns:
        what the accounts rest on now; None before the first position.

    Keeps:
        what is reserved.
    """
    day, last = latest_day(), CreditBasis.objects.order_by("-id").first()
    if day is None or last is None:
        return None
    version, engine = judging_version(), engine_in_memory()
    try:
        facts = facts_about(customer_id)
        ledger = ledger_in(engine, facts)
        position = run(ledger, policy_of(version), day.as_of, customers=[customer_id])
        decided = Decided(
            customers=engine.arrow(position.customers),
            facts=facts,
            as_of=day.as_of,
            home_currency=position.home_currency,
            rates=last_rates(last) | dict(sorted(position.rates.items())),
            policy=version,
        )
    finally:
        engine.close()
    return write_accounts(decided, event, whole=False)


def refresh_decided_since(day: PositionDay) -> list[str]:
    """Write anew the accounts of whom it was decided about while a day was worked out.

    The day's facts were read before; its accounts would take the decision back.

    Returns:
        the customers.
    """
    decided = Q()
    for start in DECIDING:
        decided |= Q(action__startswith=start)
    since = AuditEvent.objects.filter(decided, pk__gt=read_until(day))
    named = set(since.exclude(customer_id=None).values_list("customer_id", flat=True))
    groups = set(since.filter(customer_id=None).values_list("details__group", flat=True))
    rows = PositionCustomer.objects.filter(day=day)
    for group in sorted(groups - {None}):
        named |= set(rows.filter(group_id=group).values_list("customer_id", flat=True)[:1])
    known = rows.filter(customer_id__in=named).order_by("customer_id")
    found = list(known.values_list("customer_id", flat=True))
    for customer_id in found:
        refresh_account(customer_id, day.event)
    return found


def last_rates(basis: CreditBasis) -> dict[str, Decimal]:
    """Return the rates of the last accounts: those of currencies that this customer has not."""
    return {currency: Decimal(rate) for currency, rate in basis.rates.items()}
