"""What the one sheet of a small firm is understood to hold."""

from sheets import grid

from duecourse.sources.mapping import Binding
from duecourse.sources.sheets import find_table
from duecourse.sources.small_firm import stated_day, understand


def understood(text, currency=None):
    rows = grid(text)
    return understand("a.xlsx", find_table(rows), rows, currency=currency)


def tables(found):
    return {one.table: one for one in found.tables}


def codes(found):
    return [code for code, _, _ in found.doubts]


def test_customers_are_told_apart_by_their_id_where_there_is_one():
    found = tables(
        understood("客户编码 | 客户名称 | 开票日期 | 到期日 | 金额\nK1 | 甲 | 1 | 2 | 3")
    )

    assert found["invoices"].bindings["customer_id"].columns == ("客户编码",)
    assert found["customers"].bindings["name"].columns == ("客户名称",)
    assert found["customers"].distinct


def test_a_sheet_without_numbers_gets_them_from_its_rows():
    found = tables(understood("客户 | 开票日期 | 到期日 | 金额\n甲 | 1 | 2 | 3"))

    assert found["invoices"].bindings["invoice_id"] == Binding(row_prefix="R")


def test_a_term_of_payment_is_a_day_or_a_number_of_days_by_its_cells():
    day = tables(understood("客户 | 开票日期 | 付款期限 | 金额\n甲 | 2026-1-1 | 2026-2-1 | 3"))
    days = tables(understood("客户 | 开票日期 | 付款期限 | 金额\n甲 | 2026-1-1 | 30 | 3"))

    assert "due_on" in day["invoices"].bindings
    assert "terms" in days["invoices"].bindings


def test_a_sheet_with_due_days_alone_takes_them_for_the_days_of_issue():
    found = understood("客户 | 到期日 | 余额\n甲 | 2026-1-1 | 3")

    [issued] = [one for one in found.taken if (one.table, one.column) == ("invoices", "issued_on")]
    assert (issued.header, issued.how) == ("到期日", "derived")
    assert tables(found)["invoices"].bindings["amount"].columns == ("余额",)


def test_paid_on_a_day_means_paid_all_but_what_is_open():
    found = tables(
        understood("客户 | 开票日期 | 到期日 | 金额 | 余额 | 收款日期\n甲 | 1 | 2 | 3 | 1 | 5")
    )

    paid = found["settlements"].bindings["amount"]
    assert (paid.columns, paid.minus.columns) == (("金额",), ("余额",))
    assert "open_amount" not in found["invoices"].bindings


def test_what_is_open_beside_the_amount_is_a_balance():
    bound = tables(understood("客户 | 开票日期 | 到期日 | 金额 | 余额\n甲 | 1 | 2 | 3 | 1"))

    assert bound["invoices"].bindings["open_amount"].columns == ("余额",)
    assert "settlements" not in bound


def test_what_was_paid_without_a_day_leaves_a_balance_and_with_one_a_payment():
    head = "客户 | 开票日期 | 到期日 | 金额 | 已收金额"
    undated = tables(understood(f"截至2026-03-31\n{head}\n甲 | 1 | 2 | 3 | 1"))["invoices"]
    dated = tables(understood(f"{head} | 收款日期\n甲 | 1 | 2 | 3 | 1 | 4"))

    assert undated.bindings["open_amount"].minus.columns == ("已收金额",)
    assert undated.bindings["balance_on"].constant == "2026-03-31"
    assert dated["invoices"].bindings["open_amount"].only_if_empty == "收款日期"
    assert dated["settlements"].bindings["amount"].columns == ("已收金额",)


def test_the_currency_comes_from_the_title_the_caller_the_marks_or_the_language():
    head = "客户 | 开票日期 | 到期日 | 金额\n甲 | 2026-1-1 | 2026-2-1 | "
    asked = [
        ("币种：欧元\n" + head + "3", "USD"),
        (head + "3", "USD"),
        (head + "€3", None),
        (head + "3", None),
    ]
    found = [tables(understood(text, currency))["invoices"] for text, currency in asked]

    assert [one.bindings["currency"].constant for one in found] == ["欧元", "USD", "EUR", "CNY"]


def test_empty_cells_of_a_currency_column_take_what_the_sheet_means():
    bound = tables(understood("客户 | 币种 | 开票日期 | 到期日 | 金额\n甲 | | 1 | 2 | 3"))

    assert bound["invoices"].bindings["currency"] == Binding(columns=("币种",), constant="CNY")


def test_an_english_sheet_without_any_currency_has_none_and_says_so():
    found = understood("Customer | Invoice Date | Due Date | Amount\nA | 1 | 2 | 3")

    assert tables(found)["invoices"].bindings["currency"].constant == "XXX"
    assert codes(found) == ["no-currency"]


def test_what_cannot_be_read_as_invoices_says_why():
    assert codes(understood("客户 | 余额\n甲 | 3")) == ["only-balances"]
    assert codes(understood("客户 | 30天以内 | 31-60天 | 备注\n甲 | 3 | 4 |")) == ["buckets-across"]
    assert codes(understood("Customer | 1-30 | 31-60 | 90+ | Email\nA | 1 | 2 | 3 | c")) == [
        "buckets-across"
    ]
    assert codes(understood("客户 | 开票日期 | 金额\n甲 | 1 | 3")) == ["no-due-day"]


def test_a_sheet_of_something_else_is_passed_over():
    assert understood("开票日期 | 金额\n1 | 3").tables == []
    assert understood("客户 | 税号\n甲 | 3").tables == []


def test_of_two_columns_that_mean_the_same_the_choice_is_told():
    found = understood("客户 | 开票日期 | 到期日 | 金额 | 金额\n甲 | 1 | 2 | 3 | 4")

    [(code, column, details)] = found.doubts
    assert (code, column, details["others"]) == ("ambiguous-header", "金额", "金额 (2)")


def test_a_stated_day_that_no_calendar_has_states_nothing():
    assert stated_day("2026-2-30") is None
