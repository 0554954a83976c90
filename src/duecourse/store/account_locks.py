"""Credit accounts while an order is decided: the group's locked first, then the customer's.

Written in SQL, for a decision is to cost little more than its own statements. SQLite locks the
whole database when a transaction begins; PostgreSQL locks the two rows.
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from duecourse.decide.ceilings import Ceiling, headroom_below
from duecourse.decide.standing import Expiring, Standing, exact
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policy.reading import valid_policy
from duecourse.policy.shapes import Policy
from duecourse.store.fields import DIGITS
from duecourse.store.people import Role, User
from duecourse.store.policy_versions import PolicyVersion
from duecourse.values.money import Money
from duecourse.values.refusals import Refusal

ALL_ACCOUNTS = 1_002_003
"""The lock that decisions share, and that whoever writes all accounts holds alone (PostgreSQL)."""
WHERE_IT_IS = (
    'SELECT id, group_id, salesperson{shared} FROM "credit_account" WHERE customer_id = %s'
)
SHARED = f", pg_advisory_xact_lock_shared({ALL_ACCOUNTS})"
ALONE = f"SELECT pg_advisory_xact_lock({ALL_ACCOUNTS})"
GROUP = (
    'SELECT currency, "limit", exposure, reserved FROM "group_account" WHERE group_id = %s{lock}'
)
ACCOUNT = (
    'SELECT a.id, a.customer_id, a.group_id, a.currency, a.to_home, a."limit", a.exposure,'
    " a.reserved, a.grade, a.status, a.terms, a.recommended_terms, a.security, a.holds,"
    " a.expiring, b.as_of, b.home_currency, b.rates, b.policy_digest, b.policy_version_id,"
    ' p.number FROM "credit_account" AS a JOIN "credit_basis" AS b ON b.id = a.basis_id'
    ' JOIN "policy_version" AS p ON p.id = b.policy_version_id WHERE a.id = %s{lock}'
)
OWN = Decimal(1)


class NoAccount(Refusal, LookupError):
    """No position has that customer, or whoever asks may not see it."""


class AccountRow(NamedTuple):
    """A customer's account with what it rests on, as the database gives it."""

    id: int
    customer_id: str
    group_id: str | None
    currency: str
    to_home: float | None
    limit: int | None
    exposure: int | None
    reserved: int
    grade: str | None
    status: str
    terms: str | None
    recommended_terms: str | None
    security: str | None
    holds: str
    expiring: str
    as_of: date | str
    home_currency: str
    rates: str
    policy_digest: str
    policy_version_id: int
    policy_number: int


@dataclass(frozen=True, slots=True)
class Locked:
    """A customer's account and its group's; nobody else changes them in the meantime."""

    row: AccountRow
    group_currency: str | None
    group: Ceiling | None

    @property
    def own(self) -> Ceiling:
        """Return the customer's own ceiling."""
        return ceiling(self.row.limit, self.row.exposure, self.row.reserved)

    @property
    def as_of(self) -> date:
        """Return the day of the facts."""
        day = self.row.as_of
        return date.fromisoformat(day) if isinstance(day, str) else day

    def to_group(self) -> Decimal | None:
        """Return what one unit of the customer's currency is in the group's, None where unknown."""
        if self.group_currency == self.row.currency:
            return OWN
        return exact(self.row.to_home) if self.group_currency == self.row.home_currency else None

    def rates(self) -> dict[str, Decimal]:
        """Return what one unit of each currency is at home."""
        return {currency: Decimal(rate) for currency, rate in json.loads(self.row.rates).items()}

    def policy(self) -> Policy:
        """Return the policy that the account rests on."""
        return policy_of(self.row.policy_digest, self.row.policy_version_id)

    def headroom(self) -> Decimal | None:
        """Return what the customer may still order, in its currency."""
        return headroom_below(self.own, self.group, self.to_group())

    def without(self, amount: int, group_amount: int | None) -> "Locked":
        """Return the account as if a reservation of its own were not there."""
        group = self.group
        if group is not None:
            group = Ceiling(group.limit, group.exposure, group.reserved - money(group_amount or 0))
        row = self.row._replace(reserved=self.row.reserved - amount)
        return Locked(row, self.group_currency, group)

    def standing(self) -> Standing:
        """Return where the customer stands, with what is reserved counted as exposure."""
        row = self.row
        return Standing(
            customer_id=row.customer_id,
            currency=row.currency,
            to_home=exact(row.to_home),
            grade=row.grade,
            status=row.status,
            terms=row.terms,
            recommended_terms=row.recommended_terms,
            security=row.security,
            exposure=self.own.used(),
            headroom=self.headroom(),
            holds=tuple(row.holds.split()),
            expiring=tuple(map(expiring, json.loads(row.expiring))),
        )


def expiring(told: dict[str, str]) -> Expiring:
    """Read one security or cover that ends."""
    amount = Money(Decimal(told["amount"]), told["currency"])
    return Expiring(told["kind"], amount, date.fromisoformat(told["until"]))


def money(whole: int) -> Decimal:
    """Read ten-thousandths as an amount."""
    return Decimal(whole).scaleb(-DIGITS)


def whole(amount: Decimal) -> int:
    """Write an amount as ten-thousandths."""
    return int(amount.scaleb(DIGITS))


def ceiling(limit: int | None, exposure: int | None, reserved: int) -> Ceiling:
    """Read a ceiling as the database keeps it."""
    return Ceiling(
        None if limit is None else money(limit),
        None if exposure is None else money(exposure),
        money(reserved),
    )


def locked(cursor: Any, customer_id: str, user: User | None) -> Locked:
    """Lock a customer's account, its group's first.

    Raises:
        NoAccount: no position has the customer, or a person of sales asks for another's.
    """
    shared = SHARED if connection.vendor == "postgresql" else ""
    while True:
        found = place_of(cursor, customer_id, user, shared=shared)
        group = group_locked(cursor, found[1])
        cursor.execute(statement(ACCOUNT, "a"), [found[0]])
        row = AccountRow(*cursor.fetchone())
        if row.group_id == found[1]:
            return Locked(row, *group)


def place_of(
    cursor: Any, customer_id: str, user: User | None, *, shared: str = ""
) -> tuple[int, str | None]:
    """Return the id of a customer's account and its group.

    Raises:
        NoAccount: no position has the customer, or a person of sales asks for another's.
    """
    found = None
    if "\x00" not in customer_id:
        cursor.execute(WHERE_IT_IS.format(shared=shared), [customer_id])
        found = cursor.fetchone()
    if found is None or not sees(user, found[2]):
        raise NoAccount(f"No customer {customer_id}.", "no-account", name=customer_id)
    return found[0], found[1]


def all_locked(cursor: Any) -> None:
    """Lock every account: wait for decisions under way, and let later ones wait.

    Tables are not locked: the database itself looks into the groups' at the end of a decision.
    """
    if connection.vendor == "postgresql":
        cursor.execute(ALONE)


def group_locked(cursor: Any, group_id: str | None) -> tuple[str | None, Ceiling | None]:
    """Lock the account of a group, where there is one; return its currency and ceiling."""
    if group_id is None:
        return None, None
    cursor.execute(statement(GROUP), [group_id])
    currency, limit, exposure, reserved = cursor.fetchone()
    return currency, ceiling(limit, exposure, reserved)


def statement(text: str, table: str = "") -> str:
    """Let a statement lock the rows it reads, where the database locks by rows."""
    of = f" OF {table}" if table else ""
    return text.format(lock=f" FOR UPDATE{of}" if connection.vendor == "postgresql" else "")


def looked_at(cursor: Any, customer_id: str, user: User | None) -> Locked:
    """Read an account, and lock nothing.

    Raises:
        NoAccount: no position has the customer, or a person of sales asks for another's.
    """
    found = place_of(cursor, customer_id, user)
    cursor.execute(ACCOUNT.format(lock=""), [found[0]])
    row = AccountRow(*cursor.fetchone())
    if row.group_id is None:
        return Locked(row, None, None)
    cursor.execute(GROUP.format(lock=""), [row.group_id])
    currency, *amounts = cursor.fetchone()
    return Locked(row, currency, ceiling(*amounts))


def sees(user: User | None, salesperson: str | None) -> bool:
    """Say whether a person may see a customer: sales see their own alone."""
    if user is None or user.role != Role.SALES:
        return True
    return bool(user.salesperson) and user.salesperson == salesperson


@lru_cache(maxsize=8)
def policy_of(digest: str, version_id: int) -> Policy:
    """Read a version of the policy once for each text."""
    text = PolicyVersion.objects.values_list("text", flat=True).get(pk=version_id)
    return valid_policy(text, measures=VOCABULARY, name=digest)
