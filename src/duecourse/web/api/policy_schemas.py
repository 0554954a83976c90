"""What programs send and are sent about the policy."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Path, Query, Schema

MOST_TEXT = 500_000
Number = Annotated[int, Path(ge=1, le=2_000_000_000, description="The number of the version.")]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Text = Annotated[str, Field(max_length=MOST_TEXT, pattern="^[^\\x00]*$")]
Why = Annotated[str, Field(max_length=2000, pattern="^[^\\x00]*$")]


class VersionOut(Schema):
    """A version of the policy; people by name, null where the system acted or nobody did yet."""

    number: int
    state: Literal["draft", "approved", "published", "superseded"]
    revision: int
    made_by: str | None
    made_at: datetime
    asked_by: str | None
    approved_by: str | None
    published_at: datetime | None
    problems: int


class VersionsOut(Schema):
    """A page of versions, the latest first."""

    count: int
    items: list[VersionOut]


class TextOut(VersionOut):
    """A version with its text and its cases."""

    text: str
    cases: str


class StartIn(Schema):
    """What a draft is begun from."""

    start: Literal["in-force", "standard", "sme", "cautious"] = "in-force"


class CheckIn(Schema):
    """A text and its cases, to be checked; nothing is kept."""

    text: Text
    cases: Text = ""


class WriteIn(CheckIn):
    """A draft's text, and the revision that it was written over."""

    revision: Annotated[int, Field(ge=0, le=2_000_000_000)]


class FoundOut(Schema):
    """Something in a text: its line and key, what is so, what to do."""

    code: str
    line: int | None
    column: str | None
    says: str
    mend: str


class CaseOut(Schema):
    """A case that does not hold."""

    says: str
    line: int | None
    expect: list[str]
    got: list[str]


class CheckOut(Schema):
    """What was found in a text and in its cases."""

    fit: bool
    problems: list[FoundOut]
    doubts: list[FoundOut]
    case_problems: list[FoundOut]
    cases: int
    failed: list[CaseOut]


class WhyIn(Schema):
    """Why something is done."""

    reason: Why = ""


class ApproveIn(WhyIn):
    """Why a draft is approved, and the revision of it that was read."""

    revision: Annotated[int, Field(ge=0, le=2_000_000_000)] | None = None


class EffectCustomerOut(Schema):
    """A customer for whom a draft would change something."""

    customer_id: str
    name: str
    currency: str
    change: str | None
    recommended_change: str | None
    criterion: str | None
    was: dict[str, Any]
    becomes: dict[str, Any]


class EffectOut(Schema):
    """What a draft would change; tallies and customers once it is done."""

    draft: int
    in_force: int
    as_of: date
    state: Literal["waiting", "running", "done", "failed"]
    stage: str
    steps: int
    of_steps: int
    home_currency: str
    was: dict[str, Any]
    becomes: dict[str, Any]
    changed: int
    customers: list[EffectCustomerOut]


class ConfirmationOut(Schema):
    """A person who is asked to confirm the version in force, and the day on which they did."""

    user: str
    role: str
    confirmed_on: date | None


class ConfirmationsOut(Schema):
    """Who has confirmed the version in force; those who have not come first."""

    version: int
    missing: int
    count: int
    items: list[ConfirmationOut]
