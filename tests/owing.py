"""A small ledger in the database: one customer that owes, typed by hand, and who chases it."""

from datetime import date, timedelta

from in_store import record_all
from typed import arrow

from duecourse.ledger.tables import TABLE
from duecourse.policies import preset
from duecourse.store.people import Role, User
from duecourse.store.policy_versions import PolicyState, PolicyVersion

AS_OF = date(2026, 3, 31)
CUSTOMERS = """
    customer_id  name      salesperson  currency  language  email               country
    K1           Nordwind  Li           CNY       en        owner@nordwind.test CN
    K2           Sunmill   Wang         CNY       zh        -                   CN
"""
INVOICES = """
    invoice_id  customer_id  issued_on   due_on      currency  amount
    R1          K1           2026-01-05  2026-02-20  CNY       12000
    R2          K1           2026-02-01  2026-03-20  CNY       3000
    R3          K1           2026-02-01  2026-03-10  USD       500
    R4          K2           2026-01-05  2026-02-10  CNY       8000
"""


def owing():
    """Record the ledger, and put the standard preset in force."""
    PolicyVersion.objects.create(
        number=1,
        text=preset("standard"),
        state=PolicyState.PUBLISHED,
        published_at="2026-01-01T00:00Z",
    )
    tables = {"customers": CUSTOMERS, "invoices": INVOICES}
    return record_all({name: arrow(text, TABLE[name]) for name, text in tables.items()})


def people():
    """Make one person of each role; the one of sales is Li."""
    return {
        role: User.objects.create_user(
            role, password="a password of tests", role=role, salesperson="Li", language="en"
        )
        for role in Role.values
    }


def in_days(days):
    """Return a day so many days after the ledger's."""
    return AS_OF + timedelta(days)
