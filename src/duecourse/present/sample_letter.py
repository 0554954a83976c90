"""An example letter, by which a template is looked at before it is used."""

from datetime import date
from decimal import Decimal

from duecourse.present.letter import Item, LetterFacts, Line
from duecourse.present.shipped_letters import KINDS
from duecourse.values.says import Language

ON = date(2026, 3, 31)
CUSTOMER = {"zh": "示例客户", "en": "Example Customer"}
OPEN = (
    ("A-1001", date(2026, 1, 5), date(2026, 2, 20), "CNY", Decimal("12000"), 39),
    ("A-1002", date(2026, 2, 1), date(2026, 3, 10), "USD", Decimal("500"), 21),
    ("A-1003", date(2026, 3, 5), date(2026, 4, 20), "CNY", Decimal("3000"), 0),
)


def sample_facts(purpose: str, company: str, language: Language) -> LetterFacts:
    """Make up a debt in two currencies, as a level's letter or a statement tells of it."""
    account = [
        Item(number, 1, issued_on, due_on, currency, owed, owed, late)
        for number, issued_on, due_on, currency, owed, late in OPEN
    ]
    kind = purpose if purpose in KINDS else "dunning"
    lines = [
        Line(item.invoice_id, 1, purpose, item.days_past_due, item.open_amount, item.currency)
        for item in account
        if item.days_past_due and kind == "dunning"
    ]
    return LetterFacts(
        kind=kind,
        level="" if kind in KINDS else purpose,
        language=language,
        customer_id="K1001",
        customer=CUSTOMER[language],
        company=company,
        as_of=ON,
        lines=lines,
        account=account,
    )
