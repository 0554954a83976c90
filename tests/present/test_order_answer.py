import pytest

from duecourse.decide.order_check import Answer, Reason
from duecourse.present.order_answer import order_sentences
from duecourse.values.says import Says

AMOUNT = {"amount": "1,000.00", "currency": "CNY"}


def test_an_answer_reads_from_the_outcome_to_who_may_release_it():
    answer = Answer(
        "conditions",
        reasons=(Reason("beyond", {**AMOUNT, "gap": "500.00"}),),
        one_of=(Reason("prepay-part", AMOUNT), Reason("split", AMOUNT)),
        all_of=(Reason("renew", {**AMOUNT, "kind": "cover", "until": "2026-04-10"}),),
        release_by=("risk", "manager"),
    )

    assert order_sentences(answer, "en") == [
        "Approved with conditions",
        "- The headroom is 1,000.00 CNY; the order is 500.00 CNY more.",
        "Any one of these lets it go:",
        "- 1,000.00 CNY of it paid before delivery",
        "- 1,000.00 CNY delivered now, the rest once open invoices are paid",
        "Required:",
        "- the cover of 1,000.00 CNY, which ends on 2026-04-10, renewed first",
        "May be let go by: Risk, Manager",
    ]


def test_a_rule_speaks_in_the_policys_own_words():
    rule = Reason("rule", {"rule": "old-debt"}, Says("有旧账", "There is old debt"))

    assert order_sentences(Answer("hold", (rule,), release_by=("risk",)), "zh") == [
        "暂停，待批准",
        "- 有旧账（old-debt）",
        "可批准放行：风控",
    ]


@pytest.mark.parametrize(
    ("answer", "last"),
    [
        (Answer("hold", (Reason("full"),)), "Nobody's mandate in the policy goes so far."),
        (Answer("hold", (Reason("standing"),)), "Whoever set the hold may lift it."),
        (
            Answer("hold", (Reason("full"),), release_by=("manager",), four_eyes=True),
            "May be let go by: Manager, two people together",
        ),
        (Answer("approve", (Reason("within", AMOUNT),)), "- The headroom is 1,000.00 CNY; "),
    ],
)
def test_the_last_line_says_who_decides_unless_the_order_is_approved(answer, last):
    assert order_sentences(answer, "en")[-1].startswith(last)


def test_a_condition_alone_is_worded_in_chinese_too():
    alone = Answer("conditions", (), all_of=(Reason("prepay", AMOUNT),))

    assert order_sentences(alone, "zh") == ["有条件接单", "须满足：", "- 发货前付清 1,000.00 CNY"]
