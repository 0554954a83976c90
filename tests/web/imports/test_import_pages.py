"""Importing on the pages: from an empty installation to the overview, and back."""

import io
from datetime import date
from zipfile import ZipFile

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from importing import INVOICES, MARCH, page, send, sent_and_seen, workbook
from sheets import ods, xls

from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.import_batches import ImportBatch
from duecourse.store.import_jobs import ImportJob, JobState
from duecourse.store.people import User
from duecourse.store.policy_in_force import version_in_force
from duecourse.store.positions import PositionCustomer, latest_day

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


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
