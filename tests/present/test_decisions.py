from decimal import Decimal

import pytest
from present.typed_position import (
    CUSTOMERS,
    DUNNING,
    INVOICES,
    TASKS,
    empty,
    facts,
    nothing,
    policy,
)

from duecourse.policy.shapes import Dunning
from duecourse.present.decisions import MOST, ten_decisions
from duecourse.present.stakes import cases
from duecourse.values.problems import Problem

NOTHING_LATE = {
    "dunning": DUNNING.split("A1")[0],
    "tasks": empty("tasks"),
    "alerts": empty("alerts"),
}
"""No level of legal action, no promise, no alert: what waits then can wait."""


def told(engine, language="zh", **changes):
    return ten_decisions(facts(engine, **changes), language)


def customers(**rows):
    """The typed customers with some lines written anew."""
    lines = [line for line in CUSTOMERS.strip().splitlines() if line.split()[0] not in rows]
    return "\n".join([*lines, *(f"{name} {cells}" for name, cells in rows.items())])


def test_everything_that_waits_is_found_with_the_money_in_home_currency(engine):
    found = {
        (row["customer_id"], row["kind"]): row["stake"] for row in cases(facts(engine)).to_pylist()
    }

    assert found == {
        ("K1", "hand_over"): 40_000,
        ("K1", "grade_fall"): 73_000,
        ("K1", "limit_cut"): 73_000,
        ("K1", "run_off"): 83_000,
        ("K1", "alert"): 73_000,
        ("K1", "dispute"): 10_000,
        ("K1", "promise_broken"): 30_000,
        ("K4", "review_due"): 0.5,
        ("K1", "allocate"): 7_000,
        ("K2", "hold"): 125.025,
        ("K2", "observation"): 125.025,
    }


def test_decisions_stand_by_urgency_then_by_the_money_and_problems_come_last(engine):
    decisions = told(engine)

    assert [(one.kind, one.customer, one.stake) for one in decisions] == [
        ("hand_over", "Alder,Inc", 83_000),
        ("letters", "1 家客户", 125.025),
        ("hold", "Beech", 125.025),
        ("review_due", "Dogwood", 0.5),
        ("problems", "2 处问题", None),
    ]


def test_a_decision_says_why_what_next_and_who(engine):
    first = told(engine)[0]

    assert first.title == "批准移交法务"
    assert first.why == (
        "1 笔共 4.0 万元，最长逾期 120 天，提醒函和催款函都已用完",
        "承诺付款 3.0 万元，已过承诺日 10 天仍未到账",
    )
    assert (first.stake_text("CNY", "zh"), first.stake_is) == ("8.3 万元", "待收回敞口")
    assert first.who == "经理"
    assert first.also == (
        "追问落空的付款承诺",
        "收回预付客户的旧欠",
        "核实重要预警",
        "确认等级下调",
        "下调额度",
        "解决争议",
        "核销到款",
    )


def test_english_says_the_same(engine):
    hold = told(engine, "en")[2]

    assert hold.why[0] == "Over the limit; exposure 2,501, limit in force 2,000 JPY"
    assert (hold.title, hold.who) == ("Release orders or keep the hold", "Risk")
    assert hold.also == ("Observation is over: decide",)


def test_an_alert_alone_names_its_value_and_its_bound(engine):
    quiet = customers(
        grade="B B - A",
        granted_limit="2000 - - -",
        unallocated="0 0 0 0",
        status="hold active active active",
        holds="over-limit ~ ~ ~",
    )
    calm = INVOICES.replace(" 10000 120", " 0 120")
    others = {"invoices": calm, "dunning": DUNNING.split("A1")[0], "tasks": empty("tasks")}
    decisions = told(engine, customers=quiet, **others)
    (alert,) = (one for one in decisions if one.customer_id == "K1")

    assert alert.why == ("付款变慢：17.13 天（界限 10 天）",)


def test_a_customer_without_a_rate_stands_after_those_whose_money_is_known(engine):
    held = customers(status="hold prepay hold active", holds="over-limit old-debt standing ~")
    last = told(engine, customers=held, problems=(), tasks=empty("tasks"))[-1]

    assert (last.customer_id, last.stake) == ("K3", None)
    assert last.stake_text("CNY", "zh") == "未知"
    assert last.why[0].startswith("人工暂停")


@pytest.mark.parametrize(
    ("granted", "recommended", "role"),
    [("1000", "400", "风控"), ("90000", "5000", "经理"), ("9000000", "4000000", "经理")],
)
def test_a_cut_goes_to_the_first_role_that_may_grant_what_remains(
    engine, granted, recommended, role
):
    rows = customers(
        granted_limit=f"- {granted} - -",
        recommended_limit=f"- {recommended} - -",
        grade="B B - A",
        status="active active active active",
        observation_task="no no - no",
        unallocated="0 0 0 0",
    )
    (cut,) = (
        one for one in told(engine, customers=rows, **NOTHING_LATE) if one.customer_id == "K1"
    )

    assert (cut.kind, cut.who) == ("limit_cut", role)


def test_a_cut_in_a_currency_without_a_rate_goes_to_the_widest_mandate(engine):
    rows = customers(granted_limit="- - 50 -", recommended_limit="- - 10 -")
    (cut,) = (one for one in told(engine, customers=rows) if one.customer_id == "K3")

    assert (cut.kind, cut.who) == ("limit_cut", "经理")
    assert "（未知）" in cut.why[0]


def test_roles_the_policy_does_not_name_fall_to_whose_work_it_is(engine):
    bare = policy(authority=(), holds=(), dunning=policy().dunning)
    rows = customers(
        grade="B B - A", observation_task="no no - no", status="hold active active active"
    )
    by_kind = {
        one.kind: one.who for one in told(engine, customers=rows, policy=bare, **NOTHING_LATE)
    }

    assert (by_kind["hold"], by_kind["limit_cut"]) == ("风控", "风控")


def test_never_more_than_ten_and_problems_keep_their_place(engine):
    count = 14
    ids = [f"M{number:02d}" for number in range(count)]
    lines = [line.split() for line in CUSTOMERS.strip().splitlines()]
    many = "\n".join(" ".join([name, *[cells[0]] * count]) for name, *cells in lines[1:])
    others = {name: empty(name) for name in ("dunning", "invoices", "alerts", "tasks")}
    decisions = told(engine, customers=f"customer_id {' '.join(ids)}\n{many}", **others)

    assert len(decisions) == MOST
    assert decisions[-1].kind == "problems"


def test_a_day_on_which_nothing_waits_has_no_decision(engine):
    assert ten_decisions(nothing(engine), "zh") == ()


def test_calls_are_decided_like_letters(engine):
    (friendly, legal) = policy().dunning.levels
    called = DUNNING.replace("letter 29", "call 29")
    decisions = told(engine, dunning=called, policy=policy(dunning=Dunning((friendly, legal))))

    assert "letters" in [one.kind for one in decisions]


def test_a_broken_promise_says_how_long_ago_and_how_much(engine):
    plain = customers(
        grade="B B - A",
        granted_limit="2000 - - -",
        status="hold active active active",
        holds="over-limit ~ ~ ~",
    )
    (broken,) = (
        one
        for one in told(engine, customers=plain, dunning=DUNNING.split("A1")[0])
        if one.customer_id == "K1"
    )

    assert broken.why[0] == "承诺付款 3.0 万元，已过承诺日 10 天仍未到账"


def test_a_review_waits_until_everything_else_is_decided(engine):
    large = TASKS.replace("0.5 ", "9e9 ")
    decisions = told(engine, tasks=large)

    assert [one.kind for one in decisions][-2:] == ["review_due", "problems"]
    assert decisions[-2].why == ("按政策的复评周期已过期 30 天，敞口 0.00（CNY）",)


def test_a_cut_of_a_limit_that_nobody_uses_has_nothing_at_stake(engine):
    rows = customers(granted_limit="- - - 90000", net_exposure="2500.5 73000 12.3455 60000")
    found = cases(facts(engine, customers=rows)).to_pylist()

    assert [one["stake"] for one in found if one["kind"] == "limit_cut"] == [10_000]
    idle = customers(granted_limit="- - - 90000")
    found = cases(facts(engine, customers=idle)).to_pylist()
    assert [one["stake"] for one in found if one["kind"] == "limit_cut"] == [0]


def test_a_cut_comes_after_old_debt_whatever_the_amounts(engine):
    """A good customer's limit that is far too high loses nothing today; what is late does."""
    rows = customers(
        granted_limit="- - - 9000000",
        recommended_limit="- - - 1000000",
        net_exposure="2500.5 73000 12.3455 5000000",
    )
    decisions = [(one.kind, one.customer_id, one.stake) for one in told(engine, customers=rows)]

    assert decisions[-2] == ("limit_cut", "K4", 4_000_000)
    assert decisions[0][:2] == ("hand_over", "K1")


def test_a_hold_is_about_what_must_be_paid_to_release_it(engine):
    rows = customers(
        status="hold hold hold active",
        overdue_amount="0 100 12.3455 0",
        headroom="-2000 -50 - 5",
    )
    found = cases(facts(engine, customers=rows)).to_pylist()

    stakes = {one["customer_id"]: one["stake"] for one in found if one["kind"] == "hold"}
    assert stakes == {"K2": 100, "K1": 100, "K3": None}


def test_cash_below_the_least_amount_is_not_worth_a_decision(engine):
    levels = policy().dunning.levels
    strict = policy(dunning=Dunning(levels, least_amount=Decimal(7_001)))
    found = cases(facts(engine, policy=strict)).to_pylist()

    assert "allocate" not in {one["kind"] for one in found}


def test_rows_of_sums_that_were_skipped_ask_for_no_decision(engine):
    skipped = Problem("not-counted", "a.xlsx", 9, details={"text": "小计"})

    assert ten_decisions(nothing(engine, problems=(skipped,)), "zh") == ()
