"""The traps of dunning, each as a clerk would meet it. The day is 2026-03-31."""

from decimal import Decimal

import pyarrow as pa
import pytest
from act.ladders import SMALL_FIRM, STANDARD
from act.open_parts import AS_OF, SCHEMA, open_parts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import ledger, rows

from duecourse.act.dunning import REASONS, dunning
from duecourse.policy.shapes import Dunning


def test_a_part_is_written_to_from_the_seventh_day_on_not_before(engine):
    assert planned(engine, "I1 K1 CNY late=7 open=1000") == {"I1": "friendly"}
    assert planned(engine, "I1 K1 CNY late=6 open=1000") == {"I1": "not-yet"}


def test_a_day_that_was_missed_is_made_up_not_skipped(engine):
    assert planned(engine, "I1 K1 CNY late=8 open=1000") == {"I1": "friendly"}
    assert planned(engine, "I1 K1 CNY late=200 open=1000") == {"I1": "friendly"}


def test_a_part_due_today_or_later_is_neither_dunned_nor_listed(engine):
    assert planned(engine, "I1 K1 CNY late=0 open=1000\nI2 K1 CNY late=-20 open=1000") == {}


def test_each_run_takes_one_step_however_late_the_part_is(engine):
    notices = "invoice_id level sent_on status\nI1 friendly 2026-03-20 sent"

    assert planned(engine, "I1 K1 CNY late=120 open=1000", notices=notices) == {"I1": "formal"}


def test_a_notice_that_failed_counts_as_unsent_and_starts_no_gap(engine):
    failed = "invoice_id level sent_on status\nI1 friendly 2026-03-30 failed"

    assert planned(engine, "I1 K1 CNY late=20 open=1000", notices=failed) == {"I1": "friendly"}


def test_the_gap_is_counted_from_the_last_notice_that_was_sent(engine):
    part = "I1 K1 CNY late=45 open=1000"
    sent = "invoice_id level sent_on status\nI1 friendly {} sent\nI1 formal 2026-03-29 failed"

    assert planned(engine, part, notices=sent.format("2026-03-24")) == {"I1": "formal"}
    assert planned(engine, part, notices=sent.format("2026-03-25")) == {"I1": "already-sent"}


def test_a_second_run_on_the_same_day_sends_nothing_even_without_a_gap(engine):
    part = "I1 K1 CNY late=95 open=1000"
    sent = "invoice_id level sent_on\nI1 call 2026-03-31"

    assert planned(engine, part, policy=SMALL_FIRM) == {"I1": "call"}
    assert planned(engine, part, policy=SMALL_FIRM, notices=sent) == {"I1": "already-sent"}


def test_a_notice_of_a_later_day_is_not_known_yet(engine):
    later = "invoice_id level sent_on\nI1 friendly 2026-04-01"

    assert planned(engine, "I1 K1 CNY late=20 open=1000", notices=later) == {"I1": "friendly"}


def test_a_part_payment_neither_resets_nor_skips_a_level(engine):
    sent = "invoice_id level sent_on\nI1 friendly 2026-03-15"

    assert planned(engine, "I1 K1 CNY late=45 open=300", notices=sent) == {"I1": "formal"}
    assert planned(engine, "I1 K1 CNY late=29 open=300", notices=sent) == {"I1": "already-sent"}


def test_after_the_last_level_nothing_more_is_sent(engine):
    sent = """invoice_id level sent_on
    I1 call 2026-01-10
    I1 letter 2026-02-01
    I1 last 2026-03-01"""

    assert planned(engine, "I1 K1 CNY late=95 open=1000", policy=SMALL_FIRM, notices=sent) == {
        "I1": "already-sent"
    }


def test_what_was_handed_over_gets_no_letter_even_if_a_lower_level_was_never_sent(engine):
    sent = "invoice_id level sent_on\nI1 legal 2026-03-01"

    assert planned(engine, "I1 K1 CNY late=95 open=1000", notices=sent) == {"I1": "already-sent"}


def test_a_level_that_the_policy_does_not_know_was_still_something_sent(engine):
    sent = "invoice_id level sent_on\nI1 old-reminder {}"
    part = "I1 K1 CNY late=20 open=1000"

    assert planned(engine, part, notices=sent.format("2026-03-25")) == {"I1": "already-sent"}
    assert planned(engine, part, notices=sent.format("2026-03-24")) == {"I1": "friendly"}


def test_the_order_in_which_a_policy_names_its_levels_does_not_matter(engine):
    shuffled = Dunning(tuple(reversed(STANDARD.levels)), 7, Decimal(200))

    assert planned(engine, "I1 K1 CNY late=120 open=1000", policy=shuffled) == {"I1": "friendly"}


def test_a_notice_without_part_counts_for_the_parts_overdue_on_its_day(engine):
    parts = """I1/1 K1 CNY late=40 open=1000
    I1/2 K1 CNY late=10 open=1000"""
    sent = "invoice_id level sent_on\nI1 friendly 2026-03-15"

    assert planned(engine, parts, notices=sent) == {"I1/1": "formal", "I1/2": "friendly"}


def test_a_notice_that_names_a_part_counts_for_that_part_alone(engine):
    parts = """I1/1 K1 CNY late=40 open=1000
    I1/2 K1 CNY late=40 open=1000"""
    sent = "invoice_id part level sent_on\nI1 2 friendly 2026-03-01"

    assert planned(engine, parts, notices=sent) == {"I1/1": "friendly", "I1/2": "formal"}


def test_the_undisputed_rest_is_still_chased_less_what_is_pending(engine):
    plan, _ = plan_for(engine, "I1 K1 CNY late=20 open=1000 disputed=300 pending=200")

    assert rows(engine, plan, "open_amount", "chase_amount") == [(Decimal(1000), Decimal(500))]


def test_what_is_disputed_in_full_is_left_alone(engine):
    assert planned(engine, "I1 K1 CNY late=20 open=1000 disputed=1000") == {"I1": "disputed"}


def test_what_is_paid_but_not_yet_posted_is_left_alone(engine):
    assert planned(engine, "I1 K1 CNY late=20 open=1000 pending=1000") == {"I1": "pending"}
    assert planned(engine, "I1 K1 CNY late=20 open=1000 disputed=400 pending=600") == {
        "I1": "pending"
    }


@pytest.mark.parametrize(
    ("promise", "outcome"),
    [
        ("2026-03-20 2026-03-31 -", "promised"),
        ("2026-03-20 2026-03-30 -", "friendly"),
        ("2026-03-20 2026-04-10 2026-03-31", "friendly"),
        ("2026-03-20 2026-04-10 2026-04-01", "promised"),
        ("2026-04-01 2026-04-10 -", "friendly"),
    ],
    ids=["on its last day", "broken", "closed today", "closed later", "made later"],
)
def test_a_promise_holds_until_its_last_day_unless_closed(engine, promise, outcome):
    promises = f"promise_id invoice_id promised_on until_on closed_on\nM1 I1 {promise}"

    assert planned(engine, "I1 K1 CNY late=20 open=1000", promises=promises) == {"I1": outcome}


def test_a_promise_for_one_part_leaves_the_others_chased(engine):
    parts = """I1/1 K1 CNY late=40 open=1000
    I1/2 K1 CNY late=40 open=1000"""
    promises = "promise_id invoice_id part promised_on until_on\nM1 I1 1 2026-03-20 2026-04-10"

    assert planned(engine, parts, promises=promises) == {"I1/1": "promised", "I1/2": "friendly"}


def test_two_promises_for_one_part_leave_it_out_once(engine):
    promises = """promise_id invoice_id promised_on until_on
    M1 I1 2026-03-20 2026-04-10
    M2 I1 2026-03-25 2026-04-20"""

    assert planned(engine, "I1 K1 CNY late=20 open=1000", promises=promises) == {"I1": "promised"}


def test_cash_that_covers_all_that_is_chased_leaves_the_customer_alone(engine):
    owed = "I1 K1 CNY late=20 open=1000\nI2 K1 CNY late=50 open=500\n"

    assert planned(engine, owed + "C1 K1 CNY late=0 open=-1500") == {
        "I1": "covered",
        "I2": "covered",
    }
    assert planned(engine, owed + "C1 K1 CNY late=0 open=-1499.99") == {
        "I1": "friendly",
        "I2": "friendly",
    }


def test_a_credit_note_and_unallocated_cash_count_together(engine):
    owed = """I1 K1 CNY late=20 open=1000
    C1 K1 CNY late=3 open=-600
    C2 K1 CNY late=0 open=-400"""

    assert planned(engine, owed) == {"I1": "covered"}


def test_what_is_disputed_promised_or_pending_need_not_be_covered(engine):
    owed = """I1 K1 CNY late=20 open=1000
    I2 K1 CNY late=20 open=9000 disputed=9000
    I3 K1 CNY late=20 open=9000
    I4 K1 CNY late=20 open=9000 pending=9000
    C1 K1 CNY late=0 open=-1000"""
    promises = "promise_id invoice_id promised_on until_on\nM1 I3 2026-03-20 2026-04-10"

    assert planned(engine, owed, promises=promises) == {
        "I1": "covered",
        "I2": "disputed",
        "I3": "promised",
        "I4": "pending",
    }


def test_cash_in_one_currency_covers_no_debt_in_another(engine):
    owed = """I1 K1 CNY late=20 open=1000
    I2 K1 EUR late=20 open=1000
    C1 K1 CNY late=0 open=-1000"""

    assert planned(engine, owed) == {"I1": "covered", "I2": "friendly"}


def test_cash_without_an_invoice_may_come_apart_from_the_open_parts(engine):
    owed = "I1 K1 CNY late=20 open=1000\nC1 K1 CNY late=0 open=-400"

    def with_cash(amount):
        cash = {"customer_id": "K1", "currency": "CNY", "on_account": Decimal(amount)}
        return planned(engine, owed, cash=engine.frame(pa.Table.from_pylist([cash])))

    assert with_cash(600) == {"I1": "covered"}
    assert with_cash(599) == {"I1": "friendly"}


def test_anothers_cash_covers_nothing(engine):
    owed = "I1 K1 CNY late=20 open=1000\nC1 K2 CNY late=0 open=-5000"

    assert planned(engine, owed) == {"I1": "friendly"}


def test_small_amounts_are_left_until_they_are_worth_a_letter(engine):
    assert planned(engine, "I1 K1 CNY late=20 open=199.99") == {"I1": "too-small"}
    assert planned(engine, "I1 K1 CNY late=20 open=200") == {"I1": "friendly"}
    assert planned(engine, "I1 K1 CNY late=20 open=900 disputed=701") == {"I1": "too-small"}


def test_the_least_amount_is_meant_in_the_home_currency(engine):
    assert planned(engine, "I1 K1 EUR late=20 open=30 rate=7.8") == {"I1": "friendly"}
    assert planned(engine, "I1 K1 JPY late=20 open=3000 rate=0.05") == {"I1": "too-small"}


def test_without_a_rate_an_amount_is_not_called_too_small(engine):
    assert planned(engine, "I1 K1 EUR late=20 open=1") == {"I1": "friendly"}


def test_open_parts_that_carry_no_rates_are_compared_as_they_are(engine):
    parts = open_parts(engine, "I1 K1 CNY late=20 open=199").drop("to_home")
    _, left_out = dunning(parts, books(engine), policy=STANDARD, as_of=AS_OF)

    assert rows(engine, left_out, "reason") == [("too-small",)]


def test_the_first_reason_that_holds_is_given(engine):
    promises = "promise_id invoice_id promised_on until_on\nM1 I1 2026-03-20 2026-04-10"
    sent = "invoice_id level sent_on\nI1 friendly 2026-03-30"
    credit = "\nC1 K1 CNY late=0 open=-5000"

    def reason(cells, *, paid="", promises=None):
        part = f"I1 K1 CNY late=20 {cells}{paid}"
        return planned(engine, part, notices=sent, promises=promises)["I1"]

    all_of_it = "open=100 disputed=100 pending=100"
    assert reason(all_of_it, paid=credit, promises=promises) == "disputed"
    assert reason("open=100 pending=100", paid=credit, promises=promises) == "promised"
    assert reason("open=100 pending=100", paid=credit) == "pending"
    assert reason("open=100", paid=credit) == "covered"
    assert reason("open=100") == "too-small"
    assert reason("open=300") == "already-sent"


def test_one_letter_per_customer_speaks_at_its_highest_level(engine):
    parts = """I1 K1 CNY late=40 open=1000
    I2 K1 CNY late=10 open=1000
    I3 K2 CNY late=10 open=1000"""
    sent = "invoice_id level sent_on\nI1 friendly 2026-03-01"
    plan, _ = plan_for(engine, parts, notices=sent)

    assert rows(engine, plan, "invoice_id", "level", "letter_level") == [
        ("I1", "formal", "formal"),
        ("I2", "friendly", "formal"),
        ("I3", "friendly", "friendly"),
    ]


def test_the_legal_level_is_a_hand_over_and_no_letter(engine):
    parts = """I1 K1 CNY late=90 open=1000
    I2 K1 CNY late=10 open=1000"""
    sent = """invoice_id level sent_on
    I1 friendly 2026-01-10
    I1 formal 2026-02-10"""
    plan, _ = plan_for(engine, parts, notices=sent)

    assert rows(engine, plan, "invoice_id", "level", "action", "letter_level") == [
        ("I1", "legal", "hand_over", None),
        ("I2", "friendly", "letter", "friendly"),
    ]


def test_late_interest_comes_with_the_part_where_it_was_worked_out(engine):
    interest = engine.frame(
        pa.table(
            {
                "invoice_id": ["I1"],
                "part": [1],
                "late_interest": pa.array([Decimal("12.34")], pa.decimal128(18, 4)),
            }
        )
    )
    parts = "I1 K1 CNY late=20 open=1000\nI2 K1 CNY late=20 open=1000"
    plan, _ = plan_for(engine, parts, interest=interest)

    assert rows(engine, plan, "invoice_id", "late_interest") == [
        ("I1", Decimal("12.34")),
        ("I2", None),
    ]


part = st.tuples(
    st.integers(-20, 200), st.sampled_from([-900, 150, 1000]), st.sampled_from([0, 400, 1000])
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(part, max_size=8), sent=st.sets(st.integers(0, 7)))
def test_every_overdue_part_is_in_exactly_one_of_the_two_lists(polars, parts, sent):
    lines = [
        f"I{place} K{place % 2} CNY late={late} open={amount} pending={min(pending, abs(amount))}"
        for place, (late, amount, pending) in enumerate(parts)
    ]
    notices = "\n".join(
        ["invoice_id level sent_on", *(f"I{place} friendly 2026-03-10" for place in sent)]
    )
    frame = open_parts(polars, "\n".join(lines)) if lines else polars.frame(SCHEMA.empty_table())
    plan, left_out = dunning(frame, books(polars, notices), policy=STANDARD, as_of=AS_OF)

    both = [*rows(polars, plan, "invoice_id"), *rows(polars, left_out, "invoice_id")]
    overdue = {f"I{n}" for n, (late, amount, _) in enumerate(parts) if late > 0 and amount > 0}
    assert sorted(name for (name,) in both) == sorted(overdue)
    assert {reason for (reason,) in rows(polars, left_out, "reason")} <= set(REASONS)


def plan_for(engine, parts, *, notices=None, promises=None, policy=STANDARD, **frames):
    return dunning(
        open_parts(engine, parts),
        books(engine, notices, promises),
        policy=policy,
        as_of=AS_OF,
        **frames,
    )


def planned(engine, parts, **facts):
    """Say of each overdue part which level it gets, or why none."""
    plan, left_out = plan_for(engine, parts, **facts)
    found = [
        *rows(engine, plan, "invoice_id", "part", "level"),
        *rows(engine, left_out, "invoice_id", "part", "reason"),
    ]
    invoices = [invoice for invoice, _, _ in found]
    return {
        f"{invoice}/{part}" if invoices.count(invoice) > 1 else invoice: outcome
        for invoice, part, outcome in found
    }


def books(engine, notices=None, promises=None):
    typed = {"notices": notices, "promises": promises}
    return ledger(engine, **{name: text for name, text in typed.items() if text})
