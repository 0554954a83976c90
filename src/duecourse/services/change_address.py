"""The address to which a customer's letters go."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from duecourse.services.rights import Right, must
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import AlreadySo, NotSensible, correct, customer_seen, deed
from duecourse.store.people import User


@transaction.atomic
def change_address(
    customer_id: str, email: str, user: User | None, *, reason: str = ""
) -> AuditEvent:
    """Tell the ledger the address of a customer; an empty one stops e-mail to it.

    Raises:
        MayNot: the role changes no addresses.
        NotToBeChased: there is no such customer.
        NotSensible: it is no address for e-mail.
        AlreadySo: it is the address already.
    """
    must(user, Right.CHASE)
    customer = customer_seen(customer_id, user)
    address = email.strip()
    if address:
        must_be_address(address)
    before = getattr(customer, "email", None) or ""
    if before == address:
        raise AlreadySo("That is the address already.", "address-same")
    event = deed(
        "customer.address",
        customer_id,
        customer_id,
        user,
        reason=reason,
        before=before,
        after=address,
    )
    correct(customer, event, email=address or None)
    return event


def must_be_address(address: str) -> None:
    """Refuse what no mail can reach."""
    try:
        validate_email(address)
    except ValidationError:
        says = f"{address} is no address for e-mail."
        raise NotSensible(says, "chased-address", address=address) from None
