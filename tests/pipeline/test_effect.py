"""What a policy would change: two positions of one day, side by side."""

from datetime import date
from decimal import Decimal

import narwhals.stable.v2 as nw
import pytest

from duecourse.engines.choosing import ledger_in
from duecourse.pipeline.effect import Home, moved, tally
from duecourse.pipeline.run import run
from duecourse.pipeline.vocabulary import VOCABULARY
from duecourse.policies import preset
from duecourse.policy.reading import valid_policy
from duecourse.services.python_face import simulate

AS_OF = date(2026, 3, 31)
STANDARD = preset("standard")


def judged(engine, text):
    tables = simulate(customers=20, invoices=400, seed=5, as_of=AS_OF)
    policy = valid_policy(text, measures=VOCABULARY)
    return run(ledger_in(engine, tables), policy, AS_OF)


@pytest.fixture(scope="module")
def standard(engine):
    return judged(engine, STANDARD)


@pytest.fixture(scope="module")
def stricter(engine):
    return judged(
        engine,
        STANDARD.replace("amount = 800_000", "amount = 1_000").replace(
            "A = { score = 75", "A = { score = 99"
        ),
    )


def rows(frame):
    found = frame.collect().sort("customer_id")
    return [dict(row) for row in found.iter_rows(named=True)]


def test_a_policy_against_itself_changes_nobody(standard):
    assert rows(moved(standard, standard)) == []


def test_who_changes_is_listed_with_what_it_was_and_what_it_becomes(standard, stricter):
    found = rows(moved(standard, stricter))

    assert found
    assert all(row["now_grade"] != "A" for row in found)
    fallen = [row for row in found if row["was_grade"] == "A"]
    assert fallen
    assert all(row["now_grade"] == "B" for row in fallen)
    assert max(row["size"] for row in found) > 0
    for row in found:
        if row["change"] is not None:
            assert row["change"] == Decimal(row["now_effective_limit"]) - Decimal(
                row["was_effective_limit"]
            )


def test_the_other_way_round_all_changes_back(standard, stricter):
    there, back = rows(moved(standard, stricter)), rows(moved(stricter, standard))

    assert [(one["customer_id"], one["was_grade"], one["now_grade"]) for one in there] == [
        (one["customer_id"], one["now_grade"], one["was_grade"]) for one in back
    ]
    assert [one["change"] for one in there] == [
        None if one["change"] is None else -one["change"] for one in back
    ]


def test_the_criterion_that_moved_most_is_named(engine, standard):
    heavier = judged(engine, STANDARD.replace("weight  = 18", "weight  = 60"))

    named = [row for row in rows(moved(standard, heavier)) if row["criterion"] is not None]
    assert named
    assert all(abs(row["criterion_cost"]) > 0 for row in named)


def test_a_tally_counts_every_customer_once_and_adds_up_what_they_owe(standard, stricter):
    before, after = tally(standard), tally(stricter)
    counted = standard.customers.select(nw.len()).collect().rows()[0][0]

    assert before.customers == after.customers == counted
    assert sum(group.customers for group in before.grades.values()) == counted
    assert before.recommended > after.recommended > 0
    assert before.over <= after.over
    assert before.letters == after.letters
    assert sum(group.exposure for group in before.grades.values()) == sum(
        group.exposure for group in after.grades.values()
    )
    assert "A" not in after.grades


def test_an_amount_without_a_rate_makes_the_sum_unknown():
    home = Home({"CNY": Decimal(1), "USD": Decimal(7)})

    assert home.total([("CNY", Decimal(5)), ("USD", Decimal(2)), ("EUR", Decimal(0))]) == 19
    assert home.total([("CNY", Decimal(5)), ("EUR", Decimal(2))]) is None
