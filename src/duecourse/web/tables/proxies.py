"""The tables under the names that people know; each stands for a model of the store."""

from collections.abc import Callable
from functools import partial

from django.db.models import Model

from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.import_batches import ImportBatch, SavedMapping
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.tokens import ApiToken
from duecourse.web.tables.words import ledger_name, said, worded

Naming = Callable[[], str]


def table(name: str, model: type[Model], one: object, many: object) -> type[Model]:
    """Name a model of the store; it stays the same table and takes no migration."""
    options = {
        "proxy": True,
        "app_label": "web",
        "default_permissions": (),
        "verbose_name": one,
        "verbose_name_plural": many,
    }
    members = {
        "__module__": __name__,
        "__doc__": f"The table {name}.",
        "Meta": type("Meta", (), options),
    }
    return type(f"{name.title().replace('_', '')}Table", (model,), members)


def own(name: str, model: type[Model]) -> type[Model]:
    """Name a table of the house's own."""
    return table(name, model, worded(f"one.{name}"), worded(f"many.{name}"))


def of_ledger(name: str, model: type[Model]) -> type[Model]:
    """Name a table of the ledger."""
    naming = said(partial(ledger_name, name))
    return table(name, model, naming, naming)


USERS = own("users", User)
TOKENS = own("tokens", ApiToken)
POLICIES = own("policies", PolicyVersion)
EVENTS = own("events", AuditEvent)
BATCHES = own("batches", ImportBatch)
MAPPINGS = own("mappings", SavedMapping)
LEDGER = {name: of_ledger(name, model) for name, model in FACTS.items()}

GROUPS: dict[str, tuple[type[Model], ...]] = {
    "people": (USERS, TOKENS),
    "records": (POLICIES, EVENTS, BATCHES, MAPPINGS),
    "facts": tuple(LEDGER.values()),
}
"""In which group, and in which order, the tables are listed."""
