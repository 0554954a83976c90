"""What each role may see and do: one table, read by every page and by the tests that walk them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from duecourse.store.order_events import MayNot
from duecourse.store.people import Role, User
from duecourse.store.positions import PositionCustomer, PositionDay

Rows = TypeVar("Rows", bound=Model)


class Right(StrEnum):
    """Something that a person may be allowed to see or do."""

    OVERVIEW = "overview"
    CUSTOMERS = "customers"
    POLICY = "policy"
    POLICY_DRAFTS = "policy-drafts"
    POLICY_WRITE = "policy-write"
    POLICY_APPROVE = "policy-approve"
    POLICY_CONFIRM = "policy-confirm"
    TRAINING = "training"
    QUARTER = "quarter"
    OVERDUE = "overdue"
    ALERTS = "alerts"
    HOLDS = "holds"
    CONTRACTS = "contracts"
    CASH = "cash"
    REVIEWS = "reviews"
    FACTS = "facts"
    IMPORTS = "imports"
    IMPORT = "import"
    LETTERS = "letters"
    WRITE_LETTERS = "write-letters"
    SEND_LETTERS = "send-letters"
    LETTER_TEMPLATES = "letter-templates"
    OWN_SETTINGS = "own-settings"
    LIMITS = "limit-requests"
    ASK_LIMITS = "ask-limits"
    DECIDE_LIMITS = "decide-limits"
    SET_HOLDS = "set-holds"
    DEEDS = "deeds"
    ORDERS = "orders"
    CHECK_ORDERS = "check-orders"
    RELEASE_ORDERS = "release-orders"
    WRITE_OFFS = "write-offs"
    ASK_WRITE_OFFS = "ask-write-offs"
    DECIDE_WRITE_OFFS = "decide-write-offs"
    ANSWER_WRITE_OFFS = "answer-write-offs"
    TABLES = "tables"
    PEOPLE = "people"
    PROMISES = "promises-and-notes"
    CHASE = "chase"


Roles = frozenset[Any]
"""Some of ``Role``; Django brings no types, so that its choices pass for pairs."""

EVERYONE: Roles = frozenset(Role)
WATCHING: Roles = frozenset({Role.RISK, Role.MANAGER, Role.AUDITOR})
"""Who looks at credit risk: those who decide, and the auditor, who decides nothing."""
COUNTING: Roles = frozenset({Role.FINANCE, Role.MANAGER, Role.AUDITOR})
"""Who looks at cash and books."""
CHASING: Roles = frozenset({Role.SALES, Role.FINANCE, Role.RISK, Role.MANAGER})
"""Who writes to customers that are late; sales to its own, and others send what it wrote."""
DECIDING: Roles = frozenset({Role.RISK, Role.MANAGER})
"""Who decides about credit, each as far as the policy's mandate goes."""

MAY: Mapping[Right, Roles] = {
    Right.OVERVIEW: EVERYONE,
    Right.CUSTOMERS: EVERYONE,
    Right.POLICY: EVERYONE,
    Right.POLICY_DRAFTS: WATCHING,
    Right.POLICY_WRITE: DECIDING,
    Right.POLICY_APPROVE: DECIDING,
    Right.POLICY_CONFIRM: EVERYONE,
    Right.TRAINING: WATCHING,
    Right.QUARTER: WATCHING | {Role.FINANCE},
    Right.OWN_SETTINGS: EVERYONE,
    Right.OVERDUE: WATCHING | {Role.FINANCE, Role.SALES},
    Right.HOLDS: WATCHING | {Role.SALES},
    Right.CONTRACTS: WATCHING | {Role.SALES},
    Right.ALERTS: WATCHING,
    Right.REVIEWS: WATCHING,
    Right.CASH: COUNTING,
    Right.PROMISES: CHASING,
    Right.CHASE: CHASING - {Role.SALES},
    Right.LIMITS: WATCHING | {Role.SALES},
    Right.ASK_LIMITS: DECIDING | {Role.SALES},
    Right.DECIDE_LIMITS: DECIDING,
    Right.SET_HOLDS: DECIDING,
    Right.DEEDS: DECIDING,
    Right.ORDERS: WATCHING | {Role.SALES},
    Right.CHECK_ORDERS: DECIDING | {Role.SALES},
    Right.RELEASE_ORDERS: DECIDING,
    Right.WRITE_OFFS: COUNTING | {Role.RISK},
    Right.ASK_WRITE_OFFS: frozenset({Role.FINANCE, Role.MANAGER}),
    Right.DECIDE_WRITE_OFFS: DECIDING,
    Right.ANSWER_WRITE_OFFS: DECIDING | {Role.FINANCE},
    Right.FACTS: COUNTING | {Role.ADMINISTRATOR},
    Right.IMPORTS: COUNTING | {Role.ADMINISTRATOR},
    Right.IMPORT: frozenset({Role.FINANCE, Role.ADMINISTRATOR}),
    Right.TABLES: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    Right.PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Right.LETTERS: WATCHING | {Role.FINANCE, Role.SALES},
    Right.WRITE_LETTERS: CHASING,
    Right.SEND_LETTERS: CHASING - {Role.SALES},
    Right.LETTER_TEMPLATES: frozenset({Role.RISK, Role.MANAGER}),
}
"""Each right, and the roles that have it. Sales has its rights for its own customers alone."""


def may(user: User, right: Right) -> bool:
    """Say whether a person has a right; nobody has one who is not signed in."""
    return user.is_authenticated and user.is_active and user.role in MAY[right]


def must(user: User | None, right: Right) -> None:
    """Refuse who has not the right to do something; the system itself, no user, has every one.

    Raises:
        MayNot: the person's role has it not.
    """
    if user is not None and not may(user, right):
        says = f"The role {user.role} may not do this."
        raise MayNot(says, "role-may-not", role=user.role)


def only_own(user: User) -> bool:
    """Say whether a person sees none but their own customers."""
    return user.role == Role.SALES


def seen_by(user: User, customers: "QuerySet[PositionCustomer]") -> "QuerySet[PositionCustomer]":
    """Leave those of a day's customers that a person may see.

    A person of sales whose name in the ledger is not known sees nobody.
    """
    if not only_own(user):
        return customers
    return customers.filter(own(user))


def own(user: User) -> Q:
    """Say which customers are a salesperson's own."""
    return Q(salesperson=user.salesperson) if user.salesperson else Q(pk__in=[])


def rows_seen_by(user: User, day: PositionDay, rows: "QuerySet[Rows]") -> "QuerySet[Rows]":
    """Leave those rows of a day, each about a customer, whose customer a person may see."""
    if not only_own(user):
        return rows
    mine = seen_by(user, PositionCustomer.objects.filter(day=day))
    return rows.filter(customer_id__in=mine.values("customer_id"))


def may_see_customer(user: User, facts: Mapping[str, Any]) -> bool:
    """Say whether a person may see a customer of whom the ledger tells the salesperson."""
    if not only_own(user):
        return True
    return bool(user.salesperson) and facts.get("salesperson") == user.salesperson
