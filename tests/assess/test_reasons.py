from collections import defaultdict

import pytest
from assess.assessed import assessed, facts, pointed, typed_facts
from hypothesis import given, settings
from hypothesis import strategies as st

TYPED = """
    customer_id  days_beyond_terms  late_share  report_standing
    K1           5                  0.4         90
    K2           5                  -           -
"""


def test_what_a_criterion_costs_is_its_share_of_the_points_that_are_missing(engine):
    found = pointed(engine, TYPED, "customer_id", "criterion", "cost")

    assert found == [
        ("K1", "days_beyond_terms", 15.0),
        ("K1", "late_share", 10.0),
        ("K1", "report_standing", 0.0),
        ("K2", "days_beyond_terms", 18.75),
        ("K2", "late_share", None),
        ("K2", "report_standing", 15.0),
    ]


@settings(max_examples=4, deadline=None)
@given(customers=st.lists(facts(), min_size=1, max_size=40))
def test_the_costs_add_up_to_what_the_score_lacks(engine, customers):
    typed = typed_facts(customers)
    costs = defaultdict(float)
    for name, cost in pointed(engine, typed, "customer_id", "cost"):
        costs[name] += cost or 0

    for name, score in assessed(engine, typed, "customer_id", "score"):
        assert costs[name] == pytest.approx(100 - score, abs=0.0051)
