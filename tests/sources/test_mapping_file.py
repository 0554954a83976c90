"""Mappings as they are written."""

import pytest

from duecourse.sources.mapping import Binding
from duecourse.sources.mapping_file import BadMapping, read_mapping, without_sheets

WHOLE = """
[customers]
sheet = "Kunden"
customer_id = "Nr"
distinct = true

[invoices]
file = "export.csv"
date_format = "d.m.yyyy"
decimal = ","
unless = { "Status" = ["void", "draft"] }
where = { "Art" = "RE" }
invoice_id = { columns = ["Jahr", "Nr"] }
customer_id = "Kunde"
issued_on = { column = "Datum", date_format = ["m/d/yyyy", "yyyymmdd"] }
amount = { column = "Betrag", decimal = ".", unit = 1000, minus = "Storno" }
currency = { constant = "EUR" }
settled_on = "Bezahlt"
settled_amount = "Gezahlt"

[notices]
invoice_id = "Nr"
level = { column = "Stufe", values = { "1" = "friendly" } }
sent_on = "Am"
"""


def test_a_mapping_says_for_each_table_where_its_columns_come_from():
    customers, invoices, settlements, notices = read_mapping(WHOLE).tables

    assert (customers.table, customers.source, customers.distinct) == ("customers", "Kunden", True)
    assert invoices.source == "export.csv"
    assert invoices.unless == {"Status": ("void", "draft")}
    assert invoices.where == {"Art": ("RE",)}
    assert invoices.bindings["invoice_id"].columns == ("Jahr", "Nr")
    assert invoices.bindings["invoice_id"].shown == "Jahr + Nr"
    assert invoices.bindings["customer_id"] == Binding(
        columns=("Kunde",), date_formats=("d.m.yyyy",), decimal=","
    )
    assert invoices.bindings["issued_on"].date_formats == ("m/d/yyyy", "yyyymmdd")
    assert (invoices.bindings["amount"].unit, invoices.bindings["amount"].decimal) == (1000, ".")
    assert invoices.bindings["amount"].minus.columns == ("Storno",)
    assert invoices.bindings["currency"].constant == invoices.bindings["currency"].shown == "EUR"
    assert settlements.table == "settlements"
    assert settlements.bindings["posted_on"].columns == ("Bezahlt",)
    assert settlements.bindings["amount"].columns == ("Gezahlt",)
    assert settlements.follows == "invoices"
    assert notices.bindings["level"].values == {"1": "friendly"}


def test_settled_on_alone_means_paid_in_full_that_day():
    _, settlements = read_mapping(
        '[invoices]\ninvoice_id = "I"\namount = "A"\nissued_on = "D"\nsettled_on = "S"'
    ).tables

    assert settlements.bindings["amount"].columns == ("A",)
    assert settlements.bindings["settlement_id"].columns == ("I",)


def test_settled_after_counts_days_from_the_day_of_issue():
    _, settlements = read_mapping(
        '[invoices]\namount = "A"\nissued_on = "D"\nsettled_after = "Days"'
    ).tables

    assert settlements.bindings["posted_on"].columns == ("Days",)
    assert settlements.bindings["posted_on"].base.columns == ("D",)
    assert "settlement_id" not in settlements.bindings


def test_without_a_day_of_payment_there_are_no_settlements():
    assert len(read_mapping('[invoices]\namount = "A"\nsettled_amount = "P"').tables) == 1
    assert len(read_mapping('[invoices]\namount = "A"\nsettled_after = "P"').tables) == 1


def test_a_single_table_needs_no_name_of_a_file():
    assert {one.source for one in without_sheets(read_mapping(WHOLE)).tables} == {""}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[invoices", "not valid TOML"),
        ("", "names no table"),
        ("title = 'x'", "stands outside a table"),
        ("[invoice]\na = 'b'", "no table 'invoice'; did you mean invoices"),
        ("[invoices]\namuont = 'b'", "did you mean amount"),
        ("[invoices]\ndecimal = ','", "names no column"),
        ("[customers]\nsettled_on = 'b'", "no column or option of \\[customers\\] 'settled_on'"),
        ("[invoices]\namount = 5", "write a header"),
        ("[invoices]\namount = { colum = 'b' }", "did you mean column"),
        ("[invoices]\namount = { unit = 5 }", "neither a column nor a constant"),
        ("[invoices]\namount = { column = 'b', unit = 0 }", "not a whole number"),
        ("[invoices]\namount = 'b'\nunless = 'void'", "write unless ="),
    ],
)
def test_a_mapping_that_cannot_be_meant_says_what_would_do(text, says):
    with pytest.raises(BadMapping, match=says):
        read_mapping(text)
