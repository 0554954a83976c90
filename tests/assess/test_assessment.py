import pytest
from assess.assessed import assessed, facts, typed_facts
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import SPECS, profile
from small_policy import CRITERIA, POLICY, cap, criterion, policy, when
from typed import rows

from duecourse.assess.assessment import assess
from duecourse.policy.shapes import GRADES
from duecourse.values.problems import IncompleteFrame

OLDEST = "largest_days_past_due"
few = settings(max_examples=4, deadline=None)
many = st.lists(facts(), min_size=1, max_size=40)


def test_a_worked_example_from_measures_to_grade(engine):
    # Beech: (60 x 75 + 20 x 100 + 20 x 100) / 100 = 85, all known: A, but the debt is old: C.
    # Oak: (60 x 40 + 20 x 0 + 20 x 40) / 100 = 32, 80 of 100 known: C.
    found = assessed(
        engine,
        f"""
        customer_id days_beyond_terms late_share report_standing overdue_amount {OLDEST}
        Beech       9.5               0.1        51              6000           90
        Oak         30                0.6        -               9000           20
        """,
        "customer_id",
        "score",
        "known_weight",
        "grade_before_caps",
        "grade",
        "cap",
    )

    assert found == [
        ("Beech", 85.0, 1.0, "A", "C", "old-debt"),
        ("Oak", 32.0, 0.8, "C", "C", ""),
    ]


def test_assessing_twice_changes_nothing(engine):
    typed = "customer_id days_beyond_terms\nK1 5"
    once, _ = assess(profile(engine, typed), POLICY, specs=SPECS)
    twice, _ = assess(engine.keep(once), POLICY, specs=SPECS, keep=engine.keep)

    assert engine.arrow(once).equals(engine.arrow(twice))


def test_a_policy_that_names_an_untaken_measure_is_refused(engine):
    untaken = profile(engine, "customer_id\nK1").drop("late_share", "days_beyond_terms")

    with pytest.raises(IncompleteFrame, match=r"days_beyond_terms.*late_share"):
        assess(untaken, POLICY, specs=SPECS)


def test_a_policy_without_observation_names_fewer_measures(engine):
    alone = policy(observation=None, caps=())
    found, _ = assess(
        profile(engine, "customer_id late_share\nK1 0").drop("invoices_paid"), alone, specs=SPECS
    )

    assert rows(engine, found, "cap") == [("",)]


@few
@given(customers=many)
def test_scores_stay_between_nothing_and_a_hundred(engine, customers):
    for score, known in assessed(engine, typed_facts(customers), "score", "known_weight"):
        assert 0 <= score <= 100
        assert 0 <= known <= 1


@few
@given(customers=many, later=st.integers(1, 60))
def test_more_lateness_never_raises_the_score(engine, customers, later):
    known = [(days or 0, share, report) for days, share, report in customers]
    delayed = [(days + later, share, report) for days, share, report in known]

    pairs = zip(scores(engine, known), scores(engine, delayed), strict=True)

    assert all(after <= before for (_, before), (_, after) in pairs)


@few
@given(customers=many, bound=st.integers(0, 90), at_most=st.sampled_from(GRADES))
def test_one_cap_more_never_improves_a_grade(engine, customers, bound, at_most):
    extra = cap("extra", at_most, when("days_beyond_terms", above=bound))
    capped = policy(caps=(*POLICY.caps, extra))
    typed = typed_facts(customers)

    before = assessed(engine, typed, "customer_id", "grade")
    after = assessed(engine, typed, "customer_id", "grade", policy=capped)

    assert all(
        GRADES.index(new) >= GRADES.index(old)
        for (_, old), (_, new) in zip(before, after, strict=True)
    )


@few
@given(customers=many, weight=st.integers(1, 200))
def test_more_weight_on_the_unknown_never_makes_more_known(engine, customers, weight):
    unknown = criterion("altman_z2", weight, [(2.6, 0), (99, 100)], unknown=80)
    typed = typed_facts(customers)

    before = assessed(engine, typed, "customer_id", "known_weight")
    after = assessed(
        engine,
        typed,
        "customer_id",
        "known_weight",
        policy=policy(criteria=(*CRITERIA, unknown)),
    )

    assert all(new <= old for (_, old), (_, new) in zip(before, after, strict=True))


def scores(engine, customers):
    """Score facts, by customer."""
    return assessed(engine, typed_facts(customers), "customer_id", "score")
