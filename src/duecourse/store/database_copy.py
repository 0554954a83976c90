"""A copy of the whole database, and a copy back: by SQLite's own way or PostgreSQL's."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError, connection, transaction

LIBPQ = (
    *("dbname", "user", "password", "host", "port", "connect_timeout"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey"),
)
"""What of a connection libpq is told elsewhere too."""


def copy_sqlite_out(target: Path) -> None:
    """Copy the SQLite database into a file while others may read and write it."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)


def copy_sqlite_in(source: Path) -> None:
    """Replace the SQLite database by a copy; whoever reads meanwhile sees the old or the new."""
    connection.ensure_connection()
    with closing(sqlite3.connect(source)) as copy:
        copy.backup(connection.connection)
    connection.close()


def postgres_parameters() -> dict[str, str]:
    """Return how libpq reaches the PostgreSQL database in use."""
    asked = connection.get_connection_params()
    return {name: str(asked[name]) for name in LIBPQ if asked.get(name)}


def folder_of_programs() -> str:
    """Return where the server's own programs lie, where it may be asked; else nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
            found = cursor.fetchone()
    except DatabaseError:
        return ""
    return str(found[0]) if found else ""
