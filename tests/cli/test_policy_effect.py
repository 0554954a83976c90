"""``duecourse policy effect``: what a draft in the database would change, in one sentence."""

from datetime import date

import pytest
from in_store import record_simulated
from typer.testing import CliRunner

from duecourse.cli import policy_effect as module
from duecourse.cli.main import app
from duecourse.services.preview_policy import ask_effect
from duecourse.services.publish_policy import install_preset
from duecourse.services.take_position import take_position
from duecourse.services.write_policy import start_draft
from duecourse.store.people import User
from duecourse.store.policy_effects import EffectState

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AS_OF = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """Let the verb find Django and the tables as the tests have made them."""
    monkeypatch.setattr(module, "ready", lambda _: [])


@pytest.fixture
def draft():
    record_simulated(customers=8, invoices=100, seed=3, as_of=AS_OF)
    install_preset("standard", "CNY")
    return start_draft("in-force", User.objects.create_user("anna", role="risk"))


def run(*options):
    return CliRunner().invoke(app, ["policy", "effect", *options, "--lang", "en"])


@pytest.mark.usefixtures("draft")
def test_the_effect_of_a_draft_is_told_in_one_sentence():
    told = run("2", "--as-of", "2026-03-31")

    assert told.exit_code == 0
    assert "Version 2 beside version 1 on 2026-03-31: of 8 customers 0 would change" in told.stdout


def test_without_a_day_it_is_that_of_the_latest_position(draft):
    take_position(AS_OF)

    assert "on 2026-03-31" in run(str(draft.number)).stdout


def test_the_job_that_a_page_asked_for_is_done(draft):
    asked = ask_effect(draft, draft.made_by, AS_OF, lambda _: None)

    assert run("2", "--job", str(asked.pk)).exit_code == 0
    asked.refresh_from_db()
    assert asked.state == EffectState.DONE
    again = run("2", "--job", str(asked.pk))
    assert again.exit_code == 1
    assert "Nobody waits" in again.stderr


@pytest.mark.usefixtures("draft")
def test_a_version_that_does_not_exist_is_refused():
    assert run("9").exit_code == 1
