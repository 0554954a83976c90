from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present.typed_position import AS_OF, CUSTOMERS, facts, nothing

from duecourse.present.charts import Bar, rows_of_bars
from duecourse.present.drawings import (
    aging_of,
    charts_of,
    overdue_bars,
    shortened_name,
    without_rate,
)
from duecourse.present.marks import WIDTH, aging_bar
from duecourse.present.palette import COLOURS


def test_aging_is_summed_in_home_currency_and_names_what_has_no_rate(engine):
    position = facts(engine)
    aging = aging_of(position, "zh")

    assert aging.amounts == {
        "current": 40_000,
        "1-30": 125.025,
        "31-60": 0,
        "61-90": 0,
        "90+": 50_000,
        "unallocated": -7_000,
    }
    assert aging.owed == 90_125.025
    assert aging.says == "未到期 4.0 万元，逾期 5.0 万元，其中 90 天以上 5.0 万元。"
    assert without_rate(position) == ("KWD",)


def test_the_due_line_stands_where_what_is_not_due_ends():
    drawing = ElementTree.fromstring(aging_bar([50, 50, 0, 0, 0], "half"))
    first, second, line = drawing

    assert (first.get("fill"), second.get("fill")) == (COLOURS["age-0"], COLOURS["age-1"])
    assert float(line.get("x")) + 1 == WIDTH / 2
    assert drawing.get("aria-label") == "half"


def test_what_is_negative_or_nothing_draws_no_bar():
    assert len(ElementTree.fromstring(aging_bar([-5, 0, 0, 0, 0], ""))) == 1


@given(st.lists(st.floats(0, 1e12), min_size=5, max_size=5))
def test_bars_never_leave_their_box(amounts):
    drawing = ElementTree.fromstring(aging_bar(amounts, "any"))
    ends = [float(bar.get("x")) + float(bar.get("width")) for bar in drawing]

    assert all(end <= WIDTH + 1 for end in ends)


def test_charts_say_in_a_sentence_what_they_show(engine):
    charts = charts_of(facts(engine), "zh")

    assert {key: chart.says for key, chart in charts.items()} == {
        "dso": "DSO 从 40.3 天到 45.0 天。",
        "grades": "敞口占比：A 0.0%，B 0.2%，C 99.8%，未评级 0.0%。",
        "largest": "敞口最大的是Alder,Inc，8.3 万元。",
    }


def test_an_unknown_month_leaves_a_gap_in_the_line(engine):
    values = charts_of(facts(engine), "en")["dso"].spec["data"]["values"]

    assert [(row["month"], row["value"]) for row in values if row["line"] == "DSO"] == [
        ("26-02", 40.25),
        ("26-03", 45.0),
    ]


def test_the_limit_is_a_mark_across_each_exposure(engine):
    values = charts_of(facts(engine), "zh")["largest"].spec["data"]["values"]

    assert [(row["label"], row["value"], row["across"], row["grade"]) for row in values] == [
        ("1. Alder,Inc", 83_000, 0, "C"),
        ("2. Beech", 125.025, 100, "B"),
    ]


def test_a_customer_without_a_limit_has_no_mark(engine):
    rows = CUSTOMERS.replace("effective_limit          2000        0", "effective_limit - 0")
    values = charts_of(facts(engine, customers=rows), "zh")["largest"].spec["data"]["values"]

    assert [("across" in row) for row in values] == [True, False]


def test_an_empty_company_has_charts_that_say_so(engine):
    charts = charts_of(nothing(engine, dso_history=((AS_OF, {}), (date(2026, 2, 28), {}))), "en")

    assert charts["dso"].says == "Too little history for a DSO."
    assert charts["grades"].says == charts["largest"].says == "There is no exposure."


def test_long_names_are_cut_and_numbered_so_that_two_stay_apart():
    assert shortened_name("壬水泵业制造有限责任公司分部", 3) == "3. 壬水泵业制造有限责…"
    assert shortened_name("Brindlewick Pumps and Valves", 2) == "2. Brindlewick Pumps a…"
    assert shortened_name("Short", 1) == "1. Short"


def test_months_that_are_known_by_count_back_alone_are_drawn_by_it(engine):
    months = tuple((day, {"dso_countback": 50.0}) for day in (date(2026, 2, 28), AS_OF))
    chart = charts_of(facts(engine, dso_history=months), "en")["dso"]

    assert chart.legend == ("DSO, count-back",)
    assert chart.says == "DSO went from 50.0 to 50.0 days."


def test_overdue_bars_share_one_scale_and_are_absent_where_nothing_is_late(engine):
    k1, k2, k4 = overdue_bars(facts(engine), ["K1", "K2", "K4"])
    (late,) = ElementTree.fromstring(k1)

    assert (late.get("fill"), late.get("width")) == (COLOURS["age-4"], "94.00")
    assert len(ElementTree.fromstring(k2)) == 0
    assert k4 == ""
    assert overdue_bars(facts(engine), []) == ()


def test_a_rate_of_the_day_converts_a_currency_that_no_customer_has_as_its_own(engine):
    position = facts(engine, rates={"KWD": Decimal("20")})

    assert without_rate(position) == ()
    assert aging_of(position, "zh").amounts["1-30"] == pytest.approx(125.025 + 246.91)


def test_few_bars_are_set_wider_and_none_leave_room_for_one():
    heights = [rows_of_bars([Bar(str(row), 1.0, "")] * row)["height"] for row in (0, 3, 5, 6)]

    assert heights == [36, 108, 180, 132]
