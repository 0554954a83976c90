"""What programs are told of letters, and what they say of them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from duecourse.store.outbox import Letter
from duecourse.web.api.schemas import Name, Told, text_of, written

MOST = 200
State = Literal[
    "draft",
    "queued",
    "sending",
    "sent",
    "failed",
    "withheld",
    "withdrawn",
    "uncertain",
    "bounced",
]
Text = Annotated[str, Field(max_length=10_000, pattern="^[^\\x00]*$")]
Short = Annotated[str, Field(max_length=1000, pattern="^[^\\x00]*$")]


class LettersAsked(Schema):
    """Which letters are asked for."""

    state: State | None = None
    customer_id: Name | None = None
    before: Annotated[int | None, Field(ge=1, le=2**53)] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class LineOut(Schema):
    """A part that a letter asks for."""

    invoice_id: str
    part: int
    level: str
    days_past_due: int
    amount: Told
    currency: str
    late_interest: Told | None


class LetterOut(Schema):
    """A letter; ``why`` lists codes."""

    number: int
    customer_id: str
    kind: str
    level: str
    language: str
    channel: str
    address: str
    subject: str
    body: str
    state: State
    why: list[str]
    detail: str
    attempts: int
    as_of: date
    sent_at: datetime | None
    message_id: str
    digest: str
    lines: list[LineOut]


class LettersOut(Schema):
    """A page of letters; ``before`` asks for the next one, null on the last."""

    letters: list[LetterOut]
    before: int | None


class StatementIn(Schema):
    """Whose account is to be stated."""

    customer_id: Name
    kind: Literal["statement", "balance-confirmation"] = "statement"
    language: Literal["zh", "en"] | None = None


class ChangeIn(Schema):
    """What changes of a draft; ``reworded`` takes the template's text."""

    subject: Short | None = None
    body: Text | None = None
    language: Literal["zh", "en"] | None = None
    channel: Literal["email", "print", "text", "webhook"] | None = None
    address: Short | None = None
    reworded: bool = False


class ReasonIn(Schema):
    """Why."""

    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern="^[^\\x00]*$")]


class SettleIn(ReasonIn):
    """What became of a letter, and how it is known."""

    arrived: bool


def letter_out(letter: Letter) -> LetterOut:
    """Write a letter."""
    plain = (
        *("customer_id", "kind", "level", "language", "channel", "address", "subject", "body"),
        *("state", "detail", "attempts", "as_of", "sent_at", "message_id", "digest"),
    )
    return LetterOut(
        number=letter.pk,
        why=letter.why.split(),
        lines=[
            LineOut(
                invoice_id=line.invoice_id,
                part=line.part,
                level=line.level,
                days_past_due=line.days_past_due,
                amount=written(line.amount),
                currency=line.currency,
                late_interest=text_of(line.late_interest),
            )
            for line in letter.lines.all()
        ],
        **{name: getattr(letter, name) for name in plain},
    )
