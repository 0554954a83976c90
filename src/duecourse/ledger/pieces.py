"""Which settlement paid which part, and how late: the matter of payment behaviour."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.ledger.ledger import Ledger
from duecourse.ledger.parts import NOTHING, least, most, parts_of
from duecourse.ledger.settled import settling, without_reversals
from duecourse.ledger.tables_trade import PAYING_KINDS
from duecourse.values.frames import Frame

BEHAVIOUR_KINDS = (*PAYING_KINDS, "write_off")


def pieces(ledger: Ledger, state: Frame, others: Frame, *, as_of: int, since: int) -> Frame:
    """Return what each paying settlement or write-off paid of each part.

    What was settled beyond an invoice is no payment of it; a reversed row and its reversal are
    as if they had never been.

    Shapes:
        state: ``invoice_state`` on the day, kept.
        others: ``settled.rows_of_others``, kept.
        since: rows posted on this day or earlier are left out.
        returns: invoice_id customer_id currency posted_on due_on amount (what went to the part,
            in the invoice's currency, > 0).

    Source: docs/algorithms/days-beyond-terms.md.
    """
    recent = settling(ledger["settlements"], as_of=as_of).filter(
        ~nw.col("invoice_id").is_null(),
        nw.col("posted_on") > since,
        nw.col("kind").is_in(BEHAVIOUR_KINDS),
    )
    return nw.concat(
        [
            pieces_of_simple(recent, state.filter(nw.col("simple"))),
            pieces_of_others(others, state.filter(~nw.col("simple")), ledger, since=since),
        ]
    )


def pieces_of_simple(rows: Frame, state: Frame) -> Frame:
    """Take each row whole: a simple invoice has one part and is never paid beyond its amount."""
    owners = state.select("invoice_id", "due_on", nw.col("currency").alias("of_invoice"))
    paying = rows.filter(nw.col("applied") > 0)
    return paying.join(owners, on="invoice_id", how="inner").select(
        "invoice_id",
        "customer_id",
        nw.col("of_invoice").alias("currency"),
        "posted_on",
        "due_on",
        nw.col("applied").cast(DTYPES["money"]).alias("amount"),
    )


def pieces_of_others(rows: Frame, state: Frame, ledger: Ledger, *, since: int) -> Frame:
    """Lay the settlements of an invoice end to end over its parts, in the order of their days."""
    wanted = state.filter(nw.col("amount") > 0)
    standing = without_reversals(rows)
    upto = nw.col("applied").cum_sum().over("invoice_id", order_by=["posted_on", "settlement_id"])
    spans = (
        standing.with_columns(upto=upto)
        .with_columns(before=nw.col("upto") - nw.col("applied"))
        .select("invoice_id", "posted_on", "kind", "upto", "before")
    )
    over = spans.join(parts_of(wanted, ledger["due_parts"]), on="invoice_id", how="inner")
    overlap = least(nw.col("upto"), nw.col("highest")) - most(nw.col("before"), nw.col("lowest"))
    return (
        over.with_columns(piece=most(overlap, NOTHING))
        .filter(
            nw.col("piece") > 0,
            nw.col("posted_on") > since,
            nw.col("kind").is_in(BEHAVIOUR_KINDS),
        )
        .select(
            "invoice_id",
            "customer_id",
            "currency",
            "posted_on",
            "due_on",
            nw.col("piece").cast(DTYPES["money"]).alias("amount"),
        )
    )
