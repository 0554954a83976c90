from decide.decided import decided


def test_security_is_held_or_wanted_only_where_the_grade_asks_for_it(engine):
    found = decided(
        engine,
        """
        customer_id  grade  covers
        1_asks_none  A      5000
        2_held       B      5000
        3_wanted     B      0
        4_unknown    B      -
        5_ungraded   -      5000
        """,
        "customer_id",
        "security",
    )

    assert found == [
        ("1_asks_none", "none"),
        ("2_held", "held"),
        ("3_wanted", "wanted"),
        ("4_unknown", "wanted"),
        ("5_ungraded", None),
    ]
