from decide.decided import decided
from small_policy import policy

from duecourse.policy.shapes import Terms


def test_granted_terms_are_in_force_unless_the_grade_is_c(engine):
    found = decided(
        engine,
        """
        customer_id  grade  granted_terms
        1_granted    A      NET30
        2_none       A      -
        3_fell       C      NET60
        4_ungraded   -      NET60
        """,
        "customer_id",
        "recommended_terms",
        "terms",
    )

    assert found == [
        ("1_granted", "NET60", "NET30"),
        ("2_none", "NET60", "NET60"),
        ("3_fell", "PREPAY", "PREPAY"),
        ("4_ungraded", None, "NET60"),
    ]


def test_terms_are_prepaid_however_they_are_typed_and_a_share_is_not_the_whole(engine):
    terms = {"PREPAY": Terms("PREPAY", prepaid_share=1), "DEPOSIT": Terms("DEPOSIT", 30, 0.3)}
    own = policy(terms={**policy().terms, **terms})

    found = decided(
        engine,
        """
        customer_id  grade  granted_terms
        1_garbled    A      pre-pay
        2_lower      A      prepay
        3_deposit    A      DEPOSIT
        4_chinese    A      款到发货
        """,
        "customer_id",
        "status",
        policy=own,
    )

    assert found == [
        ("1_garbled", "active"),
        ("2_lower", "prepay"),
        ("3_deposit", "active"),
        ("4_chinese", "prepay"),
    ]


def test_a_policy_that_lets_nobody_prepay_has_no_such_status(engine):
    terms = {name: Terms(name, 30) for name in ("NET60", "NET30", "PREPAY")}

    found = decided(
        engine,
        "customer_id grade exposure\nK1 C 10",
        "terms",
        "status",
        "holds",
        policy=policy(terms=terms),
    )

    assert found == [("PREPAY", "hold", "over-limit")]
