"""The tables of a policy: each function reads one into its shape."""

from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, get_args

from duecourse.policy import shapes
from duecourse.policy.fields import UNWRITTEN, Section, as_number, as_whole, shown

BOUNDS = ("above", "up_to", "below", "at_least")
MOST_MONTHS = Decimal(12)
MOST_PEAK = Decimal(10)
MOST_POINTS = Decimal(100)
PERIODS = get_args(shapes.Review.__annotations__["policy"])
VOLUMES: tuple[Literal["customer_turnover", "our_sales"], ...] = ("customer_turnover", "our_sales")
RULES = get_args(shapes.LimitRule.__annotations__["rule"])


def condition(section: Section) -> shapes.Condition:
    """Read one measure against one number, or two that leave room between them."""
    measure = section.measure()
    bounds = {name: section.number(name) for name in BOUNDS if section.has(name)}
    if not bounds and not section.void:
        section.wrong("condition-without-bound", "measure", measure=measure)
    low = max((bounds[name] for name in ("above", "at_least") if name in bounds), default=None)
    high = min((bounds[name] for name in ("below", "up_to") if name in bounds), default=None)
    if low is not None and high is not None and low > high:
        section.wrong("condition-never-met", "measure", low=low, high=high)
    return shapes.Condition(measure, **bounds)


def maybe_condition(section: Section, key: str) -> shapes.Condition | None:
    """Read a condition that need not be written."""
    found = section.maybe_section(key)
    return None if found is None else condition(found)


def criterion(section: Section) -> shapes.Criterion:
    """Read how one measure earns points."""
    weight = section.number("weight")
    if weight <= 0 and section.has("weight"):
        section.wrong("weight-not-positive", "weight", value=weight)
    max_age = section.whole("max_age_days", least=1) if section.has("max_age_days") else None
    return shapes.Criterion(
        measure=section.measure(),
        weight=weight,
        bands=bands(section),
        says=section.says(),
        when_unknown=when_unknown(section),
        max_age_days=max_age,
    )


def when_unknown(section: Section) -> Decimal | None:
    """Read what silence is worth: "skip" (also when nothing is written) or points."""
    if not section.has("when_unknown") or section.table["when_unknown"] == "skip":
        return None
    written = section.table["when_unknown"]
    points = as_number(written)
    if points is None or not 0 <= points <= MOST_POINTS:
        section.wrong("not-skip-or-points", "when_unknown", value=shown(written))
    return points


def bands(section: Section) -> tuple[tuple[Decimal, Decimal], ...]:
    """Read bands ``[up to and including, points]``, their bounds ascending."""
    rows = section.rows("bands")
    if not rows and isinstance(section.table.get("bands"), list):
        section.wrong("no-bands", "bands")
    read = [band(section, place, row) for place, row in enumerate(rows)]
    for place, (before, after) in enumerate(pairwise(read), start=1):
        if before is not None and after is not None and after[0] <= before[0]:
            path = (*section.path, "bands", place)
            section.book.wrong("bands-not-ascending", path, bound=after[0], before=before[0])
    return tuple(found for found in read if found is not None)


def band(section: Section, place: int, row: Any) -> tuple[Decimal, Decimal] | None:
    """Read one band; None where it is not a pair of numbers with points from 0 to 100."""
    path = (*section.path, "bands", place)
    numbers = [as_number(item) for item in row] if isinstance(row, list) else []
    match numbers:
        case [Decimal() as bound, Decimal() as points] if 0 <= points <= MOST_POINTS:
            return bound, points
    section.book.wrong("not-a-band", path, value=shown(row))
    return None


def grades(section: Section) -> dict[shapes.Grade, shapes.GradeThreshold]:
    """Read the least score and known weight of every grade."""
    found: dict[shapes.Grade, shapes.GradeThreshold] = {}
    for grade in shapes.GRADES:
        if not section.has(grade) and not section.void:
            section.wrong("missing-grade", grade, grade=grade)
        elif not section.void:
            threshold = section.section(grade)
            found[grade] = shapes.GradeThreshold(
                threshold.number("score", least=Decimal(0), most=MOST_POINTS),
                threshold.share("known_weight", Decimal(0)),
            )
    return found


def grade_cap(section: Section) -> shapes.GradeCap:
    """Read a fact that keeps a grade down."""
    return shapes.GradeCap(
        id=section.text("id"),
        when=condition(section.section("when")),
        unless=maybe_condition(section, "unless"),
        at_most=section.choice("at_most", shapes.GRADES),
        says=section.says(),
    )


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


def authority(section: Section) -> shapes.Authority:
    """Read who may grant how much."""
    alone = section.money("four_eyes_above") if section.has("four_eyes_above") else None
    return shapes.Authority(section.text("role"), section.money("grant_up_to"), alone)


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


def bills(section: Section) -> shapes.BillShares:
    """Read the share of an unpaid bill that stays in exposure."""
    usual = shapes.BillShares()
    return shapes.BillShares(
        commercial=section.share("commercial", usual.commercial),
        bank=section.share("bank", usual.bank),
        with_recourse=section.share("with_recourse", usual.with_recourse),
    )
