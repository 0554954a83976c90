from decide.decided import decided
from hypothesis import given, settings
from hypothesis import strategies as st
from small_policy import policy

HEADROOM = ("customer_id", "own_headroom", "group_headroom", "headroom")


def test_headroom_is_the_lesser_of_own_limit_and_group_limit_less_exposure(engine):
    found = decided(
        engine,
        """
        customer_id  group_id  grade  granted_limit  group_limit  exposure
        1_group      G1        A      400            500          285
        2_own        G1        A      150            500          173
        3_no_limit   G2        A      400            -            285
        4_alone      -         A      400            -            285
        """,
        *HEADROOM,
    )

    assert found == [
        ("1_group", 115.0, 42.0, 42.0),
        ("2_own", -23.0, 42.0, -23.0),
        ("3_no_limit", 115.0, None, 115.0),
        ("4_alone", 115.0, None, 115.0),
    ]


def test_a_group_limit_without_a_rate_leaves_unknown_how_much_more_may_be_owed(engine):
    found = decided(
        engine,
        """
        customer_id  group_id  grade  granted_limit  group_limit  has_group_limit  exposure
        1_within     G1        A      400            -            yes              285
        2_over       G1        A      150            -            yes              173
        3_without    G2        A      400            -            no               285
        """,
        *HEADROOM,
    )

    assert found == [
        ("1_within", 115.0, None, None),
        ("2_over", -23.0, None, -23.0),
        ("3_without", 115.0, None, 115.0),
    ]


def test_a_group_is_added_at_home_and_read_in_the_customers_currency(engine):
    # 100 EUR x 8 + 400 CNY = 1,200 CNY = 150 EUR; group limit 2,000 CNY = 250 EUR
    found = decided(
        engine,
        """
        customer_id  group_id  currency  to_home  grade  granted_limit  group_limit  exposure
        1_euro       G1        EUR       8        A      900            250          100
        2_yuan       G1        CNY       1        A      900            2000         400
        """,
        *HEADROOM,
    )

    assert found == [("1_euro", 800.0, 100.0, 100.0), ("2_yuan", 500.0, 800.0, 500.0)]


def test_without_a_rate_a_mixed_group_is_unknown_but_what_is_exceeded_is_exceeded(engine):
    found = decided(
        engine,
        """
        customer_id  group_id  currency  to_home  grade  granted_limit  group_limit  exposure
        1_within     G1        CNY       1        A      900            2000         400
        2_over       G1        CNY       1        A      300            2000         400
        3_no_rate    G1        EUR       -        A      900            250          100
        4_alike      G2        EUR       -        A      900            250          100
        5_alike      G2        EUR       -        A      900            250          20
        6_idle       G3        EUR       -        A      900            250          0
        7_busy       G3        CNY       1        A      900            2000         400
        """,
        *HEADROOM,
    )

    assert found == [
        ("1_within", 500.0, None, None),
        ("2_over", -100.0, None, -100.0),
        ("3_no_rate", 800.0, None, None),
        ("4_alike", 800.0, 130.0, 130.0),
        ("5_alike", 880.0, 130.0, 130.0),
        ("6_idle", 900.0, None, None),
        ("7_busy", 500.0, 1600.0, 500.0),
    ]


def test_an_unknown_exposure_or_limit_leaves_the_headroom_unknown(engine):
    found = decided(
        engine,
        """
        customer_id  group_id  grade  granted_limit  group_limit  exposure
        1_exposure   -         A      400            -            -
        2_limit      -         -      -              -            285
        3_pool       G1        -      -              500          285
        4_full_pool  G2        -      -              200          285
        """,
        *HEADROOM,
        "limit_use",
        "holds",
    )

    assert found == [
        ("1_exposure", None, None, None, None, ""),
        ("2_limit", None, None, None, None, ""),
        ("3_pool", None, 215.0, None, None, ""),
        ("4_full_pool", None, -85.0, -85.0, None, "over-limit"),
    ]


def test_the_use_of_a_limit_is_exposure_over_it_and_of_no_limit_unknown(engine):
    found = decided(
        engine,
        """
        customer_id  grade  granted_limit  exposure
        1            A      400            300
        2            A      0              300
        """,
        "customer_id",
        "limit_use",
    )

    assert found == [("1", 0.75), ("2", None)]


@settings(max_examples=4, deadline=None)
@given(
    members=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 900), st.integers(0, 900)),
        min_size=1,
        max_size=30,
    )
)
def test_headroom_is_never_above_either_ceiling(engine, members):
    lines = [
        f"K{number} G{group} A {limit} {500 + group} {exposure}"
        for number, (group, limit, exposure) in enumerate(members)
    ]
    typed = "\n".join(["customer_id group_id grade granted_limit group_limit exposure", *lines])

    found = decided(engine, typed, *HEADROOM, "exposure", policy=policy(observation=None))

    for _, own, group, headroom, exposure in found:
        assert headroom == min(own, group)
        assert headroom <= 503 - float(exposure)
