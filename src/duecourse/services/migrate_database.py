"""Bringing the database to the shape that this version of the program works with."""

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from duecourse.values.refusals import Refusal


class DatabaseUnfit(Refusal):
    """The database does not answer, or belongs to a newer version of the program."""


def migrate_database() -> list[str]:
    """Apply every migration that is missing, asking nothing.

    Returns:
        the names of those applied, in order; none where the database was up to date.

    Raises:
        DatabaseUnfit: it cannot be reached, or was made by a newer version.
    """
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        why = " ".join(str(error).split())
        says = f"The database cannot be reached: {why}"
        raise DatabaseUnfit(says, "database-unreachable", why=why) from error
    if newer := unknown_migrations(executor):
        names = ", ".join(newer)
        says = f"The database was made by a newer version ({names})."
        raise DatabaseUnfit(says, "database-newer", names=names)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations(executor: MigrationExecutor) -> list[str]:
    """List what was applied of our own and this program does not know."""
    loader = executor.loader
    return sorted(
        f"{label}.{name}"
        for label, name in loader.applied_migrations
        if label in loader.migrated_apps
        and (label, name) not in loader.graph.nodes
        and (label, name) not in loader.disk_migrations
    )
