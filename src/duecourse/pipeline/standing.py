"""What others say of a customer: reports, references, statements, its country; and warnings."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.ledger.currency import converted, with_home_rate
from duecourse.ledger.statements import latest_statements
from duecourse.measures.country_risk import country_standing
from duecourse.measures.distress import distress
from duecourse.measures.order_surge import order_surge
from duecourse.measures.ratios import ratios
from duecourse.measures.signals import (
    dishonoured_bills,
    disputed_share_change,
    first_late,
    lost_discount,
    unearned_discounts,
)
from duecourse.measures.standing import reference_standing, report_standing
from duecourse.pipeline.books import Books
from duecourse.policy.shapes import Policy
from duecourse.values.frames import Frame

REPORT_MEASURE = "report_standing"
COUNTRY_MEASURE = "country_standing"
AMOUNTS = ("net_worth", "customer_turnover")


def standing_of(books: Books, customers: Frame, policy: Policy) -> Frame:
    """Add what reports, references, statements and raters say, in the customer's currency.

    Shapes:
        customers: one row per customer, with country, currency, to_home.
        returns: the same with the measures of ``standing``, ``ratios``, ``distress`` and
            ``country_risk``.
    """
    ledger, as_of = books.ledger, books.as_of
    reports = report_standing(ledger["reports"], as_of=as_of, **age(policy, REPORT_MEASURE))
    references = reference_standing(ledger["references"], as_of=as_of)
    countries = country_standing(
        customers, ledger["countries"], as_of=as_of, **age(policy, COUNTRY_MEASURE)
    )
    latest = ledger.keep(latest_statements(ledger["statements"], as_of=as_of))
    told = customers
    for frame in (reports, references, countries, ratios(latest), distress(latest)):
        told = told.join(ledger.keep(frame), on="customer_id", how="left")
    return in_own_currency(books, ledger.keep(told))


def age(policy: Policy, measure: str) -> dict[str, int]:
    """Return the age beyond which a measure is unknown, where the policy says so."""
    for criterion in policy.criteria:
        if criterion.measure == measure and criterion.max_age_days is not None:
            return {"max_age_days": criterion.max_age_days}
    return {}


def in_own_currency(books: Books, told: Frame) -> Frame:
    """Turn the amounts of statements into the customer's currency."""
    rated = with_home_rate(
        told, books.rates, home=books.home, currency="statement_currency", name="statement_rate"
    )
    same = nw.col("statement_currency") == nw.col("currency")
    return rated.with_columns(
        *(
            nw.when(same)
            .then(nw.col(name).cast(DTYPES["money"]))
            .otherwise(converted(name, from_rate="statement_rate", to_rate="to_home"))
            .alias(name)
            for name in AMOUNTS
        )
    ).drop("statement_currency", "statement_rate")


def warnings_of(books: Books, customers: Frame, paid: Frame) -> Frame:
    """Return the early warnings of each customer.

    Shapes:
        paid: ``ledger.pieces`` of the year, kept.
        returns: customer_id and the measures of ``order_surge`` and ``signals``.
    """
    ledger, as_of = books.ledger, books.as_of
    rated = {
        name: with_home_rate(ledger[name], books.rates, home=books.home)
        for name in ("orders", "invoices")
    }
    warned = order_surge(
        customers,
        rated["orders"],
        rated["invoices"],
        as_of=as_of,
        keep=ledger.keep,
        make=ledger.make,
    )
    for frame in (
        first_late(paid, books.open_parts, as_of=as_of),
        lost_discount(ledger["settlements"], as_of=as_of),
        disputed_share_change(rated["invoices"], ledger["disputes"], as_of=as_of),
        dishonoured_bills(customers, ledger["bills"], as_of=as_of),
        unearned_discounts(customers, ledger["settlements"], ledger["invoices"], as_of=as_of),
    ):
        warned = warned.join(ledger.keep(frame), on="customer_id", how="left")
    return warned
