"""A position typed by hand: four customers, three currencies, one of them without a rate."""

from datetime import date
from decimal import Decimal

import pyarrow as pa

from duecourse.pipeline import Position
from duecourse.policy.shapes import (
    AlertRule,
    Authority,
    BillShares,
    Change,
    Condition,
    Criterion,
    Dunning,
    DunningLevel,
    GradeCap,
    GradeThreshold,
    Hold,
    LateInterest,
    Observation,
    Policy,
    Review,
    Windows,
)
from duecourse.present.collected import collected
from duecourse.values.days import day_number
from duecourse.values.problems import Problem
from duecourse.values.says import Says

AS_OF = date(2026, 3, 31)
MONEY = pa.decimal128(38, 4)

AGING = """
customer_id bucket      currency open_amount
K2          1-30        JPY      2500.5
K1          90+         CNY      50000
K1          current     CNY      40000
K1          unallocated CNY      -7000
K3          1-30        KWD      12.3455
"""
INVOICES = """
invoice_id part customer_id currency issued_on due_on amount open_amount disputed_amount \
days_past_due bucket
B2 1 K2 JPY 2026-01-01 2026-03-02 3000 2500.5 0 29 1-30
A1 2 K1 CNY 2025-11-01 2026-04-30 40000 40000 0 0 current
A1 1 K1 CNY 2025-11-01 2025-12-01 60000 50000 10000 120 90+
A9 1 K1 CNY 2026-03-01 2026-03-01 -7000 -7000 0 0 unallocated
C3 1 K3 KWD 2026-02-01 2026-03-03 12.3455 12.3455 0 28 1-30
"""
CUSTOMERS = """
customer_id              K2          K1        K3      K4
name                     Beech       Alder,Inc =1+1    Dogwood
currency                 JPY         CNY       KWD     CNY
to_home                  0.05        1         -       1
open_amount              2500.5      83000     12.3455 0
receivable               2500.5      90000     12.3455 0
overdue_amount           2500.5      50000     12.3455 0
unallocated              0           7000      0       0
exposure                 2500.5      83000     12.3455 0
net_exposure             2500.5      73000     12.3455 0
days_beyond_terms        29          82.505    28      0
days_beyond_terms_recent 29          82.5      -       0
days_beyond_terms_change -           17.125    -       -
late_share               1           0.6021405 -       0
score                    52.5        60        -       90
grade_before_caps        B           B         -       A
grade                    B           C         -       A
cap                      ~           old-debt  ~       ~
known_weight             0.6         0.755     0       1
granted_limit            2000        100000    -       -
recommended_limit        2000        0         -       50000
limit_rule               need        fixed     -       first_limit
effective_limit          2000        0         -       50000
terms                    NET30       PREPAY    -       NET60
security                 wanted      none      -       none
headroom                 -500.5      -83000    -       50000
stage                    observation normal    normal  normal
observation_task         yes         no        -       no
status                   hold        prepay    active  active
holds                    over-limit  old-debt  ~       ~
"""
"""One customer a column, for there is much to say about each."""
POINTS = """
customer_id criterion         value     points weight cost
K1          days_beyond_terms 82.505    0      50     40
K1          late_share        0.6021405 50     20     12.5
K1          months_known      37        100    30     0
K2          days_beyond_terms 29        35     50     32.5
K2          late_share        1         0      20     20
K2          months_known      -         60     30     12
K2          disputed_share    0         90     10     1
K4          months_known      3         70     30     10
"""
DUNNING = """
invoice_id part customer_id level action days_past_due open_amount chase_amount currency \
late_interest letter_level
B2 1 K2 friendly letter 29 2500.5 2500.5 JPY - friendly
A1 1 K1 legal hand_over 120 50000 40000 CNY 411.126 legal
"""
NOT_DUNNED = """
invoice_id part customer_id days_past_due reason
C3         1    K3          28            promised
"""
ALERTS = """
customer_id rule           severity value     threshold
K1          slower-payment high     17.125    10
K2          near-limit     medium   1.2502501 0.9
"""
TASKS = """
customer_id kind      due_on     value currency
K1          hand-over 2026-03-31 40000 CNY
"""
TASKS = """
customer_id kind           due_on     value currency
K1          promise-broken 2026-03-21 30000 CNY
K4          review-due     2026-03-01 0.5   CNY
"""
HOME = {
    "open_amount": Decimal("83125.025"),
    "receivable": Decimal("90125.025"),
    "overdue_amount": Decimal("50125.025"),
    "credit_sales": Decimal("180250.05"),
    "dso_simple": 45.0,
    "dso_countback": 44.444,
    "dso_best_possible": 20.005,
    "average_days_delinquent": 24.995,
    "collection_effectiveness": 0.3302705,
    "bad_debt_rate": 0.0,
    "high_risk_share": 0.9985,
    "concentration": 1.0,
    "customers": 3,
    "open_invoices": 3,
}
YEN = {"open_amount": Decimal("2500.5"), "overdue_amount": Decimal("2500.5"), "customers": 1}
HISTORY = tuple(
    (date(2026, month, day), {"dso_simple": dso, "dso_best_possible": 20.0})
    for month, day, dso in ((1, 31, None), (2, 28, 40.25), (3, 31, 45.0))
)
PROBLEMS = (
    Problem("unheard-of", "rates.csv", details={"currency": "KWD"}),
    Problem("policy-not-text", "policy.toml", 7, "says", {"key": "says", "value": "3"}),
)
READERS = {
    "part": int,
    "days_past_due": int,
    "issued_on": lambda text: day_number(date.fromisoformat(text)),
    "due_on": lambda text: day_number(date.fromisoformat(text)),
    "observation_task": lambda text: text == "yes",
}
FLOATS = ("to_home", "days_beyond_terms", "days_beyond_terms_recent", "days_beyond_terms_change")
FLOATS += ("late_share", "score", "known_weight", "value", "points", "weight", "cost", "threshold")
FLOATS += ("recommended_limit", "effective_limit", "headroom")
AMOUNTS = ("open_amount", "receivable", "overdue_amount", "unallocated", "exposure")
AMOUNTS += ("net_exposure", "granted_limit", "amount", "disputed_amount", "chase_amount")
AMOUNTS += ("late_interest",)


def table(text):
    """Build an Arrow table from text: a header line, then rows; ``-`` a gap, ``~`` empty text."""
    names, *rows = [line.split() for line in text.strip().splitlines()]
    return pa.table({name: column(name, [row[i] for row in rows]) for i, name in enumerate(names)})


def across(text):
    """Build an Arrow table from text with one row a line and one record a column."""
    lines = [line.split() for line in text.strip().splitlines()]
    return pa.table({name: column(name, cells) for name, *cells in lines})


def column(name, cells):
    """Read one typed column."""
    kind = MONEY if name in AMOUNTS else pa.float64() if name in FLOATS else None
    kind = kind or {"part": pa.int64(), "observation_task": pa.bool_()}.get(name)
    kind = kind or (pa.int32() if name in READERS else pa.string())
    read = READERS.get(name, float if name in FLOATS else Decimal if name in AMOUNTS else str)
    values = [None if cell == "-" else "" if cell == "~" else read(cell) for cell in cells]
    return pa.array(values, kind)


def says(zh, en):
    return Says(zh, en)


def criterion(measure, zh, en):
    return Criterion(measure, Decimal(10), ((Decimal(0), Decimal(100)),), Says(zh, en))


def policy(**changes):
    """A small policy whose sentences the tests know."""
    parts = {
        "company": Says("示例公司", "Example Co"),
        "currency": "CNY",
        "version": 7,
        "effective_from": date(2026, 1, 1),
        "approved_by": "committee",
        "windows": Windows(),
        "criteria": (
            criterion("days_beyond_terms", "平均逾期天数", "Days beyond terms"),
            criterion("late_share", "逾期付款占比", "Late share"),
            criterion("months_known", "合作月数", "Months known"),
            criterion("disputed_share", "争议占比", "Disputed share"),
        ),
        "grades": {grade: GradeThreshold(Decimal(0)) for grade in "ABC"},
        "caps": (GradeCap("old-debt", above("largest_days_past_due", 60), "C", OLD),),
        "options": {},
        "bills": BillShares(),
        "terms": {},
        "change": Change(),
        "observation": Observation((3, 6), Decimal(1), "NET30", (), Says("先观察", "Observe")),
        "holds": (
            Hold("over-limit", above("limit_use", 1), "risk", Says("超过额度", "Over the limit")),
            Hold("old-debt", above("largest_days_past_due", 60), "board", OLD),
        ),
        "late_interest": LateInterest(),
        "dunning": Dunning(
            (
                DunningLevel("friendly", 7, Says("友好提醒", "Friendly reminder")),
                DunningLevel("legal", 90, Says("法律程序", "Legal action"), "hand_over"),
            )
        ),
        "alerts": (
            AlertRule("slower-payment", above("days_beyond_terms_change", 10), "high", SLOWER),
            AlertRule("near-limit", above("limit_use", 0.9), "medium", NEAR),
        ),
        "authority": (
            Authority("risk", Decimal(500)),
            Authority("manager", Decimal(3_000_000)),
        ),
        "review": Review(),
        "training": None,
    }
    return Policy(**{**parts, **changes})


def above(measure, bound):
    return Condition(measure, above=Decimal(str(bound)))


OLD = Says("有旧债", "Old debt")
SLOWER = Says("付款变慢", "Pays later")
NEAR = Says("额度将尽", "Limit nearly used")
TABLES = {
    "aging": AGING,
    "invoices": INVOICES,
    "customers": CUSTOMERS,
    "points": POINTS,
    "dunning": DUNNING,
    "not_dunned": NOT_DUNNED,
    "alerts": ALERTS,
    "tasks": TASKS,
}


def position(engine, **changes):
    """Build the position on an engine; tables are replaced by text, the rest by value."""
    texts = {name: changes.pop(name, text) for name, text in TABLES.items()}
    parts = {
        "as_of": AS_OF,
        "home_currency": "CNY",
        "policy": policy(),
        "kpi": {"JPY": YEN, "CNY": HOME},
        "home": HOME,
        "dso_history": HISTORY,
        "problems": PROBLEMS,
    }
    read = {"customers": across}
    frames = {name: engine.frame(read.get(name, table)(text)) for name, text in texts.items()}
    return Position(**{**parts, **frames, **changes})


def facts(engine, **changes):
    """Collect the position."""
    return collected(position(engine, **changes), engine.arrow)


def empty(name):
    """Return a typed table's header alone: a table without rows."""
    text = TABLES[name].strip()
    if name == "customers":
        return "\n".join(line.split()[0] for line in text.splitlines())
    return text.splitlines()[0]


def nothing(engine, **changes):
    """A position in which nothing is owed and nobody is known."""
    rest = {"kpi": {}, "home": {}, "dso_history": (), "problems": ()}
    return facts(engine, **{**{name: empty(name) for name in TABLES}, **rest, **changes})
