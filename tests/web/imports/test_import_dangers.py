"""Importing on the pages: bombs, work cut short, files that wait, people who may not."""

import io
import os
import time
from datetime import timedelta
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from importing import page, send, sent_and_seen, workbook
from small_company import people

from duecourse.store.import_batches import ImportBatch
from duecourse.store.import_jobs import BEAT, ImportJob, JobState
from duecourse.store.positions import latest_day
from duecourse.store.unpacking import unpacked
from duecourse.web.imports import work

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


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


def test_while_a_zip_file_is_unpacked_others_may_write(finance, monkeypatch):
    seen = []

    def watched(packed, folder, kinds):
        seen.append(connection.in_atomic_block)
        return unpacked(packed, folder, kinds)

    monkeypatch.setattr("duecourse.services.import_waiting.unpacked", watched)
    send(finance, bomb())

    assert seen == [False]


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
