import pytest

from rules import wording

GOOD = '[grade.A]\nzh = "{name} 为 A 级"\nen = "{name} is an A"\n'


@pytest.fixture
def worded(tmp_path):
    """Write one file of words; return what the rule says of it."""

    def faults(text):
        place = tmp_path / wording.WORDING
        place.mkdir(parents=True)
        (place / "words.toml").write_text(text, encoding="utf-8")
        return [fault.partition("words.toml: ")[2] for fault in wording.faults(tmp_path)]

    return faults


def test_a_sentence_in_both_languages_is_in_order(worded):
    assert worded(GOOD) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[due.today]\nzh = "今天到期"\n', "due.today: has no en"),
        ('[due.today]\nzh = " "\nen = "due today"\n', "due.today: has no zh"),
        ('[due]\ntoday = "due today"\n', "due.today: is not worded in zh and en"),
        (
            GOOD.replace("{name} is", "{who} is"),
            "grade.A: the languages do not have the same blanks",
        ),
    ],
)
def test_a_sentence_that_lacks_something_is_named(worded, text, fault):
    assert worded(text) == [fault]
