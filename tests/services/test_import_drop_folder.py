"""The drop folder: what lies there is imported once, whole or not at all, and laid away."""

from datetime import date
from zipfile import ZipFile

import pytest
from sheets import xlsx

from duecourse.services import import_drop_folder as module
from duecourse.services.import_drop_folder import import_drop_folder
from duecourse.services.save_mapping import save_mapping
from duecourse.store.audit import AuditEvent
from duecourse.store.daily_runs import finished_stages
from duecourse.store.facts import FACTS
from duecourse.store.import_batches import ImportBatch

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 3, 31)
MARCH = """
客户名称 | 发票号码 | 开票日期 | 到期日 | 价税合计
甲木泵业 | F1 | 2026-01-05 | 2026-02-04 | 1200.50
乙木阀门 | F3 | 2026-02-10 | 2026-03-12 | 99.99
"""
FOREIGN = (
    "Beleg;Konto;Vom;Bis;Wert\nR1;K1;05.01.2026;04.02.2026;12,50\nR2;K1;06.01.2026;05.02.2026;9\n"
)
GERMAN = """
[invoices]
date_format = "d.m.yyyy"
decimal = ","
invoice_id = "Beleg"
customer_id = "Konto"
issued_on = "Vom"
due_on = "Bis"
amount = "Wert"
currency = { constant = "EUR" }
"""
INVOICES = (
    "invoice_id,customer_id,issued_on,due_on,currency,amount\n"
    "I1,K1,2025-11-01,2025-12-01,CNY,1000\n"
)


@pytest.fixture(autouse=True)
def drop(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(module, "QUIET_SECONDS", 0)
    monkeypatch.delenv("DUECOURSE_DROP", raising=False)
    folder = settings.HOME / "drop"
    folder.mkdir(parents=True)
    return folder


def run():
    return [(one.name, one.became) for one in import_drop_folder(TODAY, "drop")]


def invoices():
    return sorted(FACTS["invoices"].objects.values_list("invoice_id", flat=True))


def test_an_empty_folder_finishes_its_stage():
    assert run() == []
    assert finished_stages(TODAY) == {"drop"}


def test_what_lies_there_is_kept_and_laid_away_and_the_next_run_finds_nothing(drop):
    xlsx(drop / "march.xlsx", {"应收": MARCH})

    assert run() == [("march.xlsx", "kept")]

    assert invoices() == ["F1", "F3"]
    assert (drop / "done" / "2026-03-31" / "march.xlsx").exists()
    assert run() == []


def test_what_cannot_be_read_is_refused_in_writing_and_its_neighbours_are_kept(drop):
    xlsx(drop / "b.xlsx", {"应收": MARCH})
    (drop / "a.csv").write_text("nothing,of,ours\n1,2,3\n")
    (drop / "c.pdf").write_bytes(b"%PDF")

    assert run() == [("a.csv", "refused"), ("b.xlsx", "kept"), ("c.pdf", "refused")]

    refused = drop / "refused" / "2026-03-31"
    said = (refused / "a.csv.txt").read_text("utf-8-sig")
    assert "没有可导入的内容" in said
    assert "Nothing in a.csv could be read" in said
    assert "nothing, of, ours" in said
    assert sorted(AuditEvent.objects.filter(action="drop.refused").values_list("subject")) == [
        ("a.csv",),
        ("c.pdf",),
    ]


def test_a_run_that_was_killed_between_keeping_and_moving_goes_on_without_counting_twice(
    drop, monkeypatch
):
    def killed(*_):
        raise KeyboardInterrupt

    xlsx(drop / "march.xlsx", {"应收": MARCH})
    with monkeypatch.context() as cut_short:
        cut_short.setattr(module, "laid_away", killed)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert finished_stages(TODAY) == set()

    assert run() == [("march.xlsx", "known")]

    assert ImportBatch.objects.count() == 1
    assert invoices() == ["F1", "F3"]
    assert not (drop / "march.xlsx").exists()


def test_a_zip_of_tables_and_a_folder_of_tables_are_each_one_source(drop):
    with ZipFile(drop / "books.zip", "w") as packed:
        packed.writestr("books/invoices.csv", INVOICES)
        packed.writestr("books/customers.csv", "customer_id,name\nK1,Nordwind\n")
        packed.writestr("books/readme.txt.exe", "no table")
    (drop / "more").mkdir()
    (drop / "more" / "invoices.csv").write_text(INVOICES.replace("I1", "I2"))

    assert run() == [("books.zip", "kept"), ("more", "kept")]

    assert invoices() == ["I1", "I2"]
    assert FACTS["customers"].objects.get(superseded=None).name == "Nordwind"


def test_the_mapping_that_was_saved_for_such_files_is_used(drop):
    save_mapping("german", GERMAN)
    save_mapping("other", GERMAN.replace('"Beleg"', '"Nummer"'))
    (drop / "april.csv").write_text(FOREIGN)

    assert run() == [("april.csv", "kept")]

    assert invoices() == ["R1", "R2"]
    assert ImportBatch.objects.get().mapping == GERMAN


def test_what_is_still_being_written_is_left_for_the_next_run(drop, monkeypatch):
    path = drop / "march.csv"
    path.write_text("客户名称,发票号码,到期日,金额\n")

    def goes_on(_):
        with path.open("a") as file:
            file.write("甲木泵业,F1,2026-02-04,100\n")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(module.time, "sleep", goes_on)
        assert run() == [("march.csv", "left")]
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    assert run() == [("march.csv", "kept")]


def test_the_same_name_again_is_laid_beside_the_first(drop):
    xlsx(drop / "march.xlsx", {"应收": MARCH})
    run()
    xlsx(drop / "march.xlsx", {"应收": MARCH.replace("1200.50", "1300")})

    assert run() == [("march.xlsx", "kept")]

    done = drop / "done" / "2026-03-31"
    assert sorted(path.name for path in done.iterdir()) == ["march (2).xlsx", "march.xlsx"]
