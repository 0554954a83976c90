"""Failures that users of other systems suffered, each as a scenario on a whole ledger."""

import pytest
from act.chasing import chased
from act.ladders import STANDARD

INVOICE = "invoice_id customer_id issued_on due_on currency amount cancelled_on\n"
SETTLED = "settlement_id customer_id invoice_id posted_on currency amount kind status reverses\n"
ONE = INVOICE + "I1 K1 2026-01-15 2026-02-14 CNY 1000 -\n"
NOTICE = "invoice_id level sent_on status\n"


@pytest.mark.parametrize(
    "settlements",
    [
        "S1 K1 I1 2026-03-30 CNY 1000 payment posted -",
        "S1 K1 I1 2026-03-30 CNY 980 payment posted -\n"
        "S2 K1 I1 2026-03-30 CNY 20 discount posted -",
        "S1 K1 I1 2026-03-30 CNY 1000 credit_note posted -",
        "S1 K1 I1 2026-03-30 CNY 1000 set_off posted -",
        "S1 K1 I1 2026-03-30 CNY 1000 write_off posted -",
    ],
    ids=["paid", "paid less discount", "credited", "set off", "written off"],
)
def test_what_was_settled_is_not_dunned(engine, settlements):
    assert standard(engine, invoices=ONE, settlements=SETTLED + settlements) == {}


def test_what_was_cancelled_is_not_dunned(engine):
    cancelled = ONE.replace("1000 -", "1000 2026-03-31")

    assert standard(engine, invoices=cancelled) == {}


@pytest.mark.parametrize(
    ("settlements", "more"),
    [
        ("S1 K1 - 2026-03-30 CNY 1000 payment posted -", ""),
        ("", "N1 K1 2026-03-01 2026-03-01 CNY -1000 -"),
        (
            "S1 K1 I0 2026-03-01 CNY 1500 payment posted -",
            "I0 K1 2026-01-01 2026-02-01 CNY 500 -",
        ),
    ],
    ids=["cash on account", "a credit note not yet matched", "another invoice paid twice over"],
)
def test_who_has_paid_without_saying_for_what_is_not_dunned(engine, settlements, more):
    assert standard(engine, invoices=ONE + more, settlements=SETTLED + settlements) == {
        "I1": "covered"
    }


def test_cash_that_is_matched_but_not_posted_is_not_asked_for_again(engine):
    pending = "S1 K1 I1 2026-03-30 CNY 1000 payment pending -"

    assert standard(engine, invoices=ONE, settlements=SETTLED + pending) == {"I1": "pending"}


def test_a_payment_that_bounced_is_asked_for_again_at_the_next_level(engine):
    bounced = """S1 K1 I1 2026-03-01 CNY 1000 payment posted -
    S2 K1 I1 2026-03-20 CNY -1000 reversal posted S1"""
    sent = NOTICE + "I1 friendly 2026-02-22 sent"

    assert standard(engine, invoices=ONE, settlements=SETTLED + bounced, notices=sent) == {
        "I1": "formal 1000"
    }


def test_invoices_dunned_together_keep_their_own_amounts(engine):
    three = (
        ONE
        + """I2 K1 2026-01-20 2026-02-20 CNY 700 -
    I3 K1 2026-02-01 2026-03-10 EUR 50 -"""
    )
    partly = SETTLED + "S1 K1 I2 2026-03-01 CNY 300 payment posted -"
    rates = "currency on rate\nEUR 2026-03-15 7.8"

    assert standard(engine, invoices=three, settlements=partly, rates=rates) == {
        "I1": "friendly 1000",
        "I2": "friendly 400",
        "I3": "friendly 50",
    }


def test_running_every_hour_writes_once(engine):
    def hour(sent):
        return standard(engine, invoices=ONE, notices=NOTICE + "\n".join(sent))

    assert hour(["I1 friendly 2026-03-24 failed"]) == {"I1": "friendly 1000"}
    assert hour(["I1 friendly 2026-03-31 sent"]) == {"I1": "already-sent"}
    assert hour(["I1 friendly 2026-03-31 sent"] * 2) == {"I1": "already-sent"}


def test_after_an_outage_each_invoice_gets_one_step_and_none_is_forgotten(engine):
    backlog = (
        ONE
        + """I2 K1 2025-06-01 2025-07-01 CNY 1000 -
    I3 K2 2026-02-20 2026-03-22 CNY 1000 -"""
    )
    before = NOTICE + "I2 friendly 2025-07-09 sent\nI2 formal 2025-08-01 failed"

    assert standard(engine, invoices=backlog, notices=before) == {
        "I1": "friendly 1000",
        "I2": "formal 1000",
        "I3": "friendly 1000",
    }


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [
        ("2026-02-13", {}),
        ("2026-02-14", {}),
        ("2026-02-15", {"I1": "not-yet"}),
        ("2026-02-20", {"I1": "not-yet"}),
        ("2026-02-21", {"I1": "friendly 1000"}),
        ("2026-02-22", {"I1": "friendly 1000"}),
        ("2026-02-28", {"I1": "friendly 1000"}),
    ],
)
def test_days_count_after_the_due_date_and_a_missed_day_is_made_up(engine, as_of, outcome):
    assert standard(engine, as_of=as_of, invoices=ONE) == outcome


def test_a_part_payment_between_two_levels_skips_none(engine):
    paid = SETTLED + "S1 K1 I1 2026-03-10 CNY 600 payment posted -"
    sent = NOTICE + "I1 friendly 2026-02-21 sent"

    assert standard(engine, invoices=ONE, settlements=paid, notices=sent) == {"I1": "formal 400"}
    assert standard(engine, as_of="2026-03-15", invoices=ONE, settlements=paid, notices=sent) == {
        "I1": "already-sent"
    }


def test_the_order_in_which_facts_arrive_does_not_matter(engine):
    facts = [
        "S1 K1 I1 2026-03-01 CNY 1000 payment posted -",
        "S2 K1 I1 2026-03-20 CNY -1000 reversal posted S1",
        "S3 K1 I1 2026-03-21 CNY 250 payment posted -",
    ]
    outcomes = [
        standard(engine, invoices=ONE, settlements=SETTLED + "\n".join(order))
        for order in (facts, facts[::-1])
    ]

    assert outcomes == [{"I1": "friendly 750"}] * 2


def test_a_block_has_a_reason_and_ends_by_itself(engine):
    promise = "promise_id invoice_id promised_on until_on\nM1 I1 2026-03-01 2026-03-20"

    assert standard(engine, as_of="2026-03-20", invoices=ONE, promises=promise) == {
        "I1": "promised"
    }
    assert standard(engine, as_of="2026-03-21", invoices=ONE, promises=promise) == {
        "I1": "friendly 1000"
    }


def test_the_agency_gets_the_case_once_and_letters_stop(engine):
    steps = NOTICE + "I1 friendly 2026-02-21 sent\nI1 formal 2026-03-16 sent"
    handed_over = steps + "\nI1 legal 2026-05-20 sent"

    assert standard(engine, as_of="2026-05-15", invoices=ONE, notices=steps) == {"I1": "legal 1000"}
    assert standard(engine, as_of="2026-08-01", invoices=ONE, notices=handed_over) == {
        "I1": "already-sent"
    }


def test_each_instalment_is_chased_on_its_own_day(engine):
    parts = """invoice_id part due_on amount
    I1 1 2026-02-14 300
    I1 2 2026-03-27 300
    I1 3 2026-12-31 400"""
    paid = SETTLED + "S1 K1 I1 2026-02-10 CNY 300 payment posted -"

    assert standard(engine, invoices=ONE, due_parts=parts, settlements=paid) == {"I1": "not-yet"}
    assert standard(
        engine, as_of="2026-04-03", invoices=ONE, due_parts=parts, settlements=paid
    ) == {"I1": "friendly 300"}


def standard(engine, *, as_of="2026-03-31", **tables):
    return chased(engine, as_of=as_of, policy=STANDARD, **tables)
