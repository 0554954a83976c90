"""Distress scores from one statement: Altman Z' and Z'', Zmijewski."""

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says


def distress(latest: Frame) -> Frame:
    """Work out each customer's distress scores; one fact missing makes a score unknown.

    Shapes:
        latest: ``ledger.statements.latest_statements``
        returns: one row per customer with a statement: customer_id, altman_z1 (Z', private
            manufacturers), altman_z2 (Z'', others), zmijewski

    Keeps:
        the scores do not change with the unit or currency of the statement.

    Source: Altman 2000 (Z'), Altman 2018 (Z''), Zmijewski 1984; docs/algorithms/altman.md,
    docs/algorithms/zmijewski.md.
    """
    scores = {"altman_z1": altman_z1(), "altman_z2": altman_z2(), "zmijewski": zmijewski()}
    counted = latest.select("customer_id", **scores)
    return counted.select("customer_id", **{name: steady(nw.col(name)) for name in scores})


def altman_z1() -> nw.Expr:
    """Express Altman's Z' for private manufacturers: above 2.90 safe, below 1.23 distressed."""
    return (
        0.717 * of_assets(working_capital())
        + 0.847 * of_assets(nw.col("retained_earnings"))
        + 3.107 * of_assets(nw.col("ebit"))
        + 0.420 * equity_to_debt()
        + 0.998 * of_assets(nw.col("revenue"))
    )


def altman_z2() -> nw.Expr:
    """Express Altman's Z'' for all others: above 2.60 safe, below 1.10 distressed."""
    return (
        6.56 * of_assets(working_capital())
        + 3.26 * of_assets(nw.col("retained_earnings"))
        + 6.72 * of_assets(nw.col("ebit"))
        + 1.05 * equity_to_debt()
    )


def zmijewski() -> nw.Expr:
    """Express Zmijewski's X: above 0 distressed (probability over one half)."""
    liquidity = over(nw.col("current_assets"), "current_liabilities")
    return (
        -4.336
        - 4.513 * of_assets(nw.col("net_income"))
        + 5.679 * of_assets(nw.col("total_liabilities"))
        + 0.004 * liquidity
    )


def working_capital() -> nw.Expr:
    """Express current assets less current liabilities."""
    return nw.col("current_assets") - nw.col("current_liabilities")


def equity_to_debt() -> nw.Expr:
    """Express the book value of equity over total liabilities."""
    book = nw.coalesce(nw.col("equity"), nw.col("total_assets") - nw.col("total_liabilities"))
    return over(book, "total_liabilities")


def of_assets(amount: nw.Expr) -> nw.Expr:
    """Express an amount as a share of total assets."""
    return over(amount, "total_assets")


def over(part: nw.Expr, whole: str) -> nw.Expr:
    """Divide; by nothing, less than nothing or the unknown there is no ratio."""
    return nw.when(nw.col(whole) > 0).then(part / nw.col(whole))


SPECS = (
    MeasureSpec(
        "altman_z1",
        "z",
        "higher",
        Says("Z′ 评分（非上市制造业）", "Solvency score Z' (private manufacturers)"),
        "altman.md",
    ),
    MeasureSpec(
        "altman_z2", "z", "higher", Says("Z″ 评分（偿债能力）", "Solvency score Z''"), "altman.md"
    ),
    MeasureSpec(
        "zmijewski",
        "z",
        "lower",
        Says("Zmijewski 财务困境评分", "Distress score (Zmijewski)"),
        "zmijewski.md",
    ),
)
