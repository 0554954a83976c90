"""Each classic mistake is questioned, where it stands; a sound policy is left in peace."""

from decimal import Decimal

import pytest
from written import SMALL, changed, line, policy

from duecourse.policy.doubts import plain
from duecourse.policy.lint import lint
from duecourse.policy.reading import valid_policy
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says

NO_TREND = ('measure = "days_beyond_terms_change"', 'measure = "months_known"')
C_ON_ACCOUNT = (
    'terms = "PREPAY"\nlimit = [{ rule = "fixed", amount = 0 }]',
    'terms = "NET60"\nlimit = [{ rule = "fixed", amount = 0 }]',
)
LADDER = SMALL[SMALL.index("[dunning]") : SMALL.index("[[alert]]")]


def doubts(*swaps, measures=None):
    """Lint the small policy with pieces swapped; return code and line of each doubt."""
    text = changed(*swaps)
    found = lint(valid_policy(text), text=text, measures=measures)
    return [(problem.code.removeprefix("policy-"), problem.row) for problem in found]


def test_a_sound_policy_raises_no_doubt():
    assert doubts() == []


def test_without_the_text_doubts_have_no_line():
    [problem] = lint(policy(NO_TREND))

    assert (problem.code, problem.row, problem.column) == ("policy-no-trend", None, "criterion")


@pytest.mark.parametrize(
    ("swap", "code", "at"),
    [
        (NO_TREND, "no-trend", "[[criterion]]"),
        (("[15, 50]", "[15, 5]"), "bands-both-ways", "bands = [[0, 100], [15, 50]"),
        (("score = 75", "score = 50"), "thresholds-not-descending", "score = 75"),
        (("known_weight = 0.20", "known_weight = 0.51"), "known-weight-not-descending", "A = {"),
        (("C = { score = 0 }", "C = { score = 10 }"), "last-grade-asks", "C = { score"),
        (
            ("C = { score = 0 }", "C = { score = 0, known_weight = 0.1 }"),
            "last-grade-asks",
            "C = { score",
        ),
        (("known_weight = 0.50", "known_weight = 0.90"), "known-weight-out-of-reach", "A = {"),
        (('at_most = "C"', 'at_most = "A"'), "cap-caps-nothing", 'at_most = "C"'),
        (("peak = 1.25", "peak = 0.5"), "limit-shorter-than-terms", 'limit = [{ rule = "need", p'),
        (
            (
                '{ rule = "need", peak = 1.25 }, { rule = "fixed", amount = 900_000 }',
                '{ rule = "need", peak = 1.25 }',
            ),
            "no-fixed-limit",
            'limit = [{ rule = "need", p',
        ),
        (("within_days = 10", "within_days = 60"), "discount-outlasts-terms", "discount ="),
        (("NET30 = {", "NET7 = { net_days = 7 }\nNET30 = {"), "terms-unused", "NET30 = {"),
        (
            ('exit_tests = [{ measure = "invoices_paid", at_least = 3 }]', "exit_tests = []"),
            "observation-without-tests",
            "[observation]",
        ),
        (("first_limit = 50_000", "first_limit = 300_001"), "first-limit-above-grade", "first_lim"),
        (('[[authority]]\nrole = "risk"\ngrant_up_to = 900_000\n', ""), "no-authority", None),
        (("grant_up_to = 900_000", "grant_up_to = 899_999"), "nobody-may-grant", "[[authority]]"),
        (
            ("grant_up_to = 900_000", "four_eyes_above = 900_000\ngrant_up_to = 900_000"),
            "four-eyes-never",
            "grant_up_to",
        ),
        ((LADDER, ""), "no-dunning", None),
        (("after_days = 7", "after_days = 31"), "first-step-late", "after_days = 7"),
        (("after_days = 60", "after_days = 7"), "ladder-not-ascending", "after_days = 60"),
        (("after_days = 60", "after_days = 13"), "levels-too-close", "after_days = 60"),
        (("after_days = 60", "after_days = 68"), "ladder-gap", "after_days = 60"),
        (('channel = ["email"]', "channel = []"), "letter-without-channel", "[[dunning.level]]"),
        (('approval = "risk"\n', ""), "hand-over-unapproved", '[[dunning.level]]\nid = "legal'),
        (('measure = "headroom"', 'measure = "exposure"'), "limit-never-bites", "[[hold]]"),
        (('release_by = "risk"', 'release_by = "boss"'), "hold-without-release", "release_by"),
        (('approval = "risk"', 'approval = "boss"'), "approval-without-mandate", "approval"),
        ((SMALL[SMALL.index("[[alert]]") : SMALL.index("[[authority]]")], ""), "no-alert", None),
        ((', C = "month"', ""), "grade-never-reviewed", "customers = {"),
        (('A = "quarter"', 'A = "year"'), "reviewed-too-rarely", "customers = {"),
        (('roles = ["sales", "finance"]', "roles = []"), "no-training", "[training]"),
        (
            ("version = 3", "version = 3\nwindows = { recent_days = 365 }"),
            "recent-not-recent",
            "effective_from",
        ),
    ],
)
def test_each_classic_mistake_is_questioned_on_its_line(swap, code, at):
    assert (code, at and line(at)) in doubts(swap)


def test_a_policy_without_training_observation_or_authority_is_questioned():
    start, end = SMALL.index("[observation]"), SMALL.index("[[hold]]")
    bare = SMALL[:start] + SMALL[end : SMALL.index("[training]")]

    codes = [problem.code for problem in lint(valid_policy(bare))]

    assert codes == ["policy-no-observation", "policy-no-training"]


def test_new_customers_must_not_start_on_longer_terms_than_the_best():
    swaps = (
        ('first_terms = "NET30"', 'first_terms = "NET90"'),
        ("NET30 = {", "NET90 = { net_days = 90 }\nNET30 = {"),
    )

    assert doubts(*swaps) == [("first-terms-longer", line("first_terms") + 1)]


def test_an_unsecured_worse_grade_must_not_pay_later():
    assert doubts(C_ON_ACCOUNT, ('terms = "NET30"\nlimit', 'terms = "PREPAY"\nlimit')) == [
        ("worse-grade-longer-terms", line("[[grade.C.option]]"))
    ]


def test_one_criterion_must_not_outweigh_all_others():
    third = (
        '[[criterion]]\nmeasure = "months_known"\nweight = 5\nbands = [[9, 5]]\nsays = "Known"\n'
    )

    assert doubts(("[grades]", third + "[grades]")) == [
        ("one-criterion-rules", line("weight = 60"))
    ]


def test_the_same_terms_for_every_grade_are_questioned():
    swaps = (C_ON_ACCOUNT, ('terms = "NET30"', 'terms = "NET60"'))

    assert ("one-set-of-terms", line("[[grade.A.option]]")) in doubts(*swaps)


def test_an_option_behind_one_that_needs_nothing_is_never_reached():
    swap = ('needs = "security_or_cover"\nterms = "NET60"', 'terms = "NET30"')

    assert doubts(swap) == [
        ("option-never-reached", line('[[grade.B.option]]\nterms = "NET30"') - 1)
    ]


def test_a_grade_whose_every_option_needs_security_is_questioned():
    swap = ("[[grade.C.option]]\n", '[[grade.C.option]]\nneeds = "security_or_cover"\n')

    assert doubts(swap) == [("option-always-needs", line("[[grade.C.option]]"))]


def test_a_share_of_our_own_sales_prints_how_many_days_it_carries():
    """20 % of our monthly sales are 6 days of them; the terms give 60."""
    text = changed(
        (
            '{ rule = "need", peak = 1.25 }',
            '{ rule = "share_of_monthly_volume", share = 0.20, volume = "our_sales" }',
        )
    )

    [problem] = lint(valid_policy(text), text=text)

    assert problem.code == "policy-limit-shorter-than-terms"
    assert problem.details == {"grade": "A", "days": "6", "terms": "NET60", "net_days": "60"}


def test_a_share_of_the_customers_own_turnover_says_nothing_about_days():
    swap = (
        '{ rule = "need", peak = 1.25 }',
        '{ rule = "share_of_monthly_volume", share = 0.20, volume = "customer_turnover" }',
    )

    assert doubts(swap) == []


def test_a_grade_beyond_the_best_possible_score_is_out_of_reach():
    swaps = (
        ("[[0, 100], [15, 50]", "[[0, 60], [15, 50]"),
        ("[[0, 100], [15, 20]]", "[[0, 60], [15, 20]]"),
    )
    text = changed(*swaps)

    [problem] = lint(valid_policy(text), text=text)

    assert problem.code == "policy-grade-out-of-reach"
    assert problem.details == {"grade": "A", "score": "75", "best": "60"}


def spec(name, unit, better):
    return MeasureSpec(name, unit, better, Says(name, name), "page.md")


def test_bands_are_held_against_what_the_measure_means():
    specs = {"days_beyond_terms": spec("days_beyond_terms", "days", "higher")}
    mild = {"days_beyond_terms": spec("days_beyond_terms", "days", "neither")}

    assert doubts(measures=specs) == [("bands-against-measure", line("bands ="))]
    assert doubts(measures=mild) == []


def test_the_best_must_not_fall_behind_the_last_band():
    """Where more is better, a last band up to 1.5 gives nothing to a customer at 3."""
    swap = ("bands = [[0, 100], [15, 20]]", "bands = [[0, 20], [1.5, 100]]")
    specs = {"days_beyond_terms_change": spec("days_beyond_terms_change", "ratio", "higher")}
    wide = ("bands = [[0, 100], [15, 20]]", "bands = [[0, 20], [99, 100]]")

    assert doubts(swap, measures=specs) == [
        ("best-beyond-last-band", line("bands = [[0, 100], [15, 20]]"))
    ]
    assert doubts(wide, measures=specs) == []


def test_a_share_compared_with_ten_was_meant_as_ten_percent():
    specs = {"limit_use": spec("limit_use", "share", "lower")}
    text = changed(("above = 0.90", "above = 90"))

    [problem] = lint(valid_policy(text), text=text, measures=specs)

    assert (problem.code, problem.row) == ("policy-share-like-percent", line("above = 0.90"))
    assert problem.details["meant"] == "0.9"
    assert doubts(measures=specs) == []


def test_conditions_of_the_worsening_cut_are_looked_at_too():
    specs = {"late_share": spec("late_share", "share", "lower")}
    when = '{ measure = "late_share", above = 30 }'
    cut = f"[change]\nworsening_cut = {{ when = {when}, to_share = 0.2 }}\n[review]"

    assert doubts(("[review]", cut), measures=specs) == [
        ("share-like-percent", line("[review]") + 1)
    ]


def test_numbers_in_doubts_are_written_plainly():
    assert plain(Decimal("3E+6")) == "3000000"
