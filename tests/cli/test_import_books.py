"""The verb ``import``: what it shows, what it asks, what it leaves."""

import pytest
import typer
from typer.testing import CliRunner

from duecourse.cli import import_books as verb
from duecourse.store.facts import FACTS
from duecourse.store.import_batches import ImportBatch, SavedMapping

pytestmark = pytest.mark.django_db(transaction=True)
BOOKS = "客户名称,发票号码,开票日期,到期日,价税合计\n甲木泵业,F1,2026-01-05,2026-02-04,1200.50\n"
BROKEN = BOOKS + "甲木泵业,F2,2026-01-06,2026-02-05,许多\n"
MAPPING = """[invoices]
invoice_id = "No"
customer_id = "Account"
issued_on = "Posted"
due_on = "Due"
amount = "Gross"
currency = { constant = "EUR" }
"""


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(verb, "ready", lambda _: [])


@pytest.fixture
def books(tmp_path):
    path = tmp_path / "books.csv"
    path.write_text(BOOKS)
    return path


def call(*arguments):
    app = typer.Typer()
    app.command()(verb.import_books)
    return CliRunner().invoke(app, [*map(str, arguments), "--lang", "en"])


def test_without_yes_it_shows_everything_and_keeps_nothing(books):
    done = call(books)

    assert done.exit_code == 0, done.output
    assert "invoices: 1 rows" in done.stdout
    assert "价税合计 → amount" in done.stdout
    assert "F1 | 甲木泵业 | 2026-01-05 | 2026-02-04 | CNY | 1200.5" in done.stdout
    assert "Total of invoices in CNY: 1 rows, 1,200.50, of which open 1,200.50" in done.stdout
    assert "invoices: 1 new, 0 corrected, 0 known already" in done.stdout
    assert "Nothing was kept" in done.stdout
    assert not FACTS["invoices"].objects.exists()


@pytest.mark.parametrize(("answer", "kept"), [(True, 1), (False, 0)])
def test_on_a_terminal_it_asks_and_does_as_it_is_told(books, monkeypatch, answer, kept):
    asked = []
    monkeypatch.setattr(verb, "at_terminal", lambda: True)
    monkeypatch.setattr(verb.typer, "confirm", lambda text: asked.append(text) or answer)

    assert call(books).exit_code == 0
    assert asked == ["Keep this?"]
    assert FACTS["invoices"].objects.count() == kept


def test_tables_without_amounts_have_no_total_and_orders_nothing_open(tmp_path):
    (tmp_path / "customers.csv").write_text("customer_id,name\nK1,Alder\n")
    orders = "order_id,customer_id,ordered_on,currency,amount\nO1,K1,2026-01-05,EUR,5\n"
    (tmp_path / "orders.csv").write_text(orders)
    (tmp_path / "bills.csv").write_text("bill_id,customer_id\n")

    done = call(tmp_path)

    assert "Total of orders in EUR: 1 rows, 5.00\n" in done.stdout
    assert "Total of customers" not in done.stdout and "bills" not in done.stdout


def test_with_yes_it_keeps_and_the_same_file_again_is_refused(books):
    done = call(books, "--yes")
    batch = ImportBatch.objects.get()

    assert (done.exit_code, f"Kept as import {batch.pk}: books.csv" in done.stdout) == (0, True)
    assert "kept already: import" in call(books).stdout
    again = call(books, "--yes")
    assert (again.exit_code, "was imported already" in again.stderr) == (1, True)


def test_broken_rows_are_named_on_standard_error_and_end_with_two(books):
    books.write_text(BROKEN)

    done = call(books, "--yes")

    assert done.exit_code == 2
    assert "books.csv:3" in done.stderr and "Problems: 1" in done.stderr
    assert FACTS["invoices"].objects.count() == 1


def test_what_was_imported_is_listed_and_can_be_taken_back(books):
    assert "Nothing was imported yet" in call("--list").stdout
    call(books, "--yes")
    number = ImportBatch.objects.get().pk

    line = "kept  books.csv  2 new, 0 corrected, 0 known already"
    assert line in call("--list").stdout
    taken = call("--take-back", number, "--reason", "twice")
    assert (taken.exit_code, "is taken back" in taken.stdout) == (0, True)
    assert "taken back  books.csv" in call("--list").stdout
    assert call("--take-back", number).exit_code == 1


def test_a_mapping_is_saved_by_name_and_used_again(tmp_path):
    export, mapping = tmp_path / "export.csv", tmp_path / "our.toml"
    export.write_text("No,Account,Posted,Due,Gross\n7,K1,2026-01-05,2026-02-04,10.50\n")
    mapping.write_text(MAPPING)

    assert call(export, "--mapping", mapping, "--save-as", "sap").exit_code == 0
    assert SavedMapping.objects.get().name == "sap"
    assert call(export, "--mapping", "sap", "--yes").exit_code == 0
    unknown = call(export, "--mapping", "oracle", "--yes")
    assert (unknown.exit_code, "saved are: sap" in unknown.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Name a file or folder"),
        (("nowhere.csv",), "no nowhere.csv"),
        ((".", "--currency", "euro"), "euro is no currency"),
    ],
)
def test_a_call_that_asks_for_nothing_is_refused(arguments, says):
    done = call(*arguments)

    assert (done.exit_code, says in done.stderr) == (1, True)


def test_a_file_without_a_table_is_refused_with_its_problems(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("a,b\n1,2\n")

    done = call(path)

    assert done.exit_code == 1
    assert "No header was recognised" in done.stderr and "could be read" in done.stderr
