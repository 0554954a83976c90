"""The books on one day: each invoice's state, what is open, cash, rates. Kept, read by many."""

from dataclasses import dataclass
from decimal import Decimal

import narwhals.stable.v2 as nw

from duecourse.ledger.cash import cash_without_invoice
from duecourse.ledger.currency import rates_on, with_home_rate
from duecourse.ledger.invoice_state import invoice_state
from duecourse.ledger.ledger import Ledger
from duecourse.ledger.open_parts import open_parts, with_days_past_due
from duecourse.ledger.reserved import with_reserved
from duecourse.ledger.settled import rows_of_others
from duecourse.measures.aging import with_bucket
from duecourse.values.days import day_of
from duecourse.values.frames import Frame
from duecourse.values.problems import Problem

IN_CURRENCIES = ("orders", "bills", "securities", "covers", "limits", "statements")
"""Tables whose amounts a customer's are pooled with or compared to, beside invoices and cash."""


@dataclass(frozen=True, slots=True)
class Books:
    """What the books say on one day, in frames that were computed once.

    ``others`` is what was settled of the invoices that are not simple.
    """

    ledger: Ledger
    as_of: int
    home: str
    state: Frame
    others: Frame
    open_parts: Frame
    cash: Frame
    rates: Frame

    def open_parts_rated(self) -> Frame:
        """Return the open parts with the rate of their currency to the home currency."""
        return with_home_rate(self.open_parts, self.rates, home=self.home)

    def known_rates(self) -> dict[str, Decimal]:
        """Return the rates that are known on the day, the home currency's included."""
        rows = self.rates.filter(~nw.col("rate").is_null()).collect().iter_rows(named=True)
        return {self.home: Decimal(1), **{row["currency"]: exact(row["rate"]) for row in rows}}

    def rate_problems(self) -> tuple[Problem, ...]:
        """Name every currency in use whose rate is missing or too old."""
        buyers = self.ledger["customers"].join(
            self.state.select("customer_id"), on="customer_id", how="semi"
        )
        frames = (self.state, self.cash, buyers, *(self.ledger[name] for name in IN_CURRENCIES))
        used = nw.concat([frame.select("currency") for frame in frames]).unique()
        unknown = (
            used.filter(nw.col("currency") != self.home)
            .join(self.rates, on="currency", how="left")
            .filter(nw.col("rate").is_null())
        )
        rows = sorted(unknown.collect().iter_rows(named=True), key=lambda row: row["currency"])
        return tuple(self.rate_problem(row["currency"], row["rate_on"]) for row in rows)

    def rate_problem(self, currency: str, rate_on: int | None) -> Problem:
        """Say which rate is missing, or how old the last one is."""
        known = {"currency": currency, "home": self.home, "as_of": str(day_of(self.as_of))}
        if rate_on is None:
            return Problem("rate-missing", "rates", column="rate", details=known)
        known["rate_on"] = str(day_of(rate_on))
        return Problem("rate-too-old", "rates", column="rate", details=known)


def books_on(ledger: Ledger, *, as_of: int, home: str, rate_max_age_days: int) -> Books:
    """Open the books on a day.

    Source: docs/algorithms/open-items.md.
    """
    state = ledger.keep(invoice_state(ledger, as_of=as_of))
    others = rows_of_others(ledger["settlements"], state, as_of=as_of)
    opened = with_days_past_due(open_parts(state, ledger["due_parts"]), as_of=as_of)
    parts = with_bucket(with_reserved(ledger.keep(opened), ledger, state=state, as_of=as_of))
    rates = rates_on(ledger["rates"], as_of=as_of, max_age_days=rate_max_age_days)
    return Books(
        ledger=ledger,
        as_of=as_of,
        home=home,
        state=state,
        others=ledger.keep(others),
        open_parts=ledger.keep(parts),
        cash=ledger.keep(cash_without_invoice(ledger["settlements"], as_of=as_of)),
        rates=ledger.keep(rates.filter(nw.col("currency") != home)),
    )


def exact(rate: float) -> Decimal:
    """Return a rate as the decimal it was written as."""
    return Decimal(repr(rate))
