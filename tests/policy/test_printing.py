"""The written policy: every rule in a sentence, in both languages, ready to be signed."""

from decimal import Decimal

import pytest
from written import SMALL, changed, policy

from duecourse.policy import phrases
from duecourse.policy.printing import printed
from duecourse.policy.reading import valid_policy
from duecourse.policy.shapes import Condition, Criterion, LimitRule, Option, Terms
from duecourse.policy.words import words_for
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says

EN = words_for("en", currency="CNY")
ZH = words_for("zh", currency="CNY")


@pytest.mark.parametrize(
    ("currency", "amount", "zh", "en"),
    [
        ("CNY", "3000000", "300 万元", "CNY 3,000,000"),
        ("CNY", "5000", "5,000 元", "CNY 5,000"),
        ("CNY", "12345", "12,345 元", "CNY 12,345"),
        ("CNY", "0", "0 元", "CNY 0"),
        ("JPY", "70000000", "7,000 万日元", "JPY 70,000,000"),
        ("CHF", "450000", "CHF 450,000", "CHF 450,000"),
    ],
)
def test_amounts_are_written_as_each_language_writes_them(currency, amount, zh, en):
    written = [
        words_for(language, currency=currency).money(Decimal(amount)) for language in ("zh", "en")
    ]

    assert written == [zh, en]


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (
            Condition("overdue_amount", up_to=Decimal(5000)),
            "逾期金额不超过 5,000 元",
            "the overdue amount is at most CNY 5,000",
        ),
        (Condition("overdue_amount", up_to=Decimal(0)), "没有逾期款项", "nothing is overdue"),
        (
            Condition("adverse_events", above=Decimal(0)),
            "有破产、被执行等不良记录",
            "insolvency, enforcement or the like is on record",
        ),
        (
            Condition("headroom", below=Decimal(0)),
            "敞口超过信用额度",
            "its exposure is over the limit",
        ),
        (
            Condition("limit_use", at_least=Decimal("0.8"), below=Decimal(1)),
            "额度使用率不少于 80%，且额度使用率不足 100%",
            "the use of its limit is at least 80 %, and the use of its limit is below 100 %",
        ),
        (
            Condition("days_beyond_terms_change", above=Decimal(0)),
            "近期平均逾期天数比此前增加大于零",
            "the rise in its average days beyond terms over the recent past is above zero",
        ),
        (Condition("tea_leaves", above=Decimal(1)), "tea_leaves超过 1", "tea_leaves is above 1"),
    ],
)
def test_conditions_read_as_sentences(condition, zh, en):
    assert phrases.condition(condition, ZH) == zh
    assert phrases.condition(condition, EN) == en


def test_one_day_is_not_one_days():
    assert EN.value("days_beyond_terms", Decimal(1)) == "1 day"
    assert EN.value("days_beyond_terms", Decimal(-5)) == "−5 days"
    assert ZH.value("days_beyond_terms", Decimal(1)) == "1 天"


def test_a_last_band_that_nobody_is_beyond_has_no_end():
    wide = criterion("current_ratio", [(1, 0), (99, 100)])
    narrow = criterion("current_ratio", [(1, 0), (2, 100)])
    single = criterion("current_ratio", [(99, 100)])

    assert phrases.bands(wide, EN) == "up to 1: 0; above 1: 100"
    assert phrases.bands(narrow, EN) == "up to 1: 0; up to 2: 100; above 2: 0"
    assert phrases.bands(single, EN) == "up to 99: 100; above 99: 0"


def criterion(measure, pairs):
    bands = tuple((Decimal(bound), Decimal(points)) for bound, points in pairs)
    return Criterion(measure, Decimal(10), bands, Says(measure, measure))


@pytest.mark.parametrize(
    ("rule", "en"),
    [
        (
            LimitRule("share_of_monthly_volume", Decimal("0.2"), "customer_turnover"),
            "20 % of the customer's own monthly turnover (its yearly revenue divided by 12)",
        ),
        (
            LimitRule("share_of_monthly_volume", Decimal("0.5"), "our_sales"),
            "50 % of our average monthly sales to the customer",
        ),
        (
            LimitRule("share_of_monthly_volume", Decimal("2.5"), "our_sales"),
            "2.5 times our average monthly sales to the customer",
        ),
        (LimitRule("fixed", amount=Decimal(0)), "none; nothing is sold on account"),
        (
            LimitRule("reported_limit", Decimal("0.5")),
            "50 % of the limit that the credit report recommends",
        ),
        (
            LimitRule("expected_loss_budget", Decimal(1), amount=Decimal(900)),
            "the amount on which we expect to lose no more than CNY 900",
        ),
    ],
)
def test_limit_rules_read_as_sentences(rule, en):
    assert phrases.limit_rule(rule, EN) == en


def test_the_need_rule_names_its_peak_only_where_there_is_one():
    assert "× 1.25" in phrases.limit_rule(LimitRule("need", peak=Decimal("1.25")), EN)
    assert phrases.limit_rule(LimitRule("need", peak=Decimal(1)), ZH).count("×") == 1


@pytest.mark.parametrize(
    ("terms", "zh", "en"),
    [
        (Terms("x", 30), "开票后 30 天内付款", "net 30 days from the invoice date"),
        (
            Terms("x", 30, end_of_month=True),
            "月结 30 天（自开票当月月末起算）",
            "net 30 days from the end of the invoice's month",
        ),
        (Terms("x"), "见票即付", "payment on receipt of the invoice"),
        (Terms("x", prepaid_share=Decimal(1)), "款到发货（全额预付）", "payment before delivery"),
        (
            Terms("x", 30, Decimal("0.3")),
            "发货前预付 30%，余款开票后 30 天内付款",
            "30 % before delivery, the rest net 30 days from the invoice date",
        ),
    ],
)
def test_terms_read_as_sentences(terms, zh, en):
    assert (phrases.terms(terms, ZH), phrases.terms(terms, EN)) == (zh, en)


def test_who_prepays_is_not_told_about_discounts():
    listed = {"PREPAY": Terms("PREPAY", prepaid_share=Decimal(1)), "NET30": Terms("NET30", 30)}

    assert phrases.offered(Option("PREPAY", ()), listed, EN) == "payment before delivery"
    assert phrases.offered(Option("NET30", ()), listed, EN).endswith(
        "no discount for early payment"
    )


def test_a_target_is_wanted_at_least_where_more_is_better():
    spec = MeasureSpec("collection", "share", "higher", Says("回款", "Collected"), "x.md")
    words = words_for("en", currency="CNY", measures={"collection": spec})

    assert phrases.target("collection", Decimal("0.8"), words) == "at least 80 %"
    assert phrases.target("high_risk_share", Decimal("0.1"), words) == "at most 10 %"
    assert words.figure("collection") == "Collected"


def test_lists_are_joined_as_each_language_joins_them():
    assert EN.listed(["a"]) == "a"
    assert EN.listed(["a", "b", "c"]) == "a, b and c"
    assert ZH.listed(["甲", "乙"]) == "甲、乙"
    assert EN.listed([]) == ""


def test_a_measure_is_called_as_the_catalogue_calls_it_where_nothing_is_plainer():
    spec = MeasureSpec("tea_leaves", "count", "lower", Says("茶叶", "Tea leaves"), "x.md")

    words = words_for("zh", currency="CNY", measures={"tea_leaves": spec})

    assert phrases.condition(Condition("tea_leaves", above=Decimal(2)), words) == "茶叶超过 2"


SECTIONS = {
    "en": [
        "1. Who is how good",
        "2. What each grade gets",
        "3. New customers",
        "4. What stops an order",
        "5. Late money",
        "6. What rings",
        "7. Who may grant what",
        "8. Review",
        "9. Training",
    ],
    "zh": [
        "一、客户评级",
        "二、各级客户的信用条件",
        "三、新客户",
        "四、订单的暂停与放行",
        "五、逾期款项",
        "六、预警",
        "七、审批权限",
        "八、复核",
        "九、培训",
    ],
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_is_there_in_order_and_nothing_is_left_blank(language):
    text = printed(policy(), language)

    assert [row[3:] for row in text.splitlines() if row.startswith("## ")] == SECTIONS[language]
    assert not any(gap in text for gap in ("{{", "{%", "None", "  \n", "\n\n\n"))


def test_every_rule_of_the_policy_is_in_the_text():
    text = printed(policy(), "en")

    for sentence in (
        "# Credit policy of Alder Tools",
        "Version 3, in force from 1 January 2026. Approved by: Minute 12.",
        "| Days beyond terms | 60 | up to 0 days: 100; up to 15 days: 50; up to 60 days: 10; "
        "above 60 days: 0 | no weight |",
        "| A | 75 | 50 % |",
        "* Old debt (unless the overdue amount is at most CNY 5,000): at most C.",
        "**Option 2, without security.** Terms: net 30 days from the invoice date;",
        "Meanwhile the limit is at most CNY 50,000",
        "| Over the limit | – | risk management |",
        "| Legal action | 60 | hand-over | – | approved by risk management |",
        "| Limit nearly used | medium | the use of its limit is above 90 % |",
        "| risk management | CNY 900,000 | – |",
        "grade A every quarter, grade B every quarter, grade C every month.",
        "Everybody in sales and finance is trained on this policy with every new version",
    ):
        assert sentence in text


def bare():
    """A policy that leaves out everything that may be left out."""
    kept = SMALL[: SMALL.index("[[grade_cap]]")]
    return kept + SMALL[SMALL.index("[[grade.A.option]]") : SMALL.index("[observation]")]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "New customers are treated like all others.",
                "No rule of this policy stops an order.",
                "This policy has no reminders.",
                "This policy has no alerts.",
                "This policy names nobody who may grant a limit.",
                "This policy asks for no training.",
            ],
        ),
        (
            "zh",
            [
                "新客户与其他客户同等对待。",
                "本政策未规定暂停订单的情形。",
                "本政策未规定催收步骤。",
                "本政策未规定预警。",
                "本政策未指定有权审批额度的人。",
                "本政策未规定培训。",
            ],
        ),
    ],
)
def test_what_a_policy_leaves_out_is_said(language, sentences):
    text = printed(valid_policy(bare()), language)

    assert all(sentence in text for sentence in sentences)
    assert "None" not in text


CHANGE = """[change]
cut_at_once = false
raise_at_most = 0.25
worsening_cut = { when = { measure = "days_beyond_terms_change", above = 15 }, to_share = 0.20 }
"""
INTEREST = "[late_interest]\nyearly_share = 0.12\ngrace_days = 3\nmarkup = 0.4\n"


@pytest.mark.parametrize(
    ("swaps", "en", "zh"),
    [
        (
            [("[review]", CHANGE + "[review]")],
            "is cut to 20 % of its limit without waiting for a review",
            "额度即降至原额度的 20%",
        ),
        (
            [("[review]", INTEREST + "[review]")],
            "agreed interest of 12 % a year, once an invoice is more than 3 days late.",
            "按约定的年利率 12% 计收逾期利息，逾期超过 3 天后开始计收。",
        ),
        (
            [("[review]", '[late_interest]\nlaw = "CN"\n[review]')],
            "or that of CN where the contract names no law",
            "合同未约定适用法律的，依 CN 法律计收",
        ),
        (
            [("[review]", '[late_interest]\nseller_class = "sme"\n[review]')],
            "We are a small or medium enterprise and tell every customer so when we sign. Where "
            "the law that we go by grants such a seller a rate of its own against large "
            "enterprises and public bodies, as Chinese law does where no rate is agreed, we "
            "claim it.\n",
            "本公司为中小企业，订立合同时主动告知客户。所适用的法律就此类企业向大型企业、机关和"
            "事业单位销售另定逾期利率的（如中国法律，以未约定利率为限），按该利率计收。\n",
        ),
        (
            [("[review]", INTEREST + 'seller_class = "sme"\n[review]')],
            "tell every customer so when we sign.\n",
            "订立合同时主动告知客户。\n",
        ),
        (
            [("months = [3, 6]", "months = [6, 6]"), ('says = "Start small"', 'at_the_end = "C"')],
            "Observation lasts 6 months from the first business.",
            "观察期自首次交易起算，为 6 个月。",
        ),
        (
            [("after_days = 60", "after_days = 60\nhold_orders = true")],
            "| new orders stop; approved by risk management |",
            "| 暂停新订单；须经风控部批准 |",
        ),
        (
            [("severity", 'unless = { measure = "exposure", up_to = 9 }\nseverity')],
            "is above 90 %, unless its exposure is at most CNY 9 |",
            "额度使用率超过 90%（敞口不超过 9 元的除外） |",
        ),
        (
            [("grant_up_to = 900_000", "grant_up_to = 900_000\nfour_eyes_above = 500_000")],
            "| risk management | CNY 900,000 | CNY 500,000 |",
            "| 风控部 | 90 万元 | 50 万元 |",
        ),
        (
            [("[training]", "targets = { high_risk_share = 0.1 }\n[training]")],
            "| Share of exposure that is in grade C | at most 10 % |",
            "| 高风险客户占比（C 级客户敞口占比） | 不超过 10% |",
        ),
        (
            [('says = "Old debt"', 'says = "Old | debt"'), ('says = "Trend"', 'says = "A | B"')],
            "| A \\| B | 50 |",
            "| A \\| B | 50 |",
        ),
        (
            [('measure = "days_beyond_terms"', 'measure = "report_standing"\nmax_age_days = 365')],
            "| Days beyond terms (not older than 365 days) |",
            "| 平均逾期天数（365 天以内的） |",
        ),
    ],
)
def test_every_turn_of_the_policy_has_its_sentence(swaps, en, zh):
    found = valid_policy(changed(*swaps))

    assert en in printed(found, "en")
    assert zh in printed(found, "zh")
