"""What is open but not to be chased in full: disputed, or paid and not yet posted."""

import narwhals.stable.v2 as nw

from duecourse.ledger.columns import DTYPES
from duecourse.ledger.ledger import Ledger
from duecourse.ledger.parts import NOTHING, least, most
from duecourse.values.frames import Frame

ALL_OF_IT = nw.lit(10**12).cast(DTYPES["money"])
"""A dispute without an amount is about everything that is open."""


def with_reserved(parts: Frame, ledger: Ledger, *, state: Frame, as_of: int) -> Frame:
    """Add disputed_amount and pending_amount to open parts, neither beyond what is open.

    A dispute or a pending payment of a whole invoice is laid on its earliest due open part first.
    Credits carry none.

    Shapes:
        parts: ``open_parts``.
        returns: the same rows with disputed_amount and pending_amount, decimals.
    """
    disputed = ledger.keep(disputes_open(ledger["disputes"], state, as_of=as_of))
    pending = ledger.keep(pending_cash(ledger["settlements"], as_of=as_of))
    for name, reserved in (("disputed_amount", disputed), ("pending_amount", pending)):
        amounts = ledger.keep(laid_on(touched_by(reserved, parts, ledger), reserved))
        parts = with_amount(parts, amounts, name)
    return parts


def touched_by(reserved: Frame, parts: Frame, ledger: Ledger) -> Frame:
    """Return the open parts of the invoices that anything is reserved on; they are few."""
    return ledger.keep(
        parts.filter(~nw.col("is_credit"))
        .select("invoice_id", "part", "due_on", "open_amount")
        .join(reserved.select("invoice_id"), on="invoice_id", how="semi")
    )


def disputes_open(disputes: Frame, state: Frame, *, as_of: int) -> Frame:
    """Return what is in open dispute, per invoice and part (null: the whole invoice).

    What the disputes table says of an invoice wins over the amount stated on the invoice.
    """
    begun = disputes.filter(nw.col("opened_on") <= as_of)
    still = nw.col("closed_on").is_null() | (nw.col("closed_on") > as_of)
    told = begun.filter(still).select(
        "invoice_id", "part", nw.coalesce(nw.col("amount"), ALL_OF_IT).alias("reserved")
    )
    stated = (
        state.filter(~nw.col("stated_dispute").is_null() & (nw.col("stated_dispute") > 0))
        .join(begun.select("invoice_id"), on="invoice_id", how="anti")
        .select(
            "invoice_id",
            nw.lit(None, dtype=DTYPES["count"]).alias("part"),
            nw.col("stated_dispute").alias("reserved"),
        )
    )
    return nw.concat([told, stated])


def pending_cash(settlements: Frame, *, as_of: int) -> Frame:
    """Return payments that are matched to an invoice but not posted by the day."""
    return settlements.filter(
        nw.col("status") == "pending",
        nw.col("posted_on") <= as_of,
        ~nw.col("invoice_id").is_null(),
    ).select(
        "invoice_id",
        nw.lit(None, dtype=DTYPES["count"]).alias("part"),
        nw.coalesce("applied_amount", "amount").alias("reserved"),
    )


def laid_on(touched: Frame, reserved: Frame) -> Frame:
    """Lay reserved amounts on open parts: those of a part on it, the rest on the earliest due.

    Shapes:
        returns: invoice_id part reserved, never beyond what is open.
    """
    named = reserved.filter(~nw.col("part").is_null())
    of_part = named.group_by("invoice_id", "part").agg(nw.col("reserved").sum().alias("of_part"))
    whole = reserved.filter(nw.col("part").is_null())
    of_whole = whole.group_by("invoice_id").agg(nw.col("reserved").sum().alias("of_whole"))
    own = least(nw.coalesce(nw.col("of_part"), NOTHING), nw.col("open_amount"))
    room = (
        touched.join(of_part, on=["invoice_id", "part"], how="left")
        .join(of_whole, on="invoice_id", how="left")
        .with_columns(own=own)
        .with_columns(free=nw.col("open_amount") - nw.col("own"))
    )
    upto = nw.col("free").cum_sum().over("invoice_id", order_by=["due_on", "part"])
    stacked = room.with_columns(upto=upto)
    left = nw.coalesce(nw.col("of_whole"), NOTHING) - (nw.col("upto") - nw.col("free"))
    share = most(least(left, nw.col("free")), NOTHING)
    return stacked.select(
        "invoice_id", "part", (nw.col("own") + share).cast(DTYPES["money"]).alias("reserved")
    )


def with_amount(parts: Frame, amounts: Frame, name: str) -> Frame:
    """Add what is reserved of each part under a name; credits carry none."""
    columns = parts.collect_schema().names()
    there = nw.when(nw.col("is_credit")).then(NOTHING).otherwise(nw.col("reserved"))
    return (
        parts.join(amounts, on=["invoice_id", "part"], how="left")
        .with_columns(nw.coalesce(there, NOTHING).alias(name))
        .select(*columns, name)
    )
