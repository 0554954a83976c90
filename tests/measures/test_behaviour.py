"""Days beyond terms by hand; the example of the page is Juniper's."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from typed import rows

from duecourse.measures.behaviour import SPECS, behaviour, population
from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 3, 31))
NAMES = (
    "days_beyond_terms",
    "days_beyond_terms_recent",
    "days_beyond_terms_base",
    "days_beyond_terms_change",
    "late_share",
)
JUNIPER = (
    [
        ("J1", "2025-06-02", "2025-05-31", 90_000),
        ("J2", "2025-08-04", "2025-07-31", 90_000),
        ("J3", "2025-10-05", "2025-10-01", 90_000),
        ("J4", "2026-01-15", "2025-12-31", 100_000),
        ("J5", "2026-02-20", "2026-01-31", 100_000),
        ("J6", "2026-03-27", "2026-03-03", 40_000),
    ],
    [("J6", 28, 60_000, 0)],
)


def test_the_example_of_the_page(engine):
    level, recent, base, change, share = measured(engine, *JUNIPER)

    assert base == pytest.approx(900_000 / 270_000, abs=1e-9)
    assert recent == pytest.approx(6_140_000 / 300_000, abs=1e-9)
    assert level == pytest.approx(7_040_000 / 570_000, abs=1e-9)
    assert change == pytest.approx(recent - base, abs=1e-8)
    assert share == 1.0


@pytest.mark.parametrize("dropped", [0, 3])
def test_a_trend_needs_three_different_invoices_on_each_side(engine, dropped):
    paid, owed = JUNIPER
    fewer = [row for place, row in enumerate(paid) if place != dropped]

    level, _, _, change, _ = measured(engine, fewer, owed)

    assert level is not None
    assert change is None


def test_one_invoice_paid_in_three_steps_is_one_invoice(engine):
    paid = [("A", f"2026-03-0{day}", "2026-02-01", 10) for day in (1, 2, 3)]
    before = [(name, "2025-10-05", "2025-10-01", 10) for name in "XYZ"]

    assert measured(engine, paid + before, [])[3] is None


@pytest.mark.parametrize(
    ("posted", "due", "expected"),
    [
        ("2026-02-20", "2026-02-25", (0, 0, None, None, 0)),  # early is on time
        ("2026-02-25", "2026-02-25", (0, 0, None, None, 0)),
        ("2026-02-26", "2026-02-25", (1, 1, None, None, 1)),
        ("2026-01-01", "2025-12-31", (1, 1, None, None, 1)),  # 89 days ago: recent
        ("2025-12-31", "2025-12-30", (1, None, 1, None, 1)),  # 90 days ago: base
        ("2025-04-01", "2025-03-31", (1, None, 1, None, 1)),  # 364 days ago
        ("2025-03-31", "2025-03-30", None),  # 365 days ago: out of the window
    ],
)
def test_windows_end_on_the_day_and_include_it(engine, posted, due, expected):
    assert measured(engine, [("A", posted, due, 10)], []) == expected


def test_what_is_overdue_counts_by_its_undisputed_amount_at_its_age(engine):
    assert measured(engine, [], [("A", 40, 100, 25), ("B", 10, 25, 0)]) == (
        pytest.approx((75 * 40 + 25 * 10) / 100),
        pytest.approx(32.5),
        None,
        None,
        1.0,
    )


def test_what_is_all_in_dispute_or_not_late_says_nothing(engine):
    assert measured(engine, [], [("A", 40, 100, 100), ("B", 0, 50, 0)]) is None


def test_an_unknown_weight_makes_all_unknown(engine):
    people = engine.frame(
        pa.table(
            {
                "customer_id": ["K", "K"],
                "invoice_id": ["A", "B"],
                "day": [AS_OF, AS_OF],
                "weight": pa.array([10.0, None], pa.float64()),
                "days_late": [5, 50],
                "overdue": [False, False],
            }
        )
    )

    assert rows(engine, behaviour(people, as_of=AS_OF), *NAMES) == [(None,) * 5]


def test_the_measures_are_described():
    assert tuple(spec.name for spec in SPECS) == NAMES


def measured(engine, paid, owed):
    """Measure one customer: paid (invoice, posted, due, amount), owed (.., days, .., disputed)."""
    pieces = {
        "customer_id": text("K" for _ in paid),
        "currency": text("CNY" for _ in paid),
        "invoice_id": text(row[0] for row in paid),
        "posted_on": pa.array([on(row[1]) for row in paid], pa.int32()),
        "due_on": pa.array([on(row[2]) for row in paid], pa.int32()),
        "amount": money(row[3] for row in paid),
    }
    parts = {
        "customer_id": text("K" for _ in owed),
        "currency": text("CNY" for _ in owed),
        "invoice_id": text(row[0] for row in owed),
        "days_past_due": pa.array([row[1] for row in owed], pa.int64()),
        "open_amount": money(row[2] for row in owed),
        "disputed_amount": money(row[3] for row in owed),
    }
    people = population(engine.frame(pa.table(pieces)), engine.frame(pa.table(parts)), as_of=AS_OF)
    found = rows(engine, behaviour(people, as_of=AS_OF), *NAMES)
    return found[0] if found else None


def text(values):
    return pa.array(list(values), pa.string())


def money(amounts):
    return pa.array([Decimal(amount) for amount in amounts], pa.decimal128(18, 4))


def on(day):
    return day_number(date.fromisoformat(day))
