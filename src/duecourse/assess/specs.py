"""What assessing adds to the measures a policy may name."""

from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.says import Says

ASSESSED: tuple[MeasureSpec, ...] = (
    MeasureSpec("score", "points", "higher", Says("信用评分", "Score"), "points-and-score.md"),
    MeasureSpec(
        "known_weight",
        "share",
        "higher",
        Says("已知指标权重占比", "Share of the weights that is known"),
        "points-and-score.md",
    ),
)
