from duecourse.law.findings import filled
from duecourse.values.says import Says


def test_blanks_are_filled_in_both_languages():
    assert filled(Says("最长 {days} 天", "{days} days at most"), days=60) == Says(
        "最长 60 天", "60 days at most"
    )
