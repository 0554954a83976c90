"""The sheets that small firms keep, read without a mapping."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sheets import ods, xls, xlsx

from duecourse.engines import opening
from duecourse.engines.reading import read_ledger
from duecourse.values.days import day_number, day_of

LEDGER = """
应收账款明细表
单位：元 | | | | | | 截止日期：2026年3月31日
客户名称 | 发票号码 | 开票日期 | 账期 | 价税合计 | 已收金额 | 业务员 | 备注
桦木公司 | 0001 | 2026.1.5 | 月结30天 | 10,000.00 | 4,000.00 | 王芳 |
 | 0002 | 2026/1/20 | 月结30天 | ¥5,000 | - | | 含运费
小计 | | | | 15,000.00 | 4,000.00
雪松贸易 | 0003 | n:46082 | 30 | 1.2万 | | 李强 |
合 计 | | | | 27,000.00 | 4,000.00
制表人：赵一 | | | | 审核人：
"""


def invoices(engine, read, *names):
    found = engine.arrow(read.ledger["invoices"]).sort_by("invoice_id").to_pylist()
    return [tuple(row[name] for name in names) for row in found]


def codes(read):
    return [(one.code, one.row) for one in read.problems]


def day(text):
    return day_number(date.fromisoformat(text))


def test_a_ledger_with_titles_sums_merged_customers_and_a_footer(engine, tmp_path):
    source = xlsx(tmp_path / "应收.xlsx", {"明细": LEDGER}, merged=["A1:H1", "A4:A5"])

    read = read_ledger(source, engine=engine)

    names = ("invoice_id", "customer_id", "issued_on", "due_on", "amount", "open_amount")
    assert read.kind == "sheet"
    assert invoices(engine, read, *names) == [
        ("0001", "桦木公司", day("2026-01-05"), day("2026-03-02"), Decimal(10000), Decimal(6000)),
        ("0002", "桦木公司", day("2026-01-20"), day("2026-03-02"), Decimal(5000), Decimal(5000)),
        ("0003", "雪松贸易", day("2026-03-01"), day("2026-03-31"), Decimal(12000), Decimal(12000)),
    ]
    assert {row[0] for row in invoices(engine, read, "balance_on")} == {day("2026-03-31")}
    assert {row[0] for row in invoices(engine, read, "currency")} == {"CNY"}
    assert codes(read) == [("not-counted", 6), ("not-counted", 8)]
    customers = engine.arrow(read.ledger["customers"]).sort_by("customer_id").to_pylist()
    assert [(row["name"], row["salesperson"]) for row in customers] == [
        ("桦木公司", "王芳"),
        ("雪松贸易", "李强"),
    ]


def test_payments_with_their_days_become_settlements(engine, tmp_path):
    text = """
    客户 | 单据编号 | 开票日期 | 到期日 | 金额(万元) | 回款金额（元） | 收款日期
    甲 | 1 | 2026-01-01 | 2026-02-01 | 1.5 | 9,000 | 2026-02-10
    乙 | 2 | 2026-01-01 | 2026-02-01 | 2 | 5,000 |
    丙 | 3 | 2026-01-01 | 2026-02-01 | 3 | |
    """
    read = read_ledger(xlsx(tmp_path / "a.xlsx", {"Sheet1": text}), engine=engine)

    found = engine.arrow(read.ledger["settlements"]).to_pylist()
    assert [(one["invoice_id"], one["posted_on"], one["amount"]) for one in found] == [
        ("1", day("2026-02-10"), Decimal(9000))
    ]
    assert invoices(engine, read, "invoice_id", "amount", "open_amount") == [
        ("1", Decimal(15000), None),
        ("2", Decimal(20000), Decimal(15000)),
        ("3", Decimal(30000), Decimal(30000)),
    ]
    assert read.problems == ()


SIMPLE = """
客户名称 | 开票日期 | 到期日期 | 应收金额 | 未收金额
甲 | d:2026-01-01 | d:2026-02-01 | n:100.5 | n:40
乙 | d:2026-01-02 | d:2026-02-02 | n:200 | n:0
"""


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "gb18030", "utf-16", "utf-8-sig"])
def test_the_same_sheet_reads_alike_from_every_format(engine, tmp_path, kind):
    source = tmp_path / f"应收款.{kind}"
    if kind == "xlsx":
        xlsx(source, {"表": SIMPLE})
    elif kind in ("xls", "ods"):
        {"xls": xls, "ods": ods}[kind](source, "表", SIMPLE)
    else:
        source = tmp_path / "应收款.csv"
        plain = SIMPLE.replace("d:", "").replace("n:", "").replace(" | ", "\t").strip()
        source.write_bytes(plain.encode(kind))

    read = read_ledger(source, engine=engine)

    assert read.problems == ()
    assert invoices(engine, read, "invoice_id", "customer_id", "issued_on", "due_on") == [
        ("R2", "甲", day("2026-01-01"), day("2026-02-01")),
        ("R3", "乙", day("2026-01-02"), day("2026-02-02")),
    ]
    assert invoices(engine, read, "amount", "open_amount") == [
        (Decimal("100.5"), Decimal(40)),
        (Decimal(200), Decimal(0)),
    ]


def test_two_rows_of_headers_are_one(engine, tmp_path):
    text = """
    客户名称 | 发票 | | 应收 |
     | 发票号码 | 开票日期 | 价税合计 | 到期日
    甲 | 1 | 2026-01-01 | 100 | 2026-02-01
    """
    read = read_ledger(xlsx(tmp_path / "a.xlsx", {"S": text}, merged=["B1:C1"]), engine=engine)

    assert invoices(engine, read, "invoice_id", "amount") == [("1", Decimal(100))]
    assert read.problems == ()


def test_every_sheet_that_holds_invoices_is_read_and_notes_are_passed_over(engine, tmp_path):
    month = """
    客户名称 | 开票日期 | 到期日 | 金额
    甲 | 2026-0{n}-01 | 2026-0{n}-28 | {n}00
    """
    sheets = {"说明": "请勿修改 | 谢谢", **{f"{n}月": month.replace("{n}", str(n)) for n in (1, 2)}}

    read = read_ledger(xlsx(tmp_path / "a.xlsx", sheets), engine=engine)

    assert sorted(row[0] for row in invoices(engine, read, "amount")) == [100, 200]
    assert len({row[0] for row in invoices(engine, read, "invoice_id")}) == 2
    assert read.problems == ()


def test_sheets_named_as_tables_are_a_folder(engine, tmp_path):
    source = xlsx(
        tmp_path / "ledger.xlsx",
        {
            "customers": "customer_id | name\nK1 | Alder",
            "invoices": "invoice_id|customer_id|issued_on|due_on|currency|amount\n"
            "A | K1 | d:2026-01-01 | d:2026-01-31 | EUR | n:10",
            "notes": "anything",
        },
    )

    read = read_ledger(source, engine=engine)

    assert (read.kind, read.rows) == ("folder", {"customers": 1, "invoices": 1})
    assert read.problems == ()


def test_balances_without_days_are_refused_with_the_way_to_mend(engine, tmp_path):
    text = "客户名称 | 期末余额\n甲 | 100\n乙 | 200"

    read = read_ledger(xlsx(tmp_path / "余额.xlsx", {"S": text}), engine=engine)

    assert codes(read) == [("only-balances", None)]
    assert read.rows == {}


def test_a_balance_by_bucket_is_recognised_not_misread(engine, tmp_path):
    text = "客户 | 余额 | 1个月以内 | 1-3个月 | 3-6个月 | 1年以上\n甲 | 100 | 50 | 50 | |"

    read = read_ledger(xlsx(tmp_path / "台账.xlsx", {"S": text}), engine=engine)

    assert codes(read) == [("buckets-across", None)]


def test_without_due_days_and_terms_nothing_is_called_overdue(engine, tmp_path):
    text = "客户 | 发票号 | 开票日期 | 金额\n甲 | 1 | 2026-01-01 | 100"

    read = read_ledger(xlsx(tmp_path / "a.xlsx", {"S": text}), engine=engine)

    assert codes(read) == [("no-due-day", None)]
    assert read.rows == {"customers": 1}


def test_the_more_specific_header_is_taken_and_the_choice_can_be_seen(engine, tmp_path):
    text = """
    客户 | 发票号 | 开票日期 | 到期日 | 不含税金额 | 税额 | 价税合计 | 金额
    甲 | 1 | 2026-01-01 | 2026-02-01 | 100 | 13 | 113 | 7
    """
    read = read_ledger(xlsx(tmp_path / "a.xlsx", {"S": text}), engine=engine)

    assert invoices(engine, read, "amount", "tax_amount") == [(Decimal(113), Decimal(13))]
    [amount] = [one for one in read.taken if (one.table, one.column) == ("invoices", "amount")]
    assert (amount.header, amount.passed_over) == ("价税合计", ("金额",))


def test_two_equal_headers_are_a_problem_that_names_the_one_taken(engine, tmp_path):
    text = (
        "客户 | 发票号 | 开票日期 | 到期日 | 金额 | 金额\n甲 | 1 | 2026-01-01 | 2026-02-01 | 5 | 6"
    )

    read = read_ledger(xlsx(tmp_path / "a.xlsx", {"S": text}), engine=engine)

    assert codes(read) == [("ambiguous-header", None)]
    assert read.problems[0].details["taken"] == "金额"
    assert invoices(engine, read, "amount") == [(Decimal(5),)]


ENGLISH = """
Open items | | | as of 2026-03-31
Customer | Invoice No. | Invoice Date | Due Date | Amount | Paid
Alder | 1 | 2026-01-01 | 2026-02-01 | {mark}100 | 25
Total | | | | 100 | 25
"""


@pytest.mark.parametrize(
    ("mark", "asked", "currency", "problems"),
    [
        ("$", None, "USD", ["not-counted"]),
        ("", "GBP", "GBP", ["not-counted"]),
        ("", None, "XXX", ["not-counted", "no-currency"]),
    ],
)
def test_the_currency_of_an_english_sheet(engine, tmp_path, mark, asked, currency, problems):
    source = xlsx(tmp_path / "a.xlsx", {"S": ENGLISH.replace("{mark}", mark)})

    read = read_ledger(source, engine=engine, currency=asked)

    assert invoices(engine, read, "currency", "open_amount", "balance_on") == [
        (currency, Decimal(75), day("2026-03-31"))
    ]
    assert [one.code for one in read.problems] == problems


def test_parts_follow_from_terms(engine, tmp_path):
    text = """
    客户 | 发票号 | 开票日期 | 交货日期 | 付款条件 | 金额
    甲 | 1 | 2026-01-01 | 2026-01-11 | 30/60/10 | 100.01
    乙 | 2 | 2026-01-01 | | 预付30%，余款60天 | 200
    丙 | 3 | 2026-01-01 | | 面议 | 300
    丁 | 4 | 2026-01-01 | | | 400
    """
    read = read_ledger(xlsx(tmp_path / "a.xlsx", {"S": text}), engine=engine)

    parts = engine.arrow(read.ledger["due_parts"]).to_pylist()
    assert sorted(
        (p["invoice_id"], p["part"], str(day_of(p["due_on"])), str(p["amount"])) for p in parts
    ) == [
        ("1", 1, "2026-01-01", "30.0000"),
        ("1", 2, "2026-01-11", "60.0100"),
        ("1", 3, "2027-01-11", "10.0000"),
        ("2", 1, "2026-01-01", "60.0000"),
        ("2", 2, "2026-03-02", "140.0000"),
    ]
    assert codes(read) == [("unreadable-terms", 4), ("required-missing", 5)]
    assert invoices(engine, read, "invoice_id") == [("1",), ("2",)]


@pytest.mark.parametrize("name", ["notes.csv", "notes.xlsx"])
def test_a_file_of_something_else_says_what_was_seen(engine, tmp_path, name):
    if name.endswith(".csv"):
        (tmp_path / name).write_text("when,what\n1,2\n", "utf-8")
    else:
        xlsx(tmp_path / name, {"S": "when | what\n1 | 2"})

    [problem] = read_ledger(tmp_path / name, engine=engine).problems

    assert (problem.code, problem.details["headers"]) == ("nothing-recognised", "when, what")


def test_a_parquet_file_of_something_else_says_what_was_seen(engine, tmp_path):
    pq.write_table(pa.table({"when": [1], "what": [2]}), tmp_path / "notes.parquet")

    [problem] = read_ledger(tmp_path / "notes.parquet", engine=engine).problems

    assert (problem.code, problem.details["headers"]) == ("nothing-recognised", "when, what")


def test_a_parquet_export_with_known_headers_needs_no_mapping(engine, tmp_path):
    table = pa.table(
        {
            "Customer": ["Alder"],
            "Invoice Date": [date(2026, 1, 1)],
            "Due Date": [date(2026, 1, 31)],
            "Amount": [12.5],
            "Currency": ["EUR"],
        }
    )
    pq.write_table(table, tmp_path / "export.parquet")

    read = read_ledger(tmp_path / "export.parquet", engine=engine)

    assert read.problems == ()
    assert invoices(engine, read, "invoice_id", "due_on", "amount", "currency") == [
        ("R2", day("2026-01-31"), Decimal("12.5"), "EUR")
    ]


def test_a_reader_that_gives_up_on_a_damaged_file_is_a_problem(engine, tmp_path, monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(_path):
        raise PanicException

    monkeypatch.setattr(opening, "grids_of_workbook", panic)
    (tmp_path / "book.xlsx").write_bytes(b"PK")

    [problem] = read_ledger(tmp_path / "book.xlsx", engine=engine).problems

    assert problem.code == "unreadable-file"


def test_an_interruption_is_no_damaged_file(engine, tmp_path, monkeypatch):
    def stop(_path):
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "grids_of_workbook", stop)
    (tmp_path / "book.xlsx").write_bytes(b"PK")

    with pytest.raises(KeyboardInterrupt):
        read_ledger(tmp_path / "book.xlsx", engine=engine)


def test_numbers_that_come_twice_in_a_sheet_cost_no_money(engine, tmp_path):
    text = """
    客户 | 凭证号 | 开票日期 | 到期日 | 金额 | 已收金额 | 收款日期
    甲 | 记-1 | 2026-01-01 | 2026-02-01 | 100 | |
    乙 | 记-1 | 2026-02-01 | 2026-03-01 | 200 | 50 | 2026-03-05
    甲 | 记-1 | 2026-01-01 | 2026-02-01 | 100 | |
    """
    read = read_ledger(xlsx(tmp_path / "a.xlsx", {"S": text}), engine=engine)

    assert invoices(engine, read, "invoice_id", "amount") == [
        ("记-1", Decimal(100)),
        ("记-1-R3", Decimal(200)),
    ]
    [paid] = engine.arrow(read.ledger["settlements"]).to_pylist()
    assert (paid["invoice_id"], paid["amount"]) == ("记-1-R3", Decimal(50))
    assert codes(read) == [("number-repeated", 3), ("duplicate-row", 4)]
