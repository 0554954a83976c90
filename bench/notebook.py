"""The same figures as a pandas notebook would reach them: ``python -m bench.notebook FOLDER DAY``.

Vectorised, without a loop over rows; money in floats, as notebooks keep it.
"""

import sys
from typing import Any

import numpy as np
import pandas as pd

KINDS = ["payment", "bill", "credit_note", "discount", "write_off", "set_off", "reversal"]
PAYING = ["payment", "bill", "set_off", "write_off"]


def notebook(folder: str, day: str) -> dict[str, Any]:
    """Take aging, DSO and behaviour of one day."""
    as_of = pd.Timestamp(day)
    invoices = read(folder, "invoices")
    settlements = read(folder, "settlements")
    settlements = settlements[
        (settlements["posted_on"] <= as_of)
        & (settlements["status"] == "posted")
        & settlements["kind"].isin(KINDS)
    ].copy()
    settlements["applied"] = settlements["applied_amount"].fillna(settlements["amount"])
    book = book_of(invoices, settlements, as_of)
    parts = parts_of(book, read(folder, "due_parts"))
    return {
        "aging": aging_of(parts, book, settlements, as_of),
        "behaviour": behaviour_of(parts, settlements, read(folder, "disputes"), as_of),
        "dso": dso_of(parts, book, as_of),
    }


def read(folder: str, table: str) -> pd.DataFrame:
    """Read a table; decimals become floats and dates timestamps."""
    frame = pd.read_parquet(f"{folder}/{table}.parquet")
    for name in frame.columns:
        if name.endswith(("_on", "_until")):
            frame[name] = pd.to_datetime(frame[name])
        elif "amount" in name:
            frame[name] = frame[name].astype(float)
    return frame


def book_of(invoices: pd.DataFrame, settlements: pd.DataFrame, as_of: Any) -> pd.DataFrame:
    """Put beside each invoice what was settled of it."""
    settled = settlements.groupby("invoice_id")["applied"].sum().rename("settled")
    book = invoices.merge(settled, on="invoice_id", how="left")
    book["settled"] = book["settled"].fillna(0.0)
    live = (book["issued_on"] <= as_of) & ~(book["cancelled_on"] <= as_of)
    book["amount"] = np.where(live, book["amount"], 0.0)
    return book


def parts_of(book: pd.DataFrame, due_parts: pd.DataFrame) -> pd.DataFrame:
    """Lay out due parts and pay the earliest first."""
    due_parts = due_parts.sort_values(["invoice_id", "due_on", "part"])
    due_parts["upper"] = due_parts.groupby("invoice_id")["amount"].cumsum()
    owed = book[book["amount"] > 0]
    owners = owed[["invoice_id", "customer_id", "currency", "settled"]]
    split = due_parts[["invoice_id", "due_on", "amount", "upper"]].merge(owners, on="invoice_id")
    split["lower"] = split["upper"] - split["amount"]
    whole = owed[~owed["invoice_id"].isin(due_parts["invoice_id"])]
    whole = whole[["invoice_id", "customer_id", "currency", "due_on", "amount", "settled"]]
    whole = whole.assign(lower=0.0, upper=whole["amount"])
    parts = pd.concat([split, whole], ignore_index=True)
    covered = np.minimum(parts["settled"], parts["upper"])
    covered = np.where(parts["lower"] > 0, np.maximum(covered, parts["lower"]), covered)
    parts["owed"] = (parts["amount"] - (covered - parts["lower"])).round(4)
    return parts


def aging_of(parts: Any, book: Any, settlements: Any, as_of: Any) -> pd.DataFrame:
    """Sum by customer, currency and bucket."""
    late = parts[parts["owed"] > 0].copy()
    days = (as_of - late["due_on"]).dt.days
    names = ["current", "1-30", "31-60", "61-90", "90+"]
    late["bucket"] = pd.cut(days, [-np.inf, 0, 30, 60, 90, np.inf], labels=names).astype(str)
    left = book["amount"] - book["settled"]
    credit = book.assign(owed=np.where(book["amount"] > 0, np.minimum(left, 0.0), left).round(4))
    credit = credit[credit["owed"] != 0].assign(bucket="unallocated")
    free = settlements[settlements["invoice_id"].isna() & settlements["order_id"].isna()]
    free = free.assign(owed=-free["amount"], bucket="unallocated")
    columns = ["customer_id", "currency", "bucket", "owed"]
    rows = pd.concat([late[columns], credit[columns], free[columns]])
    summed = rows.groupby(columns[:3])["owed"].sum().round(4)
    return summed[summed != 0].reset_index()


def dso_of(parts: pd.DataFrame, book: pd.DataFrame, as_of: Any) -> dict[str, dict[str, float]]:
    """Divide what is receivable by the sales of 90 days, per currency."""
    owed = parts[parts["owed"] > 0]
    receivable = owed.groupby("currency")["owed"].sum()
    current = owed[owed["due_on"] >= as_of].groupby("currency")["owed"].sum()
    recent = (book["issued_on"] > as_of - pd.Timedelta(days=90)) & (book["amount"] > 0)
    sales = book[recent].groupby("currency")["amount"].sum()
    return {
        currency: {
            "dso_simple": receivable[currency] * 90 / sales[currency],
            "dso_best_possible": current.get(currency, 0.0) * 90 / sales[currency],
        }
        for currency in receivable.index
        if currency in sales.index
    }


def behaviour_of(parts: Any, settlements: Any, disputes: Any, as_of: Any) -> pd.DataFrame:
    """Weigh days late by amount over a year, its last 90 days and those before."""
    people = pd.concat([paid(parts, settlements), overdue(parts, disputes, as_of)])
    people = people[people["day"] > as_of - pd.Timedelta(days=365)].copy()
    people["days"] = people["weight"] * people["late"]
    recent = people["day"] > as_of - pd.Timedelta(days=90)
    base = ~recent & ~people["overdue"]
    whole = weighed(people)
    latest, before = weighed(people[recent]), weighed(people[base])
    result = whole.join(latest, rsuffix="_recent").join(before, rsuffix="_base")
    enough = (result["invoices_recent"] >= 3) & (result["invoices_base"] >= 3)
    change = result["mean_recent"] - result["mean_base"]
    return pd.DataFrame(
        {
            "days_beyond_terms": result["mean"],
            "days_beyond_terms_recent": result["mean_recent"],
            "days_beyond_terms_base": result["mean_base"],
            "days_beyond_terms_change": change.where(enough),
            "late_share": result["late_share"],
        }
    ).reset_index()


def weighed(people: pd.DataFrame) -> pd.DataFrame:
    """Average the days late of each customer, and count its invoices."""
    late = people["weight"].where(people["late"] > 0, 0.0)
    groups = people.assign(late_weight=late).groupby("customer_id")
    sums = groups[["weight", "days", "late_weight"]].sum()
    return pd.DataFrame(
        {
            "mean": sums["days"] / sums["weight"],
            "late_share": sums["late_weight"] / sums["weight"],
            "invoices": groups["invoice_id"].nunique(),
        }
    )


def paid(parts: pd.DataFrame, settlements: pd.DataFrame) -> pd.DataFrame:
    """Lay settlements over the parts, reversed ones left out."""
    reversed_ids = settlements["reverses"].dropna()
    rows = settlements[
        settlements["invoice_id"].notna()
        & (settlements["kind"] != "reversal")
        & settlements["reverses"].isna()
        & ~settlements["settlement_id"].isin(reversed_ids)
    ].sort_values(["invoice_id", "posted_on", "settlement_id"])
    rows = rows.assign(upto=rows.groupby("invoice_id")["applied"].cumsum())
    over = rows[["invoice_id", "posted_on", "kind", "applied", "upto"]].merge(
        parts[["invoice_id", "customer_id", "due_on", "lower", "upper"]], on="invoice_id"
    )
    piece = np.minimum(over["upto"], over["upper"]) - np.maximum(
        over["upto"] - over["applied"], over["lower"]
    )
    over = over.assign(weight=piece.round(4))
    over = over[(over["weight"] > 0) & over["kind"].isin(PAYING)]
    late = (over["posted_on"] - over["due_on"]).dt.days.clip(lower=0)
    over = over.assign(day=over["posted_on"], late=late, overdue=False)
    return over[["customer_id", "invoice_id", "day", "late", "weight", "overdue"]]


def overdue(parts: pd.DataFrame, disputes: pd.DataFrame, as_of: Any) -> pd.DataFrame:
    """Count what is overdue and undisputed as late so far."""
    standing = disputes[(disputes["opened_on"] <= as_of) & ~(disputes["closed_on"] <= as_of)]
    disputed = standing.fillna({"amount": 1e12}).groupby("invoice_id")["amount"].sum()
    late = parts[(parts["owed"] > 0) & (parts["due_on"] < as_of)].copy()
    late["weight"] = (late["owed"] - late["invoice_id"].map(disputed).fillna(0.0)).round(4)
    late = late[late["weight"] > 0]
    late = late.assign(day=as_of, late=(as_of - late["due_on"]).dt.days, overdue=True)
    return late[["customer_id", "invoice_id", "day", "late", "weight", "overdue"]]


if __name__ == "__main__":
    found = notebook(sys.argv[1], sys.argv[2])
    print(len(found["aging"]), len(found["behaviour"]), found["dso"])
