from dataclasses import replace

from assess.assessed import assessed
from small_policy import POLICY, cap, criterion, policy, when


def test_a_grade_needs_its_score_and_that_enough_is_known(engine):
    # The first has 75.00 and all known; the second 74.99; the third 85.00 with 0.60 known,
    # the fourth 40.00 with nothing but the points for an unknown report.
    hundredths = policy(
        criteria=(
            criterion("days_beyond_terms", 60, [(0, 75), (1, 74.9834), (2, 100)]),
            criterion("late_share", 20, [(1, 75)]),
            criterion("report_standing", 20, [(100, 75)], unknown=40),
        )
    )

    found = assessed(
        engine,
        """
        customer_id  days_beyond_terms  late_share  report_standing
        1_reached    0                  0.5         50
        2_short      1                  0.5         50
        3_known      2                  -           -
        4_unknown    -                  -           -
        """,
        "customer_id",
        "score",
        "known_weight",
        "grade",
        policy=hundredths,
    )

    assert found == [
        ("1_reached", 75.0, 1.0, "A"),
        ("2_short", 74.99, 1.0, "B"),
        ("3_known", 85.0, 0.6, "A"),
        ("4_unknown", 40.0, 0.0, "C"),
    ]


def test_too_little_known_cannot_be_a(engine):
    found = assessed(
        engine,
        """
        customer_id  late_share  report_standing
        a_fifth      0           -
        two_fifths   0           100
        """,
        "customer_id",
        "score",
        "known_weight",
        "grade",
    )

    assert found == [("a_fifth", 70.0, 0.2, "C"), ("two_fifths", 100.0, 0.4, "B")]


def test_every_cap_that_fires_is_named_whether_or_not_it_changes_the_grade(engine):
    found = assessed(
        engine,
        """
        customer_id days_beyond_terms days_beyond_terms_change largest_days_past_due overdue_amount
        both         0  11  61   5000.01
        clean        0  10  60   9000
        late_anyway  90  2  61   9000
        slower       0  11  0    0
        small        0  -   400  5000
        """,
        "customer_id",
        "grade_before_caps",
        "grade",
        "cap",
    )

    assert found == [
        ("both", "A", "C", "old-debt slower"),
        ("clean", "A", "A", ""),
        ("late_anyway", "C", "C", "old-debt"),
        ("slower", "A", "B", "slower"),
        ("small", "A", "A", ""),
    ]


def test_a_cap_at_c_grades_even_who_could_not_be_graded_and_a_cap_at_b_does_not(engine):
    silent = policy(criteria=(criterion("late_share", 1, [(1, 100)]),))

    found = assessed(
        engine,
        """
        customer_id  largest_days_past_due  overdue_amount  days_beyond_terms_change
        old          61                     9000            -
        slower       0                      0               11
        """,
        "customer_id",
        "grade_before_caps",
        "grade",
        policy=silent,
    )

    assert found == [("old", None, "C"), ("slower", None, None)]


def test_a_cap_may_look_at_the_score_and_at_how_much_is_known(engine):
    doubtful = policy(caps=(cap("doubtful", "C", when("known_weight", below=0.5)),))

    found = assessed(
        engine,
        """
        customer_id  late_share  report_standing
        K1           0           100
        """,
        "grade_before_caps",
        "grade",
        "cap",
        policy=doubtful,
    )

    assert found == [("B", "C", "doubtful")]


def test_a_policy_may_say_what_follows_when_observation_ends_unpassed(engine):
    strict = policy(observation=replace(POLICY.observation, at_the_end="B"))

    found = assessed(
        engine,
        """
        customer_id  is_new  months_known  invoices_paid  days_beyond_terms  granted_limit
        granted      yes     6             2              0                  1000
        long_ago     yes     9             2              0                  -
        passed       yes     6             3              0                  -
        still        yes     5             2              0                  -
        unpassed     yes     6             2              0                  -
        """,
        "customer_id",
        "grade",
        "cap",
        policy=strict,
    )

    assert found == [
        ("granted", "A", ""),
        ("long_ago", "A", ""),
        ("passed", "A", ""),
        ("still", "A", ""),
        ("unpassed", "B", "observation"),
    ]
