"""The tables of a policy on what customers get, and who grants it."""

from decimal import Decimal
from typing import Literal, get_args

from duecourse.policy import shapes
from duecourse.policy.fields import UNWRITTEN, Section, as_whole, shown
from duecourse.policy.tables_grading import condition

MOST_MONTHS = Decimal(12)
MOST_PEAK = Decimal(10)
VOLUMES: tuple[Literal["customer_turnover", "our_sales"], ...] = ("customer_turnover", "our_sales")
RULES = get_args(shapes.LimitRule.__annotations__["rule"])


def options(section: Section) -> dict[shapes.Grade, tuple[shapes.Option, ...]]:
    """Read what every grade may get; each grade needs an option."""
    found: dict[shapes.Grade, tuple[shapes.Option, ...]] = {}
    for grade in shapes.GRADES:
        held = section.maybe_section(grade)
        rows = held.sections("option") if held is not None else []
        if not rows and not section.void:
            section.wrong("grade-without-option", grade, grade=grade)
        found[grade] = tuple(option(row) for row in rows)
    return found


def option(section: Section) -> shapes.Option:
    """Read one of a grade's options."""
    granted = section.maybe_section("discount")
    rules = tuple(limit_rule(row) for row in section.sections("limit"))
    if not rules:
        section.wrong("option-without-limit", "limit")
    needs = section.choice("needs", ("security_or_cover",)) if section.has("needs") else None
    return shapes.Option(
        terms=section.text("terms"),
        limit=rules,
        discount=None if granted is None else discount(granted),
        needs="security_or_cover" if needs else None,
    )


def discount(section: Section) -> shapes.Discount:
    """Read a share off for early payment."""
    return shapes.Discount(section.share("share"), section.whole("within_days", least=1))


def limit_rule(section: Section) -> shapes.LimitRule:
    """Read one rule that sizes a limit; each kind asks for its own figures."""
    kind = section.choice("rule", RULES)
    match kind:
        case "share_of_monthly_volume":
            share = section.number("share", least=Decimal(0), most=MOST_MONTHS)
            return shapes.LimitRule(kind, share=share, volume=section.choice("volume", VOLUMES))
        case "need":
            peak = section.number("peak", Decimal(1), least=Decimal("0.1"), most=MOST_PEAK)
            return shapes.LimitRule(kind, peak=peak)
        case "fixed":
            return shapes.LimitRule(kind, amount=section.money("amount"))
        case "expected_loss_budget":
            lost = section.share("share", Decimal(1))
            return shapes.LimitRule(kind, amount=section.money("amount"), share=lost)
        case "reported_limit":
            return shapes.LimitRule(kind, share=section.share("share", Decimal(1)))
        case _:
            return shapes.LimitRule(kind, share=section.share("share"))


def terms(section: Section) -> dict[str, shapes.Terms]:
    """Read payment terms by id."""
    return {
        id: shapes.Terms(
            id=id,
            net_days=row.whole("net_days", 0),
            prepaid_share=row.share("prepaid_share", Decimal(0)),
            end_of_month=row.flag("end_of_month", False),
        )
        for id in section.table
        for row in [section.section(id)]
    }


def change(section: Section) -> shapes.Change:
    """Read how limits move between reviews."""
    cut = section.maybe_section("worsening_cut")
    is_bounded = section.has("raise_at_most")
    bound = (
        section.number("raise_at_most", least=Decimal(0), most=MOST_PEAK) if is_bounded else None
    )
    return shapes.Change(
        cut_at_once=section.flag("cut_at_once", True),
        raise_at_most=bound,
        worsening_cut=None if cut is None else worsening_cut(cut),
    )


def worsening_cut(section: Section) -> shapes.WorseningCut:
    """Read the cut that takes effect at once."""
    return shapes.WorseningCut(condition(section.section("when")), section.share("to_share"))


def observation(section: Section) -> shapes.Observation:
    """Read how a new customer starts."""
    return shapes.Observation(
        months=months(section),
        first_limit=section.money("first_limit"),
        first_terms=section.text("first_terms"),
        exit_tests=tuple(condition(row) for row in section.sections("exit_tests")),
        at_the_end=section.choice("at_the_end", ("decide", "B", "C"), "decide"),
        says=section.says() if section.has("says") else UNWRITTEN,
    )


def months(section: Section) -> tuple[int, int]:
    """Read the least and the most months of observation."""
    numbers = [as_whole(item) for item in section.rows("months")]
    match numbers:
        case [int() as least, int() as most] if 0 <= least <= most:
            return least, most
    if "months" in section.table:
        section.wrong("not-months", "months", value=shown(section.table["months"]))
    return 0, 0


def authority(section: Section) -> shapes.Authority:
    """Read who may grant how much."""
    alone = section.money("four_eyes_above") if section.has("four_eyes_above") else None
    return shapes.Authority(section.text("role"), section.money("grant_up_to"), alone)


def bills(section: Section) -> shapes.BillShares:
    """Read the share of an unpaid bill that stays in exposure."""
    usual = shapes.BillShares()
    return shapes.BillShares(
        commercial=section.share("commercial", usual.commercial),
        bank=section.share("bank", usual.bank),
        with_recourse=section.share("with_recourse", usual.with_recourse),
    )
