"""The tables of a policy on late money, and on the routine of the house."""

from decimal import Decimal
from typing import get_args

from duecourse.policy import shapes
from duecourse.policy.fields import Section
from duecourse.policy.tables_grading import condition, maybe_condition

PERIODS = get_args(shapes.Review.__annotations__["policy"])


def hold(section: Section) -> shapes.Hold:
    """Read what stops orders."""
    return shapes.Hold(
        id=section.text("id"),
        when=condition(section.section("when")),
        unless=maybe_condition(section, "unless"),
        release_by=section.text("release_by"),
        says=section.says(),
    )


def late_interest(section: Section) -> shapes.LateInterest:
    """Read what is claimed on late money."""
    rate = section.share("yearly_share") if section.has("yearly_share") else None
    basis = section.choice(
        "basis", ("statute", "contract"), "statute" if rate is None else "contract"
    )
    if basis == "contract" and rate is None:
        section.wrong("contract-without-rate", "basis")
    return shapes.LateInterest(
        basis="contract" if basis == "contract" else "statute",
        yearly_share=rate,
        grace_days=section.whole("grace_days", 0),
        law=section.text("law") if section.has("law") else None,
        markup=section.share("markup") if section.has("markup") else None,
        seller_class=section.choice("seller_class", ("sme",))
        if section.has("seller_class")
        else None,
    )


def dunning(section: Section) -> shapes.Dunning:
    """Read the ladder."""
    return shapes.Dunning(
        levels=tuple(dunning_level(row) for row in section.sections("level")),
        min_gap_days=section.whole("min_gap_days", 7),
        least_amount=section.money("least_amount", Decimal(0)),
        first_run=section.choice("first_run", ("list", "send"), "list"),
    )


def dunning_level(section: Section) -> shapes.DunningLevel:
    """Read one step of the ladder."""
    return shapes.DunningLevel(
        id=section.text("id"),
        after_days=section.whole("after_days", least=1),
        says=section.says(),
        action=section.choice("action", ("letter", "call", "hand_over"), "letter"),
        channel=section.texts("channel"),
        attach=section.texts("with"),
        hold_orders=section.flag("hold_orders", False),
        approval=section.text("approval") if section.has("approval") else None,
    )


def alert(section: Section) -> shapes.AlertRule:
    """Read what rings."""
    return shapes.AlertRule(
        id=section.text("id"),
        when=condition(section.section("when")),
        unless=maybe_condition(section, "unless"),
        severity=section.choice("severity", ("high", "medium", "low")),
        says=section.says(),
    )


def review(section: Section) -> shapes.Review:
    """Read how often policy and customers are looked at, and the targets."""
    rhythm = section.maybe_section("customers")
    targets = section.maybe_section("targets")
    return shapes.Review(
        policy=section.choice("policy", PERIODS, "quarter"),
        customers={
            grade: rhythm.choice(grade, PERIODS)
            for grade in shapes.GRADES
            if rhythm is not None and rhythm.has(grade)
        },
        targets={name: targets.number(name) for name in targets.table} if targets else {},
    )


def training(section: Section) -> shapes.Training:
    """Read whose staff confirm the policy."""
    return shapes.Training(
        section.texts("roles"), section.choice("every", ("version", "quarter", "year"), "version")
    )


def windows(section: Section) -> shapes.Windows:
    """Read the windows of days that measures look back on."""
    usual = shapes.Windows()
    return shapes.Windows(
        sales_days=section.whole("sales_days", usual.sales_days, least=1),
        behaviour_days=section.whole("behaviour_days", usual.behaviour_days, least=1),
        recent_days=section.whole("recent_days", usual.recent_days, least=1),
        rate_max_age_days=section.whole("rate_max_age_days", usual.rate_max_age_days, least=1),
    )
