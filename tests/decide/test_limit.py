import pytest
from decide.decided import decided
from profiles import SPECS, profile
from small_policy import POLICY, option_policy, policy, rule
from typed import rows

from duecourse.decide.decision import decide
from duecourse.decide.limit import rules_shown
from duecourse.decide.options import offers_of
from duecourse.policy.shapes import Terms

LIMIT = ("customer_id", "recommended_limit", "limit_rule")


def limits(engine, text, policy=POLICY):
    return decided(engine, text, *LIMIT, policy=policy)


def test_the_limit_of_an_a_is_the_least_of_the_rules_that_are_known(engine):
    # 20 % of 1,200,000 / 12 = 20,000; need 40,000 x (60 + 6) / 30 x 1.25 = 110,000;
    # 10 % of 900,000 = 90,000; fixed 300,000
    found = limits(
        engine,
        """
        customer_id  grade  customer_turnover  monthly_purchases  days_beyond_terms  net_worth
        1_turnover   A      1200000            40000              6                  900000
        2_worth      A      -                  40000              6                  900000
        3_need       A      -                  40000              6                  -
        4_fixed      A      -                  -                  6                  -
        """,
    )

    assert found == [
        ("1_turnover", 20_000.0, "share_of_monthly_volume"),
        ("2_worth", 90_000.0, "share_of_net_worth"),
        ("3_need", 110_000.0, "need"),
        ("4_fixed", 300_000.0, "fixed"),
    ]


def test_lateness_beyond_fifteen_days_is_chased_not_financed_and_unknown_lateness_is_none(engine):
    only_need = option_policy("B", rule("need", peak=1.5))

    found = limits(
        engine,
        """
        customer_id  grade  monthly_purchases  days_beyond_terms
        1_unknown    B      1000               -
        2_ten        B      1000               10
        3_fifteen    B      1000               15
        4_fifty      B      1000               50
        """,
        only_need,
    )

    assert found == [
        ("1_unknown", 1500.0, "need"),
        ("2_ten", 2000.0, "need"),
        ("3_fifteen", 2250.0, "need"),
        ("4_fifty", 2250.0, "need"),
    ]


def test_need_counts_the_wait_for_the_month_end_and_only_the_share_on_account(engine):
    terms = {**POLICY.terms, "EOM30": Terms("EOM30", 30, rule("fixed", amount=0.4).amount, True)}
    only_need = option_policy("B", rule("need"), terms="EOM30")

    # 1,000 x (30 + 15) / 30 x (1 - 0.4)
    found = limits(
        engine,
        """
        customer_id  grade  monthly_purchases
        K1           B      1000
        """,
        policy(options=only_need.options, terms=terms),
    )

    assert found == [("K1", 900.0, "need")]


def test_a_share_of_our_own_sales_takes_what_the_customer_buys_a_month(engine):
    ours = option_policy("A", rule("share_of_monthly_volume", share=0.2, volume="our_sales"))

    found = limits(
        engine,
        """
        customer_id  grade  monthly_purchases
        K1           A      1000
        """,
        ours,
    )

    assert found == [("K1", 200.0, "share_of_monthly_volume")]


def test_amounts_of_the_policy_are_converted_into_the_customers_currency(engine):
    found = limits(
        engine,
        """
        customer_id  grade  currency  to_home
        1_euro       A      EUR       7.5
        2_no_rate    A      EUR       -
        3_prepaid    C      EUR       -
        """,
    )

    assert found == [
        ("1_euro", 40_000.0, "fixed"),
        ("2_no_rate", None, None),
        ("3_prepaid", 0.0, "fixed"),
    ]


def test_the_first_option_whose_need_is_met_is_taken(engine):
    found = decided(
        engine,
        """
        customer_id  grade  securities  covers  monthly_purchases
        1_guarantee  B      5000        0       40000
        2_insured    B      0           7000    40000
        3_both       B      5000        7000    40000
        4_neither    B      0           0       40000
        5_no_rate    B      -           7000    40000
        """,
        "customer_id",
        "option",
        "recommended_limit",
        "limit_rule",
        "security",
    )

    assert found == [
        ("1_guarantee", 1, 5000.0, "secured_share", "held"),
        ("2_insured", 1, 7000.0, "secured_share", "held"),
        ("3_both", 1, 12000.0, "secured_share", "held"),
        ("4_neither", 2, 40000.0, "need", "wanted"),
        ("5_no_rate", 1, 80000.0, "need", "held"),
    ]


def test_a_negative_net_worth_gives_no_limit_rather_than_a_negative_one(engine):
    found = limits(
        engine,
        """
        customer_id  grade  net_worth
        K1           A      -500000
        """,
    )

    assert found == [("K1", 0.0, "share_of_net_worth")]


def test_a_report_may_size_the_limit_and_so_may_the_loss_we_budget_for(engine):
    sized = option_policy(
        "A",
        rule("reported_limit"),
        rule("expected_loss_budget", amount=450, share=0.9),
    )

    # 450 / (0.02 x 0.9) = 25,000
    found = limits(
        engine,
        """
        customer_id  grade  reported_limit  probability_of_default
        1_report     A      20000           0.02
        2_budget     A      90000           0.02
        3_no_risk    A      90000           0
        4_no_model   A      90000           -
        """,
        sized,
    )

    assert found == [
        ("1_report", 20_000.0, "reported_limit"),
        ("2_budget", 25_000.0, "expected_loss_budget"),
        ("3_no_risk", 90_000.0, "reported_limit"),
        ("4_no_model", 90_000.0, "reported_limit"),
    ]


def test_without_a_model_a_loss_budget_takes_no_part(engine):
    sized = option_policy("A", rule("expected_loss_budget", amount=450, share=0.9))

    assert limits(engine, "customer_id grade\nK1 A", sized) == [("K1", None, None)]


def test_without_a_grade_nothing_is_recommended(engine):
    found = decided(
        engine,
        """
        customer_id  grade  monthly_purchases
        K1           -      1000
        """,
        "option",
        "recommended_limit",
        "recommended_terms",
        "terms",
        "security",
        "effective_limit",
        "headroom",
        "status",
    )

    assert found == [(None, None, None, None, None, None, None, "active")]


def test_of_two_rules_that_allow_the_same_the_first_is_named(engine):
    twins = option_policy("A", rule("fixed", amount=2000), rule("need"))

    found = limits(
        engine,
        """
        customer_id  grade  monthly_purchases
        K1           A      2000
        """,
        twins,
    )

    assert found == [("K1", 2000.0, "fixed")]


def test_a_rule_without_numbers_means_the_whole_or_nothing(engine):
    bare = option_policy("A", rule("share_of_net_worth"))
    empty = option_policy("A", rule("fixed"))

    typed = """
        customer_id  grade  net_worth
        K1           A      700
    """

    assert limits(engine, typed, bare) == [("K1", 700.0, "share_of_net_worth")]
    assert limits(engine, typed, empty) == [("K1", 0.0, "fixed")]


@pytest.mark.slow
@pytest.mark.parametrize("observation", [POLICY.observation, None])
def test_every_rule_is_shown_with_what_it_allows_and_whether_it_binds(engine, observation):
    told = policy(observation=observation)
    frame = decide(
        profile(
            engine,
            """
            customer_id  grade  monthly_purchases  securities
            K1           B      40000              5000
            K2           C      40000              0
            """,
        ),
        told,
        specs=SPECS,
    )

    shown = rules_shown(engine.keep(frame), offers_of(told), observation)

    assert rows(engine, shown, "customer_id", "rule", "amount", "binds") == [
        ("K1", "need", 80_000.0, False),
        ("K1", "secured_share", 5000.0, True),
        ("K2", "fixed", 0.0, True),
    ]
