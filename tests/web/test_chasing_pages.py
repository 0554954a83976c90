"""The pages of chasing: what they show, what they do, and what they refuse in words."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from late_company import AS_OF, late_company, person

from duecourse.present.letter import Wording
from duecourse.services.draft_letters import draft_letters
from duecourse.store.call_notes import notes_of
from duecourse.store.chasing_pauses import is_paused
from duecourse.store.facts import FACTS
from duecourse.store.letter_templates import LetterTemplate
from duecourse.store.outbox import Letter
from duecourse.web.chasing.templates import previewed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(client):
    cache.clear()
    late_company()
    draft_letters(AS_OF)
    client.force_login(person("manager", language="en"))
    return client


def of(customer_id):
    return Letter.objects.filter(customer_id=customer_id).order_by("-pk").first()


def page(client, name, *args, query=""):
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, *args, **typed):
    return client.post(reverse(name, args=args), typed)


def undone(client, page_of):
    """Press the button of the message that the next page shows."""
    shown = page(client, *page_of)
    assert "Undo" in shown
    message = shown[shown.index('<div class="toast">') :]
    action = message.split('action="')[1].split('"')[0]
    fields = {}
    for one in message.split('<input type="hidden" name="')[1:]:
        name, value = one.split('" value="')
        fields[name] = value.split('"')[0]
    fields.pop("csrfmiddlewaretoken", None)
    return client.post(action, fields)


def standing(table):
    return FACTS[table].objects.filter(superseded=None)


def test_a_promise_is_recorded_and_taken_back_by_its_message(desk):
    answer = post(
        desk, "chasing-promise", customer="K1", invoice=["I1"], until="2026-04-03", amount="1,000"
    )
    assert answer.url.endswith("#chasing")
    [promise] = standing("promises")
    assert (promise.invoice_id, promise.amount) == ("I1", 1000)

    undone(desk, ("customer", "K1"))

    assert not standing("promises").exists()


def test_what_is_refused_is_said_with_all_that_was_typed_still_there(desk):
    answer = post(desk, "chasing-promise", customer="K1", invoice=["I1"], until="x", said="soon")

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "“x” is no day" in shown
    assert ">soon</textarea>" in shown
    assert 'value="I1" checked' in shown
    answer = post(desk, "chasing-note", customer="K1", text="A long talk.", spoken="2027-01-01")
    assert answer.status_code == 422
    assert "A long talk.</textarea>" in answer.content.decode()
    answer = post(desk, "chasing-dispute", customer="K1", invoice="I1", reason="x", amount="many")
    assert "“many” is no amount" in answer.content.decode()


def test_disputes_notes_pauses_and_addresses_are_done_on_the_page(desk):
    post(desk, "chasing-dispute", customer="K1", invoice="I1", reason="short", amount="500")
    [dispute] = standing("disputes")
    post(
        desk,
        "chasing-dispute-over",
        customer="K1",
        dispute=dispute.dispute_id,
        outcome="partly",
        reason="half of it",
    )
    post(desk, "chasing-note", customer="K1", text="Cash is late.", contact="Ana", spoken="")
    post(desk, "chasing-address", customer="K1", email="pay@beech.example")
    post(desk, "chasing-pause", customer="K1", until="2026-04-07", reason="the fair")

    assert is_paused("K1", AS_OF)
    shown = page(desk, "customer", "K1")
    for told in ("partly justified", "Call with Ana", "pay@beech.example", "the fair"):
        assert told in shown, told
    assert notes_of("K1").get().spoken_by.role == "manager"
    number = shown.split('name="pause" value="')[1].split('"')[0]
    post(desk, "chasing-resume", customer="K1", pause=number)
    assert not is_paused("K1", AS_OF)


@pytest.mark.usefixtures("desk")
def test_who_looks_on_sees_no_form_and_sales_no_dispute(client):
    client.force_login(person("auditor", language="en"))
    shown = page(client, "customer", "K1")
    assert "Record a promise" not in shown
    assert 'action="/chasing' not in shown
    assert "letters/queue" not in page(client, "worklist-overdue").split("</form>")[0]
    client.force_login(person("sales", language="en", salesperson="Li"))
    shown = page(client, "customer", "K1")
    assert "Record a promise" in shown
    assert "Open a dispute" not in shown
    assert post(client, "chasing-promise", customer="K2", invoice=["I4"]).status_code == 404


def test_letters_are_narrowed_by_state_level_kind_and_customer(desk):
    assert "Beech" in page(desk, "letters")
    assert "Beech" not in page(desk, "letters", query="?state=sent")
    assert "Beech" not in page(desk, "letters", query="?level=formal")
    assert "甲木五金" in page(desk, "letters", query="?level=formal")
    assert "Beech" not in page(desk, "letters", query="?q=cedar")
    assert "Beech" in page(desk, "letters", query="?state=nonsense&page=99")
    assert "letters" in page(desk, "letters", query="?level=statement")


def test_a_ledger_taken_over_gives_a_list_to_approve(desk):
    assert of("K1").why == "taken-over"
    shown = page(desk, "letters", query="?state=taken-over")

    assert "Beech" in shown
    assert "nothing goes by itself" in shown


def test_several_letters_go_at_once_and_come_back_by_the_message(desk):
    numbers = [of("K1").pk, of("K3").pk, 999]
    post(desk, "letters-queue", letter=numbers)

    assert [of(one).state for one in ("K1", "K3")] == ["queued", "queued"]
    answer = undone(desk, ("letters",))
    assert answer.status_code == 302
    assert [of(one).state for one in ("K1", "K3")] == ["draft", "draft"]


def test_a_letter_is_seen_as_mail_as_text_and_as_paper(desk):
    shown = page(desk, "letter", of("K1").pk)
    assert "textarea readonly" in shown
    assert 'action="/letters' in shown
    paper = desk.get(reverse("letter-paper", args=[of("K1").pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content[:5] == b"%PDF-"


def test_currencies_of_a_customer_are_never_added_up(desk):
    assert "CNY" in page(desk, "letter", of("K1").pk)
    assert "EUR" in page(desk, "letter", of("K3").pk)
    sample = previewed_in_two_currencies()
    assert "CNY 12,000.00 and USD 500.00" in sample


def previewed_in_two_currencies():
    from small_policy import policy  # noqa: PLC0415  # typed by hand where it is used

    wording = Wording("x", "{{ overdue_total }}")
    return previewed(policy(), "friendly", "en", wording).body


def test_a_letter_is_edited_worded_anew_stopped_and_written_again(desk):
    number = of("K1").pk
    post(desk, "letter-edit", number, subject="Mine", body="My words.", language="en")
    assert of("K1").edited
    assert post(desk, "letter-edit", number, subject="", body="Kept?").status_code == 422
    post(desk, "letter-edit", number, reworded="1")
    assert of("K1").subject != "Mine"
    assert post(desk, "letter-withdraw", number, reason=" ").status_code == 422
    post(desk, "letter-withdraw", number, reason="they called")
    assert of("K1").state == "withdrawn"

    post(desk, "letter-retry", number)

    again = of("K1")
    assert (again.state, again.pk != number, again.lines.count()) == ("draft", True, 2)
    assert post(desk, "letter-retry", number).status_code == 422


def test_a_letter_on_paper_is_handed_out_by_a_person(desk):
    number = of("K3").pk
    post(desk, "letter-approve", number)
    assert "Printed and posted" in page(desk, "letter", number)

    post(desk, "letter-hand-out", number)

    assert of("K3").state == "sent"


def test_a_letter_whose_outcome_is_unknown_is_settled_with_how_it_is_known(desk):
    number = of("K1").pk
    post(desk, "letter-approve", number)
    Letter.objects.filter(pk=number).update(state="uncertain", why="claim-left")
    assert "Find out whether" in page(desk, "letter", number)

    post(desk, "letter-settle", number, arrived="0", reason="Ana has none")

    assert (of("K1").state, of("K1").why) == ("failed", "not-delivered")


def test_a_statement_and_a_balance_confirmation_are_made_on_demand(desk):
    for kind in ("statement", "balance-confirmation"):
        answer = post(desk, "statement-draft", customer="K1", kind=kind)
        assert answer.url == reverse("letter", args=[of("K1").pk])
        assert of("K1").kind == kind
        assert "15,700.00" in page(desk, "letter", of("K1").pk)
    assert post(desk, "statement-draft", customer="K9", kind="statement").status_code == 404
    assert post(desk, "statement-draft", customer="K1", kind="x").status_code == 302


def test_another_salespersons_letter_is_as_if_there_were_none(desk):
    desk.force_login(person("sales", salesperson="Wang"))
    number = of("K1").pk

    assert desk.get(reverse("letter", args=[number])).status_code == 404
    assert desk.get(reverse("letter-paper", args=[number])).status_code == 404
    assert post(desk, "letter-edit", number, subject="x", body="y").status_code == 404
    assert "Beech" not in page(desk, "letters")


def test_a_template_is_previewed_kept_and_its_faults_are_named(desk):
    address = reverse("letter-template", args=["friendly", "en"])
    wrong = desk.post(address, {"subject": "Hello", "body": "Dear {{ debtor }}", "keep": "1"})
    assert wrong.status_code == 422
    assert "debtor" in wrong.content.decode()
    assert not LetterTemplate.objects.exists()
    told = {"subject": "Hello {{ customer }}", "body": "You owe {{ overdue_total }}."}
    assert "CNY 12,000.00 and USD 500.00" in desk.post(address, told).content.decode()
    desk.post(address, {**told, "keep": "1"})
    desk.post(address, {**told, "subject": "Again {{ customer }}", "keep": "1"})

    shown = page(desk, "letter-template", "friendly", "en")
    assert "Again" in shown
    assert "version 1" in shown
    first = page(desk, "letter-template", "friendly", "en", query="?version=1")
    assert "Hello {{ customer }}" in first
    post(desk, "letter-template-restore", "friendly", "en")
    assert "Again" not in page(desk, "letter-template", "friendly", "en")
    assert LetterTemplate.objects.count() == 2
    assert desk.get(reverse("letter-template", args=["nonsense", "en"])).status_code == 404


def test_who_words_no_letters_previews_and_keeps_nothing(desk):
    desk.force_login(person("finance", language="en"))
    address = reverse("letter-template", args=["friendly", "en"])
    told = {"subject": "Hello", "body": "You owe {{ overdue_total }}."}

    assert desk.post(address, told).status_code == 200
    assert desk.post(address, {**told, "keep": "1"}).status_code == 403
    assert "Keep as the next version" not in page(desk, "letter-template", "friendly", "en")
