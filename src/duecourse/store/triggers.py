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


POLICY_COLUMNS = (
    *("number", "text", "cases", "made_by_id", "made_at", "approved_by_id", "published_at"),
)
AS_IT_WAS = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in POLICY_COLUMNS)
PUBLISHED_CHANGED = (
    f"OLD.state <> 'draft' AND ({AS_IT_WAS} OR NOT (NEW.state = OLD.state"
    " OR (OLD.state = 'published' AND NEW.state = 'superseded')"
    " OR (OLD.state = 'approved' AND NEW.state IN ('published', 'superseded'))))"
)
POLICIES_STAY = "A published version of the policy is never changed and never deleted."
DECIDED_STAYS = "What was decided is never changed; a later decision takes its place."
ASKED = {
    "limit_request": (
        *("customer_id", "group_id", "amount", "currency", "terms", "from_on", "reason", "direct"),
        *("departs", "asked_by_id", "asked_at", "as_of", "policy_version_id", "current_limit"),
        *("recommended_limit", "recommended_terms", "limit_rule"),
    ),
    "write_off": (
        *("customer_id", "invoice_id", "company_id", "amount", "currency", "reason"),
        *("asked_by_id", "asked_at", "as_of", "policy_version_id"),
    ),
}
"""What was asked stays as it was asked; what was decided stays, or is withdrawn."""


def asked_changed(table: str) -> str:
    """Say in SQL that a request is changed otherwise than by a decision, or a decision is."""
    differs = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ASKED[table])
    goes_on = "OLD.state = 'open' OR (OLD.state = 'approved' AND NEW.state = 'withdrawn')"
    return f"({differs}) OR NOT ({goes_on})"


SENT = "OLD.state IN ('sent', 'bounced')"
LETTER_CHANGED = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in (
        *("customer_id", "kind", "level", "language", "channel", "address", "subject", "body"),
        *("account", "pdf", "digest", "message_id", "sent_at", "as_of"),
    )
)
LETTERS_STAY = "A letter that was sent is never changed and never deleted."
GUARDS = (
    *(
        Guard(f"{table}_no_{of.lower()}", table, of, "", f"A row of {table} is never changed.")
        for table in ("audit_event", "deed", *NEVER_EDITED)
        for of in ("UPDATE", "DELETE")
    ),
    Guard("letter_no_update", "letter", "UPDATE", f"{SENT} AND ({LETTER_CHANGED})", LETTERS_STAY),
    Guard("letter_no_delete", "letter", "DELETE", "OLD.state <> 'draft'", LETTERS_STAY),
    Guard("policy_no_update", "policy_version", "UPDATE", PUBLISHED_CHANGED, POLICIES_STAY),
    Guard("policy_no_delete", "policy_version", "DELETE", "OLD.state <> 'draft'", POLICIES_STAY),
    *(Guard(f"{one}_no_update", one, "UPDATE", asked_changed(one), DECIDED_STAYS) for one in ASKED),
    *(Guard(f"{table}_no_delete", table, "DELETE", "", DECIDED_STAYS) for table in ASKED),
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
    "sqlite": ("", sqlite_trigger),
    "postgresql": (REFUSE, postgresql_trigger),
}
REMOVE = {
    "sqlite": (lambda guard: f"DROP TRIGGER IF EXISTS {guard.name}", ""),
    "postgresql": (
        lambda guard: f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        "DROP FUNCTION IF EXISTS duecourse_refuse()",
    ),
}


def install(editor: Any) -> None:
    """Install the guards of the tables that stand, anew where they stand already.

    An early migration installs them before a later one makes more tables, and installs the rest.
    """
    remove(editor)
    first, written = INSTALL[editor.connection.vendor]
    execute(editor, (first, *map(written, standing(editor))))


def remove(editor: Any) -> None:
    """Take the guards away, where they stand."""
    written, last = REMOVE[editor.connection.vendor]
    execute(editor, (*map(written, standing(editor)), last))


def standing(editor: Any) -> list[Guard]:
    """List the guards whose tables the database has."""
    with editor.connection.cursor() as cursor:
        tables = set(editor.connection.introspection.table_names(cursor))
    return [guard for guard in GUARDS if guard.table in tables]


def execute(editor: Any, statements: Iterable[str]) -> None:
    """Run statements as they are written: nothing in them stands for a value."""
    with editor.connection.cursor() as cursor:
        for statement in filter(None, statements):
            cursor.execute(statement)
