"""Which day is judged where the source states its own."""

from datetime import date
from pathlib import Path

import pytest
from sheets import xlsx

from duecourse.engines.reading import read_ledger
from duecourse.outside.template_workbook import write_template
from duecourse.services.position_of import Request, chosen_day, position_of

TODAY, STATED = date(2026, 11, 24), date(2026, 3, 31)
SHEET = """
应收账款明细表 | | | 截止日期：2026年3月31日
客户名称 | 发票号码 | 开票日期 | 到期日 | 金额 | 未收金额
桦木公司 | 0001 | 2026-1-5 | 2026-3-1 | 10000 | 6000
"""


def asked(as_of=None):
    return Request(Path("应收.xlsx"), TODAY, as_of)


@pytest.mark.parametrize(
    ("as_of", "stated", "chosen", "codes"),
    [
        (None, None, TODAY, []),
        (None, STATED, STATED, []),
        (STATED, None, STATED, []),
        (STATED, STATED, STATED, []),
        (date(2026, 3, 30), STATED, date(2026, 3, 30), ["day-before-stated"]),
        (date(2026, 4, 1), STATED, date(2026, 4, 1), ["day-after-stated"]),
    ],
)
def test_the_day_asked_for_comes_before_the_stated_one_and_that_before_today(
    as_of, stated, chosen, codes
):
    day, problems = chosen_day(asked(as_of), stated)

    assert (day, [problem.code for problem in problems]) == (chosen, codes)
    assert [problem.file for problem in problems] == ["应收.xlsx"] * len(codes)


def test_a_sheet_is_judged_as_of_the_day_that_it_states(engine, tmp_path):
    source = xlsx(tmp_path / "应收.xlsx", {"明细": SHEET})

    position = position_of(Request(source, TODAY), engine, progress=lambda _: None)

    assert position.as_of == STATED
    assert position.problems == ()
    assert engine.arrow(position.invoices)["days_past_due"].to_pylist() == [30]


def test_another_day_is_judged_where_it_is_asked_for_and_said_to_be_another(engine, tmp_path):
    source = xlsx(tmp_path / "应收.xlsx", {"明细": SHEET})
    request = Request(source, TODAY, date(2026, 4, 2))

    position = position_of(request, engine, progress=lambda _: None)

    assert position.as_of == date(2026, 4, 2)
    assert [problem.code for problem in position.problems] == ["day-after-stated"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_states_the_day_that_stands_in_it(engine, tmp_path, language):
    read = read_ledger(write_template(tmp_path / "t.xlsx", language, as_of=STATED), engine=engine)

    assert read.stated_on == STATED


def test_of_several_sheets_the_last_day_counts(engine, tmp_path):
    other = SHEET.replace("3月31日", "4月30日").replace("0001", "0002")
    source = xlsx(tmp_path / "应收.xlsx", {"四月": other, "三月": SHEET})

    assert read_ledger(source, engine=engine).stated_on == date(2026, 4, 30)


def test_a_customer_in_a_list_of_balances_is_not_taken_for_a_new_one(engine, tmp_path):
    sheet = (
        f"{SHEET.replace('2026-1-5', '2025-6-5')}雪松贸易 | 0003 | 2026-3-1 | 2026-4-30 | 500 | 500"
    )
    source = xlsx(tmp_path / "应收.xlsx", {"明细": sheet})

    position = position_of(Request(source, TODAY), engine, progress=lambda _: None)

    assert engine.arrow(position.customers)["stage"].to_pylist() == ["normal", "normal"]


def test_a_preset_names_no_company(engine, tmp_path):
    source = xlsx(tmp_path / "应收.xlsx", {"明细": SHEET})

    position = position_of(Request(source, TODAY), engine, progress=lambda _: None)

    assert position.policy.company.in_language("zh") == ""
