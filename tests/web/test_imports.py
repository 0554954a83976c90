"""Importing on the pages: from an empty installation to the overview, and all that can go wrong."""

import io
import os
import re
import time
from datetime import date, timedelta
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from sheets import ods, xls, xlsx
from small_company import people

from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.import_batches import ImportBatch, SavedMapping
from duecourse.store.import_jobs import BEAT, ImportJob, JobState
from duecourse.store.people import User
from duecourse.store.policy_in_force import version_in_force
from duecourse.store.positions import PositionCustomer, latest_day
from duecourse.web.imports import work

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
MARCH = """
应收账款明细 | | | | 截止日期：2026-03-31
客户名称 | 发票号码 | 开票日期 | 到期日 | 价税合计
甲木泵业 | F1 | 2026-01-05 | 2026-02-04 | 1200.50
甲木泵业 | F2 | 2026-02-05 | 2026-03-07 | 800
乙木阀门 | F3 | 2026-02-10 | 2026-13-12 | 99.99
合计 | | | | 2100.49
"""
FOREIGN = (
    "Beleg;Konto;Vom;Bis;Wert\nR1;K1;05.01.2026;04.02.2026;12,50\nR2;K1;06.01.2026;05.02.2026;9\n"
)
INVOICES = (
    "invoice_id,customer_id,issued_on,due_on,currency,amount\n"
    "I1,K1,2025-11-01,2025-12-01,CNY,1000\n"
)


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    cache.clear()
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(work, "PATIENCE", 60)
    return settings.HOME


@pytest.fixture
def finance(client):
    client.force_login(people()["finance"])
    return client


def workbook(tmp_path, text=MARCH, name="march.xlsx"):
    path = xlsx(tmp_path / name, {"应收": text})
    return SimpleUploadedFile(name, path.read_bytes())


def send(client, *files):
    return client.post(reverse("import-upload"), {"files": list(files)})


def job_of(answer):
    return ImportJob.objects.get(pk=int(re.search(r"waiting/(\d+)/", answer.url)[1]))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    text = answer.content.decode()
    assert "None" not in text
    assert "web." not in text
    assert ' style="' not in text
    assert not re.search(r"\son\w+=", text)
    return text


def sent_and_seen(client, *files):
    answer = send(client, *files)
    return answer.url, page(client, answer.url)


def test_a_newcomer_goes_from_an_empty_installation_to_the_overview(finance, tmp_path):
    first = page(finance, reverse("overview"))
    assert 'type="file"' in first
    assert 'enctype="multipart/form-data"' in first

    place, seen = sent_and_seen(finance, workbook(tmp_path))
    assert "march.xlsx" in seen
    assert "Nothing is kept yet" in seen
    assert "2026-13-12" in seen
    assert "2,000.50" in seen
    assert not FACTS["invoices"].objects.exists()

    kept = finance.post(f"{place}keep/")
    assert kept.url == place
    assert finance.get(place).url == reverse("overview")

    overview = page(finance, reverse("overview"))
    assert "31 Mar 2026" in overview
    assert "is kept: march.xlsx" in overview
    assert "甲木泵业" in overview
    assert version_in_force().number == 1
    assert latest_day().as_of == date(2026, 3, 31)
    batch = ImportBatch.objects.get()
    assert (batch.user.username, batch.state) == ("finance", "kept")
    assert f"/import/{batch.pk}/take-back/" in overview
    assert not ImportJob.objects.get().home.exists()


def test_the_pages_are_chinese_for_who_reads_chinese(finance, tmp_path):
    User.objects.update(language="zh")

    place, seen = sent_and_seen(finance, workbook(tmp_path))

    for word in ("还没有导入任何内容", "控制合计", "各列从哪里来", "发票号码", "导入这"):
        assert word in seen, word
    finance.post(f"{place}keep/")
    finance.get(place)
    assert "第" in page(finance, reverse("imports"))


@pytest.mark.parametrize("kind", ["xls", "ods", "csv", "parquet", "zip", "two"])
def test_whatever_holds_a_table_is_read(finance, tmp_path, kind):
    table = pl.read_csv(io.StringIO(INVOICES))
    match kind:
        case "xls":
            files = [xls(tmp_path / "a.xls", "应收", MARCH)]
        case "ods":
            files = [ods(tmp_path / "a.ods", "应收", MARCH)]
        case "csv":
            files = [tmp_path / "invoices.csv"]
            files[0].write_text(INVOICES)
        case "parquet":
            files = [tmp_path / "invoices.parquet"]
            table.write_parquet(files[0])
        case "zip":
            files = [tmp_path / "books.zip"]
            with ZipFile(files[0], "w") as packed:
                packed.writestr("invoices.csv", INVOICES)
                packed.writestr("customers.csv", "customer_id,name\nK1,Nordwind\n")
        case "two":
            files = [tmp_path / "invoices.csv", tmp_path / "customers.csv"]
            files[0].write_text(INVOICES)
            files[1].write_text("customer_id,name\nK1,Nordwind\n")

    _, seen = sent_and_seen(
        finance, *[SimpleUploadedFile(one.name, one.read_bytes()) for one in files]
    )

    job = ImportJob.objects.get()
    assert job.state == JobState.SEEN, job.refusal
    assert sum(one["rows"] for one in job.seen["tables"] if one["name"] == "invoices") >= 1
    assert "Keep" in seen


def test_files_that_are_no_ledger_tables_wait_each_by_itself(finance, tmp_path):
    other = workbook(tmp_path, MARCH.replace("F1", "G1"), "april.xlsx")

    assert send(finance, workbook(tmp_path), other).url == reverse("imports")

    listed = page(finance, reverse("imports"))
    assert "march.xlsx" in listed
    assert "april.xlsx" in listed


def test_the_same_file_twice_is_recognised_and_says_when_and_by_whom(finance, tmp_path):
    file = workbook(tmp_path)
    place, _ = sent_and_seen(finance, file)
    finance.post(f"{place}keep/")
    file.seek(0)
    file.name = "copy.xlsx"

    again, seen = sent_and_seen(finance, file)

    assert "were imported before" in seen
    assert "by finance on" in seen
    assert f"{again}keep/" not in seen
    finance.post(f"{again}keep/")
    assert ImportBatch.objects.count() == 1
    assert "was imported already" in page(finance, again)


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


def test_what_is_discarded_is_gone_and_noted(finance, tmp_path):
    place, _ = sent_and_seen(finance, workbook(tmp_path))
    home = ImportJob.objects.get().home

    assert finance.post(f"{place}discard/").url == reverse("imports")

    assert not home.exists()
    assert finance.get(place).url == reverse("imports")
    assert AuditEvent.objects.filter(action="import.discarded", user__username="finance").exists()


def test_an_import_is_taken_back_with_a_reason_and_the_day_worked_out_anew(finance, tmp_path):
    place, _ = sent_and_seen(finance, workbook(tmp_path))
    finance.post(f"{place}keep/")
    second, _ = sent_and_seen(finance, workbook(tmp_path, MARCH.replace("F2", "F7"), "b.xlsx"))
    finance.post(f"{second}keep/")
    batch = ImportBatch.objects.first()
    address = reverse("import-take-back", args=[batch.pk])

    finance.post(address, {"reason": " "})
    assert "Say why" in page(finance, reverse("import-batch", args=[batch.pk]))
    finance.post(address, {"reason": "wrong month"})

    assert "is taken back" in page(finance, reverse("imports"))
    told = page(finance, reverse("import-batch", args=[batch.pk]))
    assert "wrong month" in told
    assert not FACTS["invoices"].objects.filter(invoice_id="F7", superseded=None).exists()
    assert PositionCustomer.objects.filter(day=latest_day()).exists()


def test_what_rests_on_an_import_is_said_and_it_stays(finance, tmp_path):
    place, _ = sent_and_seen(finance, workbook(tmp_path))
    finance.post(f"{place}keep/")
    batch = ImportBatch.objects.get()
    AuditEvent.objects.create(action="limit.granted", customer_id="甲木泵业")

    told = page(finance, reverse("import-batch", args=[batch.pk]))
    assert "since then it was decided about 甲木泵业" in told
    assert "/take-back/" not in told
    finance.post(reverse("import-take-back", args=[batch.pk]), {"reason": "x"})
    assert ImportBatch.objects.get().state == "kept"


def bomb():
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as packed:
        packed.writestr("invoices.csv", b"0" * 60_000_000)
    return SimpleUploadedFile("bomb.zip", data.getvalue())


def entities():
    data = io.BytesIO()
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'
    with ZipFile(data, "w") as packed:
        packed.writestr("xl/worksheets/sheet1.xml", xml)
    return SimpleUploadedFile("entities.xlsx", data.getvalue())


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (bomb, "unpacks to far more"),
        (lambda: SimpleUploadedFile("a.exe", b"MZ"), "is no table"),
        (lambda: SimpleUploadedFile("a.zip", b"PK\x03\x04"), "is damaged"),
    ],
)
def test_what_is_dangerous_or_no_table_is_refused_before_anything_is_read(finance, file, says):
    answer = send(finance, file())

    assert answer.url == reverse("imports")
    assert says in page(finance, reverse("imports"))
    assert not ImportJob.objects.exists()


def test_a_workbook_that_declares_entities_is_refused_with_its_name(finance):
    _, seen = sent_and_seen(finance, entities())

    assert "entities.xlsx is damaged" in seen
    assert "declares an entity" in seen


def test_nothing_chosen_and_too_much_are_said_so(finance, settings, tmp_path):
    assert send(finance).url == reverse("imports")
    assert "No file was chosen" in page(finance, reverse("imports"))
    settings.UPLOAD_LIMIT = 1024
    assert send(finance, workbook(tmp_path)).status_code == 413


def test_long_work_shows_how_far_it_is_and_refreshes_without_a_script(finance, tmp_path):
    place, _ = sent_and_seen(finance, workbook(tmp_path))
    ImportJob.objects.update(state=JobState.KEEPING, doing="position")

    told = page(finance, place)

    assert '<meta http-equiv="refresh" content="2">' in told
    assert "Working out the day" in told
    finance.post(f"{place}keep/")
    finance.post(f"{place}discard/")
    assert ImportJob.objects.get().state == JobState.KEEPING
    ImportJob.objects.update(state=JobState.SEEN, doing="")
    assert finance.get(place, headers={"HX-Request": "true"})["HX-Redirect"] == place


def test_work_that_ended_with_its_process_is_marked_and_goes_on(finance, tmp_path):
    place, _ = sent_and_seen(finance, workbook(tmp_path))
    job = ImportJob.objects.get()
    ImportJob.objects.update(state=JobState.READING)
    long_ago = time.time() - 60
    os.utime(job.home / BEAT, (long_ago, long_ago))

    assert "cut short" in page(finance, reverse("imports"))
    assert "The file is still here" in page(finance, place)
    finance.post(f"{place}map/", {})
    assert "Nothing is kept yet" in page(finance, place)


def test_a_day_that_was_cut_short_after_keeping_is_taken_up_again(finance, tmp_path, monkeypatch):
    def killed(*_):
        raise RuntimeError

    place, _ = sent_and_seen(finance, workbook(tmp_path))
    with monkeypatch.context() as cut_short:
        cut_short.setattr(work, "worked_out", killed)
        finance.post(f"{place}keep/")
    ImportJob.objects.update(state=JobState.INTERRUPTED)
    assert "Go on with the day" in page(finance, place)

    finance.post(f"{place}keep/")

    assert finance.get(place).url == reverse("overview")
    assert ImportBatch.objects.count() == 1
    assert latest_day() is not None


def test_a_file_waits_for_a_day_and_only_for_who_sent_it(client, tmp_path):
    persons = people()
    client.force_login(persons["finance"])
    place, _ = sent_and_seen(client, workbook(tmp_path))
    job = ImportJob.objects.get()
    client.force_login(persons["administrator"])
    assert client.get(place).url == reverse("imports")
    assert "march.xlsx" not in page(client, reverse("imports"))

    ImportJob.objects.update(made_at=timezone.now() - timedelta(days=1, minutes=1))
    sent_and_seen(client, workbook(tmp_path, name="other.xlsx"))

    assert list(ImportJob.objects.values_list("file_name", flat=True)) == ["other.xlsx"]
    assert not job.home.exists()


def test_who_may_not_import_sees_imports_and_changes_nothing(client, tmp_path):
    persons = people()
    client.force_login(persons["finance"])
    place, _ = sent_and_seen(client, workbook(tmp_path))
    client.post(f"{place}keep/")
    batch = ImportBatch.objects.get()
    for role in ("auditor", "manager"):
        client.force_login(persons[role])
        assert 'type="file"' not in page(client, reverse("imports"))
        assert "/take-back/" not in page(client, reverse("import-batch", args=[batch.pk]))
        assert send(client, workbook(tmp_path)).status_code == 403
        back = reverse("import-take-back", args=[batch.pk])
        assert client.post(back, {"reason": "x"}).status_code == 403
    client.force_login(persons["sales"])
    assert client.get(reverse("imports")).status_code == 403


def test_the_list_is_searched_and_asks_the_database_as_often_however_long_it_is(
    finance, tmp_path, django_assert_num_queries
):
    for number in range(3):
        text = MARCH.replace("F1", f"N{number}")
        place, _ = sent_and_seen(finance, workbook(tmp_path, text, f"file-{number}.xlsx"))
        finance.post(f"{place}keep/")
    finance.get(reverse("imports"))

    with django_assert_num_queries(6):
        finance.get(reverse("imports"))
    found = page(finance, reverse("imports") + "?q=file-1")
    assert "file-1.xlsx" in found
    assert "file-2.xlsx" not in found
    assert "No file of this name" in page(finance, reverse("imports") + "?q=nothing")


def test_a_blank_ledger_can_be_downloaded(finance):
    answer = finance.get(reverse("import-template"))

    assert answer.content.startswith(b"PK")
