"""Where in a sheet its table is."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import grid

from duecourse.sources.headers import recognise, sum_word
from duecourse.sources.sheets import find_table, unique_headers

SHEET = grid(
    """
    2026年3月应收 | | | 币种：美元
    （单位：千元） | | 截至2026/3/31 |
    序号 | 客户名称 | 发票号 | 开票日期 | 金额
    示例 | 某客户 | 0 | 2026-1-1 | 1
    1 | 甲 | 1 | 2026-1-1 | 5
     | | | |
    2 | 合计通讯公司 | 2 | 2026-1-2 | 6
    序号 | 客户名称 | 发票号 | 开票日期 | 金额
    3 | 共计 | 3 | 2026-1-2 | 6
    小 计 | | | | 11
     | 甲 小计 | | | 5
    制表人： | 赵 | | 审核人： |
    """
)


def test_title_unit_day_and_currency_stand_above_the_header():
    table = find_table(SHEET)

    assert table.headers == ("序号", "客户名称", "发票号", "开票日期", "金额")
    assert (table.first, table.unit) == (3, 1000)
    assert (table.balance_on, table.currency) == ("2026-3-31", "美元")


def test_sums_signatures_examples_and_repeated_headers_are_no_data():
    table = find_table(SHEET)

    assert table.sums == {9: "小 计", 10: "甲 小计"}
    assert table.skipped == {3, 7, 9, 10, 11}


def test_a_row_with_an_invoice_number_and_a_day_is_an_invoice_whatever_its_words():
    table = find_table(
        grid("Firm | Ref | On | Sum\nTotal | 1 | 2026-1-1 | 5\nTotal | | | 5"),
        frozenset({"firm", "ref", "on"}),
        ("ref", "on"),
    )

    assert table.sums == {2: "Total"}


def test_of_two_header_rows_the_lower_names_the_columns():
    table = find_table(grid("客户 | 应收 | |\n | 金额 | 到期日 | 开票日期\n甲 | 1 | 2 | 3"))

    assert table.headers == ("客户", "金额", "到期日", "开票日期")
    assert table.first == 2


def test_without_a_header_there_is_no_table():
    assert find_table(grid("一 | 二\n三 | 四")) is None
    assert find_table([]) is None


def test_a_header_as_last_row_is_an_empty_table():
    table = find_table(grid("客户 | 金额"))

    assert (table.first, table.skipped, table.balance_on) == (1, frozenset(), None)


def test_the_more_specific_header_is_preferred_and_equals_are_told():
    known = recognise(["金额", "价税合计", "客户", "客户 ", "Remark"])

    assert (known["amount"].header, known["amount"].others) == ("价税合计", ("金额",))
    assert not known["amount"].alike
    assert known["name"].alike


def test_columns_without_or_with_the_same_header_get_names_of_their_own():
    assert unique_headers(["a", "A", "", "a (2)"]) == ("a", "A (2)", "C", "a (2) (2)")


def test_a_company_whose_name_begins_like_a_sum_is_none():
    assert sum_word("本页合计")
    assert sum_word("Nordwind total")
    assert not sum_word("合计通讯公司")
    assert not sum_word("Total Energies")


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["客户", "金额", "合计", "", "1", "日期"]), max_size=5), max_size=8
    )
)
def test_no_grid_can_make_it_raise_and_skipped_rows_are_below_the_header(rows):
    table = find_table(rows)

    assert table is None or all(number >= table.first for number in table.skipped)
