"""Every preset parses, is sound, passes its own cases, and its printed text is current."""

from importlib.resources import files

import pytest

from duecourse.pipeline.vocabulary import VOCABULARY as MEASURES
from duecourse.policies import PRESETS, preset, preset_cases
from duecourse.policy.cases import KINDS, read_cases, run
from duecourse.policy.lint import lint
from duecourse.policy.printing import printed
from duecourse.policy.reading import read_policy, valid_policy

CASES = [(name, case) for name in PRESETS for case in read_cases(preset_cases(name))[0]]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_valid_and_names_only_measures_that_exist(name):
    found, problems = read_policy(preset(name), measures=MEASURES)

    assert problems == []
    assert sum(rule.weight for rule in found.criteria) == 100


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_makes_none_of_the_classic_mistakes(name):
    assert lint(valid_policy(preset(name)), text=preset(name), measures=MEASURES) == []


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_has_cases_of_every_kind_and_all_can_be_read(name):
    cases, problems = read_cases(preset_cases(name), measures=MEASURES)

    assert problems == []
    assert {case.kind for case in cases} == set(KINDS)


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda part: getattr(part, "kind", part))
def test_the_preset_says_what_its_case_expects(name, case):
    [outcome] = run([case], valid_policy(preset(name)))

    assert outcome.got == case.expect, case.says.en


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_printed_text_is_current(name, language):
    kept = files("duecourse.policies").joinpath(name, f"policy.{language}.md").read_text("utf-8")

    assert kept == printed(valid_policy(preset(name)), language, measures=MEASURES), (
        f"print it anew: duecourse policy print {name} --lang {language} "
        f"--out src/duecourse/policies/{name}/policy.{language}.md"
    )


def test_a_small_firm_reaches_an_a_on_payment_history_alone():
    found = valid_policy(preset("sme"))
    own = {"report_standing"}
    known = sum(rule.weight for rule in found.criteria if rule.measure not in own) / 100

    assert known >= found.grades["A"].known_weight


def test_the_ladders_are_those_of_the_house():
    steps = {
        name: [level.after_days for level in valid_policy(preset(name)).dunning.levels]
        for name in PRESETS
    }

    assert steps == {"standard": [7, 30, 90], "sme": [30, 60, 90], "cautious": [3, 10, 21, 60]}


def test_a_preset_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(LookupError, match="choose one of standard, sme, cautious"):
        preset("bold")
