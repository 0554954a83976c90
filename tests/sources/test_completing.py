"""What a mapping leaves open and can be filled without guessing."""

from duecourse.ledger.tables import TABLE
from duecourse.sources.completing import absent, completed
from duecourse.sources.headers import named_columns, unit_in
from duecourse.sources.mapping import Binding, TableMapping


def mapping(table, *names):
    return TableMapping(table, {name: Binding(columns=(name,)) for name in names})


def test_ids_that_only_tell_rows_apart_are_made():
    assert completed(mapping("settlements"), None).bindings["settlement_id"].row_prefix == "S"
    assert "customer_id" not in completed(mapping("customers"), None).bindings
    assert "invoice_id" not in completed(mapping("due_parts"), None).bindings


def test_the_currency_that_was_said_stands_beside_amounts_alone():
    assert completed(mapping("orders"), "EUR").bindings["currency"].constant == "EUR"
    assert "currency" not in completed(mapping("orders"), None).bindings
    assert "currency" not in completed(mapping("customers"), "EUR").bindings
    assert "currency" not in completed(mapping("rates"), "EUR").bindings
    assert "currency" not in completed(mapping("groups"), "EUR").bindings


def test_what_the_file_says_is_never_replaced():
    whole = completed(mapping("invoices", "invoice_id", "currency"), "EUR")

    assert whole.bindings["invoice_id"].columns == ("invoice_id",)
    assert whole.bindings["currency"].columns == ("currency",)


def test_absent_columns_are_named_unless_something_stands_in():
    assert absent(mapping("customers", "name")) == []
    assert absent(mapping("customers", "country")) == ["customer_id"]
    assert absent(mapping("invoices", "invoice_id", "customer_id", "issued_on", "terms")) == [
        "currency",
        "amount",
    ]


def test_a_table_of_payments_calls_its_day_the_day_of_payment():
    bindings, taken = named_columns(
        ["settlement_id", "客户编码", "收款日期", "金额（万元）", "其他"],
        TABLE["settlements"],
        "f.csv",
    )

    assert bindings["posted_on"].columns == ("收款日期",)
    assert bindings["amount"].unit == 10_000
    assert {(one.column, one.how) for one in taken} == {
        ("settlement_id", "name"),
        ("customer_id", "dictionary"),
        ("posted_on", "dictionary"),
        ("amount", "dictionary"),
    }


def test_units_are_read_in_brackets_or_after_their_word():
    said = ["金额(万元)", "单位:人民币元", "单位：百万元", "多元化", "元"]

    assert [unit_in(text) for text in said] == [10_000, 1, 1_000_000, None, None]
