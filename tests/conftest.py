"""Engines for the tests: every measure is run on each; and which tests begin."""

import pytest
from django.db.backends.sqlite3.base import DatabaseOperations

from duecourse.cli import review
from duecourse.engines.engine import engine_named
from duecourse.outside.beside import this_process
from duecourse.store import triggers


def pytest_collection_modifyitems(items):
    """Begin with what takes longest: Spark alone takes minutes, while another process goes on."""
    items.sort(key=lambda item: [not item.get_closest_marker(name) for name in ("spark", "slow")])


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests():
    """Let tests empty the tables of SQLite, though the database refuses to lose an event."""
    emptied = DatabaseOperations.execute_sql_flush

    def without_guards(self, statements):
        with self.connection.schema_editor() as editor:
            triggers.remove(editor)
        emptied(self, statements)
        with self.connection.schema_editor() as editor:
            triggers.install(editor)

    DatabaseOperations.execute_sql_flush = without_guards
    yield
    DatabaseOperations.execute_sql_flush = emptied


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Set reports in the test's own process; a second one has tests of its own."""
    monkeypatch.setattr(review, "beside", lambda _: this_process())


@pytest.fixture(params=["duckdb", "polars"], scope="session")
def engine(request):
    """One of the in-process engines; a test that asks for it runs on both."""
    started = engine_named(request.param)
    yield started
    started.close()


@pytest.fixture(scope="session")
def polars():
    """The quicker engine, where one is enough: that engines agree is shown elsewhere."""
    started = engine_named("polars")
    yield started
    started.close()
