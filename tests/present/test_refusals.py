from duecourse.present.refusals import refusal_text
from duecourse.values.refusals import Refusal


def test_a_refusal_is_worded_by_its_code_from_whichever_file_has_it():
    absent = Refusal("…", "no-such-customer", name="K1")
    unsaved = Refusal("…", "no-such-mapping", name="sap", names="-")

    assert refusal_text(absent, "zh") == "台账中没有客户 K1。"
    assert refusal_text(unsaved, "en") == "sap is neither a file nor a saved mapping; saved are: -."


def test_a_refusal_that_nobody_worded_speaks_for_itself():
    assert refusal_text(Refusal("Not today.", "never-worded"), "zh") == "Not today."
