"""Ratios from financial statements: solvency, cash flow, growth."""

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame
from duecourse.values.measure_spec import MeasureSpec
from duecourse.values.rounding import steady
from duecourse.values.says import Says


def ratios(latest: Frame) -> Frame:
    """Work out each customer's ratios; what cannot be divided is unknown.

    Shapes:
        latest: ``ledger.statements.latest_statements``
        returns: one row per customer with a statement: customer_id, statement_currency,
            current_ratio, quick_ratio, debt_ratio, interest_cover, operating_cash_flow_cover (the
            worse of two years), revenue_growth, net_worth, customer_turnover

    Units:
        ratios and shares; net_worth and customer_turnover (a year's revenue) are amounts in the
        statement's currency.

    Source: docs/algorithms/ratios.md.
    """
    liquid = nw.col("current_assets") - nw.col("inventory")
    worth = nw.col("total_assets") - nw.col("total_liabilities")
    return latest.select(
        "customer_id",
        "statement_currency",
        current_ratio=over(nw.col("current_assets"), "current_liabilities"),
        quick_ratio=over(liquid, "current_liabilities"),
        debt_ratio=over(nw.col("total_liabilities"), "total_assets"),
        interest_cover=over(nw.col("ebit"), "interest"),
        operating_cash_flow_cover=cash_flow_cover(),
        revenue_growth=growth(),
        net_worth=nw.coalesce(nw.col("equity"), worth),
        customer_turnover=nw.col("revenue"),
    )


def over(part: nw.Expr, whole: str) -> nw.Expr:
    """Divide; by nothing, less than nothing or the unknown there is no ratio."""
    return nw.when(nw.col(whole) > 0).then(steady(part / nw.col(whole)))


def cash_flow_cover() -> nw.Expr:
    """Express operating cash flow over current liabilities, the worse of the last two years."""
    last = over(nw.col("operating_cash_flow"), "current_liabilities")
    before = over(nw.col("previous_operating_cash_flow"), "previous_current_liabilities")
    return nw.min_horizontal(last, before)


def growth() -> nw.Expr:
    """Express the change of revenue against the year before, both in one currency."""
    same = nw.col("statement_currency") == nw.col("previous_currency")
    change = over(nw.col("revenue") - nw.col("previous_revenue"), "previous_revenue")
    return nw.when(same).then(change)


PAGE = "ratios.md"
SPECS = (
    MeasureSpec("current_ratio", "ratio", "higher", Says("流动比率", "Current ratio"), PAGE),
    MeasureSpec("quick_ratio", "ratio", "higher", Says("速动比率", "Quick ratio"), PAGE),
    MeasureSpec(
        "debt_ratio",
        "ratio",
        "lower",
        Says("资产负债率", "Debt ratio: liabilities over assets"),
        PAGE,
    ),
    MeasureSpec(
        "interest_cover",
        "ratio",
        "higher",
        Says("利息保障倍数", "Interest cover: operating profit over interest"),
        PAGE,
    ),
    MeasureSpec(
        "operating_cash_flow_cover",
        "ratio",
        "higher",
        Says(
            "经营现金流对流动负债的覆盖（近两年较差一年）",
            "Operating cash flow over current liabilities, the worse of two years",
        ),
        PAGE,
    ),
    MeasureSpec("revenue_growth", "share", "higher", Says("收入增长率", "Change in revenue"), PAGE),
    MeasureSpec("net_worth", "money", "higher", Says("净资产", "Net worth"), PAGE),
    MeasureSpec(
        "customer_turnover",
        "money",
        "higher",
        Says("客户年营业收入", "The customer's own turnover in a year"),
        PAGE,
    ),
)
