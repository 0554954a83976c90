"""Supplier invoices of 2011 to 2017: two styles of dates, payments in part.

Judged on 2017-11-08, the day of the last payment: everything that the file records has happened by
then, so that what is open is its column Outstanding. An earlier day tries what was open then.
"""

import tomllib
from decimal import Decimal

import pandas as pd
import pytest
from real_ledgers import CASSANDRA, MAPPINGS, mapped, needs_data

pytestmark = needs_data

LAST_DAY = "2017-11-08"


@pytest.fixture(scope="module")
def facts():
    """The file as pandas reads it, with the day of payment counted from the invoice."""
    table = pd.read_csv(CASSANDRA, dtype=str)
    for column in ("Amount", "Settled", "Outstanding"):
        table[column] = table[column].map(Decimal)
    for column in ("Invoice_Date", "Due_Date"):
        table[column] = pd.to_datetime(table[column], format="%d-%b-%y")
    days = table["Number_of_Days_until_Payment"].astype(int)
    table["paid_on"] = table["Invoice_Date"] + pd.to_timedelta(days, unit="D")
    return table


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The command on the last day."""
    folder = tmp_path_factory.mktemp("cassandra")
    return mapped(CASSANDRA, folder, "cassandra", "--as-of", LAST_DAY)


def summed(table, column):
    """Sum a column per counterparty, where the sum is not nothing."""
    sums = table.groupby("Vendor_Name")[column].sum()
    return {name: amount for name, amount in sums.items() if amount}


def open_by_customer(done):
    return {
        row["customer_id"]: Decimal(row["open_amount"])
        for row in done.rows("customers")
        if Decimal(row["open_amount"])
    }


def test_what_is_open_is_what_the_file_calls_outstanding(done, facts):
    assert facts["paid_on"].max() == pd.Timestamp(LAST_DAY)
    assert (done.exit_code, done.rows("problems")) == (0, [])
    assert open_by_customer(done) == summed(facts, "Outstanding")
    assert done.kpi()["home"]["open_amount"] == float(facts["Outstanding"].sum())


def test_a_part_paid_invoice_stands_with_its_amount_and_its_rest(done, facts):
    rest = facts[facts["Outstanding"] > 0]
    assert (rest["Settled"] > 0).all()

    assert {
        row["invoice_id"]: (Decimal(row["amount"]), Decimal(row["open_amount"]))
        for row in done.rows("invoices")
    } == {f"R{row.Index + 2}": (row.Amount, row.Outstanding) for row in rest.itertuples()}


def test_amount_settled_and_outstanding_add_up(done, facts):
    invoiced, settled = facts["Amount"].sum(), facts["Settled"].sum()
    buckets = sum(Decimal(row["open_amount"]) for row in done.rows("aging"))

    assert buckets == invoiced - settled == facts["Outstanding"].sum()


def test_on_an_earlier_day_open_is_what_was_invoiced_less_what_was_paid_by_then(tmp_path, facts):
    day = pd.Timestamp("2016-12-31")
    issued = facts[facts["Invoice_Date"] <= day]
    paid = facts[facts["paid_on"] <= day]

    done = mapped(CASSANDRA, tmp_path, "cassandra", "--as-of", day.date())

    left = issued["Amount"].sum() - paid["Settled"].sum()
    assert done.kpi()["home"]["open_amount"] == float(left)
    assert sum(Decimal(row["open_amount"]) for row in done.rows("aging")) == left


def test_the_other_style_of_dates_is_read_as_well(tmp_path, facts):
    """``Created`` is written 26-04-2011 11:50: taken as the day of issue, it is read throughout."""
    text = (MAPPINGS / "cassandra.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["invoices"]["date_format"] == ["dd-mmm-yy", "dd-mm-yyyy hh:mm"]
    mapping = tmp_path / "created.toml"
    mapping.write_text(text.replace('"Invoice_Date"', '"Created"'), encoding="utf-8")

    done = mapped(CASSANDRA, tmp_path / "out", mapping, "--as-of", "2018-06-30")

    created = pd.to_datetime(facts["Created"], format="%d-%m-%Y %H:%M").dt.normalize()
    assert not [row for row in done.rows("problems") if row["column"] == "Created"]
    assert {row["invoice_id"]: row["issued_on"] for row in done.rows("invoices")} == {
        f"R{at + 2}": str(created[at].date()) for at in facts.index[facts["Outstanding"] > 0]
    }
