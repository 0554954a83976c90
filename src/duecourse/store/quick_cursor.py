"""A cursor for the few statements that are run over and over: the database plans them once."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


def quick_cursor() -> Any:
    """Open a cursor whose statements PostgreSQL keeps prepared; elsewhere an ordinary one.

    Behind a pooler that hands connections from one transaction to another nothing can be kept:
    there ``DISABLE_SERVER_SIDE_CURSORS`` is set, as Django asks for, and nothing is.
    """
    pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    if connection.vendor != "postgresql" or pooled:
        return connection.cursor()
    connection.ensure_connection()
    return CursorWrapper(prepared(connection.connection), connection)


def prepared(opened: Any) -> Any:
    """Open a cursor of psycopg that prepares what it runs."""
    return cursor_class()(opened)


@cache
def cursor_class() -> Any:
    """Make the class of such cursors, once psycopg is there."""
    from psycopg import Cursor  # noqa: PLC0415  # an extra

    class Prepared(Cursor[Any]):
        """Prepares every statement the first time."""

        def execute(self, query: Any, params: Any = None, **_: Any) -> "Prepared":
            """Run a statement."""
            super().execute(query, params, prepare=True)
            return self

    return Prepared
