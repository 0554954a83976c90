from rules import laws

COMPLETE = "source = 'BGB §288'\nknown_until = 2025-12-31\n"


def test_a_law_with_its_source_and_last_known_day_is_in_order():
    assert laws.faults_of(COMPLETE) == []


def test_a_day_written_as_text_is_no_day():
    assert laws.faults_of(COMPLETE.replace("2025-12-31", "'2025-12-31'")) == [
        "known_until is not a day"
    ]


def test_every_file_under_the_law_is_read(tmp_path):
    law = tmp_path / laws.LAWS / "de"
    law.mkdir(parents=True)
    (law / "interest.toml").write_text("source = ''")

    assert laws.faults(tmp_path) == [
        "src/duecourse/law/de/interest.toml: source is empty",
        "src/duecourse/law/de/interest.toml: known_until is not a day",
    ]
