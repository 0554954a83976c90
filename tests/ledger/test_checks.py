"""The rules that a ledger must pass, as data."""

from duecourse.ledger.checks import (
    DOUBTS,
    UNREADABLE,
    Rule,
    reading_rules,
    reference_rules,
)
from duecourse.ledger.columns import DTYPES
from duecourse.ledger.tables import TABLE
from duecourse.ledger.tables_dealings import DISPUTES, LIMITS
from duecourse.ledger.tables_trade import CUSTOMERS, INVOICES, SETTLEMENTS


def test_a_required_cell_must_be_there_and_readable():
    assert reading_rules(INVOICES.column("due_on")) == (
        Rule("unreadable-date", "due_on", "row left out"),
        Rule("required-missing", "due_on", "row left out"),
    )


def test_a_cell_that_a_row_can_do_without_costs_only_itself():
    assert reading_rules(INVOICES.column("tax_amount")) == (
        Rule("unreadable-amount", "tax_amount", "value left out"),
    )


def test_a_default_stands_in_for_a_gap():
    assert [rule.code for rule in reading_rules(SETTLEMENTS.column("kind"))] == ["bad-choice"]


def test_any_text_is_a_readable_name():
    assert reading_rules(CUSTOMERS.column("name")) == ()


def test_an_unknown_customer_costs_nothing_and_an_unknown_invoice_what_hangs_on_it():
    def outcomes(table):
        return {rule.column: (rule.code, rule.outcome) for rule, _ in reference_rules(table)}

    assert outcomes(SETTLEMENTS) == {
        "customer_id": ("unknown-customer", "row kept"),
        "invoice_id": ("unknown-invoice", "value left out"),
        "reverses": ("unknown-reference", "value left out"),
    }
    assert outcomes(DISPUTES) == {"invoice_id": ("unknown-invoice", "row left out")}
    assert outcomes(LIMITS)["group_id"] == ("unknown-reference", "value left out")


def test_every_kind_that_can_be_unreadable_has_a_code():
    assert set(DTYPES) - set(UNREADABLE) == {"id", "text"}


def test_doubts_look_at_columns_that_are_there_and_name_the_first():
    for doubt in DOUBTS:
        assert set(doubt.columns) <= set(TABLE[doubt.table].schema)
        assert doubt.column == doubt.columns[0]
