from assess.assessed import assessed
from small_policy import criterion, policy


def test_the_score_is_the_mean_of_points_by_weight(engine):
    # (60 x 75 + 20 x 50 + 20 x 100) / 100
    found = assessed(
        engine,
        """
        customer_id  days_beyond_terms  late_share  report_standing
        K1           5                  0.4         90
        """,
        "score",
        "known_weight",
    )

    assert found == [(75.0, 1.0)]


def test_a_skipped_criterion_has_no_weight_but_points_for_the_unknown_count_in_full(engine):
    # late_share is skipped, the report unknown: (60 x 75 + 20 x 40) / 80 = 66.25; 60 of 100 known
    found = assessed(
        engine,
        """
        customer_id  days_beyond_terms
        K1           5
        """,
        "score",
        "known_weight",
    )

    assert found == [(66.25, 0.6)]


def test_the_score_goes_half_up_at_the_second_decimal(engine):
    # (1 x 100 + 7 x 75) / 8 = 78.125
    eighths = policy(
        criteria=(
            criterion("late_share", 1, [(1, 100)]),
            criterion("days_beyond_terms", 7, [(10, 75)]),
        )
    )

    found = assessed(
        engine,
        """
        customer_id  days_beyond_terms  late_share
        K1           5                  0.4
        """,
        "score",
        policy=eighths,
    )

    assert found == [(78.13,)]


def test_who_nothing_is_known_of_has_no_score_rather_than_a_bad_one(engine):
    silent = policy(criteria=(criterion("late_share", 1, [(1, 100)]),))

    found = assessed(
        engine,
        """
        customer_id
        K1
        """,
        "score",
        "known_weight",
        "grade_before_caps",
        "grade",
        "cap",
        policy=silent,
    )

    assert found == [(None, 0.0, None, None, "")]


def test_criteria_without_weight_leave_everybody_unscored(engine):
    idle = policy(criteria=(criterion("late_share", 0, [(1, 100)]),))

    found = assessed(
        engine,
        """
        customer_id  late_share
        K1           0.1
        """,
        "score",
        "known_weight",
        policy=idle,
    )

    assert found == [(None, 0.0)]
