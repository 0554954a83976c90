from datetime import date

import narwhals.stable.v2 as nw
from decide.decided import decided
from profiles import SPECS, profile
from small_policy import POLICY, hold, policy, says, when
from typed import ledger, rows

from duecourse.decide.decision import decide
from duecourse.decide.holds import with_notice_holds, with_standing_holds
from duecourse.policy.shapes import DunningLevel

STATUS = ("customer_id", "status", "holds")


def test_a_rule_holds_orders_beyond_its_bound_and_every_one_that_fires_is_named(engine):
    found = decided(
        engine,
        """
        customer_id  grade  granted_limit  exposure  overdue_over_30_share
        1_on_both    A      6000           6000      0.1
        2_over       A      6000           6000.01   0.1
        3_old        A      9000           6000      0.11
        4_small      A      9000           5000      1
        5_both       A      5000           6000      0.5
        """,
        *STATUS,
    )

    assert found == [
        ("1_on_both", "active", ""),
        ("2_over", "hold", "over-limit"),
        ("3_old", "hold", "old-debt"),
        ("4_small", "active", ""),
        ("5_both", "hold", "over-limit old-debt"),
    ]


def test_who_prepays_runs_off_what_is_open_and_is_not_held_for_the_limit(engine):
    found = decided(
        engine,
        """
        customer_id  grade  exposure  overdue_over_30_share
        1_runs_off   C      6000      0
        2_old_debt   C      6000      0.5
        """,
        *STATUS,
    )

    assert found == [("1_runs_off", "prepay", ""), ("2_old_debt", "prepay", "old-debt")]


def test_a_hold_may_look_at_the_score_the_limit_or_the_use_of_it(engine):
    watchful = policy(
        holds=(
            hold("poor", when("score", below=40)),
            hold("nearly-used", when("limit_use", above=0.9)),
            hold("large", when("effective_limit", above=50_000)),
        )
    )

    found = decided(
        engine,
        """
        customer_id  grade  score  granted_limit  exposure
        1            A      39     60000          100
        2            A      80     1000           901
        """,
        *STATUS,
        policy=watchful,
    )

    assert found == [("1", "hold", "poor large"), ("2", "hold", "nearly-used")]


def test_a_policy_without_holds_stops_nobody(engine):
    free = policy(holds=())

    assert decided(
        engine, "customer_id grade granted_limit exposure\nK1 A 1 9", *STATUS, policy=free
    ) == [("K1", "active", "")]


def test_a_hold_that_a_person_set_stands_until_its_last_day(engine):
    typed = """
        customer_id  grade  granted_limit  exposure
        K1           A      10             5
        K2           A      10             11
        K3           A      10             5
        K4           C      10             5
    """
    books = ledger(
        engine,
        holds="""
        customer_id  from_on     until_on    rule
        K1           2026-03-01  2026-03-31  credit
        K1           2026-03-05  -           fraud
        K2           2026-03-01  -           credit
        K3           2026-01-01  2026-03-30  credit
        K3           2026-04-01  -           credit
        K4           2026-03-01  -           credit
        """,
    )
    frame = decide(profile(engine, typed), POLICY, specs=SPECS)

    held = with_standing_holds(frame, books["holds"], as_of=date(2026, 3, 31))
    again = with_standing_holds(held, books["holds"], as_of=date(2026, 3, 31))

    assert rows(engine, again, *STATUS) == rows(engine, held, *STATUS)
    assert rows(engine, held, *STATUS) == [
        ("K1", "hold", "standing"),
        ("K2", "hold", "over-limit standing"),
        ("K3", "active", ""),
        ("K4", "prepay", "standing"),
    ]


LEVELS = (
    DunningLevel("friendly", 7, says("friendly")),
    DunningLevel("formal", 30, says("formal"), hold_orders=True),
)


def test_a_notice_that_stops_orders_holds_as_long_as_its_debt_is_open(engine):
    customers = "\n".join(
        ["customer_id grade granted_limit exposure"]
        + [f"{name} A 10 5" for name in ("sent", "failed", "friendly", "paid", "part", "later")]
    )
    books = ledger(
        engine,
        due_parts="""
        invoice_id  part  due_on      amount
        sent        1     2026-02-01  10
        failed      1     2026-02-01  10
        friendly    1     2026-02-01  10
        part        1     2026-02-01  10
        part        2     2026-03-30  10
        later       1     2026-03-20  10
        """,
        notices="""
        invoice_id  part  level     sent_on     status
        sent        -     formal    2026-03-05  sent
        failed      -     formal    2026-03-05  failed
        friendly    -     friendly  2026-03-05  sent
        paid        -     formal    2026-03-05  sent
        part        2     formal    2026-03-31  sent
        later       -     formal    2026-03-05  sent
        sent        -     formal    2026-04-05  sent
        """,
    )
    open_parts = books["due_parts"].with_columns(
        customer_id=nw.col("invoice_id"), open_amount=nw.col("amount")
    )
    frame = decide(profile(engine, customers), POLICY, specs=SPECS)

    held = with_notice_holds(
        frame, open_parts, books["notices"], levels=LEVELS, as_of=date(2026, 3, 31)
    )
    free = with_notice_holds(
        frame, open_parts, books["notices"], levels=LEVELS[:1], as_of=date(2026, 3, 31)
    )

    found = rows(engine, held, *STATUS)
    assert [row for row in found if row[2]] == [
        ("part", "hold", "notice"),
        ("sent", "hold", "notice"),
    ]
    assert {row[2] for row in rows(engine, free, *STATUS)} == {""}


def test_a_rule_whose_name_only_contains_the_word_is_another_rule(engine):
    near = policy(holds=(hold("no-standing", when("exposure", above=0)),))
    typed = "customer_id grade granted_limit exposure\nK1 A 10 5"
    books = ledger(engine, holds="customer_id from_on\nK1 2026-03-01")
    frame = decide(profile(engine, typed), near, specs=SPECS)

    held = with_standing_holds(frame, books["holds"], as_of=date(2026, 3, 31))

    assert rows(engine, held, *STATUS) == [("K1", "hold", "no-standing standing")]
