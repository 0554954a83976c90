"""The example company as a ledger: it is read as it is, and its limits suit every preset."""

import narwhals.stable.v2 as nw
import polars as pl
import pyarrow as pa
import pytest
from typed import rows

from duecourse.engines.engine import engine_named
from duecourse.ledger.ledger import ledger_of
from duecourse.pipeline.run import run
from duecourse.policies import PRESETS, preset
from duecourse.policy.reading import valid_policy
from duecourse.simulator.company import CompanySpec, simulate
from duecourse.values.days import day_number


def books(engine, spec):
    """Hand an example company to an engine as a ledger."""
    parts = {}
    for name, chunk in simulate(spec):
        parts.setdefault(name, []).append(chunk)
    frames = {name: engine.frame(pa.concat_tables(chunks)) for name, chunks in parts.items()}
    return ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)


def test_it_is_a_ledger_with_days_as_numbers(engine):
    spec = CompanySpec(customers=50, invoices=200)
    ledger = books(engine, spec)
    found = ledger["invoices"].select(first=nw.col("issued_on").min(), count=nw.len())

    monday = day_number(spec.first_day) + 2
    assert rows(engine, found, "first", "count") == [(monday, 200)]


@pytest.fixture(scope="module")
def demo():
    """The demo's company, on the quicker engine."""
    engine = engine_named("polars")
    yield engine, books(engine, CompanySpec())
    engine.close()


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_holds_more_than_one_in_twenty_good_customers_for_its_limit(demo, name):
    engine, ledger = demo
    policy = valid_policy(preset(name))

    position = run(ledger, policy, CompanySpec().as_of)

    customers = pl.DataFrame(engine.arrow(position.customers))
    good = customers.filter(pl.col("grade") == "A")
    assert not position.problems
    assert good.height > 25
    assert (good["headroom"] < 0).mean() <= 0.05
    assert set(customers["grade"]) == {"A", "B", "C"}
    assert set(customers["stage"]) == {"observation", "normal"}
