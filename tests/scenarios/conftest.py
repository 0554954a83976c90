"""The quicker engine, for stories that go from day to day; ``engine`` takes both of ours."""

import pytest

from duecourse.engines.engine import engine_named


@pytest.fixture(scope="session")
def polars():
    """One engine where one is enough: that engines agree is shown elsewhere."""
    started = engine_named("polars")
    yield started
    started.close()
