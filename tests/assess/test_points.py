from assess.assessed import pointed
from small_policy import criterion, policy

ONE = policy(criteria=(criterion("days_beyond_terms", 30, [(0, 100), (10, 75), (30, 40)]),))


def test_a_bound_belongs_to_its_band_and_beyond_the_last_nothing_is_earned(engine):
    found = pointed(
        engine,
        """
        customer_id  days_beyond_terms
        early        -3
        on_time      0
        day_ten      10
        day_eleven   11
        day_thirty   30
        beyond       30.01
        """,
        "customer_id",
        "points",
        policy=ONE,
    )

    assert found == [
        ("beyond", 0.0),
        ("day_eleven", 40.0),
        ("day_ten", 75.0),
        ("day_thirty", 40.0),
        ("early", 100.0),
        ("on_time", 100.0),
    ]


def test_a_share_on_its_bound_is_in_the_band_despite_binary_noise(engine):
    shares = policy(criteria=(criterion("late_share", 10, [(0.3, 80)]),))

    found = pointed(
        engine,
        f"""
        customer_id  late_share
        noisy        {0.1 + 0.2!r}
        more         0.300001
        """,
        "customer_id",
        "points",
        policy=shares,
    )

    assert found == [("more", 0.0), ("noisy", 80.0)]


def test_the_unknown_is_skipped_or_earns_what_the_policy_says(engine):
    found = pointed(
        engine,
        """
        customer_id  days_beyond_terms
        K1           5
        """,
        "criterion",
        "value",
        "points",
        "weight",
    )

    assert found == [
        ("days_beyond_terms", 5.0, 75.0, 60.0),
        ("late_share", None, None, 20.0),
        ("report_standing", None, 40.0, 20.0),
    ]


def test_an_amount_is_held_against_bands_in_the_policys_currency(engine):
    worth = policy(criteria=(criterion("net_worth", 10, [(7_799, 0), (999_999, 100)], unknown=7),))

    found = pointed(
        engine,
        """
        customer_id  net_worth  currency  to_home
        euro         1000       EUR       7.8
        no_rate      1000       EUR       -
        nothing      0          EUR       -
        yuan         1000       CNY       1
        """,
        "customer_id",
        "value",
        "points",
        policy=worth,
    )

    assert found == [
        ("euro", 1000.0, 100.0),
        ("no_rate", 1000.0, 7.0),
        ("nothing", 0.0, 0.0),
        ("yuan", 1000.0, 0.0),
    ]
