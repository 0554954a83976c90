"""Authority: who may grant how much, and when a second person must agree."""

from dataclasses import dataclass

from duecourse.policy.shapes import Policy
from duecourse.values.money import Money


@dataclass(frozen=True, slots=True)
class Mandate:
    """What one version of the policy lets one role grant."""

    role: str
    may_grant_up_to: Money
    policy_version: int
    four_eyes_above: Money | None = None

    def covers(self, limit: Money) -> bool:
        """Say whether this role may grant the limit.

        Raises:
            CurrenciesDiffer: the limit is not in the policy's currency; convert it first.
        """
        return limit <= self.may_grant_up_to

    def needs_a_second(self, limit: Money) -> bool:
        """Say whether a second person must agree to the limit."""
        return self.four_eyes_above is not None and not limit <= self.four_eyes_above


def mandates(policy: Policy) -> tuple[Mandate, ...]:
    """List the mandates of a policy, the narrowest first."""
    found = (
        Mandate(
            role=one.role,
            may_grant_up_to=Money(one.grant_up_to, policy.currency),
            policy_version=policy.version,
            four_eyes_above=None
            if one.four_eyes_above is None
            else Money(one.four_eyes_above, policy.currency),
        )
        for one in policy.authority
    )
    return tuple(sorted(found, key=lambda mandate: mandate.may_grant_up_to.amount))


def mandate_of(policy: Policy, role: str) -> Mandate | None:
    """Return a role's mandate; None: the policy gives it none."""
    return next((mandate for mandate in mandates(policy) if mandate.role == role), None)


def who_may_grant(policy: Policy, limit: Money) -> tuple[Mandate, ...]:
    """Return the mandates that cover a limit, the narrowest first; none: it is beyond all."""
    return tuple(mandate for mandate in mandates(policy) if mandate.covers(limit))
