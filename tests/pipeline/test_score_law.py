"""Who pays later is not scored higher (formulas, section 12), with the standard preset.

The law is about what is seen on the day. Three things can make a later payer look better, and are
left out here: payments of long ago that move (the trend improves, as intended); payments made
early, which count as on time whether they are a week early or a day; and payments that would fall
after the day, of which only the days until then are seen.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.invented import D, ledger_with, moderate
from pipeline.agreed import standard_policy
from typed import rows

from duecourse.assess.assessment import assess
from duecourse.engines.engine import engine_named
from duecourse.measures.catalogue import MEASURES
from duecourse.pipeline.run import profile_on
from duecourse.values.days import day_of

RECENT, YEAR = D - 90, D - 365
amounts = st.integers(1, 1_000)
recent = st.tuples(st.integers(RECENT + 1, D), st.integers(0, 100), amounts)
"""A payment of the last 90 days: its day, how late it is, its amount."""
former = st.tuples(st.integers(YEAR + 40, RECENT - 40), st.integers(0, 60), amounts)
pasts = st.tuples(st.lists(recent, min_size=1, max_size=5), st.lists(former, max_size=5))


@pytest.fixture(scope="module")
def engine():
    """The quicker engine; that both agree is tested elsewhere."""
    started = engine_named("polars")
    yield started
    started.close()


@pytest.mark.slow
@moderate
@given(st.lists(st.tuples(pasts, st.integers(1, 120)), min_size=1, max_size=12))
def test_delaying_a_recent_payment_that_was_due_never_raises_the_score(engine, drawn):
    pairs = []
    for (lately, before), delay in drawn:
        first, *others = ((min(day, D - 1 + late), late, amount) for day, late, amount in lately)
        day, late, amount = first
        rest = [*others, *before]
        pairs.append(([first, *rest], [(day + delay, late + delay, amount), *rest]))

    for sooner, later in scores(engine, pairs):
        assert later <= sooner


@pytest.mark.slow
@moderate
@given(st.lists(st.tuples(pasts, st.integers(1, 40)), min_size=1, max_size=12))
def test_delaying_all_payments_equally_never_raises_the_score(engine, drawn):
    pairs = []
    for (lately, before), delay in drawn:
        seen = [(min(day, D - delay), late, amount) for day, late, amount in lately]
        paid = [*seen, *before]
        pairs.append((paid, [(day + delay, late + delay, amount) for day, late, amount in paid]))

    for sooner, later in scores(engine, pairs):
        assert later <= sooner


def test_a_customer_getting_worse_loses_points_before_its_average_shows_it(engine):
    before = [(D - 150 - n, 0, 100) for n in range(12)]
    same, worse = (
        [(D - 10 - n, 0, 100) for n in range(3)],
        [(D - 10 - n, 20, 100) for n in range(3)],
    )

    [(steady, worsening)] = scores(engine, [(before + same, before + worse)])

    assert worsening < steady


def scores(engine, pairs):
    """Score pairs of customers that differ in when they paid, all in one ledger."""
    told = {"customers": [], "invoices": [], "settlements": []}
    for number, pair in enumerate(pairs):
        for side, paid in zip("sl", pair, strict=True):
            add_customer(told, f"K{number}{side}", paid)
    profile = profile_on(ledger_with(engine, told), standard_policy(), day_of(D))
    assessed, _ = assess(profile, standard_policy(), specs=MEASURES)
    found = dict(rows(engine, assessed, "customer_id", "score"))
    return [(found[f"K{number}s"], found[f"K{number}l"]) for number in range(len(pairs))]


def add_customer(told, customer_id, paid):
    """Add a customer with invoices, each paid in full on its day."""
    told["customers"].append({"customer_id": customer_id, "onboarded_on": YEAR - 1_000})
    for place, (day, late, amount) in enumerate(paid):
        own = {"customer_id": customer_id, "invoice_id": f"{customer_id}-{place}"}
        money = {"currency": "CNY", "amount": amount}
        due = {"issued_on": day - late - 30, "due_on": day - late}
        told["invoices"].append({**own, **due, **money})
        told["settlements"].append(
            {
                **own,
                **money,
                "settlement_id": f"{customer_id}-{place}",
                "posted_on": day,
                "kind": "payment",
                "status": "posted",
            }
        )
