"""The shapes a written policy may take. Nothing here reads a file or computes."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from duecourse.values.says import Says

Grade = Literal["A", "B", "C"]
GRADES: tuple[Grade, ...] = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class Condition:
    """One measure against one number. Amounts are in the policy's currency.

    ``above`` and ``below`` exclude the number itself, ``up_to`` and ``at_least`` include it.
    An unknown value meets no condition.
    """

    measure: str
    above: Decimal | None = None
    up_to: Decimal | None = None
    below: Decimal | None = None
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """How one measure earns points towards the score.

    ``bands``: up to and including ..., points; beyond the last, none. ``when_unknown`` None: the
    criterion has no weight where its measure is unknown; else these points count at full weight.
    """

    measure: str
    weight: Decimal
    bands: tuple[tuple[Decimal, Decimal], ...]
    says: Says
    when_unknown: Decimal | None = None
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True)
class GradeThreshold:
    """The least score and the least known weight (a share) for a grade."""

    score: Decimal
    known_weight: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class GradeCap:
    """A fact that keeps a grade down, whatever the score."""

    id: str
    when: Condition
    at_most: Grade
    says: Says
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One way to size a limit; a rule whose measure is unknown does not take part."""

    rule: Literal[
        "share_of_monthly_volume",
        "need",
        "share_of_net_worth",
        "fixed",
        "secured_share",
        "expected_loss_budget",
        "reported_limit",
    ]
    share: Decimal | None = None
    volume: Literal["customer_turnover", "our_sales"] | None = None
    peak: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """A share off for paying within so many days."""

    share: Decimal
    within_days: int


@dataclass(frozen=True, slots=True)
class Option:
    """What a grade may get. The first option whose ``needs`` is met holds."""

    terms: str
    limit: tuple[LimitRule, ...]
    discount: Discount | None = None
    needs: Literal["security_or_cover"] | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Payment terms by id: net days, or a share paid before delivery."""

    id: str
    net_days: int = 0
    prepaid_share: Decimal = Decimal(0)
    end_of_month: bool = False


@dataclass(frozen=True, slots=True)
class WorseningCut:
    """A cut that takes effect at once: to a share of the granted limit."""

    when: Condition
    to_share: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """How limits move between reviews."""

    cut_at_once: bool = True
    raise_at_most: Decimal | None = None
    worsening_cut: WorseningCut | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """How a new customer starts: months (least, most), first limit and terms, exit tests."""

    months: tuple[int, int]
    first_limit: Decimal
    first_terms: str
    exit_tests: tuple[Condition, ...]
    says: Says
    at_the_end: Literal["decide", "B", "C"] = "decide"


@dataclass(frozen=True, slots=True)
class Hold:
    """When new orders stop, and who may let them go."""

    id: str
    when: Condition
    release_by: str
    says: Says
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class LateInterest:
    """What is claimed on late money: the statute's rate, or a yearly share.

    ``law`` (a country) is taken where the contract names none; without either, only
    contractual interest is claimed. ``seller_class`` is our own size, where we tell our
    customers of it: some statutes grant such a seller more.
    """

    basis: Literal["statute", "contract"] = "statute"
    yearly_share: Decimal | None = None
    grace_days: int = 0
    law: str | None = None
    markup: Decimal | None = None
    seller_class: Literal["sme"] | None = None


@dataclass(frozen=True, slots=True)
class DunningLevel:
    """One step of the ladder, reached on a day (>=) past due."""

    id: str
    after_days: int
    says: Says
    action: Literal["letter", "call", "hand_over"] = "letter"
    channel: tuple[str, ...] = ()
    attach: tuple[str, ...] = ()
    hold_orders: bool = False
    approval: str | None = None


@dataclass(frozen=True, slots=True)
class Dunning:
    """The ladder: levels in order of days, the least gap between notices, the least amount."""

    levels: tuple[DunningLevel, ...]
    min_gap_days: int = 7
    least_amount: Decimal = Decimal(0)
    first_run: Literal["list", "send"] = "list"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """What rings, and how loudly."""

    id: str
    when: Condition
    severity: Literal["high", "medium", "low"]
    says: Says
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may grant up to how much, and above what a second person must agree."""

    role: str
    grant_up_to: Decimal
    four_eyes_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """How often the policy and each grade's customers are looked at, and the targets."""

    policy: Literal["month", "quarter", "half-year", "year"] = "quarter"
    customers: dict[Grade, str] = field(default_factory=dict)
    targets: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Training:
    """Whose staff confirm the policy, and how often."""

    roles: tuple[str, ...] = ()
    every: Literal["version", "quarter", "year"] = "version"


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of days that the measures look back on."""

    sales_days: int = 90
    behaviour_days: int = 365
    recent_days: int = 90
    rate_max_age_days: int = 45


@dataclass(frozen=True, slots=True)
class BillShares:
    """The share of an unpaid bill that stays in exposure, by kind."""

    commercial: Decimal = Decimal(1)
    bank: Decimal = Decimal(0)
    with_recourse: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole written policy, one version of it."""

    company: Says
    currency: str
    version: int
    effective_from: date
    approved_by: str
    windows: Windows
    criteria: tuple[Criterion, ...]
    grades: dict[Grade, GradeThreshold]
    caps: tuple[GradeCap, ...]
    options: dict[Grade, tuple[Option, ...]]
    bills: BillShares
    terms: dict[str, Terms]
    change: Change
    observation: Observation | None
    holds: tuple[Hold, ...]
    late_interest: LateInterest
    dunning: Dunning
    alerts: tuple[AlertRule, ...]
    authority: tuple[Authority, ...]
    review: Review
    training: Training | None
