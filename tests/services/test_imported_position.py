"""The position on facts from the store is the position on the files themselves."""

import pytest
from golden import GOLDEN, needs_golden
from pipeline.agreed import AS_OF

from duecourse.engines.engine import engine_named
from duecourse.engines.reading import read_ledger
from duecourse.ledger.ledger import ledger_of
from duecourse.pipeline.run import run
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import preset
from duecourse.policy.reading import valid_policy
from duecourse.services.import_books import Request, keep, look
from duecourse.services.take_back_import import take_back
from duecourse.store.frames import facts_as_arrow

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), needs_golden]
POLICY = valid_policy(preset("standard"), measures=VOCABULARY, name="standard")
FRAMES = ("customers", "invoices", "aging", "points", "dunning", "not_dunned", "alerts", "tasks")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"


def on_the_files(engine):
    return run(read_ledger(GOLDEN / "ledger", engine=engine).ledger, POLICY, AS_OF)


def on_the_store(engine):
    frames = {name: engine.frame(rows).to_native() for name, rows in facts_as_arrow().items()}
    ledger = ledger_of(frames, keep=engine.keep, empty=engine.empty, make=engine.frame)
    return run(ledger, POLICY, AS_OF)


def rows_of(engine, frame):
    return sorted(map(str, engine.arrow(frame).to_pylist()))


@pytest.mark.parametrize("name", ["duckdb", "polars"])
def test_the_golden_ledger_gives_one_position_from_its_files_and_from_the_store(name):
    keep(look(Request(GOLDEN / "ledger"), today=AS_OF))
    engine = engine_named(name)

    stored, read = on_the_store(engine), on_the_files(engine)

    for frame in FRAMES:
        found = rows_of(engine, getattr(stored, frame))
        assert found == rows_of(engine, getattr(read, frame)), frame
    assert (stored.home, stored.kpi, stored.dso_history) == (read.home, read.kpi, read.dso_history)
    engine.close()


def test_the_golden_ledger_can_be_taken_back_to_nothing():
    seen = look(Request(GOLDEN / "ledger"), today=AS_OF)
    batch = keep(seen)

    assert (seen.problems, batch.counts["invoices"]["known"]) == ((), 0)
    take_back(batch.pk)

    assert {rows.num_rows for rows in facts_as_arrow().values()} == {0}
