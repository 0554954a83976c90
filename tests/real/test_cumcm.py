"""VAT invoices of 82 small Chinese firms: each firm's customers and what they bought.

The invoices say nothing of payments, so nothing here is ever paid; what can be checked is who buys
how much from whom, and that void, negative and repeated invoices are taken for what they are.
Judged on 2020-02-29: the last invoice is of 2020-02-21.
"""

from decimal import Decimal

import pandas as pd
import pytest
from real_ledgers import CUMCM, MAPPINGS, mapped, needs_data

from duecourse import read_ledger

pytestmark = needs_data

KEY = ["企业代号", "发票号码"]


@pytest.fixture(scope="module")
def facts():
    """The valid invoices as pandas reads them, with the rows as they are counted: header 1."""
    table = pd.read_parquet(CUMCM)
    table["row"] = range(2, len(table) + 2)
    table["amount"] = table["价税合计"].map(Decimal)
    return table[table["发票状态"].str.strip() == "有效发票"]


@pytest.fixture(scope="module")
def once(facts):
    """Each invoice once: the first of those with a number."""
    return facts.drop_duplicates(KEY)


@pytest.fixture(scope="module")
def books():
    """The ledger as the Python face reads it."""
    return read_ledger(CUMCM, mapping=MAPPINGS / "cumcm.toml", engine="duckdb")


@pytest.fixture(scope="module")
def invoices(books):
    return books["invoices"].to_arrow_table().to_pandas()


def test_each_firm_has_its_customers_and_their_volumes(invoices, once):
    found = invoices.groupby(["company_id", "customer_id"])["amount"].agg(["sum", "size"])
    counted = once.groupby(["企业代号", "购方单位代号"])["amount"].agg(["sum", "size"])

    assert found.index.tolist() == counted.index.tolist()
    assert found["sum"].tolist() == counted["sum"].tolist()
    assert found["size"].tolist() == counted["size"].tolist()
    assert found.index.get_level_values(0).nunique() == 82


@pytest.mark.parametrize("firm", ["E7", "E115", "E22"])
def test_a_firms_sales_are_the_sum_of_its_valid_invoices(invoices, once, firm):
    assert (
        invoices[invoices["company_id"] == firm]["amount"].sum()
        == once[once["企业代号"] == firm]["amount"].sum()
    )


def test_void_invoices_never_count_however_the_word_is_written(invoices):
    status = pd.read_parquet(CUMCM).assign(key=numbers)
    void = set(status[status["发票状态"].isin(["作废发票", " 作废发票"])]["key"])
    valid = set(status[status["发票状态"] == "有效发票"]["key"])

    assert (status["发票状态"] == " 作废发票").sum() == 47
    assert not set(invoices["invoice_id"]) & (void - valid)
    assert set(invoices["invoice_id"]) == valid


def test_a_negative_invoice_is_a_credit_and_no_sale(tmp_path, once):
    """One firm alone: its red invoices stand under unallocated, its sales are the positive ones."""
    mapping = tmp_path / "e7.toml"
    text = (MAPPINGS / "cumcm.toml").read_text(encoding="utf-8")
    mapping.write_text(text + 'where = { "企业代号" = ["E7"] }\n', encoding="utf-8")

    done = mapped(CUMCM, tmp_path / "out", mapping, "--as-of", "2020-02-29")

    own = once[once["企业代号"] == "E7"]
    red = own[own["amount"] < 0]
    credits = [row for row in done.rows("invoices") if row["bucket"] == "unallocated"]
    aging = done.rows("aging")
    assert len(red) > 0
    assert {row["invoice_id"] for row in credits} == set(numbers(red))
    assert total(row for row in aging if row["bucket"] == "unallocated") == red["amount"].sum()
    assert total(aging) == own["amount"].sum()


def numbers(rows):
    """Return each invoice's number, told apart by its firm."""
    return rows["企业代号"] + "-" + rows["发票号码"]


def total(rows):
    return sum(Decimal(row["open_amount"]) for row in rows)


def test_every_repeated_invoice_is_named_or_counted_among_the_rest(books, facts):
    twice = facts[facts.duplicated(KEY)]
    named = [problem for problem in books.problems if problem.row is not None]
    [more] = [problem for problem in books.problems if problem.row is None]

    assert {problem.row for problem in named} <= set(twice["row"])
    assert len(named) + int(more.details["count"]) == len(twice) == 3319


def test_one_number_on_two_customers_is_named_as_such(books):
    [clash] = [problem for problem in books.problems if problem.code == "duplicate-key"]

    assert (clash.details["key"], clash.row, clash.details["first_row"]) == (
        "E22-1861804",
        59798,
        "59797",
    )
