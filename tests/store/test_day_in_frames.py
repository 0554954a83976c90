"""What waits for a decision, read back from a kept day: the same as from the position itself."""

from datetime import date

import pytest
from in_store import record_simulated

from duecourse.engines.choosing import engine_in_memory, ledger_in
from duecourse.pipeline.run import run
from duecourse.present.collected import collected
from duecourse.present.decisions import ten_decisions
from duecourse.present.drawings import aging_of
from duecourse.present.figures import figures_of
from duecourse.services.publish_policy import install_preset
from duecourse.services.take_position import take_position
from duecourse.store.day_aging import aging_on
from duecourse.store.day_in_frames import day_in_frames
from duecourse.store.frames import facts_as_arrow
from duecourse.store.policy_in_force import policy_of, version_in_force
from duecourse.store.positions import PositionCustomer

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AS_OF = date(2026, 3, 31)


@pytest.fixture
def both():
    """Return the kept day, its frames, and the position worked out directly."""
    record_simulated()
    install_preset("standard", "CNY")
    day = take_position(AS_OF)
    policy = policy_of(version_in_force())
    engine = engine_in_memory()
    position = run(ledger_in(engine, facts_as_arrow()), policy, AS_OF)
    yield day, day_in_frames(day, policy), collected(position, engine.arrow)
    engine.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_decisions_figures_and_aging_are_those_of_the_position(both, language):
    day, kept, direct = both

    assert ten_decisions(kept, language) == ten_decisions(direct, language)
    assert figures_of(kept, language) == figures_of(direct, language)
    aging, agreed = aging_on(day, kept, None), aging_of(direct, language)
    assert aging.amounts == pytest.approx(dict(agreed.amounts), abs=0.01)
    owed = {name: agreed.customers[name] for name in aging.customers}
    assert dict(aging.customers) == owed
    assert aging.says(day.home_currency, language) == agreed.says


def test_of_some_customers_nothing_of_others_is_read(both):
    day, kept, _ = both
    some = PositionCustomer.objects.filter(day=day, grade="C")

    frames = day_in_frames(day, kept.position.policy, some)

    ids = set(some.values_list("customer_id", flat=True))
    assert 0 < frames.customers.num_rows == len(ids) < kept.customers.num_rows
    for name in ("invoices", "dunning", "alerts", "tasks"):
        assert set(getattr(frames, name)["customer_id"].to_pylist()) <= ids
