"""A mapping chosen column by column reads back as what was chosen."""

from duecourse.sources.mapping_file import read_mapping
from duecourse.sources.mapping_text import Chosen, TableChosen, mapping_text

COLUMNS = {
    "invoice_id": Chosen('No. "1"'),
    "amount": Chosen("金额(万元)", less="已收(元)"),
    "currency": Chosen("币种", "CNY"),
    "terms": Chosen(constant="NET30"),
    "order_id": Chosen(),
    "settled_on": Chosen("收款日期"),
}


def test_what_was_chosen_is_read_back():
    text = mapping_text(
        [
            TableChosen(
                "invoices", COLUMNS, "应收", options={"date_format": "d.m.yyyy", "unit": 1000}
            ),
            TableChosen("customers", {"name": Chosen("客户")}, "c.csv", "file", distinct=True),
            TableChosen("orders", {"order_id": Chosen()}),
        ]
    )

    invoices, settlements, customers = read_mapping(text).tables
    assert (invoices.table, invoices.source) == ("invoices", "应收")
    bound = invoices.bindings
    assert bound["invoice_id"].columns == ('No. "1"',)
    assert (bound["amount"].unit, bound["amount"].minus.unit) == (10_000, 1)
    assert bound["amount"].minus.columns == ("已收(元)",)
    assert (bound["currency"].columns, bound["currency"].constant) == (("币种",), "CNY")
    assert (bound["terms"].columns, bound["terms"].constant) == ((), "NET30")
    assert bound["invoice_id"].date_formats == ("d.m.yyyy",)
    assert "order_id" not in bound
    assert settlements.bindings["posted_on"].columns == ("收款日期",)
    assert (customers.source, customers.distinct) == ("c.csv", True)


def test_nothing_chosen_is_no_mapping():
    assert mapping_text([TableChosen("invoices", {"amount": Chosen()})]) == ""
