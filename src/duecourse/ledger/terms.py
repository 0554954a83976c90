"""Payment terms as they are written on invoices and in contracts, and the days they lead to."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Start = Literal["issue", "delivery"]
MonthEnd = Literal["none", "before days", "after days"]

RETENTION_DAYS = 365
"""A retention (质保金) falls due a year after delivery, where the terms do not say when."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Due:
    """When an amount, or a share of it, falls due.

    Units:
        days: after ``start``; ``month_end`` says whether the count begins at the end of that
            month (月结60天, EOM+30) or its result moves to the end of a month (30 days EOM).
        share: of the invoice, 1 = all of it.
    """

    days: int
    start: Start = "issue"
    month_end: MonthEnd = "none"
    share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: one due part or several, and a discount for paying early.

    ``prepaid``: nothing is delivered before it is paid.
    """

    parts: tuple[Due, ...]
    prepaid: bool = False
    discount_share: Decimal | None = None
    discount_days: int | None = None


PREPAID = ("预付款", "预付", "全款预付", "款到发货", "先款后货", "先款", "prepaid", "prepayment")
PREPAID_TOO = ("cia", "advance", "cash in advance", "payment in advance", "in advance")
AT_ONCE = ("现结", "现金", "现款", "即付", "见票即付", "cash", "due on receipt", "immediate")
ON_DELIVERY = ("货到付款", "货到即付", "cod", "cash on delivery")
EOM = r"(?:eom|end of month)"
DAYS = r"(?:days?|d|天|日)?"
PATTERNS: tuple[tuple[str, Start, MonthEnd], ...] = (
    (rf"{EOM} ?\+? ?(\d{{1,4}}) ?{DAYS}", "issue", "before days"),
    (rf"(?:net)? ?(\d{{1,4}}) ?{DAYS} ?,?(?:after|from) ?{EOM}", "issue", "before days"),
    (rf"(?:net)? ?(\d{{1,4}}) ?{DAYS} ?{EOM}", "issue", "after days"),
    (rf"月结 ?(\d{{1,4}}) ?{DAYS}", "issue", "before days"),
    (rf"(?:货到|到货|收货|交货|验收)后? ?(\d{{1,4}}) ?{DAYS}(?:内?付?款?)?", "delivery", "none"),
    (rf"(?:票到|到票|收票|开票|见票)后? ?(\d{{1,4}}) ?{DAYS}(?:内?付?款?)?", "issue", "none"),
    (rf"(?:net|n|账期|信用期)? ?/? ?(\d{{1,4}}) ?{DAYS}(?:账期|net)?", "issue", "none"),
)
"""How one day count is written; the first that fits the whole text."""
DISCOUNT = re.compile(
    rf"(\d{{1,3}}(?:\.\d{{1,4}})?) ?%? ?/ ?(\d{{1,4}}) ?{DAYS},? ?(?:net|n/?) ?(\d{{1,4}}) ?{DAYS}"
)
SHARES = re.compile(r"(\d{1,4})%? ?[/:：] ?(\d{1,4})%? ?[/:：] ?(\d{1,4})%?")
ADVANCE = re.compile(r"(?:预付款?|定金|首付) ?(\d{1,4}) ?%,? ?(?:(?:余款|尾款|余|剩余) ?(.*))?")


def read_terms(text: str) -> Terms | None:
    """Read terms as they are written; None where they cannot be understood for certain.

    >>> read_terms("2/10 net 30").discount_share
    Decimal('0.02')
    >>> read_terms("by agreement") is None
    True
    """
    plain = " ".join(text.strip().lower().replace("，", ",").replace("％", "%").split())
    for reader in (worded, shares, advance, discounted, counted):
        found = reader(plain)
        if found is not None:
            return found
    return None


def worded(text: str) -> Terms | None:
    """Read terms that are a word."""
    if text in PREPAID or text in PREPAID_TOO:
        return Terms((Due(0),), prepaid=True)
    if text in AT_ONCE:
        return Terms((Due(0),))
    if text in ON_DELIVERY:
        return Terms((Due(0, "delivery"),))
    if re.fullmatch(rf"{EOM}|月结|当月结", text):
        return Terms((Due(0, "issue", "before days"),))
    return None


def shares(text: str) -> Terms | None:
    """Read 30/60/10: a share in advance, one on delivery, and the retention."""
    found = SHARES.fullmatch(text)
    if not found:
        return None
    first, second, third = (Decimal(part) / HUNDRED for part in found.groups())
    if first + second + third != 1:
        return None
    return Terms(
        (
            Due(0, share=first),
            Due(0, "delivery", share=second),
            Due(RETENTION_DAYS, "delivery", share=third),
        )
    )


def advance(text: str) -> Terms | None:
    """Read 预付30%: a share in advance, and the rest on delivery or by its own terms."""
    found = ADVANCE.fullmatch(text)
    if not found:
        return None
    first = Decimal(found[1]) / HUNDRED
    later = found[2] or "货到付款"
    rest = worded(later) or counted(later)
    if first > 1 or rest is None:
        return None
    if first == 1:
        return Terms((Due(0),), prepaid=True)
    return Terms((Due(0, share=first), replace(rest.parts[0], share=1 - first)))


def discounted(text: str) -> Terms | None:
    """Read 2/10 net 30: two percent off within ten days, else all of it within thirty."""
    found = DISCOUNT.fullmatch(text)
    if not found or Decimal(found[1]) >= HUNDRED:
        return None
    return Terms(
        (Due(int(found[3])),),
        discount_share=Decimal(found[1]) / HUNDRED,
        discount_days=int(found[2]),
    )


MOST_DAYS = 720
"""A number beyond is no term but a mistake, or a number of something else."""


def counted(text: str) -> Terms | None:
    """Read terms that are a number of days from something."""
    for pattern, start, month_end in PATTERNS:
        found = re.fullmatch(pattern, text)
        if found:
            days = int(found[1])
            return Terms((Due(days, start, month_end),)) if days <= MOST_DAYS else None
    return None


def due_on(terms: Terms, issued_on: date, *, delivered_on: date | None = None) -> date:
    """Say when the last part falls due; without a known delivery, as if on the day of issue.

    >>> due_on(read_terms("月结60天"), date(2026, 1, 15))
    datetime.date(2026, 4, 1)
    >>> due_on(read_terms("30 days EOM"), date(2026, 1, 15))
    datetime.date(2026, 2, 28)
    """
    return max(part_due_on(part, issued_on, delivered_on=delivered_on) for part in terms.parts)


def part_due_on(part: Due, issued_on: date, *, delivered_on: date | None = None) -> date:
    """Say when one part falls due."""
    start = (delivered_on or issued_on) if part.start == "delivery" else issued_on
    if part.month_end == "before days":
        return end_of_month(start) + timedelta(days=part.days)
    later = start + timedelta(days=part.days)
    return end_of_month(later) if part.month_end == "after days" else later


def end_of_month(day: date) -> date:
    """Return the last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])
