"""What deciding adds to the measures a policy may name."""

from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says

DECIDED: tuple[MeasureSpec, ...] = (
    MeasureSpec(
        "recommended_limit",
        "money",
        "neither",
        Says("建议信用额度", "Recommended limit"),
        "credit-limit.md",
    ),
    MeasureSpec(
        "effective_limit",
        "money",
        "neither",
        Says("有效信用额度", "Effective limit"),
        "effective-limit.md",
    ),
    MeasureSpec("headroom", "money", "higher", Says("可用额度", "Headroom"), "headroom.md"),
    MeasureSpec(
        "limit_use", "ratio", "lower", Says("额度使用率", "Use of the limit"), "headroom.md"
    ),
)
