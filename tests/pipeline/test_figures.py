"""The company's figures from sums: at home, month by month, unknown where a rate is."""

from datetime import date
from decimal import Decimal

from duecourse.pipeline.figures import (
    Sums,
    dso_history,
    figures,
    history_days,
    in_home,
    months_until,
)
from duecourse.policy.shapes import Windows
from duecourse.values.days import day_number

AS_OF = date(2026, 3, 31)
MARCH = 2026 * 12 + 2


def sums(receivable, **more):
    return Sums(receivable=Decimal(receivable), open_amount=Decimal(receivable), **more)


def test_currencies_are_added_at_home_and_counts_as_they_are():
    euro = sums(10, months={MARCH: Decimal(5)}, receivable_on={7: Decimal(3)}, open_invoices=2)
    yuan = sums(100, months={MARCH: Decimal(50)}, open_invoices=3)

    whole = in_home({"EUR": euro, "CNY": yuan}, {"EUR": Decimal("7.8"), "CNY": Decimal(1)})

    assert (whole.receivable, whole.open_invoices) == (178, 5)
    assert (whole.months, whole.receivable_on) == ({MARCH: 89}, {7: Decimal("23.4")})


def test_a_currency_without_a_rate_makes_home_unknown_unless_it_holds_nothing():
    rates = {"CNY": Decimal(1)}

    assert in_home({"CNY": sums(100), "GBP": sums(1)}, rates) is None
    assert in_home({"CNY": sums(100), "GBP": Sums()}, rates).receivable == 100


def test_the_figures_by_hand():
    found = figures(
        sums(
            400,
            overdue=Decimal(100),
            sales_quarter=Decimal(900),
            sales_month=Decimal(300),
            sales_year=Decimal(3_600),
            written_off=Decimal(40),
            recovered=Decimal(4),
            months={MARCH: Decimal(300), MARCH - 2: Decimal(600)},
            receivable_on={day_number(date(2026, 3, 1)): Decimal(350)},
        ),
        as_of=AS_OF,
        windows=Windows(),
    )

    assert (found["dso_simple"], found["dso_best_possible"]) == (40, 30)
    assert found["average_days_delinquent"] == 10
    assert found["dso_countback"] == 31 + 28 + Decimal(100) / 600 * 31
    assert found["collection_effectiveness"] == Decimal(250) / 350
    assert found["bad_debt_rate"] == Decimal("0.01")


def test_months_are_counted_back_as_far_as_sales_are_known():
    sold = Sums(months={MARCH - 2: Decimal(5)})

    assert [(each.days, each.sales) for each in months_until(sold, date(2026, 3, 10))] == [
        (10, 0),
        (28, 0),
        (31, 5),
    ]
    assert months_until(Sums(), AS_OF) == ()


def test_the_history_shows_eleven_month_ends_and_the_day():
    days = history_days(date(2026, 3, 30))

    assert (len(days), days[0], days[-2], days[-1]) == (
        12,
        date(2025, 4, 30),
        date(2026, 2, 28),
        date(2026, 3, 30),
    )


def test_the_history_is_receivable_and_count_back_of_each_day():
    february = date(2026, 2, 28)
    told = Sums(
        months={MARCH - 1: Decimal(280), MARCH: Decimal(310)},
        receivable_on={day_number(february): Decimal(140), day_number(AS_OF): Decimal(310)},
    )

    history = dict(dso_history(told, as_of=AS_OF))

    assert history[february] == {"receivable": 140, "dso_countback": 14}
    assert history[AS_OF] == {"receivable": 310, "dso_countback": 31}
    assert history[date(2026, 1, 31)] == {"receivable": 0, "dso_countback": 0}
