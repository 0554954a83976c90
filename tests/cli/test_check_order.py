import pytest
import typer
from typer.testing import CliRunner

from duecourse.cli.check_order import check_order

CUSTOMERS = "customer_id,name,currency,onboarded_on\nK1,Alder,CNY,2024-01-01\n"
INVOICES = (
    "invoice_id,customer_id,issued_on,due_on,currency,amount\n"
    "I1,K1,2025-11-01,2025-12-01,CNY,1000\nI2,K1,2026-03-10,2026-04-09,CNY,60000\n"
)
SETTLEMENTS = (
    "settlement_id,customer_id,invoice_id,posted_on,currency,amount,kind\n"
    "S1,K1,I1,2025-12-01,CNY,1000,payment\n"
)
LIMITS = "customer_id,from_on,amount,currency,terms\nK1,2025-01-01,100000,CNY,NET30\n"
REPORTS = "customer_id,reported_on,provider,scale,value\nK1,2026-01-01,bureau,0-100,95\n"


@pytest.fixture
def folder(tmp_path):
    """A folder of tables: Alder owes 60,000 and may owe 100,000."""
    tables = {
        "customers": CUSTOMERS,
        "invoices": INVOICES,
        "settlements": SETTLEMENTS,
        "limits": LIMITS,
        "reports": REPORTS,
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def call(*arguments):
    """Call the verb as a shell would."""
    app = typer.Typer()
    app.command()(check_order)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("amount", "code", "first"), [("40,000", 0, "Approved"), ("40000.01", 2, "Approved with")]
)
def test_it_answers_in_words_and_by_its_exit_code(folder, amount, code, first):
    done = call(folder, "Alder", amount, "--policy", "sme", "--as-of", "2026-03-31", "--lang", "en")

    assert done.exit_code == code, done.output
    assert done.stdout.startswith(first)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Alder", "much"), "much is not an amount"),
        (("Alder", "0"), "above zero"),
        (("Nobody", "5"), "no customer Nobody"),
        (("Alder", "5", "--policy", "harsh"), "harsh is neither a preset"),
    ],
)
def test_it_says_why_it_has_no_answer(folder, arguments, says):
    done = call(folder, *arguments, "--as-of", "2026-03-31", "--lang", "en")

    assert done.exit_code == 1
    assert says in done.output
