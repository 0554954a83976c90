"""A whole run: both engines agree, some customers are as in a full run, twice is the same."""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pipeline.agreed import standard_policy
from typed import ledger, rows

from duecourse.engines.engine import engine_named
from duecourse.ledger.ledger import Ledger, ledger_of
from duecourse.pipeline.run import STAGES, profile_on, run
from duecourse.simulator.company import CompanySpec, simulate

SPEC = CompanySpec(seed=11, customers=24, invoices=400, months=15)
FRAMES = ("aging", "invoices", "customers", "points", "dunning", "not_dunned", "alerts", "tasks")
OF_THE_COMPANY = ("exposure_share",)
"""A share of the whole cannot be told from a part, and no alert on it rings."""
RULES_OF_THE_COMPANY = {
    alert.id for alert in standard_policy().alerts if alert.when.measure in OF_THE_COMPANY
}


def company(engine):
    """Hand an example company to an engine, its first three customers a group with a limit."""
    parts = {}
    for name, chunk in simulate(SPEC):
        parts.setdefault(name, []).append(grouped(chunk) if name == "customers" else chunk)
    limit = {"group_id": "G1", "from_on": SPEC.as_of, "amount": Decimal(1), "currency": "CNY"}
    whole = parts["limits"][0].schema
    parts["limits"].append(pa.Table.from_pylist([limit], schema=whole))
    frames = {name: engine.frame(pa.concat_tables(chunks)) for name, chunks in parts.items()}
    told = ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)
    return Ledger(
        {name: engine.keep(frame) for name, frame in told.tables.items()}, told.keep, told.make
    )


def grouped(customers):
    """Put the first three customers into one group."""
    groups = pa.array(["G1"] * 3 + [None] * (len(customers) - 3), pa.string())
    place = customers.schema.get_field_index("group_id")
    return customers.set_column(place, "group_id", groups)


@pytest.fixture(scope="module")
def started():
    """Both engines, each with the company and its position."""
    both = {name: engine_named(name) for name in ("polars", "duckdb")}
    ledgers = {name: company(engine) for name, engine in both.items()}
    positions = {name: run(told, standard_policy(), SPEC.as_of) for name, told in ledgers.items()}
    yield both, ledgers, positions
    for engine in both.values():
        engine.close()


def table(engine, frame, of=None):
    """Return the rows of a frame as dicts, those of some customers, less shares of the whole."""
    names = [name for name in frame.collect_schema().names() if name not in OF_THE_COMPANY]
    found = [dict(zip(names, row, strict=True)) for row in rows(engine, frame, *names)]
    told = [row for row in found if row.get("rule") not in RULES_OF_THE_COMPANY]
    return [row for row in told if of is None or row["customer_id"] in of]


@pytest.mark.slow
@pytest.mark.parametrize("name", FRAMES)
def test_engines_agree_on_every_row(started, name):
    engines, _, positions = started
    of_both = "polars", "duckdb"
    one, other = (table(engines[each], getattr(positions[each], name)) for each in of_both)

    assert len(one) == len(other)
    for mine, yours in zip(one, other, strict=True):
        for key, value in mine.items():
            close = isinstance(value, float)
            assert yours[key] == (pytest.approx(value, abs=1e-9, rel=1e-9) if close else value)


def test_engines_agree_on_the_figures(started):
    _, _, positions = started
    one, other = positions.values()

    assert sorted(one.kpi) == sorted(other.kpi)
    for mine, yours in [(one.home, other.home), *((one.kpi[c], other.kpi[c]) for c in one.kpi)]:
        assert {name: value for name, value in mine.items() if not isinstance(value, float)} == {
            name: value for name, value in yours.items() if not isinstance(value, float)
        }
        assert floats(yours) == pytest.approx(floats(mine), abs=1e-9)
    assert one.dso_history == other.dso_history
    assert one.problems == other.problems == ()


def floats(figures):
    """Return the figures that are shares of floats."""
    return {name: value for name, value in figures.items() if isinstance(value, float)}


def test_running_twice_changes_nothing(started):
    engines, ledgers, positions = started
    first = positions["polars"]

    again = run(ledgers["polars"], standard_policy(), SPEC.as_of)

    for name in FRAMES:
        assert table(engines["polars"], getattr(again, name)) == table(
            engines["polars"], getattr(first, name)
        )
    assert (again.kpi, again.home, again.dso_history) == (first.kpi, first.home, first.dso_history)


@pytest.mark.slow
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=st.sets(st.integers(0, SPEC.customers - 1), min_size=1, max_size=4))
def test_a_run_for_some_customers_is_their_part_of_a_full_run(started, asked):
    engines, ledgers, positions = started

    found = same_for(engines["polars"], ledgers["polars"], positions["polars"], asked)

    assert len(found) >= len(asked)


@pytest.mark.slow
def test_a_run_for_the_members_of_a_group_is_their_part_of_a_full_run(started):
    engines, ledgers, positions = started

    found = same_for(engines["duckdb"], ledgers["duckdb"], positions["duckdb"], [0])

    assert len(found) == 3


def same_for(engine, told, whole, places):
    """Run for some customers and compare with the whole; return the customers found."""
    ids = [row["customer_id"] for row in table(engine, whole.customers)]
    asked = [ids[place] for place in places]

    part = run(told, standard_policy(), SPEC.as_of, customers=asked)

    found = {row["customer_id"] for row in table(engine, part.customers)}
    assert found >= set(asked)
    for name in FRAMES:
        mine = table(engine, getattr(part, name))
        assert mine == table(engine, getattr(whole, name), of=found)
    assert (dict(part.kpi), dict(part.home), part.dso_history) == ({}, {}, ())
    return found


def test_the_stages_are_told_in_order(started):
    engines, _, _ = started
    heard = []

    run(ledger(engines["polars"]), standard_policy(), SPEC.as_of, progress=heard.append)

    assert tuple(heard) == STAGES


def test_an_empty_ledger_has_an_empty_position(started):
    engines, _, _ = started
    position = run(ledger(engines["polars"]), standard_policy(), SPEC.as_of)

    assert [table(engines["polars"], getattr(position, name)) for name in FRAMES] == [[]] * len(
        FRAMES
    )
    assert position.home["receivable"] == 0
    assert position.home["dso_simple"] is None
    assert position.home["dso_countback"] == 0


def test_a_run_as_known_by_an_earlier_day_leaves_out_what_came_later(started):
    engines, _, _ = started
    told = ledger(
        engines["polars"],
        customers="customer_id\n Alder",
        invoices="""
            invoice_id customer_id issued_on  due_on     currency amount
            A1         Alder       2026-01-01 2026-01-31 CNY      100
        """,
        settlements="""
            settlement_id customer_id invoice_id posted_on  currency amount kind    known_on
            S1            Alder       A1         2026-03-01 CNY      100    payment 2026-04-02
        """,
    )

    now = run(told, standard_policy(), SPEC.as_of)
    then = run(told, standard_policy(), SPEC.as_of, known_by=SPEC.as_of)

    assert now.home["receivable"] == 0
    assert then.home["receivable"] == 100
    assert then.home["overdue_amount"] == 100


def test_measures_alone_are_those_of_a_run(started):
    engines, ledgers, positions = started

    profile = profile_on(ledgers["polars"], standard_policy(), SPEC.as_of)

    names = profile.collect_schema().names()
    assert rows(engines["polars"], profile, *names) == rows(
        engines["polars"], positions["polars"].customers, *names
    )
