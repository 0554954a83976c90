"""The figures by currency, one row each; nothing is summed across them."""

from duecourse.pipeline.position import Position
from duecourse.present.figures import exact_text
from duecourse.present.views import Cell, Heading, View
from duecourse.present.wording import words
from duecourse.values.says import Language

SHOWN = (
    "open_amount",
    "overdue_amount",
    "credit_sales",
    "dso_simple",
    "dso_countback",
    "dso_best_possible",
    "collection_effectiveness",
    "open_invoices",
)


def currency_view(position: Position, language: Language) -> View | None:
    """Word the figures of each currency; None where there is only one."""
    if len(position.kpi) <= 1:
        return None
    word, days = words(language), position.policy.windows.sales_days
    headings = [Heading("currency", word("column.currency"))] + [
        Heading(key, word(f"figure.{key}.name", days=days), "n") for key in SHOWN
    ]
    rows = tuple(
        (
            Cell(currency),
            *(Cell(exact_text(key, figures.get(key), currency, language), "n") for key in SHOWN),
        )
        for currency, figures in sorted(position.kpi.items())
    )
    return View("currencies", tuple(headings), rows, len(rows))
