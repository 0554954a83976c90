"""Reading a policy: what is right is kept to the last figure, what is wrong named by its line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import SMALL, changed, line, mistakes, policy

from duecourse.policies import preset
from duecourse.policy.reading import InvalidPolicy, read_policy, valid_policy
from duecourse.policy.shapes import (
    Condition,
    Discount,
    LateInterest,
    LimitRule,
    Option,
    Terms,
    Windows,
)
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says

TARGET = Path(__file__).parents[3] / "shared" / "reference" / "policy-standard.toml"


def test_a_small_policy_is_read_as_it_is_written():
    found = policy()

    assert found.company == Says("Alder Tools", "Alder Tools")
    assert (found.currency, found.version, found.effective_from) == ("CNY", 3, date(2026, 1, 1))
    assert found.criteria[0].says == Says(zh="平均逾期天数", en="Days beyond terms")
    assert found.criteria[0].bands[1] == (Decimal(15), Decimal(50))
    assert [rule.when_unknown for rule in found.criteria] == [None, Decimal(60)]
    assert found.grades["A"].known_weight == Decimal("0.50")
    assert found.caps[0].unless == Condition("overdue_amount", up_to=Decimal(5000))
    assert found.options["A"] == (
        Option(
            terms="NET60",
            discount=Discount(Decimal("0.02"), 10),
            limit=(
                LimitRule("need", peak=Decimal("1.25")),
                LimitRule("fixed", amount=Decimal(900_000)),
            ),
        ),
    )
    assert [option.needs for option in found.options["B"]] == ["security_or_cover", None]
    assert found.terms["PREPAY"] == Terms("PREPAY", prepaid_share=Decimal(1))
    assert found.observation.months == (3, 6)
    assert [level.approval for level in found.dunning.levels] == [None, "risk"]
    assert found.training.roles == ("sales", "finance")


def test_what_need_not_be_written_is_as_usual():
    found = policy()

    assert found.windows == Windows()
    assert found.late_interest == LateInterest(basis="statute")
    assert found.bills.commercial == 1
    assert found.change.raise_at_most is None
    assert found.dunning.first_run == "list"
    assert found.review.policy == "quarter"


def test_a_policy_may_do_without_observation_and_training():
    start, end = SMALL.index("[observation]"), SMALL.index("[[hold]]")
    bare = SMALL[:start] + SMALL[end : SMALL.index("[training]")]

    found = valid_policy(bare)

    assert (found.observation, found.training) == (None, None)


def test_figures_stay_exact_decimals():
    found = policy(("share = 0.02", "share = 0.0250"))

    assert str(found.options["A"][0].discount.share) == "0.0250"


@pytest.mark.skipif(not TARGET.exists(), reason="the target of the policy language is not here")
def test_the_standard_preset_says_what_the_target_of_the_language_says():
    target = valid_policy(TARGET.read_text(encoding="utf-8"))
    ours = valid_policy(preset("standard"))

    assert figures(ours) == figures(target)


def figures(found):
    rules = {rule.measure: (rule.weight, rule.bands, rule.when_unknown) for rule in found.criteria}
    ages = {rule.measure: rule.max_age_days for rule in found.criteria}
    levels = [
        (step.id, step.after_days, step.action, step.channel, step.attach, step.hold_orders)
        for step in found.dunning.levels
    ]
    seen = found.observation
    return (
        (rules, ages, found.grades, found.options, found.terms, found.bills, found.change),
        [(cap.id, cap.when, cap.unless, cap.at_most) for cap in found.caps],
        [(rule.id, rule.when, rule.unless, rule.release_by) for rule in found.holds],
        (seen.months, seen.first_limit, seen.first_terms, seen.exit_tests, seen.at_the_end),
        (levels, found.dunning.min_gap_days, found.dunning.least_amount, found.late_interest),
        (found.authority, found.review, found.training, found.windows),
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("[policy]", "[policy", "not-toml"),
        ("version = 3", "version = 3\nversion = 4", "not-toml"),
        ("version = 3", "version = 1e99999999999999999999", "not-whole-number"),
        ("weight = 60", "wieght = 60", "missing-key"),
        ('company = "Alder Tools"', "company = 5", "not-text"),
        ('company = "Alder Tools"', 'company = " "', "not-text"),
        ('company = "Alder Tools"', 'company = { en = "Alder" }', "missing-key"),
        ('currency = "CNY"', 'currency = "yuan"', "not-a-currency"),
        ("version = 3", "version = 1.5", "not-whole-number"),
        ("version = 3", "version = 0", "out-of-range"),
        ("version = 3", "version = true", "not-whole-number"),
        ("effective_from = 2026-01-01", 'effective_from = "soon"', "not-day"),
        ("effective_from = 2026-01-01", "effective_from = 2026-01-01T08:00:00", "not-day"),
        ("weight = 60", "weight = nan", "not-number"),
        ("weight = 60", "weight = 1e40", "not-number"),
        ("weight = 60", "weight = 1e-40", "not-number"),
        ("weight = 60", "weight = 0", "weight-not-positive"),
        ("weight = 60", 'weight = "much"', "not-number"),
        ("bands = [[0, 100], [15, 50], [60, 10]]", "bands = 5", "not-list"),
        ("bands = [[0, 100], [15, 50], [60, 10]]", "bands = []", "no-bands"),
        ("[15, 50]", "[15, 150]", "not-a-band"),
        ("[15, 50]", "[15]", "not-a-band"),
        ("[15, 50]", '"15 to 50"', "not-a-band"),
        ("[60, 10]", "[14, 10]", "bands-not-ascending"),
        ("when_unknown = 60", 'when_unknown = "maybe"', "not-skip-or-points"),
        ("when_unknown = 60", "when_unknown = 160", "not-skip-or-points"),
        ("known_weight = 0.50", "known_weight = 50", "not-a-share"),
        ("score = 75", "score = 175", "out-of-range"),
        ('at_most = "C"', 'at_most = "D"', "not-one-of"),
        ("discount = { share = 0.02, within_days = 10 }", "discount = 2", "not-table"),
        ("above = 60", "abvoe = 60", "condition-without-bound"),
        ("above = 60", "above = 60, below = 50", "condition-never-met"),
        ('rule = "need", peak = 1.25', 'rule = "wish", peak = 1.25', "not-one-of"),
        ("peak = 1.25", "peak = 125", "out-of-range"),
        ("amount = 900_000", "amount = -1", "out-of-range"),
        ('terms = "NET30"\nlimit', 'terms = "NET3O"\nlimit', "unknown-terms"),
        ('first_terms = "NET30"', 'first_terms = "NET31"', "unknown-terms"),
        ("months = [3, 6]", "months = [6, 3]", "not-months"),
        ("months = [3, 6]", "months = 3", "not-list"),
        ("months = [3, 6]\n", "", "missing-key"),
        ('channel = ["email"]', 'channel = "email"', "not-list-of-text"),
        ('needs = "security_or_cover"', 'needs = "luck"', "not-one-of"),
        ('roles = ["sales", "finance"]', 'roles = ["sales", "finance"]\nevery = 1', "not-text"),
        ('id = "legal"', 'id = "friendly"', "used-twice"),
        ("min_gap_days = 7", "min_gap_days = 7\nhold_all = true", "unknown-key"),
        ("after_days = 60", "after_days = 60\nhold_orders = 1", "not-flag"),
    ],
)
def test_every_kind_of_mistake_is_named_with_its_line(old, new, code):
    text = changed((old, new))
    [found, *_] = mistakes((old, new))

    assert found[0] == code
    assert abs(found[1] - line(new, text)) <= 1 or code in {"missing-key", "used-twice"}


def test_a_list_where_tables_are_meant_says_so():
    assert mistakes(("[[alert]]", "[alert]")) == [("not-list-of-tables", line("[[alert]]"))]


def test_a_grade_without_threshold_or_option_is_named():
    assert ("missing-grade", line("[grades]")) in mistakes(("C = { score = 0 }\n", ""))
    assert mistakes(("[[grade.C.option]]\n", "[[grade.A.option]]\n")) == [
        ("grade-without-option", line("[[grade.A.option]]"))
    ]


def test_an_option_needs_a_limit():
    assert mistakes(
        ('terms = "PREPAY"\nlimit = [{ rule = "fixed", amount = 0 }]\n', 'terms = "PREPAY"\n')
    ) == [("option-without-limit", line("[[grade.C.option]]"))]


def test_a_missing_table_is_one_mistake_not_twenty():
    start, end = SMALL.index("[grades]"), SMALL.index("[[grade_cap]]")

    found, problems = read_policy(SMALL[:start] + SMALL[end:])

    assert found is None
    assert [(problem.code, problem.row) for problem in problems] == [("policy-missing-key", None)]


def test_an_empty_file_names_the_tables_it_lacks():
    _, problems = read_policy("")

    keys = [p.details.get("key") for p in problems]
    assert keys == ["policy", "grades", "grade", "terms", None]
    assert problems[-1].code == "policy-no-criterion"


def test_a_misspelt_key_is_met_with_the_one_that_was_meant():
    _, problems = read_policy(changed(("release_by", "released_by")))

    assert [(p.code, p.details.get("nearest")) for p in problems] == [
        ("policy-missing-key", None),
        ("policy-unknown-key", "release_by"),
    ]


SPECS = {
    name: MeasureSpec(name, "days", "lower", Says(name, name), "page.md")
    for name in (
        "days_beyond_terms",
        "days_beyond_terms_change",
        "largest_days_past_due",
        "overdue_amount",
        "invoices_paid",
        "headroom",
        "limit_use",
    )
}


def test_a_measure_that_the_catalogue_lacks_is_met_with_its_nearest():
    _, problems = read_policy(changed(('"limit_use"', '"limit_used"')), measures=SPECS)

    [problem] = problems
    assert (problem.code, problem.row) == ("policy-unknown-measure", line('"limit_use"'))
    assert problem.details["nearest"].startswith("limit_use")


def test_every_measure_of_the_small_policy_is_known():
    assert read_policy(SMALL, measures=SPECS)[1] == []


def test_interest_by_contract_needs_its_rate():
    basis = '[late_interest]\nbasis = "contract"\n[review]'
    rate = "[late_interest]\nyearly_share = 0.12\n[review]"

    assert mistakes(("[review]", basis)) == [("contract-without-rate", line("[review]") + 1)]
    assert policy(("[review]", rate)).late_interest.basis == "contract"


def test_the_seller_s_own_size_is_said_or_not_said():
    size = '[late_interest]\nseller_class = "sme"\n[review]'

    assert policy(("[review]", size)).late_interest.seller_class == "sme"
    assert policy().late_interest.seller_class is None


def test_a_size_that_no_statute_protects_is_met_with_those_that_may_be_written():
    text = changed(("[review]", '[late_interest]\nseller_class = "large"\n[review]'))

    _, [problem] = read_policy(text)

    assert (problem.code, problem.row) == ("policy-not-one-of", line("seller_class", text))
    assert problem.details == {
        "key": "seller_class",
        "value": "large",
        "nearest": "sme",
        "known": "sme",
    }


def test_every_limit_rule_asks_for_its_own_figures():
    rules = """limit = [
      { rule = "share_of_monthly_volume", share = 3, volume = "our_sales" },
      { rule = "share_of_net_worth", share = 0.1 },
      { rule = "expected_loss_budget", amount = 500, share = 0.4 },
      { rule = "reported_limit" },
      { rule = "fixed", amount = 0 }]"""

    found = policy(('limit = [{ rule = "fixed", amount = 0 }]', rules))

    assert found.options["C"][0].limit == (
        LimitRule("share_of_monthly_volume", share=Decimal(3), volume="our_sales"),
        LimitRule("share_of_net_worth", share=Decimal("0.1")),
        LimitRule("expected_loss_budget", share=Decimal("0.4"), amount=Decimal(500)),
        LimitRule("reported_limit", share=Decimal(1)),
        LimitRule("fixed", amount=Decimal(0)),
    )


def test_what_moves_limits_is_read():
    change = """[change]
    raise_at_most = 0.25
    worsening_cut = { when = { measure = "days_beyond_terms_change", above = 15 }, to_share = 0.2 }
    [review]"""

    found = policy(("[review]", change)).change

    assert (found.raise_at_most, found.worsening_cut.to_share) == (Decimal("0.25"), Decimal("0.2"))


def test_who_must_have_a_valid_policy_gets_an_exception_that_names_the_lines():
    with pytest.raises(InvalidPolicy, match=r"line 10: policy-weight-not-positive") as refused:
        valid_policy(changed(("weight = 60", "weight = -1")))

    assert len(refused.value.problems) == 1


def test_brackets_without_end_are_a_mistake_not_a_crash():
    _, [problem] = read_policy("a = " + "[" * 5_000)

    assert problem.code == "policy-not-toml"


def test_a_mistake_at_the_end_of_the_file_has_its_last_line():
    _, [problem] = read_policy('a = 1\nb = "')

    assert problem.row == 2


@settings(deadline=None)
@given(st.text())
def test_no_text_can_make_it_raise(rubbish):
    found, problems = read_policy(rubbish)

    assert (found is None) == bool(problems)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_to_a_policy_can_make_it_raise(data):
    start = data.draw(st.integers(0, len(SMALL)))
    end = data.draw(st.integers(start, min(start + 60, len(SMALL))))
    piece = data.draw(st.text('[]{}"=.,\n 0123ab', max_size=8))

    found, problems = read_policy(SMALL[:start] + piece + SMALL[end:], measures=SPECS)

    assert (found is None) == bool(problems)


VALUES = st.recursive(
    st.integers() | st.booleans() | st.text("ab", max_size=3).map(lambda text: f'"{text}"'),
    lambda inner: st.lists(inner, max_size=3).map(lambda x: "[" + ", ".join(map(str, x)) + "]"),
    max_leaves=4,
).map(lambda value: str(value).lower() if isinstance(value, bool) else str(value))
ROWS = [row for row in SMALL.splitlines() if " = " in row]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(ROWS), VALUES)
def test_no_value_of_any_key_can_make_it_raise(row, value):
    key = row.partition(" = ")[0]

    found, problems = read_policy(SMALL.replace(row, f"{key} = {value}"), measures=SPECS)

    assert (found is None) == bool(problems)
