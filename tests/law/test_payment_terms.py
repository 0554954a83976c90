from datetime import date

import pytest

from duecourse.law.data import COUNTRIES
from duecourse.law.payment_terms import (
    AgreedTerms,
    NoRuleInForce,
    check_terms,
    last_day_in_time,
    longest_terms,
    term_rules,
)

TODAY = date(2026, 3, 31)

CHECKS = """
    country  debtor  seller  agreed             finds
    CN       large   sme     60                 -
    CN       large   sme     61                 doubt
    CN       large   sme     60,pay-when-paid   breach
    CN       large   sme     90,pay-when-paid   breach,doubt
    CN       large   sme     -                  note
    CN       public  sme     60                 -
    CN       public  sme     61                 breach
    CN       public  sme     -                  note
    CN       sme     sme     180                -
    CN       large   large   180                -
    CN       large   -       180                -
    DE       sme     -       60                 -
    DE       -       -       61                 doubt
    DE       -       -       45,standard        doubt
    DE       -       -       30,standard        -
    DE       -       -       31,end-of-month    doubt
    DE       public  -       30                 -
    DE       public  -       45                 doubt
    DE       public  -       61                 breach
    FR       -       -       60                 -
    FR       -       -       61                 breach
    FR       -       -       45,end-of-month    -
    FR       -       -       60,end-of-month    breach
    FR       public  -       61                 breach
    GB       -       -       60                 -
    GB       large   -       75,pay-when-paid   doubt
    UK       public  -       31                 breach
    SE       -       -       400                -
"""


@pytest.mark.parametrize("line", CHECKS.strip().splitlines()[1:])
def test_agreed_terms_are_held_against_the_law_of_the_two(line):
    country, debtor, seller, agreed, finds = line.split()
    days, *flags = agreed.split(",")
    terms = AgreedTerms(
        None if days == "-" else int(days),
        end_of_month="end-of-month" in flags,
        standard_terms="standard" in flags,
        pay_when_paid="pay-when-paid" in flags,
    )

    found = check_terms(terms, country=country, on=TODAY, debtor_class=debtor, seller_class=seller)

    assert [finding.gravity for finding in found] == finds.replace("-", "").split(",") * (
        finds != "-"
    )
    assert all(finding.source and finding.rule for finding in found)


def test_a_finding_names_the_days_in_both_languages():
    [found] = check_terms(
        AgreedTerms(90), country="CN", on=TODAY, debtor_class="public", seller_class="sme"
    )

    assert found.says.en == (
        "The agreed terms can reach 90 days, more than the 60 days allowed to a public body."
    )
    assert "90 天" in found.says.zh


def test_where_nothing_is_agreed_the_law_s_own_days_run_from_day_one():
    rule = longest_terms("CN", on=TODAY, debtor_class="large", seller_class="sme")

    assert last_day_in_time(rule, day_one=date(2026, 1, 1)) == date(2026, 3, 2)
    assert rule.day_one.en.startswith("Delivery; where inspection or acceptance is agreed")


def test_the_chinese_regulation_of_2025_is_not_held_against_older_contracts():
    agreed = AgreedTerms(180)
    who = dict(country="CN", debtor_class="public", seller_class="sme")

    assert check_terms(agreed, on=date(2025, 5, 31), **who) == ()
    assert len(check_terms(agreed, on=date(2025, 6, 1), **who)) == 1


def test_a_rule_is_not_applied_beyond_the_day_until_which_it_was_read():
    with pytest.raises(NoRuleInForce, match=r"de-business is known until 2026-12-31.*de/terms"):
        check_terms(AgreedTerms(90), country="DE", on=date(2027, 1, 1))


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_rule_can_be_read_in_both_languages(country):
    for rule in term_rules(country):
        for says in (rule.says, rule.over, rule.day_one):
            assert says.zh and says.en
        assert rule.default_days <= rule.longest_days
        assert rule.source
