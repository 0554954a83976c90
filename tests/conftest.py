"""Engines for the tests: every measure is run on each."""

import pytest

from duecourse.engines.engine import engine_named


@pytest.fixture(params=["duckdb", "polars"], scope="session")
def engine(request):
    """One of the in-process engines; a test that asks for it runs on both."""
    started = engine_named(request.param)
    yield started
    started.close()
