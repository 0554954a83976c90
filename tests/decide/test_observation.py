from dataclasses import replace

import pytest
from decide.decided import decided
from small_policy import POLICY, policy

STAGES = """
    customer_id     grade  is_new  months_known  invoices_paid  days_beyond_terms
    1_too_early     B      yes     2             9              0
    2_passes        B      yes     3             3              5
    3_not_yet       B      yes     3             2              5
    4_late          B      yes     5             3              5.01
    5_unknown       B      yes     5             3              -
    6_time_is_up    B      yes     6             2              0
    7_old_customer  B      no      4             0              0
    8_not_begun     B      yes     -             0              -
"""


def test_observation_lasts_until_the_tests_pass_from_the_third_month_to_the_sixth(engine):
    found = decided(engine, STAGES, "customer_id", "stage")

    assert found == [
        ("1_too_early", "observation"),
        ("2_passes", "normal"),
        ("3_not_yet", "observation"),
        ("4_late", "observation"),
        ("5_unknown", "observation"),
        ("6_time_is_up", "normal"),
        ("7_old_customer", "normal"),
        ("8_not_begun", "observation"),
    ]


def test_who_reaches_the_end_without_passing_is_a_task_until_somebody_decides(engine):
    found = decided(
        engine,
        """
        customer_id  grade  is_new  months_known  invoices_paid  days_beyond_terms  granted_limit
        1_before     B      yes     5             2              0                  -
        2_ended      B      yes     6             2              0                  -
        3_passed     B      yes     6             3              0                  -
        4_decided    B      yes     6             2              0                  5000
        5_reviewed   B      yes     9             2              0                  -
        6_unknown    B      yes     7             3              -                  -
        7_old        B      no      6             0              0                  -
        """,
        "customer_id",
        "observation_task",
    )

    assert [name for name, task in found if task] == ["2_ended", "6_unknown"]


@pytest.mark.parametrize("observation", [None, replace(POLICY.observation, at_the_end="C")])
def test_there_is_no_task_where_the_policy_has_decided_or_does_not_observe(engine, observation):
    found = decided(
        engine,
        """
        customer_id  grade  is_new  months_known  invoices_paid  days_beyond_terms
        K1           B      yes     6             2              0
        """,
        "stage",
        "observation_task",
        policy=policy(observation=observation),
    )

    assert found == [("normal", False)]


def test_a_new_customer_starts_with_the_first_limit_and_no_more_for_its_security(engine):
    # need 30,000 x 60 / 30 = 60,000 and 5,000 x 60 / 30 = 10,000; first limit 20,000 yuan
    found = decided(
        engine,
        """
        customer_id  grade  is_new  monthly_purchases  securities  currency  to_home
        1_first      B      yes     30000              1000        CNY       1
        2_need       B      yes     5000               1000        CNY       1
        3_euro       B      yes     30000              1000        EUR       8
        4_no_rate    B      yes     30000              1000        EUR       -
        5_prepays    C      yes     30000              0           CNY       1
        6_known      B      no      30000              1000        CNY       1
        """,
        "customer_id",
        "recommended_limit",
        "limit_rule",
        "recommended_terms",
    )

    assert found == [
        ("1_first", 20_000.0, "first_limit", "NET30"),
        ("2_need", 10_000.0, "need", "NET30"),
        ("3_euro", 2500.0, "first_limit", "NET30"),
        ("4_no_rate", 60_000.0, "need", "NET30"),
        ("5_prepays", 0.0, "fixed", "PREPAY"),
        ("6_known", 1000.0, "secured_share", "NET60"),
    ]
