"""Letters: what is told to whom, in the customer's language; pure, from facts and a template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from duecourse.present.blanks import filled
from duecourse.present.numbers import amount, day
from duecourse.present.wording import Words, texts_of
from duecourse.values.money import rounded
from duecourse.values.says import Language

DAYS_TO_ANSWER = 10
"""Within how many days a letter asks for payment or an answer."""
NAMED = 5
"""Invoices that a sentence names; the table lists all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A part that a letter asks for: undisputed, not pending; interest where it is claimed."""

    invoice_id: str
    part: int
    level: str
    days_past_due: int
    amount: Decimal
    currency: str
    late_interest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An open item of the statement of account; a negative one is to the customer's good."""

    invoice_id: str
    part: int
    issued_on: date | None
    due_on: date | None
    currency: str
    amount: Decimal | None
    open_amount: Decimal
    days_past_due: int


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything that a letter can say; ``kind`` and ``level`` as the outbox names them."""

    kind: str
    level: str
    language: Language
    customer_id: str
    customer: str
    company: str
    as_of: date
    lines: Sequence[Line] = ()
    account: Sequence[Item] = ()
    salesperson: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and text of a letter: with blanks, a template; filled, what is read."""

    subject: str
    body: str


def letter_words(language: Language) -> Words:
    """Return what the house itself says in letters, from wording/letters.toml."""
    return Words(language, texts_of("letters"))


def totals(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Add up amounts by currency, in the order of the currencies' names.

    Keeps:
        per currency, the sum; no currency is added to another.
    """
    found: dict[str, Decimal] = {}
    for currency, one in amounts:
        found[currency] = found.get(currency, Decimal(0)) + one
    return dict(sorted(found.items()))


def asked(lines: Sequence[Line]) -> dict[str, Decimal]:
    """Add up what a letter asks for, by currency."""
    return totals((line.currency, line.amount) for line in lines)


def interest(lines: Sequence[Line]) -> dict[str, Decimal]:
    """Add up the late interest that a letter claims, by currency; each part rounded as claimed."""
    claimed = [line for line in lines if line.late_interest]
    return totals(
        (line.currency, rounded(line.late_interest or Decimal(0), line.currency))
        for line in claimed
    )


def balance(account: Sequence[Item]) -> dict[str, Decimal]:
    """Add up what is open, by currency; credits taken off."""
    return totals((item.currency, item.open_amount) for item in account)


def money_text(sums: Mapping[str, Decimal], language: Language) -> str:
    """Write sums in their currencies.

    >>> money_text({"CNY": Decimal(1200), "EUR": Decimal("3.5")}, "en")
    'CNY 1,200.00 and EUR 3.50'
    """
    word = letter_words(language)
    each = [f"{currency} {amount(one, currency, language)}" for currency, one in sums.items()]
    return word("letter.and").join(each) or word("letter.nothing")


def values_of(facts: LetterFacts) -> dict[str, str]:
    """Work out what fills the blanks of a template (``present.blanks``)."""
    language, word = facts.language, letter_words(facts.language)
    claimed = interest(facts.lines)
    note = word("letter.interest", amount=money_text(claimed, language)) if claimed else ""
    return {
        "customer": facts.customer,
        "company": facts.company,
        "day": day(facts.as_of, language),
        "pay_by": day(facts.as_of + timedelta(DAYS_TO_ANSWER), language),
        "parts": str(len(facts.lines)),
        "overdue_total": money_text(asked(facts.lines), language),
        "oldest_days": str(max((line.days_past_due for line in facts.lines), default=0)),
        "invoices": invoices_named([line.invoice_id for line in facts.lines], word),
        "open_total": money_text(balance(facts.account), language),
        "interest_note": note,
        "salesperson": facts.salesperson,
    }


def invoices_named(invoices: Sequence[str], word: Words) -> str:
    """Name invoices in a sentence, each once; of many, the first and how many there are."""
    once = list(dict.fromkeys(invoices))
    named = word("letter.comma").join(once[:NAMED])
    return named if len(once) <= NAMED else word("letter.among", named=named, count=len(once))


def composed(facts: LetterFacts, template: Wording) -> Wording:
    """Fill a template for a customer; the subject stays one line."""
    values = values_of(facts)
    subject = " ".join(filled(template.subject, values).split())
    return Wording(subject, filled(template.body, values))


def plain_text(facts: LetterFacts, body: str) -> str:
    """Write a letter to be read in a mail, or copied into a chat: its text, then its lines."""
    word = letter_words(facts.language)
    rows = [line_text(line, facts, word) for line in facts.lines]
    if not facts.lines and facts.kind != "dunning":
        rows = [item_text(item, facts.language, word) for item in facts.account]
    listed = "\n".join(rows)
    closing = f"{facts.company}\n{day(facts.as_of, facts.language)}".strip()
    return "\n\n".join(part for part in (body, listed, closing) if part)


def line_text(line: Line, facts: LetterFacts, word: Words) -> str:
    """Write one part that is asked for."""
    return word(
        "letter.line",
        invoice=line.invoice_id,
        days=line.days_past_due,
        amount=money_text({line.currency: line.amount}, facts.language),
    )


def item_text(item: Item, language: Language, word: Words) -> str:
    """Write one open item."""
    invoice = item.invoice_id or word("letter.credit")
    told = {"invoice": invoice, "amount": money_text({item.currency: item.open_amount}, language)}
    if item.open_amount < 0 or item.due_on is None:
        return word("letter.item_credit", **told)
    return word("letter.item", due=day(item.due_on, language), **told)


def as_json(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Write a statement of account for the database: days and amounts as texts."""
    return [
        {
            "invoice_id": item.invoice_id,
            "part": item.part,
            "issued_on": item.issued_on.isoformat() if item.issued_on else None,
            "due_on": item.due_on.isoformat() if item.due_on else None,
            "currency": item.currency,
            "amount": None if item.amount is None else format(item.amount, "f"),
            "open_amount": format(item.open_amount, "f"),
            "days_past_due": item.days_past_due,
        }
        for item in items
    ]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[Item]:
    """Read a statement of account as ``as_json`` wrote it."""
    return [
        Item(
            invoice_id=row["invoice_id"],
            part=row["part"],
            issued_on=date.fromisoformat(row["issued_on"]) if row["issued_on"] else None,
            due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
            currency=row["currency"],
            amount=None if row["amount"] is None else Decimal(row["amount"]),
            open_amount=Decimal(row["open_amount"]),
            days_past_due=row["days_past_due"],
        )
        for row in rows
    ]
