"""The company words its own letters; statements and confirmations are drafted on demand."""

from datetime import date
from decimal import Decimal

import pytest
from late_company import AS_OF, late_company, manager, paid, person

from duecourse.services.approve_letter import approve_letter
from duecourse.services.close_kept_promises import close_kept_promises
from duecourse.services.draft_letters import draft_letters
from duecourse.services.draft_statement import NoSuchKind, draft_statement
from duecourse.services.edit_letter_template import (
    NoSuchPurpose,
    TemplateWrong,
    drop_letter_template,
    edit_letter_template,
)
from duecourse.services.hand_out_letter import hand_out_letter
from duecourse.services.record_promise import PromiseTold, record_promise
from duecourse.services.take_position import take_position
from duecourse.store.audit import AuditEvent
from duecourse.store.chasing_facts import NotToBeChased
from duecourse.store.facts import FACTS
from duecourse.store.letter_templates import LetterTemplate, held_templates
from duecourse.store.order_events import MayNot
from duecourse.store.outbox import Letter
from duecourse.store.people import Role

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_template_of_the_companys_own_words_its_letters_and_older_versions_stay():
    late_company()
    boss = manager()
    edit_letter_template("friendly", "en", boss, subject="Hello {{ customer }}", body="One")
    second = edit_letter_template(
        "friendly", "en", boss, subject="Dear {{ 客户 }}", body="You owe {{ overdue_total }}."
    )

    draft_letters(AS_OF)

    letter = Letter.objects.get(customer_id="K1")
    assert (letter.subject, letter.body) == ("Dear Beech", "You owe CNY 15,000.00.")
    assert (letter.template, second.version) == (second, 2)
    assert LetterTemplate.objects.count() == 2
    drop_letter_template("friendly", "en", boss)
    assert held_templates() == {}
    assert AuditEvent.objects.filter(action__startswith="letter-template").count() == 3


def test_what_cannot_be_worded_is_refused_and_nothing_is_kept():
    late_company()
    boss = manager()
    with pytest.raises(TemplateWrong, match="__class__"):
        edit_letter_template("friendly", "en", boss, subject="x", body="{{ ''.__class__ }}")
    for purpose, language in (("legal", "en"), ("song", "en"), ("friendly", "fr")):
        with pytest.raises(NoSuchPurpose):
            edit_letter_template(purpose, language, boss, subject="x", body="y")
    with pytest.raises(MayNot):
        edit_letter_template("friendly", "en", person(Role.SALES), subject="x", body="y")

    assert not LetterTemplate.objects.exists()


def test_a_balance_is_drafted_from_the_facts_of_the_moment_and_told_to_no_ledger():
    late_company()
    paid("I1", 4000)
    boss = manager()
    letter = draft_statement("K1", "balance-confirmation", boss, on=AS_OF, language="zh")

    assert [(one["invoice_id"], Decimal(one["open_amount"])) for one in letter.account] == [
        ("I2", Decimal(6000)),
        ("I1", Decimal(5000)),
        ("I3", Decimal(700)),
    ]
    assert "CNY 11,700.00" in letter.body
    Letter.objects.filter(pk=letter.pk).update(channel="print")
    approve_letter(letter.pk, boss)
    before = FACTS["notices"].objects.count()
    paid("I2", 6000)
    gone = hand_out_letter(letter.pk, boss, on=AS_OF)

    assert gone.state == "sent"
    assert "CNY 5,700.00" in Letter.objects.get(pk=letter.pk).body
    assert FACTS["notices"].objects.count() == before


def test_a_statement_is_for_who_may_see_the_customer_and_of_a_kind_that_there_is():
    late_company()
    with pytest.raises(NotToBeChased):
        draft_statement("K2", "statement", person(Role.SALES, salesperson="Li"), on=AS_OF)
    with pytest.raises(NoSuchKind):
        draft_statement("K1", "dunning", manager(), on=AS_OF)
    with pytest.raises(MayNot):
        draft_statement("K1", "statement", person(Role.AUDITOR), on=AS_OF)


def test_promises_that_were_kept_are_closed_and_others_wait_for_a_person():
    late_company()
    boss, day = manager(), date(2026, 3, 25)
    record_promise(PromiseTold("K1", ["I1", "I2"], date(2026, 3, 30)), boss, on=day)
    paid("I1", 9000)
    take_position(AS_OF)

    assert close_kept_promises(AS_OF) == 1
    assert close_kept_promises(AS_OF) == 0
    assert close_kept_promises(date(2026, 3, 1)) == 0
    closed = FACTS["promises"].objects.get(superseded=None, invoice_id="I1")
    assert closed.closed_on == AS_OF
    assert closed.recorded.details["outcome"] == "kept"
    assert FACTS["promises"].objects.get(superseded=None, invoice_id="I2").closed_on is None
