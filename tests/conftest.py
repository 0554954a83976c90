"""Engines for the tests: every measure is run on each; and which tests begin."""

import pytest

from duecourse.engines.engine import engine_named


def pytest_collection_modifyitems(items):
    """Begin with what takes longest: Spark alone takes minutes, while another process goes on."""
    items.sort(key=lambda item: [not item.get_closest_marker(name) for name in ("spark", "slow")])


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
