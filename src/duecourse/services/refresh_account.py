"""A customer's credit account, and its group's, anew at once after a decision."""

from decimal import Decimal

from duecourse.engines.choosing import engine_in_memory, ledger_in
from duecourse.pipeline.run import run
from duecourse.store.account_writing import Decided, write_accounts
from duecourse.store.audit import AuditEvent
from duecourse.store.credit_accounts import CreditBasis
from duecourse.store.facts_about import facts_about
from duecourse.store.policy_in_force import judging_version, policy_of
from duecourse.store.positions import latest_day


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


def last_rates(basis: CreditBasis) -> dict[str, Decimal]:
    """Return the rates of the last accounts: those of currencies that this customer has not."""
    return {currency: Decimal(rate) for currency, rate in basis.rates.items()}
