"""Notes stand among the problems and ask for nothing."""

from duecourse.present.problems import problem_wordings
from duecourse.values.problems import NOTES, Problem, to_mend


def test_a_row_of_sums_is_a_note_and_an_amount_of_nothing_is_not():
    sums, nothing = Problem("not-counted", "a.xlsx", 9), Problem("zero-amount", "a.xlsx", 3)

    assert to_mend([sums, nothing]) == (nothing,)
    assert to_mend([sums]) == ()


def test_every_note_has_its_wording():
    assert set(problem_wordings()) >= NOTES
