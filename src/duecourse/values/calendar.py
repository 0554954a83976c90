"""Calendar arithmetic on day numbers in a frame: year, month, day, whole months.

Built in stages, a column at a time: an expression that uses another twice is written out twice,
and a deep one grows beyond measure.
"""

from datetime import date

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame

STAGES = ("civil_day", "civil_era", "civil_of_era", "civil_year", "civil_of_year", "civil_march")
PARTS = ("year", "month", "day_of_month")


def with_civil(frame: Frame, day: str) -> Frame:
    """Add year, month and day_of_month of a day number; unknown stays unknown.

    Source: H. Hinnant, "chrono-compatible low-level date algorithms" (civil_from_days).
    """
    col = nw.col
    staged = (
        frame.with_columns(civil_day=col(day).cast(nw.Int64()) + 719_468)
        .with_columns(civil_era=col("civil_day") // 146_097)
        .with_columns(civil_of_era=col("civil_day") - col("civil_era") * 146_097)
        .with_columns(civil_year=year_of_era())
        .with_columns(civil_of_year=day_of_year())
        .with_columns(civil_march=(5 * col("civil_of_year") + 2) // 153)
    )
    return (
        staged.with_columns(
            day_of_month=col("civil_of_year") - (153 * col("civil_march") + 2) // 5 + 1,
            month=(col("civil_march") + 2) % 12 + 1,
        )
        .with_columns(
            year=col("civil_year")
            + col("civil_era") * 400
            + (col("civil_march") >= 10).cast(nw.Int64())
        )
        .drop(*STAGES)
    )


def year_of_era() -> nw.Expr:
    """Express the year within its era of 400 years, counted from March."""
    day = nw.col("civil_of_era")
    return (day - day // 1_460 + day // 36_524 - day // 146_096) // 365


def day_of_year() -> nw.Expr:
    """Express the day within its year, counted from 1 March."""
    year = nw.col("civil_year")
    return nw.col("civil_of_era") - (365 * year + year // 4 - year // 100)


def with_months_since(frame: Frame, first: str, *, until: date, name: str) -> Frame:
    """Add the whole months elapsed from a day number to a day, under ``name``."""
    months = (until.year - nw.col("year")) * 12 + until.month - nw.col("month")
    begun = (nw.col("day_of_month") > until.day).cast(nw.Int64())
    return with_civil(frame, first).with_columns((months - begun).alias(name)).drop(*PARTS)
