"""Books imported: looked at first, kept whole or not at all, known again, taken back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from sheets import xlsx

from duecourse.services.import_books import (
    NotImported,
    Request,
    foreseen,
    keep,
    look,
    look_again,
    note,
)
from duecourse.services.save_mapping import NoSuchMapping, mapping_called, save_mapping
from duecourse.services.take_back_import import NotTakenBack, take_back
from duecourse.sources.mapping_file import BadMapping
from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.import_batches import ImportBatch
from duecourse.store.recording import Recorded

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 3, 31)
MARCH = """
应收账款明细 | | | |
客户名称 | 发票号码 | 开票日期 | 到期日 | 价税合计
甲木泵业 | F1 | 2026-01-05 | 2026-02-04 | 1200.50
甲木泵业 | F2 | 2026-02-05 | 2026-03-07 | 800
乙木阀门 | F3 | 2026-02-10 | 2026-03-12 | 99.99
合计 | | | | 2100.49
"""
INVOICES = (
    "invoice_id,customer_id,issued_on,due_on,currency,amount\n"
    "I1,K1,2025-11-01,2025-12-01,CNY,1000\nI2,K1,2026-03-10,2026-04-09,CNY,60000\n"
)
CORRECTED = MARCH.replace("800", "850").replace("2100.49", "2150.49")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def sheet(tmp_path):
    def written(text=MARCH, name="march.xlsx"):
        return xlsx(tmp_path / name, {"应收": text})

    return written


@pytest.fixture
def folder(tmp_path):
    def written(name="books", **tables):
        home = tmp_path / name
        home.mkdir()
        for table, text in tables.items():
            (home / f"{table}.csv").write_text(text)
        return home

    return written


def looked(source, mapping="", currency="", complete=False):
    return look(Request(source, mapping, currency, complete), today=TODAY)


def kept(source, **how):
    return keep(looked(source, **how))


def amounts():
    holding = FACTS["invoices"].objects.filter(superseded=None)
    return dict(holding.values_list("invoice_id", "amount"))


def held(table, *columns):
    holding = FACTS[table].objects.filter(superseded=None)
    return sorted(holding.values_list(*columns, flat=len(columns) == 1))


def test_a_sheet_is_shown_before_anything_of_it_is_kept(sheet):
    seen = looked(sheet())

    invoices = next(table for table in seen.tables if table.name == "invoices")
    assert (invoices.rows, invoices.first[0]["invoice_id"]) == (3, "F1")
    assert invoices.first[0]["due_on"] == date(2026, 2, 4)
    assert ("amount", "价税合计") in [(one.column, one.header) for one in invoices.columns]
    [total] = seen.totals
    assert (total.table, total.currency, total.rows) == ("invoices", "CNY", 3)
    assert total.amount == total.still_open == Decimal("2100.49")
    assert [problem.code for problem in seen.problems] == ["not-counted"]
    assert seen.known_as is None
    assert not amounts() and not ImportBatch.objects.exists()


def test_what_was_looked_at_is_kept_with_its_file_its_totals_and_who_did_it(
    sheet, home, django_user_model
):
    user = django_user_model.objects.create(username="fin", role="finance")

    batch = keep(looked(sheet()), user)

    assert amounts() == {"F1": Decimal("1200.50"), "F2": 800, "F3": Decimal("99.99")}
    assert batch.counts["invoices"] == {"new": 3, "corrected": 0, "known": 0}
    assert batch.totals["invoices"]["CNY"] == {
        "rows": 3,
        "amount": "2100.4900",
        "open": "2100.4900",
    }
    assert (batch.user, batch.kept.user, batch.kept.action) == (user, user, "import.kept")
    assert batch.problems[0]["code"] == "not-counted"
    assert (home / "imports" / batch.digest / "march.xlsx").read_bytes()
    assert look_again(batch, today=TODAY).known_as == batch


def test_what_was_looked_at_on_a_page_is_kept_from_there_later(sheet):
    sent = sheet()
    noted = note(looked(sent))
    assert (noted.state, note(looked(sent))) == ("read", noted)
    assert not amounts()
    sent.unlink()

    batch = keep(look_again(noted, today=TODAY))

    assert (batch.pk, batch.state, batch.counts["invoices"]["new"]) == (noted.pk, "kept", 3)


def test_the_same_file_twice_is_recognised_whatever_its_name(sheet):
    original = sheet()
    first = kept(original)

    seen = looked(original.rename(original.with_name("copy.xlsx")))

    assert seen.known_as == first
    with pytest.raises(NotImported, match=f"import {first.pk}"):
        keep(seen)


def test_the_same_contents_are_kept_once(folder):
    books = folder(invoices=INVOICES)
    first = kept(books)

    assert looked(books).known_as == first
    with pytest.raises(NotImported, match=f"already: import {first.pk} of"):
        kept(books)
    assert ImportBatch.objects.count() == 1


def test_a_corrected_file_corrects_what_differs_and_knows_the_rest(sheet):
    kept(sheet())

    seen = looked(sheet(CORRECTED, "april.xlsx"))

    assert foreseen(seen)["invoices"] == Recorded(new=0, corrected=1, known=2)
    assert amounts()["F2"] == 800
    assert keep(seen).counts["invoices"] == {"new": 0, "corrected": 1, "known": 2}
    assert amounts()["F2"] == 850


def test_good_rows_are_kept_and_broken_ones_beside_them_are_named(sheet):
    batch = kept(sheet(MARCH.replace("99.99", "much")))

    assert sorted(amounts()) == ["F1", "F2"]
    assert "unreadable-amount" in [problem["code"] for problem in batch.problems]


def test_nothing_is_kept_where_the_database_refuses_a_row_of_a_later_table(folder):
    settlements = (
        "settlement_id,customer_id,invoice_id,posted_on,currency,amount,kind\n"
        "S1,K1,I1,2025-12-01,CNY,1000,payment\n"
    )
    seen = looked(folder(invoices=INVOICES, settlements=settlements))
    last = next(one for one in seen.facts if one.table.name == "settlements")
    twice = replace(last, rows=pa.concat_tables([last.rows, last.rows]))
    others = [one for one in seen.facts if one is not last]

    with pytest.raises(NotImported, match="the database refuses a row"):
        keep(replace(seen, facts=(*others, twice)))
    with pytest.raises(NotImported, match="the database refuses a row"):
        foreseen(replace(seen, facts=(*others, twice)))
    assert not amounts() and not ImportBatch.objects.exists() and not AuditEvent.objects.exists()


def test_keys_that_a_default_makes_one_are_kept_once_and_named(folder):
    limits = (
        "customer_id,from_on,amount,currency,company_id\n"
        "K1,2025-01-01,100,CNY,main\nK1,2025-01-01,200,CNY,\n"
    )

    batch = kept(folder(limits=limits))

    assert held("limits", "amount") == [100]
    assert "key-twice" in [problem["code"] for problem in batch.problems]


def test_a_file_that_does_not_have_a_column_leaves_it_as_it_was(folder):
    kept(folder("all", customers="customer_id,name,country\nK1,Alder,DE\n", invoices=INVOICES))

    kept(folder("names", customers="customer_id,name\nK1,Alder GmbH\n"))

    assert held("customers", "name", "country") == [("Alder GmbH", "DE")]


def test_a_customer_whom_an_invoice_only_names_is_not_emptied(folder):
    kept(folder("all", customers="customer_id,name,country\nK1,Alder,DE\n"))

    batch = kept(folder("invoices", invoices=INVOICES.replace("I2,K1", "I2,K2")))

    assert batch.counts["customers"] == {"new": 1, "corrected": 0, "known": 1}
    assert held("customers", "name") == ["Alder", "K2"]


def test_a_corrected_security_does_not_count_beside_the_old_one(folder):
    pledged = "customer_id,kind,amount,currency\nK1,deposit,{amount},CNY\n"
    kept(folder("first", securities=pledged.format(amount=70)))

    batch = kept(folder("next", securities=pledged.format(amount=60)))

    assert batch.counts["securities"] == {"new": 0, "corrected": 1, "known": 0}
    assert held("securities", "amount") == [60]


def test_payments_of_invoices_that_came_earlier_stay_with_them(folder):
    kept(folder("first", customers="customer_id,name\nK1,Alder\n", invoices=INVOICES))
    settlements = (
        "settlement_id,customer_id,invoice_id,posted_on,currency,amount\n"
        "S1,K1,I1,2025-12-01,CNY,1000\nS2,K1,I9,2025-12-01,CNY,5\n"
    )
    later = INVOICES.splitlines()[0] + "\nI3,K1,2026-03-10,2026-04-09,CNY,7\n"
    customers = "customer_id,name\nK2,Birch\n"

    batch = kept(folder("next", customers=customers, invoices=later, settlements=settlements))

    assert held("settlements", "settlement_id", "invoice_id") == [("S1", "I1"), ("S2", None)]
    assert [(found["code"], found["row"]) for found in batch.problems] == [("unknown-invoice", 3)]


OPEN = """
截止日期：2026-03-31 | | | | |
客户名称 | 发票号码 | 开票日期 | 到期日 | 价税合计 | 未收金额
甲木泵业 | F1 | 2026-01-05 | 2026-02-04 | 1200.50 | 200.50
乙木阀门 | F3 | 2026-02-10 | 2026-03-12 | 99.99 | 99.99
"""
NEXT_MONTH = OPEN.replace("2026-03-31", "2026-04-30").replace("甲木泵业 | F1", "丙火电机 | F9")


def test_a_list_that_names_an_open_invoice_no_longer_says_so(sheet):
    kept(sheet(OPEN))

    seen = looked(sheet(NEXT_MONTH, "april.xlsx"))

    [problem] = [found for found in seen.problems if found.code == "no-longer-listed"]
    assert problem.details == {"count": "1", "day": "2026-04-30"}
    keep(seen)
    assert ("F1", Decimal("200.50")) in held("invoices", "invoice_id", "open_amount")


def test_a_complete_list_settles_what_it_names_no_longer(sheet):
    kept(sheet(OPEN))

    batch = kept(sheet(NEXT_MONTH, "april.xlsx"), complete=True)

    assert "no-longer-listed" not in [problem["code"] for problem in batch.problems]
    assert batch.counts["invoices"] == {"new": 1, "corrected": 2, "known": 0}
    stated = held("invoices", "invoice_id", "amount", "open_amount", "balance_on")
    assert stated[0] == ("F1", Decimal("1200.50"), 0, date(2026, 4, 30))
    take_back(batch.pk)
    assert ("F1", Decimal("200.50")) in held("invoices", "invoice_id", "open_amount")


def test_a_complete_list_leaves_open_what_payments_are_known_of(sheet, folder):
    kept(sheet(OPEN))
    paid = "settlement_id,customer_id,invoice_id,posted_on,currency,amount\nS1,甲木泵业,F1,"
    kept(folder(settlements=f"{paid}2026-03-01,CNY,100\n"))

    batch = kept(sheet(NEXT_MONTH, "april.xlsx"), complete=True)

    assert "not-closed" in [problem["code"] for problem in batch.problems]
    assert ("F1", Decimal("200.50")) in held("invoices", "invoice_id", "open_amount")


def test_an_import_is_taken_back_whole_and_may_come_again(sheet):
    first = kept(sheet())
    second = kept(sheet(CORRECTED, "april.xlsx"))

    taken = take_back(second.pk, reason="wrong month")

    assert (taken.state, taken.taken_back.reason) == ("taken_back", "wrong month")
    assert amounts()["F2"] == 800
    assert take_back(first.pk).state == "taken_back" and not amounts()
    with pytest.raises(NotTakenBack, match="no import"):
        take_back(first.pk)
    assert keep(look_again(first, today=TODAY)).counts["invoices"]["new"] == 3


def test_an_import_stays_while_a_later_one_has_corrected_it(sheet):
    first = kept(sheet())
    kept(sheet(CORRECTED, "april.xlsx"))

    with pytest.raises(NotTakenBack, match=r"corrected since by april\.xlsx"):
        take_back(first.pk)
    assert amounts()["F2"] == 850


def test_an_import_stays_while_a_decision_about_its_customers_rests_on_it(sheet):
    first = kept(sheet())
    AuditEvent.objects.create(action="order.checked", customer_id="甲木泵业")

    with pytest.raises(NotTakenBack, match="decided about 甲木泵业"):
        take_back(first.pk)
    assert len(amounts()) == 3


def test_a_foreign_file_is_read_by_a_mapping_saved_by_name(tmp_path):
    export = tmp_path / "export.csv"
    export.write_text("No;Account;Posted;Due;Gross\n7;K1;2026-01-05;2026-02-04;10,50\n")
    save_mapping(
        "sap",
        '[invoices]\ninvoice_id="No"\ncustomer_id="Account"\nissued_on="Posted"\ndue_on="Due"\n'
        'amount={column="Gross",decimal=","}\ncurrency={constant="EUR"}\n',
    )

    batch = kept(export, mapping=mapping_called("sap"))

    assert amounts() == {"7": Decimal("10.50")}
    assert (batch.kind, "[invoices]" in batch.mapping) == ("mapped", True)
    with pytest.raises(NoSuchMapping, match="saved are: sap"):
        mapping_called("oracle")
    with pytest.raises(BadMapping):
        save_mapping("broken", "[invoices")


def test_what_holds_no_table_is_refused_with_what_would_do(tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF")
    empty = tmp_path / "empty.csv"
    empty.write_text("a,b\n1,2\n")

    with pytest.raises(NotImported, match="is no table"):
        looked(letter)
    with pytest.raises(NotImported, match="could be read") as refused:
        looked(empty)
    assert [problem.code for problem in refused.value.details["problems"]] == ["nothing-recognised"]


def test_numbers_made_from_rows_are_warned_of(folder):
    batch = kept(folder(invoices=INVOICES.replace("invoice_id", "remark")))

    assert "numbers-made" in [problem["code"] for problem in batch.problems]


def test_text_that_no_database_keeps_is_kept_without_what_it_cannot_hold(folder):
    kept(folder(customers="customer_id,name\nK1,Al\0der\n"))

    assert held("customers", "name") == ["Alder"]
