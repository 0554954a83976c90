from decimal import Decimal

from act.golden import AS_OF, golden_ledger, golden_open_parts, read
from typed import rows

from duecourse.act.dunning import dunning
from duecourse.policy.shapes import Dunning, DunningLevel
from duecourse.values.says import Says

STANDARD = Dunning(
    (
        DunningLevel("friendly", 7, Says("友好提醒", "Friendly reminder")),
        DunningLevel("formal", 30, Says("正式催收通知", "Formal notice"), hold_orders=True),
        DunningLevel("legal", 90, Says("启动法律程序", "Legal action"), "hand_over"),
    ),
    min_gap_days=7,
    least_amount=Decimal(200),
)


def test_the_golden_ledger_is_dunned_as_agreed(engine):
    plan, left_out = dunning(
        golden_open_parts(engine),
        golden_ledger(engine, "notices", "promises"),
        policy=STANDARD,
        as_of=AS_OF,
    )

    columns = ("invoice_id", "part", "customer_id", "level", "days_past_due")
    amounts = ("open_amount", "chase_amount")
    assert rows(engine, plan, *columns, *amounts, "currency") == [
        (
            *(
                row[name] if name in ("invoice_id", "customer_id", "level") else int(row[name])
                for name in columns
            ),
            *(Decimal(row[name]) for name in amounts),
            row["currency"],
        )
        for row in read("expected/dunning.csv")
    ]
    assert rows(
        engine, left_out, "invoice_id", "part", "customer_id", "days_past_due", "reason"
    ) == [
        (
            row["invoice_id"],
            int(row["part"]),
            row["customer_id"],
            int(row["days_past_due"]),
            row["reason"],
        )
        for row in read("expected/not_dunned.csv")
    ]
