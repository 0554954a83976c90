from present.typed_position import CUSTOMERS, HOME, above, facts, nothing, policy

from duecourse.policy.shapes import AlertRule
from duecourse.present.people import (
    alerts_by_severity,
    customers_by_exposure,
    dunning_by_level,
    in_words,
    invoices_by_lateness,
    level_says,
    not_dunned_by_days,
)
from duecourse.present.report import report_of
from duecourse.present.tables import alerts_in_words, alerts_listing
from duecourse.present.views import Cell, view_of
from duecourse.values.says import Says


def column(listing, name):
    return listing.rows[name].to_pylist()


def test_what_matters_most_stands_first(engine):
    position = facts(engine)

    assert column(customers_by_exposure(position, "zh"), "customer_id") == ["K1", "K2", "K4", "K3"]
    assert column(invoices_by_lateness(position), "invoice_id") == ["A1", "B2", "C3", "A1", "A9"]
    assert column(dunning_by_level(position), "level") == ["legal", "friendly"]
    assert column(not_dunned_by_days(position), "name") == ["=1+1"]
    assert column(alerts_by_severity(alerts_in_words(position, "zh"), position), "severity") == [
        "high",
        "medium",
    ]


def test_codes_become_words_in_whole_columns(engine):
    position = facts(engine)
    worded = in_words(dunning_by_level(position), level_says(position, "zh"), "zh")

    assert column(worded, "level") == ["法律程序", "友好提醒"]
    assert column(worded, "action") == ["移交", "发函"]


def test_a_cell_is_set_by_what_it_holds(engine):
    views = report_of(facts(engine), "zh").views
    k1, k2, _, k3 = views["customers"].rows

    assert k1[0] == Cell("C", "grade c")
    assert k1[3] == Cell("83,000.00", "n")
    assert k1[5] == Cell("−83,000.00", "n")
    assert k2[8] == Cell("暂停", "tag act")
    assert k3[0] == Cell("")
    assert k3[4] == Cell("未知", "n unknown")
    assert views["alerts"].rows[0][3:] == (Cell("17.13 天", "n"), Cell("10 天", "n"))
    assert views["not_dunned"].rows[0][-1] == Cell("已承诺付款且未到期")


def test_a_share_and_a_day_read_as_people_write_them(engine):
    position = facts(engine)
    shares = view_of(
        customers_by_exposure(position, "en"), ("late_share",), most=1, levels={}, language="en"
    )
    days = view_of(invoices_by_lateness(position), ("due_on",), most=1, levels={}, language="en")

    assert shares.rows[0][0].text == "60.2 %"
    assert days.rows[0][0].text == "1 Dec 2025"


def test_a_view_counts_the_rows_that_only_the_file_holds(engine):
    listing = customers_by_exposure(facts(engine), "zh")
    view = view_of(listing, ("name",), most=3, levels={}, language="zh")

    assert (len(view.rows), view.total, view.left_out) == (3, 4, 1)


def test_figures_of_currencies_stand_side_by_side_and_are_never_summed(engine):
    currencies = report_of(facts(engine), "zh").currencies

    assert [[cell.text for cell in row[:3]] for row in currencies.rows] == [
        ["CNY", "83,125.03", "50,125.03"],
        ["JPY", "2,501", "2,501"],
    ]


def test_one_currency_needs_no_table_of_its_own(engine):
    assert report_of(facts(engine, kpi={"CNY": HOME}), "zh").currencies is None


def test_the_report_says_on_what_it_stands(engine):
    report = report_of(facts(engine), "zh")

    assert report.word("report.title") == "应收账款日报"
    assert report.facts == ("政策第 7 版，2026-01-01 起施行", "本位币 CNY", "4 家客户")
    assert [one.key for one in report.headlines] == [
        "open_amount",
        "overdue_amount",
        "dso_simple",
        "high_risk_share",
        "concentration",
    ]
    assert report.aging_rows[-1] == ("合计", "90,125.03", "100.0%", "")
    assert report.aging_notes == (
        "竖线为到期日：左边未到期，右边已逾期。",
        "未核销款和贷项 −7,000.00 未计入上表，抵减后未收余额 83,125.03。",
        "KWD 没有可用汇率，未折算计入。",
    )


def test_the_report_of_an_empty_company_is_made_all_the_same(engine):
    report = report_of(nothing(engine), "en")

    assert report.decisions == ()
    assert report.aging_rows[-1] == ("Total", "0.00", "unknown", "")
    assert len(report.aging_notes) == 1


def test_a_customer_without_a_name_is_called_by_its_id(engine):
    position = facts(engine, customers=CUSTOMERS.replace("Beech ", "-     "))

    assert column(customers_by_exposure(position, "zh"), "name")[1] == "K2"


def test_people_read_shares_as_percentages_and_a_true_minus(engine):
    rule = AlertRule("rising", above("late_share", 0.05), "low", Says("争议增多", "Disputes rise"))
    rows = """
    customer_id rule   severity value     threshold
    K1          rising low      0.0628294 0.05
    K2          rising low      -0.01     0.05
    """
    position = facts(engine, alerts=rows, policy=policy(alerts=(rule,)))

    assert column(alerts_in_words(position, "zh"), "value") == ["6.3%", "−1%"]
    assert column(alerts_listing(position, "zh"), "value") == ["0.062829", "-0.01"]
