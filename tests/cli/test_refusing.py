"""Refusals in the language asked for."""

import pytest
import typer
from typer.testing import CliRunner

from duecourse.cli.check_order import check_order
from duecourse.cli.refusing import day_named, print_problems
from duecourse.cli.review import review
from duecourse.cli.simulate_company import simulate_company
from duecourse.cli.template import template
from duecourse.present.wording import texts_of
from duecourse.services.order_check import nobody
from duecourse.simulator.spec import CompanySpec, NoSuchCompany
from duecourse.sources.mapping_file import BadMapping, read_mapping
from duecourse.values.problems import Problem

VERBS = {
    "review": review,
    "check-order": check_order,
    "simulate-company": simulate_company,
    "template": template,
}


@pytest.fixture
def sheet(tmp_path):
    """One invoice, and a file that is in the way."""
    path = tmp_path / "sheet.csv"
    path.write_text(
        "invoice_id,customer_id,issued_on,due_on,currency,amount\n"
        "I1,Alder,2026-01-01,2026-01-31,EUR,1000\n"
    )
    (tmp_path / "full.xlsx").touch()
    return path


def call(verb, *arguments):
    """Call a verb as a shell would."""
    app = typer.Typer()
    app.command()(VERBS[verb])
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("call_of", "zh", "en"),
    [
        ("review SHEET --as-of 31.3.2026", "请写成 2026-03-31", "write it like 2026-03-31"),
        ("review SHEET --as-of 2026-02-30", "2026-02-30 不是日期", "2026-02-30 is not a day"),
        ("review FOLDER/gone.xlsx", "gone.xlsx；请检查路径", "check the path"),
        ("review SHEET --currency EURO", "EURO 不是币种", "EURO is no currency"),
        ("review SHEET --policy harsh", "harsh 既不是预设", "harsh is neither a preset"),
        ("review SHEET --policy SHEET", "不是有效的信用政策", "is not a valid policy"),
        ("check-order SHEET Alder much", "much 不是金额", "much is not an amount"),
        ("check-order SHEET Alder 0", "订单金额须大于零", "An order is above zero"),
        ("check-order SHEET Aldar 5", "是不是 Alder", "Did you mean Alder"),
        ("check-order SHEET Alder 5 --policy SHEET", "不是有效的", "is not a valid policy"),
        ("check-order SHEET Alder 5 --as-of x", "x 不是日期", "x is not a day"),
        ("template FOLDER/full", "已存在；请换一个文件名", "is there already"),
        ("simulate-company FOLDER", "不是空文件夹", "is not empty"),
        ("simulate-company FOLDER/new --months 3", "12 至 240 个月", "12 to 240 months"),
        ("simulate-company FOLDER/new --as-of today", "today 不是日期", "today is not a day"),
    ],
)
def test_a_refusal_is_in_the_language_asked_for_and_ends_with_1(sheet, call_of, zh, en):
    words = call_of.replace("SHEET", str(sheet)).replace("FOLDER", str(sheet.parent)).split()

    for language, says in (("zh", zh), ("en", en)):
        done = call(*words, "--lang", language)

        assert done.exit_code == 1
        assert says in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("= 1", "映射文件不是有效的 TOML"),
        ("a = 1", "a 不在任何表内"),
        ("", "请从 [invoices] 写起"),
        ("[invoice]", "invoice 无人认识；是不是 invoices"),
        ("[invoices]", "请写 invoice_id = ..."),
        ("[invoices]\namount = 1", '请写表头，或写 { constant = "..." }'),
        ("[invoices]\namount = {}", "invoices.amount 既没有指明列"),
        ('[invoices]\namount = "a"\nunit = 0', "不是 10000 这样的整数"),
        ('[invoices]\namount = "a"\nwhere = "b"', '请写 where = { "状态" = ["作废"] }'),
    ],
)
def test_a_mapping_is_refused_in_chinese_too(text, says):
    with pytest.raises(BadMapping) as refused:
        read_mapping(text)

    assert says in worded(refused.value)


@pytest.mark.parametrize("spec", [{"customers": 0}, {"currency": "XXX"}, {"months": 1}])
def test_a_company_that_cannot_be_made_is_worded(spec):
    with pytest.raises(NoSuchCompany) as refused:
        CompanySpec(**spec)

    assert "示例企业" in worded(refused.value)


def test_who_is_near_nobody_is_not_asked_about():
    assert worded(nobody("Zzz", [{"customer_id": "C1", "name": None}])) == "台账中没有客户 Zzz。"


def worded(refusal):
    """Word a refusal in Chinese."""
    says = texts_of("commands")[f"refusal.{refusal.code}"].zh
    return says.format(**refusal.details)


def test_a_day_may_be_written_without_zeros():
    assert day_named("2026-3-1", "en").isoformat() == "2026-03-01"


def test_problems_are_printed_in_the_order_of_problems_csv(capsys):
    found = [Problem("required-missing", "b.csv", row, "due_on") for row in (9, 2)]
    found.append(Problem("required-missing", "a.csv", 3, "due_on"))

    print_problems(tuple(found), "en")

    places = [line.partition(": ")[0] for line in capsys.readouterr().err.splitlines()]
    assert places == ["a.csv:3", "b.csv:2", "b.csv:9"]
