"""A small policy written by hand, and ways to change one line of it."""

from duecourse.policy.reading import read_policy, valid_policy

SMALL = """\
[policy]
company = "Alder Tools"
currency = "CNY"
version = 3
effective_from = 2026-01-01
approved_by = "Minute 12"

[[criterion]]
measure = "days_beyond_terms"
weight = 60
bands = [[0, 100], [15, 50], [60, 10]]
says = { zh = "平均逾期天数", en = "Days beyond terms" }

[[criterion]]
measure = "days_beyond_terms_change"
weight = 50
bands = [[0, 100], [15, 20]]
when_unknown = 60
says = "Trend"

[grades]
A = { score = 75, known_weight = 0.50 }
B = { score = 50, known_weight = 0.20 }
C = { score = 0 }

[[grade_cap]]
id = "old-debt"
when = { measure = "largest_days_past_due", above = 60 }
unless = { measure = "overdue_amount", up_to = 5_000 }
at_most = "C"
says = "Old debt"

[[grade.A.option]]
terms = "NET60"
discount = { share = 0.02, within_days = 10 }
limit = [{ rule = "need", peak = 1.25 }, { rule = "fixed", amount = 900_000 }]

[[grade.B.option]]
needs = "security_or_cover"
terms = "NET60"
limit = [{ rule = "secured_share", share = 1.0 }, { rule = "fixed", amount = 300_000 }]

[[grade.B.option]]
terms = "NET30"
limit = [{ rule = "need" }, { rule = "fixed", amount = 300_000 }]

[[grade.C.option]]
terms = "PREPAY"
limit = [{ rule = "fixed", amount = 0 }]

[terms]
NET60 = { net_days = 60 }
NET30 = { net_days = 30 }
PREPAY = { prepaid_share = 1.0 }

[observation]
months = [3, 6]
first_limit = 50_000
first_terms = "NET30"
exit_tests = [{ measure = "invoices_paid", at_least = 3 }]
says = "Start small"

[[hold]]
id = "over-limit"
when = { measure = "headroom", below = 0 }
release_by = "risk"
says = "Over the limit"

[dunning]
min_gap_days = 7
[[dunning.level]]
id = "friendly"
after_days = 7
channel = ["email"]
says = "Friendly reminder"
[[dunning.level]]
id = "legal"
after_days = 60
action = "hand_over"
approval = "risk"
says = "Legal action"

[[alert]]
id = "near-limit"
when = { measure = "limit_use", above = 0.90 }
severity = "medium"
says = "Limit nearly used"

[[authority]]
role = "risk"
grant_up_to = 900_000

[review]
customers = { A = "quarter", B = "quarter", C = "month" }

[training]
roles = ["sales", "finance"]
"""


def changed(*swaps, text=SMALL):
    """Swap pieces of the text; each piece must be there, so that no test tries nothing."""
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new)
    return text


def policy(*swaps):
    """Read the small policy with some pieces swapped."""
    return valid_policy(changed(*swaps))


def mistakes(*swaps, measures=None):
    """Read it with mistakes; return code and line of each."""
    found, problems = read_policy(changed(*swaps), measures=measures)
    assert (found is None) == bool(problems)
    return [(problem.code.removeprefix("policy-"), problem.row) for problem in problems]


def line(piece, text=SMALL):
    """Return the line on which a piece of the text stands, counted from 1."""
    return text[: text.index(piece)].count("\n") + 1
