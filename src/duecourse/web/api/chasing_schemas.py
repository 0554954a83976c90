"""What programs say of promises, disputes, calls, pauses and addresses."""

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema

from duecourse.web.api.schemas import Amount, Name

Text = Annotated[str, Field(max_length=10_000, pattern="^[^\\x00]*$")]
Short = Annotated[str, Field(max_length=200, pattern="^[^\\x00]*$")]


class PromiseIn(Schema):
    """A promise for some invoices of a customer; ``amount`` for one invoice alone."""

    customer_id: Name
    invoices: Annotated[list[Name], Field(min_length=1, max_length=200)]
    until_on: date
    amount: Amount | None = None
    said: Text = ""


class ClosedIn(Schema):
    """How a promise ended."""

    outcome: Literal["kept", "broken", "withdrawn"]
    reason: Text = ""


class DisputeIn(Schema):
    """What is disputed of an invoice; without an amount, all of it."""

    invoice_id: Name
    reason: Text
    amount: Amount | None = None


class DisputeClosedIn(Schema):
    """How a dispute ended."""

    outcome: Literal["justified", "partly", "unjustified", "withdrawn"]
    reason: Text = ""


class CallIn(Schema):
    """What was said with a customer."""

    customer_id: Name
    text: Text
    contact: Short = ""
    spoken_on: date | None = None
    next_contact_on: date | None = None


class PauseIn(Schema):
    """Until when no reminder goes, that day included, and why."""

    customer_id: Name
    until_on: date
    reason: Text


class ResumeIn(Schema):
    """Which pause ends."""

    pause: Annotated[int, Field(ge=1, le=2**53)]
    reason: Text = ""


class AddressIn(Schema):
    """Where a customer's letters go."""

    customer_id: Name
    email: Short
    reason: Text = ""


class RecordedOut(Schema):
    """What was recorded: the event, and the names of the facts that it wrote."""

    event: int
    customer_id: str
    recorded: list[str]
