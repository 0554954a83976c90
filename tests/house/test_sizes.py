from rules import sizes


def function_of(lines):
    return "def long():\n" + "    do()\n" * (lines - 1)


def test_fifty_lines_are_a_function_and_fifty_one_are_too_many():
    assert sizes.faults_of(function_of(50)) == []
    assert sizes.faults_of(function_of(51)) == [":1: long has 51 lines; split it"]


def test_four_hundred_lines_are_a_file_and_one_more_is_too_many():
    assert sizes.faults_of("x = 1\n" * 400) == []
    assert sizes.faults_of("x = 1\n" * 401) == [": has 401 lines; split it by noun"]


def test_what_tools_leave_behind_is_not_read(tmp_path):
    for place in (".venv", "src", "demo"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "long.py").write_text(function_of(60))

    assert sizes.faults(tmp_path) == ["src/long.py:1: long has 60 lines; split it"]
