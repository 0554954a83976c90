"""Late interest on what is chased: by contract, by statute, or unknown."""

import narwhals.stable.v2 as nw
import pyarrow as pa

from duecourse.law.frames import Case, Claim, interest_cases, interest_shares, part_interest
from duecourse.ledger.columns import DTYPES
from duecourse.ledger.ledger import Ledger
from duecourse.pipeline.books import Books
from duecourse.policy.shapes import LateInterest
from duecourse.values.frames import Frame
from duecourse.values.problems import Problem

SHARES = pa.schema(
    [
        ("law", pa.string()),
        ("debtor_class", pa.string()),
        ("due_on", pa.int32()),
        ("contract_on", pa.int32()),
        ("share", pa.float64()),
    ]
)


def late_interest_of(books: Books, policy: LateInterest) -> tuple[Frame, tuple[Problem, ...]]:
    """Work out late interest on each overdue part, less what is disputed or pending.

    The law is the contract's; where it names none, the policy's. Without either only agreed
    interest is claimed.

    Shapes:
        returns: invoice_id part late_interest; and what could not be worked out.

    Source: docs/algorithms/late-interest.md.
    """
    claim = claim_of(policy)
    parts = books.ledger.keep(chased(books))
    cases = [Case(**row) for row in interest_cases(parts).collect().iter_rows(named=True)]
    shares = interest_shares(cases, as_of=books.as_of, claim=claim)
    rows = [dict(zip(SHARES.names, row, strict=True)) for row in shares.rows]
    known = books.ledger.make(pa.Table.from_pylist(rows, schema=SHARES))
    interest = part_interest(parts, known, as_of=books.as_of, claim=claim)
    return interest, tuple(shares.problems)


def claim_of(policy: LateInterest) -> Claim:
    """Say to the law what the policy claims."""
    return Claim(
        basis=policy.basis,
        yearly_share=policy.yearly_share,
        grace_days=policy.grace_days,
        law=policy.law,
        mark_up=policy.markup,
        seller_class=policy.seller_class,
    )


def chased(books: Books) -> Frame:
    """Lay out overdue parts with the contract that governs them.

    Shapes:
        returns: invoice_id part currency due_on chase_amount law debtor_class signed_on
            agreed_share.
    """
    left = nw.col("open_amount") - nw.col("disputed_amount") - nw.col("pending_amount")
    late = books.open_parts.filter(nw.col("days_past_due") > 0).with_columns(
        chase_amount=left.cast(DTYPES["money"])
    )
    classes = books.ledger["customers"].select("customer_id", "debtor_class")
    governed = late.filter(nw.col("chase_amount") > 0).join(
        governing(books.ledger), on="invoice_id", how="left"
    )
    return governed.join(classes, on="customer_id", how="left").select(
        "invoice_id",
        "part",
        "currency",
        "due_on",
        "chase_amount",
        "law",
        "debtor_class",
        "signed_on",
        "agreed_share",
    )


def governing(ledger: Ledger) -> Frame:
    """Return law, day and agreed interest of each invoice's contract, where it names one."""
    contracts = ledger["contracts"].select(
        "contract_id",
        "signed_on",
        nw.col("governing_law").alias("law"),
        nw.col("late_interest").alias("agreed_share"),
    )
    return (
        ledger["invoices"]
        .filter(~nw.col("contract_id").is_null())
        .select("invoice_id", "contract_id")
        .join(contracts, on="contract_id", how="inner")
        .drop("contract_id")
    )
