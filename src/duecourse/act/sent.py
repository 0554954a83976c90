"""What was already written to a part: the levels sent, and the last day of any."""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from duecourse.values.frames import Frame

PART = ("invoice_id", "part")


def sent_levels(parts: Frame, notices: Frame, *, levels: Sequence[str], as_of: int) -> Frame:
    """Say for each part which levels were sent to it by the day.

    A failed notice counts as unsent. A notice that names no part counts for every part of its
    invoice that was overdue on its day.

    Shapes:
        parts: invoice_id, part, due_on (day number)
        notices: the ledger's table
        returns: one row per part that was written to: invoice_id, part, last_sent_on and, for
            the first level ``sent_0``, for the second ``sent_1``, ... (1 or 0)

    Source: docs/algorithms/dunning.md.
    """
    sent = notices.filter(nw.col("status") == "sent", nw.col("sent_on") <= as_of).select(
        "invoice_id", "level", "sent_on", notice_part=nw.col("part")
    )
    names_the_part = nw.col("notice_part") == nw.col("part")
    was_overdue = nw.col("notice_part").is_null() & (nw.col("due_on") < nw.col("sent_on"))
    return (
        parts.select(*PART, "due_on")
        .join(sent, on="invoice_id", how="inner")
        .filter(names_the_part | was_overdue)
        .group_by(*PART)
        .agg(
            nw.col("sent_on").max().alias("last_sent_on"),
            *(among_them(level).alias(f"sent_{step}") for step, level in enumerate(levels)),
        )
    )


def among_them(level: str) -> nw.Expr:
    """Express whether a level is among the notices of a group: 1 or 0."""
    return nw.when(nw.col("level") == level).then(nw.lit(1)).otherwise(nw.lit(0)).max()


def promised_parts(parts: Frame, promises: Frame, *, as_of: int) -> Frame:
    """List the parts under a promise that is still in time, each once.

    A promise holds on its last day; one that is closed, or made later, does not. A promise that
    names no part is for the whole invoice.

    Shapes:
        parts: invoice_id, part
        promises: the ledger's table
        returns: invoice_id, part, is_promised (true)
    """
    still_open = nw.col("closed_on").is_null() | (nw.col("closed_on") > as_of)
    in_time = promises.filter(
        nw.col("promised_on") <= as_of, nw.col("until_on") >= as_of, still_open
    ).select("invoice_id", promised_part=nw.col("part"))
    named = nw.col("promised_part").is_null() | (nw.col("promised_part") == nw.col("part"))
    return (
        parts.select(*PART)
        .join(in_time, on="invoice_id", how="inner")
        .filter(named)
        .select(*PART)
        .unique()
        .with_columns(is_promised=nw.lit(value=True))
    )
