"""The one sheet of a small firm: customers, invoices and what was paid, side by side."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from duecourse.sources.headers import Recognised, plain, recognise, unit_in
from duecourse.sources.mapping import Binding, TableMapping
from duecourse.sources.sheets import Row, SheetTable
from duecourse.sources.shorthand import settled
from duecourse.sources.taken import How, Taken
from duecourse.values.money import NO_CURRENCY

OF_CUSTOMERS = ("name", "tax_id", "country", "group_id", "sector", "salesperson", "email")
OF_INVOICES = (
    *("due_on", "terms", "currency", "tax_amount", "order_id", "contract_id"),
    *("shipped_on", "delivered_on", "accepted_on", "cancelled_on", "disputed_amount"),
    *("company_id",),
)
MONEY = ("amount", "tax_amount", "disputed_amount", "open_amount", "settled_amount")
AMOUNTS = ("amount", "open_amount")
BUCKET = re.compile(
    r"(逾期|账龄)?\d{1,3}([-~–至到]\d{1,3})?个?(天|日|月|年|days?)(以内|以上|及以上|内)?"
    r"|\d{1,3}[-~–]\d{1,3}|\d{1,3}\+|>\d{1,3}"
)
LEAST_BUCKETS = 2
MARKS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "USD": "USD", "EUR": "EUR", "GBP": "GBP"}


@dataclass(slots=True)
class Understood:
    """What a sheet was understood to hold; ``doubts`` are codes with their details.

    ``stated_on`` is the day that stands above the table as that of its figures.
    """

    tables: list[TableMapping] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    doubts: list[tuple[str, str | None, Mapping[str, str]]] = field(default_factory=list)
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's table with its headers recognised."""

    file: str
    table: SheetTable
    rows: Sequence[Row]
    known: Mapping[str, Recognised]

    def has(self, *meanings: str) -> bool:
        """Say whether any of these meanings has a column."""
        return any(meaning in self.known for meaning in meanings)

    def bound(self, meaning: str) -> Binding:
        """Bind the column of a meaning."""
        header = self.known[meaning].header
        unit = unit_in(header) or self.table.unit if meaning in MONEY else 1
        return Binding(columns=(header,), unit=unit)

    def cells(self, meaning: str) -> list[str]:
        """Return the first cells of a column that hold anything."""
        place = self.table.headers.index(self.known[meaning].header)
        below = self.rows[self.table.first : self.table.first + 200]
        return [row[place] for row in below if place < len(row) and row[place]]


def understand(
    file: str, table: SheetTable, rows: Sequence[Row], *, currency: str | None
) -> Understood:
    """Make the mappings of a sheet from its headers, or say why nothing can be made."""
    sheet = Sheet(file, table, rows, with_due_or_terms(recognise(table.headers), table, rows))
    understood = Understood()
    if not (sheet.has("name", "customer_id") and (sheet.has(*AMOUNTS) or by_bucket(sheet))):
        return understood
    obstacle = obstacle_of(sheet)
    if obstacle:
        headers = ", ".join(header for header in table.headers if header)
        understood.doubts.append((obstacle, None, {"headers": headers}))
        return understood
    for meaning, recognised in sheet.known.items():
        if recognised.alike:
            others = ", ".join(recognised.others)
            details = {"taken": recognised.header, "others": others, "meaning": meaning}
            understood.doubts.append(("ambiguous-header", recognised.header, details))
    invoices = invoices_of(sheet, understood, currency)
    understood.tables += [customers_of(sheet), invoices, *settlements_of(sheet, invoices)]
    note_taken(sheet, understood)
    understood.stated_on = stated_day(table.balance_on)
    return understood


def stated_day(text: str | None) -> date | None:
    """Read the day above a table; what is no day of the calendar states nothing.

    >>> stated_day("2026-3-31"), stated_day("2026-2-30"), stated_day(None)
    (datetime.date(2026, 3, 31), None, None)
    """
    try:
        return date(*map(int, text.split("-"))) if text else None
    except ValueError:
        return None


def with_due_or_terms(
    known: dict[str, Recognised], table: SheetTable, rows: Sequence[Row]
) -> dict[str, Recognised]:
    """Settle what 付款期限 holds, a day or a number of days, by its cells."""
    both = known.pop("due_or_terms", None)
    if both is None:
        return known
    cells = Sheet("", table, rows, {"both": both}).cells("both")
    days = sum(bool(re.match(r"\d{4}\D\d{1,2}\D\d{1,2}|(19|20)\d{6}$", cell)) for cell in cells)
    known.setdefault("due_on" if days * 2 > len(cells) else "terms", both)
    return known


def obstacle_of(sheet: Sheet) -> str | None:
    """Say what stands in the way of reading invoices; None where nothing does."""
    if sheet.has("issued_on", "due_on") and sheet.has(*AMOUNTS):
        return None
    return "buckets-across" if by_bucket(sheet) else "only-balances"


def by_bucket(sheet: Sheet) -> bool:
    """Say whether the amounts of a sheet stand side by side, by age."""
    return sum(map(is_bucket, sheet.table.headers)) >= LEAST_BUCKETS


def is_bucket(header: str) -> bool:
    """Say whether a header is an age of debts, as on a 台账 that ages by itself.

    >>> is_bucket("1个月以内"), is_bucket("3-6个月"), is_bucket("1年以上"), is_bucket("金额")
    (True, True, True, False)
    """
    narrow = unicodedata.normalize("NFKC", header).replace(" ", "").casefold()
    return bool(BUCKET.fullmatch(narrow))


def customers_of(sheet: Sheet) -> TableMapping:
    """Map the customers: one row for each id, else for each name."""
    own = {name: sheet.bound(name) for name in OF_CUSTOMERS if sheet.has(name)}
    bindings = {"customer_id": customer_id(sheet), **own}
    return TableMapping("customers", bindings, distinct=True, only_with=("customer_id",))


def customer_id(sheet: Sheet) -> Binding:
    """Bind what customers are told apart by."""
    return sheet.bound("customer_id" if sheet.has("customer_id") else "name")


def invoices_of(sheet: Sheet, understood: Understood, currency: str | None) -> TableMapping:
    """Map the invoices; what the sheet lacks is made or assumed, and said to be."""
    bindings = {name: sheet.bound(name) for name in OF_INVOICES if sheet.has(name)}
    bindings["customer_id"] = customer_id(sheet)
    number = sheet.bound("invoice_id") if sheet.has("invoice_id") else Binding()
    bindings["invoice_id"] = replace(number, row_prefix="R")
    bindings["issued_on"] = sheet.bound("issued_on" if sheet.has("issued_on") else "due_on")
    bindings["amount"] = sheet.bound("amount" if sheet.has("amount") else "open_amount")
    bindings["currency"] = currency_of(sheet, understood, currency)
    if not sheet.has("due_on", "terms"):
        understood.doubts.append(("no-due-day", None, {}))
    return TableMapping("invoices", {**bindings, **balances(sheet)})


def balances(sheet: Sheet) -> dict[str, Binding]:
    """Bind what is still open, where the sheet does not say when the rest was paid."""
    dated = sheet.known["settled_on"].header if sheet.has("settled_on") else None
    if sheet.has("amount") and sheet.has("settled_amount"):
        paid = sheet.bound("settled_amount")
        still_open = replace(sheet.bound("amount"), minus=paid, only_if_empty=dated)
    elif sheet.has("open_amount") and dated is None:
        still_open = sheet.bound("open_amount")
    else:
        return {}
    day = sheet.table.balance_on
    return {"open_amount": still_open, **({"balance_on": Binding(constant=day)} if day else {})}


def settlements_of(sheet: Sheet, invoices: TableMapping) -> list[TableMapping]:
    """Map the payments, where the sheet says when they came: so much, or all but what is open."""
    said = {name: sheet.bound(name) for name in ("settled_on", "settled_amount") if sheet.has(name)}
    if sheet.has("amount") and sheet.has("open_amount") and "settled_amount" not in said:
        still_open = sheet.bound("open_amount")
        said["settled_amount"] = replace(sheet.bound("amount"), minus=still_open)
    return settled(invoices, said)


def currency_of(sheet: Sheet, understood: Understood, currency: str | None) -> Binding:
    """Bind the currency: its column, and what stands in where a cell says nothing."""
    assumed = assumed_currency(sheet, currency)
    if sheet.has("currency"):
        return replace(sheet.bound("currency"), constant=assumed)
    if assumed is None:
        understood.doubts.append(("no-currency", None, {}))
    return Binding(constant=assumed or NO_CURRENCY)


def assumed_currency(sheet: Sheet, currency: str | None) -> str | None:
    """Say which currency a sheet means where it does not say so in each row."""
    told = sheet.table.currency or currency or marked_currency(sheet)
    if told:
        return told
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in "".join(sheet.table.headers))
    return "CNY" if chinese else None


def marked_currency(sheet: Sheet) -> str | None:
    """Return the currency whose mark stands beside the amounts or in their header."""
    meaning = "amount" if sheet.has("amount") else "open_amount"
    seen = " ".join([sheet.known[meaning].header, *sheet.cells(meaning)])
    return next((code for mark, code in MARKS.items() if mark in seen), None)


def note_taken(sheet: Sheet, understood: Understood) -> None:
    """Note for each ledger column what it was taken from."""
    others = {one.header: one.others for one in sheet.known.values()}
    for mapping in understood.tables:
        for name, bound in mapping.bindings.items():
            header = bound.columns[0] if bound.columns else bound.constant or ""
            how: How = "dictionary" if bound.columns else "assumed"
            if bound.minus or (
                name == "issued_on" and plain(header) and not sheet.has("issued_on")
            ):
                how = "derived"
            less = bound.minus.shown if bound.minus else ""
            also = others.get(header, ())
            row = Taken(mapping.table, name, sheet.file, header, how, also, less)
            understood.taken.append(row)
