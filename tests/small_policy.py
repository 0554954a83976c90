"""A small policy, put together by hand: every shape once, numbers that are easy to follow."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from duecourse.policy.shapes import (
    Authority,
    BillShares,
    Change,
    Condition,
    Criterion,
    Discount,
    Dunning,
    GradeCap,
    GradeThreshold,
    Hold,
    LateInterest,
    LimitRule,
    Observation,
    Option,
    Policy,
    Review,
    Terms,
    Windows,
    WorseningCut,
)
from duecourse.values.says import Says


def says(text):
    """Word a rule; only that it is there matters here."""
    return Says(f"规则：{text}", f"Rule: {text}")


def number(value):
    """Make an exact number of what was typed."""
    return None if value is None else Decimal(str(value))


def when(measure, **bounds):
    """Write a condition: ``when('late_share', above=0.1)``."""
    return Condition(measure, **{name: number(bound) for name, bound in bounds.items()})


def criterion(measure, weight, bands, unknown=None):
    """Write a criterion."""
    pairs = tuple((number(bound), number(points)) for bound, points in bands)
    return Criterion(measure, number(weight), pairs, says(measure), number(unknown))


def rule(name, **numbers):
    """Write a limit rule."""
    return LimitRule(
        name,
        **{key: value if key == "volume" else number(value) for key, value in numbers.items()},
    )


def cap(id, at_most, condition, unless=None):
    """Write a grade cap."""
    return GradeCap(id, condition, at_most, says(id), unless)


def hold(id, condition, unless=None):
    """Write a hold."""
    return Hold(id, condition, "risk", says(id), unless)


CRITERIA = (
    criterion("days_beyond_terms", 60, [(0, 100), (10, 75), (30, 40)]),
    criterion("late_share", 20, [(0.1, 100), (0.5, 50)]),
    criterion("report_standing", 20, [(50, 20), (100, 100)], unknown=40),
)

POLICY = Policy(
    company=says("company"),
    currency="CNY",
    version=3,
    effective_from=date(2026, 1, 1),
    approved_by="minute 3",
    windows=Windows(),
    criteria=CRITERIA,
    grades={
        "A": GradeThreshold(number(75), number(0.6)),
        "B": GradeThreshold(number(50), number(0.3)),
        "C": GradeThreshold(number(0)),
    },
    caps=(
        cap(
            "old-debt",
            "C",
            when("largest_days_past_due", above=60),
            when("overdue_amount", up_to=5000),
        ),
        cap("slower", "B", when("days_beyond_terms_change", above=10)),
    ),
    options={
        "A": (
            Option(
                "NET60",
                (
                    rule("share_of_monthly_volume", share=0.2, volume="customer_turnover"),
                    rule("need", peak=1.25),
                    rule("share_of_net_worth", share=0.1),
                    rule("fixed", amount=300_000),
                ),
                Discount(number(0.02), 10),
            ),
        ),
        "B": (
            Option(
                "NET60",
                (rule("secured_share", share=1), rule("need", peak=1)),
                needs="security_or_cover",
            ),
            Option("NET30", (rule("need", peak=1), rule("fixed", amount=80_000))),
        ),
        "C": (Option("PREPAY", (rule("fixed", amount=0),)),),
    },
    bills=BillShares(),
    terms={
        "NET60": Terms("NET60", 60),
        "NET30": Terms("NET30", 30),
        "PREPAY": Terms("PREPAY", prepaid_share=number(1)),
    },
    change=Change(
        raise_at_most=number(0.25),
        worsening_cut=WorseningCut(when("days_beyond_terms_change", above=15), number(0.2)),
    ),
    observation=Observation(
        months=(3, 6),
        first_limit=number(20_000),
        first_terms="NET30",
        exit_tests=(when("invoices_paid", at_least=3), when("days_beyond_terms", up_to=5)),
        says=says("observation"),
    ),
    holds=(
        hold("over-limit", when("headroom", below=0)),
        hold(
            "old-debt",
            when("overdue_over_30_share", above=0.1),
            when("exposure", up_to=5000),
        ),
    ),
    late_interest=LateInterest(),
    dunning=Dunning(()),
    alerts=(),
    authority=(
        Authority("risk", number(500_000)),
        Authority("manager", number(3_000_000), number(1_000_000)),
    ),
    review=Review(),
    training=None,
)


def policy(**changes):
    """Return the small policy with some of its parts replaced."""
    return replace(POLICY, **changes)


def option_policy(grade, *rules, terms="NET30", **more):
    """Return the small policy with one option for one grade."""
    return policy(options={**POLICY.options, grade: (Option(terms, rules, **more),)})
