"""Calendar arithmetic on day numbers in a frame: year, month, day, whole months.

Built in stages, a column at a time: an expression that uses another twice is written out twice,
and a deep one grows beyond measure.
"""

from datetime import date

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame

STAGES = ("civil_era", "civil_of_era", "civil_year", "civil_of_year", "civil_march")
PARTS = ("year", "month", "day_of_month")


def with_civil(frame: Frame, day: str) -> Frame:
    """Add year, month and day_of_month of a day number; unknown stays unknown.

    Source: H. Hinnant, "chrono-compatible low-level date algorithms" (civil_from_days).
    """
    col = nw.col
    since = col(day).cast(nw.Int64()) + 719_468
    era = times(since, 146_097)
    return (
        frame.with_columns(civil_era=era, civil_of_era=since - era * 146_097)
        .with_columns(civil_year=year_of_era())
        .with_columns(civil_of_year=day_of_year())
        .with_columns(civil_march=times(5 * col("civil_of_year") + 2, 153))
        .with_columns(
            day_of_month=col("civil_of_year") - times(153 * col("civil_march") + 2, 5) + 1,
            month=col("civil_march") + 3 - 12 * from_january(),
            year=col("civil_year") + col("civil_era") * 400 + from_january(),
        )
        .drop(*STAGES)
    )


def times(whole: nw.Expr, unit: int) -> nw.Expr:
    """Say how many times a unit goes into a whole number that is not negative.

    Half of one is added, so that no quotient lies where the last bit could decide; narwhals' ``//``
    asks each engine for more than is needed here.
    """
    return ((whole + 0.5) / unit).floor().cast(nw.Int64())


def from_january() -> nw.Expr:
    """Return 1 for January and February, the last months of a year counted from March, else 0."""
    return (nw.col("civil_march") >= 10).cast(nw.Int64())


def year_of_era() -> nw.Expr:
    """Express the year within its era of 400 years, counted from March."""
    day = nw.col("civil_of_era")
    leap_days = times(day, 1_460) - times(day, 36_524) + times(day, 146_096)
    return times(day - leap_days, 365)


def day_of_year() -> nw.Expr:
    """Express the day within its year, counted from 1 March."""
    year = nw.col("civil_year")
    return nw.col("civil_of_era") - (365 * year + times(year, 4) - times(year, 100))


def with_months_since(frame: Frame, first: str, *, until: date, name: str) -> Frame:
    """Add the whole months elapsed from a day number to a day, under ``name``."""
    months = (until.year - nw.col("year")) * 12 + until.month - nw.col("month")
    begun = (nw.col("day_of_month") > until.day).cast(nw.Int64())
    return with_civil(frame, first).with_columns((months - begun).alias(name)).drop(*PARTS)
