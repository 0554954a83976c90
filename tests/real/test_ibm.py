"""The IBM ledger: 2,466 invoices through a mapping, against a plain reckoning in pandas."""

import csv
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from real_ledgers import IBM, IBM_WITH_GAPS, mapped, needs_data

pytestmark = needs_data

AS_OF = pd.Timestamp("2013-06-30")
DAY = ("--as-of", "2013-06-30")
BUCKETS = {"current": 0, "1-30": 30, "31-60": 60, "61-90": 90, "90+": 10_000}
NEEDED = ("customerID", "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount")


@pytest.fixture(scope="module")
def ibm(tmp_path_factory):
    """The command, run once."""
    return mapped(IBM, tmp_path_factory.mktemp("ibm"), "ibm", *DAY)


@pytest.fixture(scope="module")
def facts():
    """The file as pandas reads it; amounts in whole cents, so that sums are exact."""
    table = pd.read_csv(IBM, dtype=str)
    for column in ("InvoiceDate", "DueDate", "SettledDate"):
        table[column] = pd.to_datetime(table[column], format="%m/%d/%Y")
    table["cents"] = table["InvoiceAmount"].map(lambda text: int(Decimal(text) * 100))
    return table


@pytest.fixture(scope="module")
def owed(facts):
    """What is open on the day: issued by it, settled after it; with the days it is late."""
    issued = facts[(facts["InvoiceDate"] <= AS_OF) & (facts["SettledDate"] > AS_OF)]
    late = (AS_OF - issued["DueDate"]).dt.days.clip(lower=0)
    return issued.assign(late=late)


def money(cents):
    return Decimal(int(cents)) / 100


def rounded(value):
    return str(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_every_invoice_counts_and_nothing_is_complained_of(ibm, facts):
    assert (ibm.exit_code, ibm.rows("problems")) == (0, [])
    assert len(facts) == 2466
    assert [row["customer_id"] for row in ibm.rows("customers")] == sorted(set(facts["customerID"]))


def test_the_open_invoices_are_those_issued_by_the_day_and_settled_after_it(ibm, owed):
    found = {
        key: (row["open_amount"], row["days_past_due"])
        for (key,), row in ibm.by("invoices", "invoice_id").items()
    }

    assert found == {
        row.invoiceNumber: (str(money(row.cents).quantize(Decimal("0.01"))), str(row.late))
        for row in owed.itertuples()
    }


def test_the_aging_puts_each_invoice_where_its_days_put_it(ibm, owed):
    bucket = pd.cut(owed["late"], [-1, *BUCKETS.values()], labels=list(BUCKETS))
    sums = owed.groupby(["customerID", bucket], observed=True)["cents"].sum()

    assert {
        (row["customer_id"], row["bucket"]): Decimal(row["open_amount"])
        for row in ibm.rows("aging")
    } == {key: money(cents) for key, cents in sums.items()}


def test_the_figures_of_the_company_are_those_of_a_plain_sum(ibm, facts, owed):
    home = ibm.kpi()["home"]
    window = facts["InvoiceDate"].between(AS_OF - pd.Timedelta(days=89), AS_OF)
    sales, receivable = facts[window]["cents"].sum(), owed["cents"].sum()
    current = owed[owed["late"] == 0]["cents"].sum()

    assert home["open_amount"] == float(money(receivable))
    assert home["overdue_amount"] == float(money(receivable - current))
    assert home["credit_sales"] == float(money(sales))
    assert home["dso_simple"] == float(rounded(receivable / sales * 90))
    assert home["dso_best_possible"] == float(rounded(current / sales * 90))
    assert home["open_invoices"] == len(owed)
    assert home["customers"] == owed["customerID"].nunique()


@pytest.mark.parametrize("customer", ["0688-XNJRO", "7050-KQLDO", "9117-LYRCE"])
def test_days_beyond_terms_are_the_mean_of_what_was_paid_and_what_is_late(ibm, facts, customer):
    [row] = [row for row in ibm.rows("customers") if row["customer_id"] == customer]
    own = facts[facts["customerID"] == customer]

    assert row["days_beyond_terms"] == rounded(days_beyond_terms(own, 365))
    assert row["days_beyond_terms_recent"] == rounded(days_beyond_terms(own, 90))


def days_beyond_terms(own, days):
    """Weigh by amount: what was paid in the window, and what is overdue on the day."""
    start = AS_OF - pd.Timedelta(days=days)
    paid = own[(own["SettledDate"] > start) & (own["SettledDate"] <= AS_OF)]
    overdue = own[
        (own["InvoiceDate"] <= AS_OF) & (own["SettledDate"] > AS_OF) & (own["DueDate"] < AS_OF)
    ]
    late = pd.concat(
        [(paid["SettledDate"] - paid["DueDate"]).dt.days, (AS_OF - overdue["DueDate"]).dt.days]
    ).clip(lower=0)
    weight = pd.concat([paid["cents"], overdue["cents"]])
    return (late * weight).sum() / weight.sum()


def test_the_gaps_lie_where_a_ledger_needs_nothing_so_no_row_is_lost(tmp_path):
    """Of 2,586 rows 120 lack how the bill is sent; none lacks what is owed, and none is twice."""
    table = pd.read_csv(IBM_WITH_GAPS, dtype=str)
    assert table["PaperlessDate"].isna().sum() == 120
    assert table[list(NEEDED)].isna().sum().sum() == 0
    assert not table["invoiceNumber"].duplicated().any()

    done = mapped(IBM_WITH_GAPS, tmp_path, "ibm", *DAY)

    issued, settled = (
        pd.to_datetime(table[column], format="%m/%d/%Y")
        for column in ("InvoiceDate", "SettledDate")
    )
    owed = table[(issued <= AS_OF) & (settled > AS_OF)]
    assert (done.exit_code, done.rows("problems")) == (0, [])
    assert {row["invoice_id"] for row in done.rows("invoices")} == set(owed["invoiceNumber"])


def test_gaps_where_it_matters_are_named_by_row_and_the_other_rows_count(tmp_path):
    """Every fortieth row loses a cell that is needed; every fiftieth comes once more at the end."""
    with IBM_WITH_GAPS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    header, bad = rows[0], {}
    for at in range(40, len(rows), 40):
        column = NEEDED[at // 40 % len(NEEDED)]
        rows[at][header.index(column)] = ""
        bad[at + 1] = column
    whole = [row for at, row in enumerate(rows[1:], start=2) if at not in bad]
    again = whole[::50]
    source = tmp_path / "broken.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*rows, *again])

    done = mapped(source, tmp_path / "out", "ibm", *DAY)

    problems = done.rows("problems")
    blanks = {int(row["row"]): row["column"] for row in problems if int(row["row"]) <= len(rows)}
    assert done.exit_code == 2
    assert blanks == bad
    assert {int(row["row"]) for row in problems} - set(blanks) == set(
        range(len(rows) + 1, len(rows) + len(again) + 1)
    )
    table = pd.DataFrame(whole, columns=header)
    dates = {name: pd.to_datetime(table[name]) for name in ("InvoiceDate", "SettledDate")}
    owed = table[(dates["InvoiceDate"] <= AS_OF) & (dates["SettledDate"] > AS_OF)]
    assert {row["invoice_id"] for row in done.rows("invoices")} == set(owed["invoiceNumber"])
