"""The mapping on the page: recognised, chosen, saved, used again; problems as a file."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from importing import FOREIGN, MARCH, page, sent_and_seen, workbook

from duecourse.store.import_batches import SavedMapping
from duecourse.store.import_jobs import ImportJob, JobState

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_foreign_file_is_mapped_on_the_page_and_the_mapping_serves_the_next(finance):
    place, seen = sent_and_seen(finance, SimpleUploadedFile("a.csv", FOREIGN.encode()))
    assert "Nothing could be read" in seen
    assert "<option>Beleg</option>" in seen

    finance.post(
        f"{place}map/",
        {
            "by": "columns",
            "table": ["invoices", "customers"],
            "invoices.place": "0",
            "invoices.date_format": "d.m.yyyy",
            "invoices.decimal": ",",
            "invoices.unit": "1",
            "invoices.invoice_id": "Beleg",
            "invoices.customer_id": "Konto",
            "invoices.issued_on": "Vom",
            "invoices.due_on": "Bis",
            "invoices.amount": "Wert",
            "invoices.currency.constant": "EUR",
            "save_as": "german",
        },
    )

    mapped = page(finance, place)
    assert "21.50" in mapped
    assert SavedMapping.objects.get().name == "german"
    _, next_seen = sent_and_seen(
        finance, SimpleUploadedFile("b.csv", FOREIGN.replace("R1", "R9").encode())
    )
    assert "Read through the saved mapping “german”" in next_seen
    assert "EUR" in next_seen


def test_what_was_recognised_can_be_read_again_through_the_same_columns(finance, tmp_path):
    place, _ = sent_and_seen(finance, workbook(tmp_path))
    form = fields_of(page(finance, place))

    finance.post(f"{place}map/", {**form, "by": "columns"})

    job = ImportJob.objects.get()
    assert job.state == JobState.SEEN, job.refusal
    assert 'sheet = "应收"' in job.mapping
    assert job.seen["totals"][0]["amount"] == "2000.5000"


def test_what_was_worked_out_of_two_columns_stays_so_when_the_columns_are_chosen(finance, tmp_path):
    paid = """
    单位：万元 | | | | |
    客户名称 | 发票号码 | 开票日期 | 到期日 | 价税合计 | 已收金额
    甲木泵业 | F1 | 2026-01-05 | 2026-02-04 | 12 | 5
    乙木阀门 | F2 | 2026-02-05 | 2026-03-07 | 8 | 0
    """
    place, _ = sent_and_seen(finance, workbook(tmp_path, paid.replace("\n    ", "\n").strip()))
    before = ImportJob.objects.get().seen["totals"]

    finance.post(f"{place}map/", {**fields_of(page(finance, place)), "by": "columns"})

    job = ImportJob.objects.get()
    assert 'minus = "已收金额"' in job.mapping
    assert job.seen["totals"] == before
    assert [one["open"] for one in before] == ["150000.0000"]


def fields_of(text):
    """Read what a browser would send of the mapping's form."""
    form = text[text.index('name="by" value="columns"') :]
    form = form[: form.index("</form>")]
    found = {"table": re.findall(r'name="table" value="(\w+)"', form)}
    for name, inner in re.findall(r'<select name="([\w.]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r"<option([^>]*) selected>([^<]*)", inner)
        if chosen:
            value = re.search(r'value="([^"]*)"', chosen[1])
            found[name] = value[1] if value else chosen[2]
    found |= dict(re.findall(r'name="([\w.]+\.constant)" value="([^"]*)"', form))
    return found


def test_a_mapping_that_is_wrong_says_so_and_nothing_is_lost(finance, tmp_path):
    place, _ = sent_and_seen(finance, workbook(tmp_path))

    finance.post(f"{place}map/", {"by": "text", "text": "[invoice]\nx = 1"})
    assert "which nothing is called" in page(finance, place)
    finance.post(f"{place}map/", {"by": "text", "text": "[x]\n", "save_as": "bad"})
    assert not SavedMapping.objects.exists()
    finance.post(f"{place}map/", {"by": "itself"})
    assert "Nothing is kept yet" in page(finance, place)


def test_a_saved_mapping_can_be_chosen(finance):
    SavedMapping.objects.create(
        name="two columns",
        text='[invoices]\ninvoice_id = "Beleg"\ncustomer_id = "Konto"\nissued_on = "Vom"\n'
        'due_on = "Bis"\namount = {column = "Wert", decimal = ","}\ndate_format = "d.m.yyyy"\n'
        'unless = {"Konto" = ["K7"]}\ncurrency = {constant = "EUR"}',
    )
    place, _ = sent_and_seen(finance, SimpleUploadedFile("a.csv", FOREIGN.encode()))

    finance.post(f"{place}map/", {"by": "itself"})
    assert ImportJob.objects.get().mapping == ""
    finance.post(f"{place}map/", {"by": "saved", "saved": "two columns"})
    assert ImportJob.objects.get().state == JobState.SEEN


def test_problems_are_sent_as_a_file_in_which_formulas_do_nothing(finance, tmp_path):
    text = MARCH.replace("2026-13-12", "=1+1")
    place, _ = sent_and_seen(finance, workbook(tmp_path, text))

    answer = finance.get(f"{place}problems.csv")
    told = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert told.splitlines()[0] == "file,row,column,value,problem,what to do"
    assert "到期日" in told
    assert not re.search(r"(^|,)=", told, re.M)
