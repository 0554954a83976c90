"""Signing: whether a role may decide over an amount, and whether another person must as well."""

from dataclasses import dataclass

from duecourse.decide.authority import Mandate, mandate_of, mandates, who_may_grant
from duecourse.policy.shapes import Policy
from duecourse.values.money import Money
from duecourse.values.refusals import Refusal


class BeyondMandate(Refusal, PermissionError):
    """The policy gives whoever decides no mandate as large as this."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What one person's signature is worth: enough, or one of two."""

    mandate: Mandate
    needs_second: bool


def signing(policy: Policy, role: str, amount: Money | None) -> Signing:
    """Say what a role's signature under an amount is worth.

    Units:
        amount: in the policy's currency; None: no rate is known, so that only the widest mandate
            serves, together with a second person's

    Raises:
        BeyondMandate: the role has no mandate, or none as large.

    Source: docs/algorithms/authority.md.
    """
    own = mandate_of(policy, role)
    if own is None:
        roles = ", ".join(one.role for one in mandates(policy)) or "-"
        says = f"The policy lets the role {role} decide over no amount; these may: {roles}."
        raise BeyondMandate(says, "no-mandate", role=role, roles=roles)
    if amount is None:
        return unrated(policy, own)
    if not own.covers(amount):
        raise beyond(policy, own, amount)
    return Signing(own, own.needs_a_second(amount))


def unrated(policy: Policy, own: Mandate) -> Signing:
    """Let the widest mandate sign where no rate is known."""
    widest = mandates(policy)[-1]
    if own.role != widest.role:
        says = f"A rate is unknown; only {widest.role} may decide, with a second person."
        raise BeyondMandate(says, "mandate-without-rate", role=widest.role)
    return Signing(own, needs_second=True)


def beyond(policy: Policy, own: Mandate, amount: Money) -> BeyondMandate:
    """Say how far a mandate goes, and who has one that goes far enough."""
    able = ", ".join(one.role for one in who_may_grant(policy, amount))
    told = {"amount": str(amount), "up_to": str(own.may_grant_up_to), "role": own.role}
    if not able:
        says = f"{amount} is beyond every mandate of the policy; ask for less, or change it."
        return BeyondMandate(says, "beyond-all-mandates", **told)
    says = f"The mandate of {own.role} ends at {own.may_grant_up_to}; {amount} is for: {able}."
    return BeyondMandate(says, "beyond-own-mandate", **told, roles=able)


def may_lift(policy: Policy, role: str, exposure: Money | None) -> bool:
    """Say whether a role may let a customer's orders go on that a person had stopped.

    Whoever may grant as much as the customer owes; where nobody may, or no rate is known, whoever
    may grant most.

    Source: docs/algorithms/authority.md.
    """
    able = who_may_grant(policy, exposure) if exposure is not None else ()
    return role in {one.role for one in able or mandates(policy)[-1:]}
