"""Disputes: what customers object to, and how it ends."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from duecourse.simulator import columns as col
from duecourse.simulator.columns import NEVER, known_by
from duecourse.simulator.draws import Flags, Ints
from duecourse.simulator.ids import invoice_ids
from duecourse.simulator.lines import CREDIT_NOTE, Lines, joined, line, part_of
from duecourse.simulator.payday import Deals, Fate
from duecourse.simulator.seasons import weekdays_on
from duecourse.values.says import Language, Says

REASONS = (
    Says("质量异议", "quality"),
    Says("短交", "short delivery"),
    Says("价格不符", "price"),
    Says("延迟交货", "late delivery"),
)
OUTCOMES = (Says("驳回", "rejected"), Says("认可", "accepted"))
UPHELD_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Disputes:
    """The disputes over a block of invoices; ``at`` are their places in the block."""

    at: Ints
    opened: Ints
    closed: Ints
    amount: Ints
    upheld: Flags


def disputes_of(deals: Deals) -> Disputes:
    """Draw the disputes: over a fifth to four fifths of an invoice, for three to twelve weeks."""
    at = deals.at(Fate.DISPUTED)
    rows, sales = deals.sales.rows[at], deals.sales
    opened = np.maximum(
        sales.issued[at] + 3, sales.due[at] - deals.dice.whole("opened", rows, 0, 12)
    )
    closed = weekdays_on(opened + deals.dice.whole("dispute lasts", rows, 20, 80))
    share = 0.2 + 0.6 * deals.dice.uniform("disputed share", rows)
    return Disputes(
        at,
        weekdays_on(opened),
        np.where(closed < deals.people.stops[sales.customer[at]], closed, NEVER),
        part_of(sales.amount[at], share),
        deals.dice.chance("upheld", rows, UPHELD_SHARE),
    )


def dispute_lines(deals: Deals, disputes: Disputes) -> list[Lines]:
    """Pay what is not disputed in time; then the rest is credited, or paid after all."""
    at = disputes.at
    rest = deals.sales.amount[at] - disputes.amount
    after = weekdays_on(
        disputes.closed + deals.dice.whole("paid after", deals.sales.rows[at], 2, 10)
    )
    lost = line(at, 1, after, disputes.amount).where(~disputes.upheld)
    credited = line(at, 1, disputes.closed, disputes.amount, CREDIT_NOTE).where(disputes.upheld)
    return [line(at, 0, deals.pays[at], rest), joined([lost, credited])]


def disputes_table(deals: Deals, disputes: Disputes, language: Language) -> pa.Table:
    """Write the disputes that were opened by the last day."""
    known = np.flatnonzero(disputes.opened <= deals.last)
    at = disputes.at[known]
    rows, customer = deals.sales.rows[at], deals.sales.customer[at]
    closed = known_by(disputes.closed[known], deals.last)
    upheld = disputes.upheld[known].astype(np.int64)
    return col.table_of(
        "disputes",
        {
            "dispute_id": col.coded("X", rows + 1, 8),
            "invoice_id": invoice_ids(rows),
            "opened_on": col.days(disputes.opened[known]),
            "amount": col.money(disputes.amount[known], deals.people.decimals[customer]),
            "reason": col.picked(
                [reason.in_language(language) for reason in REASONS],
                deals.dice.whole("reason", rows, 0, len(REASONS) - 1),
            ),
            "closed_on": col.days(closed),
            "outcome": col.picked(
                [outcome.in_language(language) for outcome in OUTCOMES],
                np.where(closed < NEVER, upheld, -1),
            ),
        },
    )
