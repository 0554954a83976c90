from datetime import date

from typed import ledger, rows

from duecourse.ledger.invoice_state import invoice_state
from duecourse.measures.sales import sales_by_month
from duecourse.values.days import day_number

AS_OF = day_number(date(2026, 3, 31))
INVOICES = """
    invoice_id customer_id issued_on  due_on     currency amount cancelled_on
    A1         Alder       2025-12-31 2026-01-30 CNY      100    -
    A2         Alder       2026-01-01 2026-01-31 CNY      200    -
    A3         Alder       2026-02-01 2026-03-03 CNY      300    2026-03-31
    A4         Alder       2026-02-01 2026-03-03 CNY      -50    -
    A5         Alder       2026-04-01 2026-05-01 CNY      400    -
    A6         Birch       2026-03-01 2026-03-31 EUR      10     -
    A7         Birch       2026-03-02 2026-03-31 EUR      20     -
"""


def test_sales_by_month_and_window_by_hand(engine):
    state = engine.keep(invoice_state(ledger(engine, invoices=INVOICES), as_of=AS_OF))

    found = sales_by_month(state, as_of=AS_OF, windows={"quarter": 90, "month": 30})

    assert rows(engine, found, "currency", "month", "sales", "quarter_sales", "month_sales") == [
        ("CNY", 2025 * 12 + 11, 100, 0, 0),
        ("CNY", 2026 * 12, 200, 200, 0),
        ("EUR", 2026 * 12 + 2, 30, 30, 20),
    ]
