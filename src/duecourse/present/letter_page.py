"""The paper of a letter, as data for the typesetter, which words nothing."""

from typing import Any

from duecourse.present.letter import (
    Item,
    LetterFacts,
    Wording,
    asked,
    balance,
    interest,
    letter_words,
    money_text,
)
from duecourse.present.numbers import amount, day
from duecourse.present.wording import Words
from duecourse.values.says import Language

Data = dict[str, Any]


def page_of(facts: LetterFacts, wording: Wording) -> Data:
    """Gather everything that the paper of a letter shows.

    A dunning letter lists what it asks for and the statement of account; a statement and a balance
    confirmation list the account, and the latter ends with what the customer returns.
    """
    word = letter_words(facts.language)
    return {
        "lang": facts.language,
        "region": "CN" if facts.language == "zh" else "GB",
        "day": {"year": facts.as_of.year, "month": facts.as_of.month, "day": facts.as_of.day},
        "as_of": day(facts.as_of, facts.language),
        "company": facts.company,
        "to": word("letter.to", customer=facts.customer),
        "number": word("letter.customer", number=facts.customer_id),
        "title": wording.subject,
        "paragraphs": wording.body.split("\n\n"),
        "page": word("letter.page"),
        "tables": [table for table in tables_of(facts, word) if table["rows"]],
        "reply": reply_of(word) if facts.kind == "balance-confirmation" else [],
        "sign": word("letter.sign"),
    }


def tables_of(facts: LetterFacts, word: Words) -> list[Data]:
    """Set out what is asked for, then the whole account."""
    return [asked_table(facts, word), account_table(facts, word)]


def asked_table(facts: LetterFacts, word: Words) -> Data:
    """Set out the parts that a letter asks for, with a sum for each currency."""
    language = facts.language
    items = {(item.invoice_id, item.part): item for item in facts.account}
    with_interest = bool(interest(facts.lines))
    names = ["invoice", "issued", "due", "late", "currency", "asked"]
    rows = []
    for line in facts.lines:
        item = items.get((line.invoice_id, line.part))
        row = [line.invoice_id, *days_of(item, language), str(line.days_past_due), line.currency]
        row.append(amount(line.amount, line.currency, language))
        if with_interest:
            row.append(
                amount(line.late_interest, line.currency, language) if line.late_interest else ""
            )
        rows.append(row)
    notes = [word("letter.asked", amount=money_text(asked(facts.lines), language))]
    if with_interest:
        names.append("interest")
        claimed = money_text(interest(facts.lines), language)
        notes.append(word("letter.interest", amount=claimed))
    return table("asked", names, rows, notes, word)


def account_table(facts: LetterFacts, word: Words) -> Data:
    """Set out every open item, with the balance in each currency."""
    language = facts.language
    rows = [
        [
            item.invoice_id or word("letter.credit"),
            *days_of(item, language),
            item.currency,
            "" if item.amount is None else amount(item.amount, item.currency, language),
            amount(item.open_amount, item.currency, language),
            standing(item, word),
        ]
        for item in facts.account
    ]
    names = ["invoice", "issued", "due", "currency", "amount", "open", "standing"]
    note = word("letter.balance", amount=money_text(balance(facts.account), language))
    return table("account", names, rows, [note], word)


def table(
    name: str, columns: list[str], rows: list[list[str]], notes: list[str], word: Words
) -> Data:
    """Set out one table: its title, its headings (figures to the right), rows and notes."""
    figures = {"late", "asked", "interest", "amount", "open"}
    return {
        "title": word(f"letter.table.{name}"),
        "headings": [
            {"text": word(f"letter.column.{column}"), "figure": column in figures}
            for column in columns
        ],
        "rows": rows,
        "notes": notes,
    }


def days_of(item: Item | None, language: Language) -> list[str]:
    """Write when an item was issued and when it is due; nothing where that is unknown."""
    if item is None:
        return ["", ""]
    return [day(one, language) if one else "" for one in (item.issued_on, item.due_on)]


def standing(item: Item, word: Words) -> str:
    """Say whether an item is late, not yet due, or to the customer's good."""
    if item.open_amount < 0:
        return word("letter.credit")
    if item.days_past_due > 0:
        return word("letter.late", days=item.days_past_due)
    return word("letter.not_due")


def reply_of(word: Words) -> list[Data]:
    """Word the two answers that a customer can give to a balance: it agrees, or it does not."""
    return [
        {"title": word(f"letter.reply.{answer}"), "lines": word(f"letter.reply.{answer}_lines")}
        for answer in ("agrees", "differs")
    ]
