"""What others say of a customer: credit reports and trade references."""

import narwhals.stable.v2 as nw

from duecourse.values.days import day_number, day_of, months_later
from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says
from duecourse.values.scales import TOP, standing

REPORT_AGE = 365
REFERENCE_MONTHS = 24


def report_standing(reports: Frame, *, as_of: int, max_age_days: int = REPORT_AGE) -> Frame:
    """Take what the latest credit report of each customer says.

    Several reports of one day count as one, at their worst: the lowest standing, the most
    adverse events, the smallest limit. A report beyond its age keeps its adverse events: a
    bankruptcy on record does not lapse because nobody asked again.

    Shapes:
        reports: the ledger's table
        returns: one row per customer with a report: customer_id, report_standing (0-100, 100 =
            safest; null beyond the age), adverse_events, reported_limit (decimal, in the
            customer's currency; null beyond the age)

    Source: docs/algorithms/report-standing.md.
    """
    known = reports.filter(nw.col("reported_on") <= as_of)
    newest = nw.col("reported_on") == nw.col("reported_on").max().over("customer_id")
    fresh = nw.col("reported_on") > as_of - max_age_days
    return (
        known.with_columns(standing=standing(), newest=newest)
        .filter(nw.col("newest"))
        .group_by("customer_id")
        .agg(
            steady(nw.when(fresh).then(nw.col("standing")).min()).alias("report_standing"),
            nw.col("adverse_events").max(),
            nw.when(fresh).then(nw.col("recommended_limit")).min().alias("reported_limit"),
        )
    )


def reference_standing(references: Frame, *, as_of: int, months: int = REFERENCE_MONTHS) -> Frame:
    """Average the opinions of a customer's trade references of the last months.

    An opinion that is not from 0 to 100 is no opinion.

    Shapes:
        references: the ledger's table
        returns: one row per customer with an opinion: customer_id, reference_standing (0-100)

    Source: docs/algorithms/references.md.
    """
    since = day_number(months_later(day_of(as_of), -months))
    opinion = nw.col("opinion")
    return (
        references.filter(
            nw.col("given_on") > since,
            nw.col("given_on") <= as_of,
            opinion >= 0,
            opinion <= TOP,
        )
        .group_by("customer_id")
        .agg(opinion.mean().alias("reference_standing"))
        .with_columns(steady(nw.col("reference_standing")).alias("reference_standing"))
    )


SPECS = (
    MeasureSpec(
        "report_standing",
        "points",
        "higher",
        Says("第三方信用报告（0–100）", "Third-party credit report (0-100)"),
        "report-standing.md",
    ),
    MeasureSpec(
        "adverse_events",
        "count",
        "lower",
        Says("破产、被执行等不良记录数", "Insolvency, enforcement and the like on record"),
        "report-standing.md",
    ),
    MeasureSpec(
        "reported_limit",
        "money",
        "higher",
        Says("信用报告建议额度", "Limit that the credit report recommends"),
        "report-standing.md",
    ),
    MeasureSpec(
        "reference_standing",
        "points",
        "higher",
        Says("同行评价（0–100）", "Trade references (0-100)"),
        "references.md",
    ),
)
