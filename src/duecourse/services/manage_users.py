"""Who may log in: people are added, disabled and given passwords; nobody is ever deleted."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.people import Role, User
from duecourse.values.refusals import Refusal
from duecourse.values.says import Language

RANDOM_BYTES = 12
SALES, ADMINISTRATOR = str(Role.SALES), str(Role.ADMINISTRATOR)


class NotManaged(Refusal):
    """A change to a user that cannot be made."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be added."""

    name: str
    role: str
    language: Language = "zh"
    salesperson: str = ""
    email: str = ""


class Login(NamedTuple):
    """A user and the password made for them, known only now."""

    user: User
    password: str


@transaction.atomic
def add_user(person: Person, password: str, *, by: User | None = None) -> User:
    """Add a person who may log in.

    Raises:
        NotManaged: the name is taken or no name, the password is weak, or a person of sales has no
            name in the ledger.
    """
    user = User(
        username=User.normalize_username(person.name.strip()),
        role=person.role,
        language=person.language,
        salesperson=person.salesperson.strip(),
        email=User.objects.normalize_email(person.email),
    )
    check_name(user)
    check_sales(user.role, user.salesperson)
    set_checked(user, password)
    user.save()
    details = {"role": user.role, "language": user.language, "salesperson": user.salesperson}
    note("user.added", user, by, details)
    return user


@transaction.atomic
def change_password(name: str, password: str, *, by: User | None = None) -> User:
    """Give a user another password; sessions under the old one end.

    Raises:
        NotManaged: there is no such user, or the password is weak.
    """
    user = named(name)
    set_checked(user, password)
    user.save(update_fields=["password"])
    note("user.password", user, by, {})
    return user


@transaction.atomic
def change_user(name: str, wanted: Person, *, by: User | None = None) -> User:
    """Give a user another role, language, name in the ledger or address; the name stays.

    Raises:
        NotManaged: there is no such user, a person of sales has no name in the ledger, or no
            administrator would be left.
    """
    user = named(name)
    check_change(user, wanted)
    told = {
        "role": wanted.role,
        "language": wanted.language,
        "salesperson": wanted.salesperson.strip(),
        "email": User.objects.normalize_email(wanted.email),
    }
    changed = {key: value for key, value in told.items() if getattr(user, key) != value}
    if changed:
        for key, value in changed.items():
            setattr(user, key, value)
        user.save(update_fields=list(changed))
        note("user.changed", user, by, changed)
    return user


@transaction.atomic
def disable_user(name: str, *, by: User | None = None) -> User:
    """Let a user log in no more; what they did stays under their name.

    Raises:
        NotManaged: there is no such user, or no administrator would be left.
    """
    user = named(name)
    check_not_last(user)
    return switched(user, by, on=False)


@transaction.atomic
def enable_user(name: str, *, by: User | None = None) -> User:
    """Let a disabled user log in again.

    Raises:
        NotManaged: there is no such user.
    """
    return switched(named(name), by, on=True)


@transaction.atomic
def add_examples(languages: Sequence[Language]) -> list[Login]:
    """Add a user for each role and language, for trying things out, with random passwords.

    A user of that name who is there already gets a new password. The person of sales is the one
    with most customers.
    """
    return [example(role, language) for language in languages for role in Role.values]


def example(role: str, language: Language) -> Login:
    """Add one user for trying things out."""
    name, password = f"{role}-{language}", secrets.token_urlsafe(RANDOM_BYTES)
    if User.objects.filter(username=name).exists():
        return Login(change_password(name, password), password)
    salesperson = busiest_salesperson() if role == SALES else ""
    return Login(add_user(Person(name, role, language, salesperson), password), password)


def busiest_salesperson() -> str:
    """Name the salesperson with most customers; where the ledger names none, a word of our own."""
    told = FACTS["customers"].objects.filter(superseded=None, salesperson__isnull=False)
    counted = told.values("salesperson").annotate(customers=Count("id"))
    first = counted.order_by("-customers", "salesperson").first()
    return first["salesperson"] if first else "sales"


def check_name(user: User) -> None:
    """Refuse a name that another has, in whatever case, or that is no name."""
    name = user.username
    try:
        User._meta.get_field("username").clean(name, user)
    except ValidationError as error:
        raise NotManaged(f"{name!r} cannot be a user's name.", "bad-name", name=name) from error
    if User.objects.filter(username__iexact=name).exists():
        raise NotManaged(f"There is a user {name} already.", "name-taken", name=name)


def check_sales(role: str, salesperson: str) -> None:
    """Refuse a person of sales without a name in the ledger, and the name of anybody else."""
    if role == SALES and not salesperson.strip():
        says = "A person of sales needs the name by which the ledger calls them."
        raise NotManaged(says, "sales-without-name")
    if role != SALES and salesperson.strip():
        raise NotManaged("A name in the ledger is for sales alone.", "name-without-sales")


def check_change(user: User, wanted: Person) -> None:
    """Refuse a change after which a person of sales has no name, or nobody administers."""
    check_sales(wanted.role, wanted.salesperson)
    if wanted.role != ADMINISTRATOR:
        check_not_last(user)


def check_not_last(user: User) -> None:
    """Refuse to lose the last administrator who can log in."""
    active = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if user.is_active and [one.pk for one in active] == [user.pk]:
        says = f"{user.username} is the last administrator who can log in."
        raise NotManaged(says, "last-administrator", name=user.username)


def set_checked(user: User, password: str) -> None:
    """Set a password that Django's rules let pass; the first that does not is the reason."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        first = error.error_list[0]
        code, details = str(first.code).replace("_", "-"), first.params or {}
        raise NotManaged(
            f"The password is refused. {first.messages[0]}", code, **details
        ) from error
    user.set_password(password)


def named(name: str) -> User:
    """Find a user and hold it until the end of the transaction."""
    user = User.objects.select_for_update().filter(username=name).first()
    if user is None:
        raise NotManaged(f"There is no user {name}.", "no-such-user", name=name)
    return user


def switched(user: User, by: User | None, *, on: bool) -> User:
    """Switch a user on or off, where that changes anything."""
    if user.is_active != on:
        user.is_active = on
        user.save(update_fields=["is_active"])
        note("user.enabled" if on else "user.disabled", user, by, {})
    return user


def note(action: str, user: User, by: User | None, details: dict[str, str]) -> None:
    """Note the change in the audit trail; without ``by``, it came from the command line."""
    origin = {} if by else {"from": "command line"}
    AuditEvent.objects.create(
        user=by, action=action, subject=user.get_username(), details=details | origin
    )
