"""What the database refuses whoever asks: changes to the audit trail and to published policies.

``install`` and ``remove`` are for ``migrations.RunPython``. On SQLite a migration that alters one
of the tables makes it anew, without triggers: such a migration ends with ``install``.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from duecourse.store.reservations import NEVER_EDITED


class Guard(NamedTuple):
    """One refusal: of what, on which table, when, and in which words."""

    name: str
    table: str
    of: str
    when: str
    says: str


AS_IT_WAS = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in ("number", "text", "made_by_id", "made_at", "approved_by_id", "published_at")
)
PUBLISHED_CHANGED = (
    f"OLD.state <> 'draft' AND ({AS_IT_WAS} OR NOT (NEW.state = OLD.state"
    " OR (OLD.state = 'published' AND NEW.state = 'superseded')))"
)
POLICIES_STAY = "A published version of the policy is never changed and never deleted."
GUARDS = (
    *(
        Guard(f"{table}_no_{of.lower()}", table, of, "", f"A row of {table} is never changed.")
        for table in ("audit_event", *NEVER_EDITED)
        for of in ("UPDATE", "DELETE")
    ),
    Guard("policy_no_update", "policy_version", "UPDATE", PUBLISHED_CHANGED, POLICIES_STAY),
    Guard("policy_no_delete", "policy_version", "DELETE", "OLD.state <> 'draft'", POLICIES_STAY),
)


def sqlite_trigger(guard: Guard) -> str:
    """Write a guard for SQLite."""
    when = f" WHEN {guard.when}" if guard.when else ""
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.of} ON {guard.table} FOR EACH ROW{when}"
        f" BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
    )


def postgresql_trigger(guard: Guard) -> str:
    """Write a guard for PostgreSQL; the function that refuses is made first."""
    when = f" WHEN ({guard.when})" if guard.when else ""
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.of} ON {guard.table} FOR EACH ROW{when}"
        f" EXECUTE FUNCTION duecourse_refuse('{guard.says}')"
    )


REFUSE = """
CREATE OR REPLACE FUNCTION duecourse_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""
INSTALL = {
    "sqlite": tuple(map(sqlite_trigger, GUARDS)),
    "postgresql": (REFUSE, *map(postgresql_trigger, GUARDS)),
}
REMOVE = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {guard.name}" for guard in GUARDS),
    "postgresql": (
        *(f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}" for guard in GUARDS),
        "DROP FUNCTION IF EXISTS duecourse_refuse()",
    ),
}


def install(editor: Any) -> None:
    """Install the guards, anew where they stand already."""
    remove(editor)
    execute(editor, INSTALL[editor.connection.vendor])


def remove(editor: Any) -> None:
    """Take the guards away, where they stand."""
    execute(editor, REMOVE[editor.connection.vendor])


def execute(editor: Any, statements: Iterable[str]) -> None:
    """Run statements as they are written: nothing in them stands for a value."""
    with editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
