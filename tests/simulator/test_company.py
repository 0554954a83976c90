from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecourse.ledger.tables import TABLE
from duecourse.simulator.columns import TYPES
from duecourse.simulator.company import CompanySpec, NoSuchCompany, simulate, true_behaviours

LAST = date(2026, 3, 31)
FACTS = {
    "invoices": ["issued_on", "cancelled_on"],
    "settlements": ["posted_on"],
    "bills": ["received_on", "endorsed_or_discounted_on", "paid_on", "dishonoured_on"],
    "orders": ["ordered_on", "cancelled_on"],
    "disputes": ["opened_on", "closed_on"],
    "promises": ["promised_on", "closed_on"],
    "notices": ["sent_on"],
    "customers": ["onboarded_on"],
    "contracts": ["signed_on"],
    "reports": ["reported_on"],
    "references": ["given_on"],
    "limits": ["from_on"],
    "holds": ["from_on", "until_on"],
    "covers": ["decided_on", "notified_on", "effective_on"],
    "rates": ["on"],
    "countries": ["on"],
}
BY_RULE = {
    ("customers", "group_id"): ("groups", "group_id"),
    ("invoices", "contract_id"): ("contracts", "contract_id"),
    ("invoices", "order_id"): ("orders", "order_id"),
    ("settlements", "order_id"): ("orders", "order_id"),
}


def company(**spec):
    """Make a company as Polars frames, by table."""
    parts = {}
    for name, chunk in simulate(CompanySpec(**spec)):
        parts.setdefault(name, []).append(pl.DataFrame(chunk))
    return {name: pl.concat(chunks) for name, chunks in parts.items()}


@pytest.fixture(scope="module")
def example():
    """The demo's company."""
    return company()


def test_the_same_seed_gives_the_same_company_to_the_byte(example):
    again = company()

    assert list(again) == list(example)
    assert all(again[name].equals(example[name]) for name in example)


def test_another_seed_gives_another_company(example):
    other = company(seed=8)

    assert not other["invoices"].equals(example["invoices"])
    assert other["invoices"].height == example["invoices"].height


def test_a_longer_history_of_the_same_seed_keeps_customers_and_their_names(example):
    assert company(months=48)["customers"]["name"].equals(example["customers"]["name"])


def test_every_table_has_canonical_columns_and_types():
    for name, chunk in simulate(CompanySpec(customers=50, invoices=300)):
        table = TABLE[name]
        order = [column.name for column in table.columns if column.name in chunk.column_names]
        assert chunk.column_names == order
        for column in chunk.schema:
            kind = table.column(column.name).kind
            assert str(column.type) == str(TYPES.get(kind, "string"))


def test_no_required_column_has_gaps_and_choices_are_known(example):
    for name, frame in example.items():
        for column in TABLE[name].columns:
            if column.required:
                assert frame[column.name].null_count() == 0, (name, column.name)
            if column.choices and column.name in frame.columns:
                found = set(frame[column.name].drop_nulls().unique())
                assert found <= set(column.choices), (name, column.name)


def test_keys_are_unique(example):
    for name, frame in example.items():
        key = [column for column in TABLE[name].key if column in frame.columns]
        if key:
            assert frame.select(key).is_unique().all(), name


def test_what_refers_to_another_table_is_found_there(example):
    for name, frame in example.items():
        for column in TABLE[name].columns:
            if column.name in frame.columns and column.refers_to:
                key = TABLE[column.refers_to].key[0]
                assert unresolved(frame[column.name], example[column.refers_to][key]) == 0
    for (name, column), (table, key) in BY_RULE.items():
        assert unresolved(example[name][column], example[table][key]) == 0, (name, column)


def unresolved(references, keys):
    """Count references that point nowhere."""
    return (~references.drop_nulls().is_in(keys.implode())).sum()


def test_nothing_happens_after_the_last_day_nor_before_the_customer_is_known(example):
    for name, columns in FACTS.items():
        for column in columns:
            assert not (example[name][column] > LAST).any(), (name, column)
    served = example["invoices"].join(example["customers"], on="customer_id")
    assert (served["issued_on"] >= served["onboarded_on"]).all()


def test_rates_are_fresh_on_the_last_day(example):
    newest = example["rates"].group_by("currency").agg(pl.col("on").max())

    assert newest.filter((pl.lit(LAST) - pl.col("on")).dt.total_days() > 45).is_empty()
    assert set(example["invoices"]["currency"]) - {"CNY"} <= set(newest["currency"])


def test_parts_of_an_invoice_add_up_to_it(example):
    parts = example["due_parts"].group_by("invoice_id").agg(pl.col("amount").sum())
    pairs = parts.join(example["invoices"], on="invoice_id")

    assert pairs.height == parts.height > 0
    assert (pairs["amount"] == pairs["amount_right"]).all()


def test_a_reversal_takes_back_exactly_one_earlier_settlement(example):
    rows = example["settlements"]
    back = rows.filter(pl.col("reverses").is_not_null())
    pairs = back.join(rows, left_on="reverses", right_on="settlement_id")

    assert pairs.height == back.height > 0
    assert set(back["kind"]) == {"reversal"}
    assert (pairs["amount"] == -pairs["amount_right"]).all()
    assert (pairs["customer_id"] == pairs["customer_id_right"]).all()
    assert (pairs["posted_on"] > pairs["posted_on_right"]).all()


def settled(tables):
    """Return each invoice with what has been settled of it."""
    posted = tables["settlements"].filter(
        (pl.col("status") == "posted") & ~pl.col("kind").is_in(["recovery", "indemnity"])
    )
    sums = posted.group_by("invoice_id").agg(
        pl.coalesce("applied_amount", "amount").sum().alias("settled"),
        pl.col("posted_on").max().alias("last_posted_on"),
    )
    return (
        tables["invoices"]
        .join(sums, on="invoice_id", how="left")
        .with_columns(pl.col("settled").fill_null(0))
    )


def test_money_is_neither_lost_nor_invented(example):
    rows = settled(example).with_columns(open=pl.col("amount") - pl.col("settled"))
    beyond = rows.filter((pl.col("amount") > 0) & (pl.col("open") < 0))
    credits = rows.filter(pl.col("amount") < 0)
    by_currency = rows.group_by("currency").agg(pl.col("amount", "settled", "open").sum())

    assert (by_currency["amount"] - by_currency["settled"] == by_currency["open"]).all()
    assert (beyond["open"] > -100).all()
    assert 0 < beyond.height < 0.01 * rows.height
    assert credits.filter(~pl.col("settled").is_in([0]) & (pl.col("open") != 0)).is_empty()


def test_a_payment_in_the_home_currency_says_what_it_settles(example):
    both = example["settlements"].join(example["invoices"], on="invoice_id")
    across = both.filter(pl.col("currency") != pl.col("currency_right"))

    assert across["applied_amount"].null_count() == 0
    assert set(across["currency"]) == {"CNY"}
    assert both.filter(pl.col("applied_amount").is_not_null()).height == across.height > 0


def test_cancelled_invoices_are_never_settled(example):
    gone = settled(example).filter(pl.col("cancelled_on").is_not_null())

    assert gone.height > 0
    assert (gone["settled"] == 0).all()


def test_every_kind_of_thing_happens():
    example = company(seed=1)

    assert set(example["settlements"]["kind"]) == {
        "payment", "bill", "credit_note", "discount", "write_off", "reversal",
        "recovery", "indemnity",
    }  # fmt: skip
    assert set(example["settlements"]["status"]) == {"posted", "pending"}
    assert set(example["notices"]["level"]) == {"friendly", "formal", "legal"}
    assert set(example["notices"]["status"]) == {"sent", "failed"}
    assert {"DE", "CN"} <= set(example["contracts"]["governing_law"].drop_nulls())
    assert example["reports"]["scale"].n_unique() == 2
    assert example["invoices"]["currency"].n_unique() > 3
    assert example["disputes"]["closed_on"].null_count() > 0
    assert example["bills"]["paid_on"].null_count() > 0
    assert example["settlements"]["order_id"].drop_nulls().len() > 0
    unallocated = example["settlements"].filter(
        pl.col("invoice_id").is_null() & pl.col("order_id").is_null()
    )
    assert unallocated["amount"].sum() > 0


def test_a_balance_sheet_balances(example):
    rows = example["statements"]

    assert (rows["total_assets"] == rows["total_liabilities"] + rows["equity"]).all()
    assert (rows["current_assets"] >= rows["cash"] + rows["receivables"]).all()
    assert set(rows["period_end"]) == {date(2023, 12, 31), date(2024, 12, 31)}


def test_names_are_chinese_at_home_and_foreign_elsewhere_or_all_english_on_request():
    chinese = company(customers=300, invoices=300)["customers"]
    english = company(customers=300, invoices=300, language="en")["customers"]

    assert chinese["name"][0] == "甲木泵业"
    assert chinese["name"].is_unique().all()
    assert 0.1 < (chinese["country"] != "CN").mean() < 0.2
    assert english["name"][0] == "Alder Pumps 1"
    assert english["name"].str.contains("^[A-Za-z0-9 ]+$").all()
    assert chinese["email"].str.ends_with(".example").all()


def test_an_english_company_has_no_chinese_in_it():
    for name, frame in company(customers=60, invoices=600, language="en").items():
        for column in frame.select(pl.col(pl.String)).iter_columns():
            assert not column.str.contains(r"[^\x00-\x7F]").any(), (name, column.name)


def test_a_company_that_cannot_be_is_refused_with_what_can():
    with pytest.raises(NoSuchCompany, match="12 to 240 months"):
        CompanySpec(months=3)
    with pytest.raises(NoSuchCompany, match="one of CNY, EUR"):
        CompanySpec(currency="XXX")


@settings(max_examples=25, deadline=None)
@given(
    st.builds(
        CompanySpec,
        seed=st.integers(0, 2**40),
        customers=st.integers(1, 60),
        invoices=st.integers(1, 400),
        as_of=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
        months=st.integers(12, 40),
        currency=st.sampled_from(["CNY", "EUR", "USD", "JPY"]),
        language=st.sampled_from(["zh", "en"]),
    )
)
def test_any_small_company_holds_together(spec):
    tables = {}
    for name, chunk in simulate(spec):
        tables.setdefault(name, []).append(pl.DataFrame(chunk))
    tables = {name: pl.concat(chunks) for name, chunks in tables.items()}

    assert tables["invoices"].height == spec.invoices
    assert tables["customers"].height == spec.customers == true_behaviours(spec).num_rows
    assert tables["invoices"]["invoice_id"].is_unique().all()
    assert tables["settlements"]["settlement_id"].is_unique().all()
    assert (tables["invoices"]["due_on"] > tables["invoices"]["issued_on"]).all()
    for name, columns in FACTS.items():
        for column in columns:
            assert not (tables[name][column] > spec.as_of).any(), (name, column)
    open_amount = settled(tables).select((pl.col("amount") - pl.col("settled")).alias("open"))
    assert (open_amount["open"] > -101).all() or (tables["invoices"]["amount"] < 0).any()
