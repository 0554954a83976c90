from decimal import Decimal

import pytest
from profiles import SPECS, profile_table
from typed import rows

from duecourse.act.alerts import COLUMNS, alerts
from duecourse.assess.conditions import NoSuchMeasure
from duecourse.policy.shapes import AlertRule, Condition
from duecourse.values.problems import IncompleteFrame
from duecourse.values.says import Says

SAYS = Says("预警", "Alert")
SURGE = AlertRule("surge", Condition("order_surge", above=Decimal("3.5")), "high", SAYS)
SLOWER = AlertRule(
    "slower", Condition("days_beyond_terms_change", above=Decimal(10)), "medium", SAYS
)
OVERDUE = AlertRule(
    "overdue",
    Condition("overdue_amount", at_least=Decimal(1000)),
    "low",
    SAYS,
    unless=Condition("late_share", up_to=Decimal("0.1")),
)
WEAK = AlertRule("weak", Condition("current_ratio", below=Decimal(1)), "low", SAYS)
FEW = AlertRule("few", Condition("invoices_paid", up_to=Decimal(1)), "low", SAYS)


def test_a_rule_rings_beyond_its_threshold_not_on_it(engine):
    assert rung(
        engine,
        [SURGE],
        {"customer_id": "K1", "order_surge": 3.6},
        {"customer_id": "K2", "order_surge": 3.5},
    ) == [("K1", "surge", "high", 3.6, 3.5)]


def test_each_rule_that_rings_has_its_row(engine):
    assert rung(
        engine,
        [SURGE, SLOWER],
        {"customer_id": "K1", "order_surge": 9.0, "days_beyond_terms_change": 12.0},
    ) == [("K1", "slower", "medium", 12.0, 10.0), ("K1", "surge", "high", 9.0, 3.5)]


def test_an_unknown_value_rings_no_rule(engine):
    assert rung(engine, [SURGE], {"customer_id": "K1"}) == []


def test_amounts_are_compared_and_shown_in_the_policys_currency(engine):
    euro = {"currency": "EUR", "to_home": 8.0, "overdue_amount": 200}
    assert rung(engine, [OVERDUE], {"customer_id": "K1", **euro}) == [
        ("K1", "overdue", "low", 1600.0, 1000.0)
    ]


def test_what_the_rule_excuses_does_not_ring(engine):
    late = {"overdue_amount": 2000, "late_share": 0.1}
    assert rung(engine, [OVERDUE], {"customer_id": "K1", **late}) == []


def test_a_rule_may_ring_from_below(engine):
    assert rung(
        engine, [WEAK, FEW], {"customer_id": "K1", "current_ratio": 0.9, "invoices_paid": 1}
    ) == [("K1", "few", "low", 1.0, 1.0), ("K1", "weak", "low", 0.9, 1.0)]


def test_without_rules_there_are_no_alerts(engine):
    assert rung(engine, [], {"customer_id": "K1"}) == []


def test_a_rule_on_a_measure_nobody_took_is_refused(engine):
    profile = engine.frame(profile_table([{"customer_id": "K1"}]))

    with pytest.raises(IncompleteFrame, match="order_surge"):
        alerts(profile.drop("order_surge"), (SURGE,), specs=SPECS)
    with pytest.raises(NoSuchMeasure, match="order_surge"):
        alerts(profile, (SURGE,), specs={})


def rung(engine, rules, *profile):
    frame = engine.frame(profile_table(profile))
    return rows(engine, alerts(frame, tuple(rules), specs=SPECS), *COLUMNS)
