"""Each invoice on a day: what it is worth, what was settled of it, and whether it is simple."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.ledger.ledger import Ledger
from duecourse.ledger.settled import PLAIN, UNUSUAL, settled_by_invoice
from duecourse.values.frames import Frame

ZERO = nw.lit(0).cast(DTYPES["money"])


def invoice_state(ledger: Ledger, *, as_of: int) -> Frame:
    """Return one row per invoice that was issued by a day or has money on it.

    Nearly every invoice of a real ledger is **simple**: positive, due in one part, not cancelled,
    settled in its own
    currency by positive rows after its issue and never beyond its amount. What is open of it is a
    subtraction. The others go through ``open_parts`` and ``pieces`` in full generality.

    Shapes:
        returns: invoice_id customer_id company_id currency issued_on due_on; amount decimal (0
            before its issue and once cancelled); settled decimal; simple bool; only_paid
            bool (no row of another kind than payments and discounts; of simple ones);
            stated_dispute decimal; balance_only bool.

    Source: docs/algorithms/open-items.md.
    """
    parted = (
        ledger["due_parts"]
        .group_by("invoice_id")
        .agg(nw.len().alias("parts"))
        .select("invoice_id", "parts")
    )
    settlements = ledger["settlements"]
    joined = (
        ledger["invoices"]
        .join(settled_by_invoice(settlements, as_of=as_of), on="invoice_id", how="left")
        .join(parted, on="invoice_id", how="left")
    )
    live = (nw.col("issued_on") <= as_of) & (
        nw.col("cancelled_on").is_null() | (nw.col("cancelled_on") > as_of)
    )
    stated = with_stated_balance(joined.with_columns(live=live), as_of=as_of)
    return (
        stated.with_columns(simple=is_simple(nw.col("live")))
        .filter((nw.col("issued_on") <= as_of) | ~nw.col("unusual").is_null())
        .select(
            "invoice_id",
            "customer_id",
            "company_id",
            "currency",
            "issued_on",
            "due_on",
            nw.when(nw.col("live")).then(nw.col("amount")).otherwise(ZERO).alias("amount"),
            "settled",
            "simple",
            (nw.coalesce(nw.col("unusual"), nw.lit(PLAIN)) == PLAIN).alias("only_paid"),
            nw.col("disputed_amount").alias("stated_dispute"),
            "balance_only",
        )
    )


def with_stated_balance(joined: Frame, *, as_of: int) -> Frame:
    """Take what a stated balance says was settled, where a firm knows only balances.

    Of a cancelled invoice it says nothing: a balance of nil is no credit of its whole amount.
    """
    told = nw.col("balance_on").is_null() | (nw.col("balance_on") <= as_of)
    stated = nw.col("live") & ~nw.col("open_amount").is_null() & told
    unsettled = nw.col("settled").is_null()
    return joined.with_columns(
        balance_only=stated & unsettled,
        settled=nw.when(stated & unsettled)
        .then(nw.col("amount") - nw.col("open_amount"))
        .otherwise(nw.coalesce(nw.col("settled"), ZERO)),
    )


def is_simple(live: nw.Expr) -> nw.Expr:
    """Say whether what is open of an invoice is a plain subtraction on every day."""
    untouched = nw.col("unusual").is_null()
    tame = (nw.col("unusual") < UNUSUAL) & (nw.col("first_posted") >= nw.col("issued_on"))
    return (
        live
        & (nw.col("amount") > 0)
        & nw.col("parts").is_null()
        & nw.col("open_amount").is_null()
        & (nw.col("settled") <= nw.col("amount"))
        & nw.col("cancelled_on").is_null()
        & (untouched | tame)
    )
