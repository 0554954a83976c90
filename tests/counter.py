"""Credit accounts typed by hand, and what is asked of them at the counter."""

from datetime import date
from decimal import Decimal

from duecourse.policies import preset
from duecourse.services.check_and_reserve import OrderRequest, check_and_reserve
from duecourse.store.account_writing import digest_of
from duecourse.store.audit import AuditEvent
from duecourse.store.credit_accounts import CreditAccount, CreditBasis, GroupAccount
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyVersion

AS_OF = date(2026, 3, 31)
RATES = {"CNY": "1", "EUR": "8"}


def published():
    """Publish the standard preset; it is home to CNY."""
    text = preset("standard")
    version, _ = PolicyVersion.objects.get_or_create(
        number=1, defaults={"text": text, "state": "published", "published_at": "2026-01-01T00:00Z"}
    )
    return version


def open_accounts(text, *, groups="", rates=RATES):
    """Open accounts typed by hand; ``-`` is unknown.

    customers: customer currency limit exposure group status; groups: group currency limit exposure.
    """
    version = published()
    basis = CreditBasis.objects.create(
        as_of=AS_OF,
        home_currency="CNY",
        rates=rates,
        policy_version=version,
        policy_digest=digest_of(version.text),
        event=AuditEvent.objects.create(action="position.taken"),
    )
    for line in groups.strip().splitlines():
        name, currency, limit, exposure = line.split()
        GroupAccount.objects.create(
            group_id=name,
            basis=basis,
            currency=currency,
            limit=amount(limit),
            exposure=amount(exposure),
        )
    for line in text.strip().splitlines():
        name, currency, limit, exposure, group, status = line.split()
        CreditAccount.objects.create(
            customer_id=name,
            currency=currency,
            to_home=float(rates[currency]) if currency in rates else None,
            limit=amount(limit),
            exposure=amount(exposure),
            group_id=None if group == "-" else group,
            basis=basis,
            grade="B",
            status=status,
            terms="NET30",
            recommended_terms="NET30",
            salesperson="Wu",
        )


def amount(text):
    """Read an amount; ``-`` is unknown."""
    return None if text == "-" else Decimal(text)


def person(role, name=None):
    """Return a person of a role."""
    name = name or role
    return User.objects.get_or_create(username=name, defaults={"role": role})[0]


def ask(order, customer, of, *, key=None, currency=None, user=None):
    """Ask for an order: ``ask("O1", "K1", "40000")``."""
    told = OrderRequest(
        order_id=order,
        customer_id=customer,
        amount=Decimal(of),
        key=key or f"{order}/{of}",
        currency=currency,
    )
    return check_and_reserve(told, user)


def reserved(customer="K1"):
    """Return what is reserved for a customer, by its account and by what is held."""
    account = CreditAccount.objects.get(customer_id=customer)
    held = account.reservations.filter(state="held")
    assert account.reserved == sum((one.amount for one in held), Decimal(0))
    return account.reserved


def group_reserved(name):
    """Return what is reserved for a group, by its account and by what is held."""
    group = GroupAccount.objects.get(group_id=name)
    held = group.reservations.filter(state="held")
    assert group.reserved == sum((one.group_amount for one in held), Decimal(0))
    return group.reserved
