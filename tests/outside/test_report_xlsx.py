from datetime import date

import openpyxl
import pytest
from present.typed_position import facts, nothing

from duecourse.outside.report_xlsx import write_xlsx
from duecourse.present.report import report_of


@pytest.fixture
def book(engine, tmp_path):
    return openpyxl.load_workbook(write_xlsx(report_of(facts(engine), "zh"), tmp_path / "r.xlsx"))


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_every_table_has_a_sheet_with_a_frozen_header_and_filters(book):
    assert book.sheetnames == [
        "今日十项决定",
        "指标与定义",
        "账龄",
        "未结清发票",
        "客户",
        "催收清单",
        "逾期但不催",
        "预警",
        "数据问题",
    ]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert book["客户"].auto_filter.ref == "A1:V5"


def test_decisions_come_first_with_money_as_numbers(book):
    first = rows(book["今日十项决定"])[1]

    assert first[:3] == ["批准移交法务", "Alder,Inc", "C"]
    assert first[4:6] == [83_000, "待收回敞口"]


def test_figures_are_numbers_beside_their_definitions(book):
    name, today, _, total = rows(book["指标与定义"])[4]

    assert (name, today, total) == (
        "应收周转天数 (DSO)",
        45,
        "90,125.03 ÷ 180,250.05 × 90 = 45.0 天",
    )


def test_days_are_dates_and_amounts_have_their_currency_decimals(book):
    sheet = book["未结清发票"]
    yen = next(row for row in sheet.iter_rows(min_row=2) if row[4].value == "JPY")

    assert rows(sheet)[1][5].date() == date(2025, 11, 1)
    assert (yen[8].value, yen[8].number_format) == (2501, "#,##0")


def test_a_name_that_looks_like_a_formula_stays_text(book):
    cell = next(row[1] for row in book["客户"].iter_rows(min_row=2) if row[0].value == "K3")

    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_what_is_unknown_is_an_empty_cell(book):
    k3 = next(row for row in rows(book["客户"]) if row[0] == "K3")

    assert k3[10:14] == [None, None, 0, None]


def test_alerts_are_told_in_words_with_units_and_without_ids(book):
    assert rows(book["预警"])[1] == ["Alder,Inc", "高", "K1", "付款变慢", "17.13 天", "10 天"]


def test_terms_are_told_in_words(book):
    told = rows(book["客户"])
    place = told[0].index("账期")

    assert [row[place] for row in told[1:]] == ["预付", "30 天", "60 天", None]


def test_a_table_too_long_is_cut_and_says_where_the_rest_is(engine, tmp_path):
    path = write_xlsx(report_of(facts(engine), "en"), tmp_path / "deep" / "r.xlsx", most=2)
    last = rows(openpyxl.load_workbook(path)["Customers"])[-1]

    assert last[0] == "The first 2 of 4 rows; every row is in customers.csv."


def test_an_empty_company_has_sheets_with_headers_alone(engine, tmp_path):
    path = write_xlsx(report_of(nothing(engine), "zh"), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(path)

    assert len(rows(book["客户"])) == 1
    assert rows(book["指标与定义"])[1][1] is None
