"""What programs send and are sent; amounts are texts, so that nobody makes floats of them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema

Amount = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{1,14}(\.[0-9]{1,4})?$",
        examples=["12500.00"],
        description="A decimal as a text, at most four digits behind the point.",
    ),
]
Told = Annotated[str, Field(examples=["12500.0000"], description="A decimal as a text.")]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern="^[^\\x00]+$")]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["CNY"])]


class OrderIn(Schema):
    """An order that asks to go; without a currency, in that of the customer's limit."""

    order_id: Name
    customer_id: Name
    amount: Amount
    currency: Currency | None = None


class ReasonOut(Schema):
    """A reason or a condition: its code with its figures, and the sentence."""

    code: str
    blanks: dict[str, str]


class OrderOut(Schema):
    """What became of an order; ``says`` in the language of the token's user."""

    decision_id: int
    order_id: str
    customer_id: str
    amount: Told
    currency: str
    outcome: Literal["approve", "conditions", "hold"]
    reasons: list[ReasonOut]
    one_of: list[ReasonOut]
    all_of: list[ReasonOut]
    release_by: list[str]
    four_eyes: bool
    says: list[str]
    headroom: Told | None
    reserved: Told | None
    account_currency: str
    as_of: date
    policy_version: int
    repeated: bool


class InvoiceIn(Schema):
    """An invoice of an order; ``last``: nothing more of the order will be invoiced."""

    invoice_id: Name
    amount: Amount
    currency: Currency
    last: bool = False


class InvoiceOut(Schema):
    """What became exposure, and what stays reserved."""

    order_id: str
    invoice_id: str
    converted: Told
    still_held: Told
    currency: str
    repeated: bool


class CancelIn(Schema):
    """Why an order was cancelled."""

    reason: Annotated[str, Field(max_length=2000, pattern="^[^\\x00]*$")] = ""


class CancelOut(Schema):
    """What was given back."""

    order_id: str
    customer_id: str
    released: Told
    currency: str
    repeated: bool


class CeilingOut(Schema):
    """A limit and what counts against it; null where unknown."""

    limit: Told | None
    exposure: Told | None
    reserved: Told
    currency: str


class HeadroomOut(Schema):
    """What a customer may still order."""

    customer_id: str
    headroom: Told | None
    currency: str
    status: str
    own: CeilingOut
    group: CeilingOut | None
    as_of: date
    policy_version: int


class ProblemOut(Schema):
    """What is wrong: a code for programs, a sentence for people."""

    code: str
    says: str


PROBLEMS = {status: ProblemOut for status in (400, 401, 403, 404, 409, 422)}
"""What every address may answer instead."""


def text_of(amount: Decimal | None) -> str | None:
    """Write an amount as a text."""
    return None if amount is None else written(amount)


def written(amount: Decimal) -> str:
    """Write an amount with its four digits."""
    return f"{amount:.4f}"
