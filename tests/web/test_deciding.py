"""Deciding on the pages: what each role is offered, what is said back, and the way back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from small_company import AS_OF, ORDER, company, people

from duecourse.services.request_limit import request_limit
from duecourse.services.write_off import WriteOffAsked, propose_write_off
from duecourse.store.deeds import Deed
from duecourse.store.facts import FACTS
from duecourse.store.limit_advice import advice_kept
from duecourse.store.limit_asking import LimitAsked
from duecourse.store.limit_requests import LimitRequest
from duecourse.store.reservations import OrderDecision
from duecourse.store.standing_holds import holds_standing
from duecourse.store.write_offs import WriteOff

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def as_the_day_says(monkeypatch):
    """Show customers as the day's rows say, and leave accounts: both have tests of their own."""
    from duecourse.services import customer_position  # noqa: PLC0415

    monkeypatch.setattr(customer_position, "facts_changed", lambda *_: False)
    for page in ("limits", "holds", "write_offs"):
        monkeypatch.setattr(f"duecourse.web.deciding.{page}.refresh_account", lambda *_: None)


@pytest.fixture
def by():
    company()
    return people()


@pytest.fixture
def page(client, by):
    """Open or send a page as a person of a role; what is told on the next page comes with it."""

    def opened(role, address, **sent):
        client.force_login(by[role])
        if not sent:
            return client.get(address)
        return client.post(address, sent, follow=True)

    return opened


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def asked(by, amount="400000", customer="K3"):
    wanted = LimitAsked(Decimal(amount), "CNY", "a large order in May")
    return request_limit(wanted, advice_kept(customer), by["sales"])


def test_each_role_is_offered_what_it_may_decide(page):
    sales, risk, manager, auditor = (
        text(page(role, "/customers/K3/")) for role in ("sales", "risk", "manager", "auditor")
    )

    assert "Ask for this limit" in sales
    assert "Set this limit" not in sales
    assert "Your authority ends at 500,000.00 CNY" in risk
    assert "This is beyond it; the decision is for: Manager" in risk
    assert "Set limit to 600,000.00 CNY" in manager
    assert "alone up to 1,000,000.00" in manager
    assert "Ask for this limit" not in auditor
    assert "Stop new orders" not in auditor


def test_sales_asks_and_the_manager_finds_it_on_the_worklist_and_grants_it(page):
    sent = {"customer": "K3", "currency": "CNY", "amount": "700,000", "reason": "May", "terms": ""}
    told = text(page("sales", "/limits/ask/", choice="ask", **sent))
    assert "Asked for a limit of 700,000.00 CNY for K3" in told

    listed = text(page("manager", "/worklists/limits/"))
    assert "乙木纸业" in listed
    assert "Set limit to 700,000.00 CNY" in listed

    [request] = LimitRequest.objects.all()
    known = {"request": request.pk, "decision": "approve"}
    refused = text(page("manager", "/limits/decide/", **known))
    assert "This is not what the policy recommends; say why." in refused
    granted = text(page("manager", "/limits/decide/", reason="good payer", **known))
    assert "The limit of K3 is now 700,000.00 CNY" in granted
    assert "Undo" in granted

    text(page("manager", "/limits/take-back/", limit=request.pk))
    assert not FACTS["limits"].objects.filter(superseded=None).exists()


def test_what_is_advised_takes_one_button_and_another_limit_takes_a_reason(page):
    known = {"customer": "K3", "currency": "CNY", "amount": "", "terms": ""}
    text(page("manager", "/limits/ask/", choice="advised", reason="", **known))
    assert FACTS["limits"].objects.get(superseded=None).amount == 600000

    other = {**known, "amount": "5", "choice": "other"}
    answer = page("manager", "/limits/ask/", reason=" ", **other)
    assert "say why" in text(answer, 422)
    assert 'value="5"' in text(answer, 422)
    answer = page("manager", "/limits/ask/", reason="x", **{**other, "amount": "five"})
    assert "five is no amount" in text(answer, 422)


def test_what_belongs_to_others_is_as_if_unknown_and_what_one_may_not_is_refused(page, by):
    known = {"customer": "K2", "currency": "CNY", "amount": "1", "reason": "x"}
    assert page("sales", "/limits/ask/", choice="ask", **known).status_code == 404
    own = {**known, "customer": "K3"}
    assert page("sales", "/limits/ask/", choice="other", **own).status_code == 403
    request = asked(by)
    decided = {"request": request.pk, "decision": "approve", "reason": "x"}
    assert page("sales", "/limits/decide/", **decided).status_code == 403
    assert page("auditor", "/limits/decide/", **decided).status_code == 403
    assert "乙木纸业" in text(page("auditor", "/worklists/limits/"))
    assert ">Refuse<" not in text(page("auditor", "/worklists/limits/"))


def test_sales_sees_requests_about_its_own_customers_alone(page, by):
    request_limit(LimitAsked(Decimal(1), "CNY", "x"), advice_kept("K2"), by["risk"])
    asked(by)

    listed = text(page("sales", "/worklists/limits/"))

    assert "乙木纸业" in listed
    assert "Nordwind" not in listed
    assert "Withdraw" in listed


def test_requests_are_searched_and_narrowed(page, by):
    asked(by)

    assert "乙木纸业" in text(page("risk", "/worklists/limits/?q=乙木"))
    assert "乙木纸业" not in text(page("risk", "/worklists/limits/?q=nord"))
    assert "乙木纸业" not in text(page("risk", "/worklists/limits/?state=approved"))
    assert "乙木纸业" in text(page("risk", "/worklists/limits/?state=all"))


def test_the_worklist_asks_as_often_however_many_requests_there_are(
    page, by, client, django_assert_num_queries
):
    asked(by)
    page("manager", "/worklists/limits/")
    with django_assert_num_queries(8):
        client.get("/worklists/limits/?state=all")
    for customer in ("K1", "K2", "K4"):
        request_limit(LimitAsked(Decimal(1), "CNY", "x"), advice_kept(customer), by["risk"])
    page("manager", "/worklists/limits/")
    with django_assert_num_queries(8):
        client.get("/worklists/limits/?state=all")


def test_orders_are_stopped_and_let_go_again_from_the_customers_page(page):
    told = text(page("manager", "/holds/", customer="K3", choice="set", reason="moved", until=""))
    assert "New orders of K3 are stopped" in told
    assert len(holds_standing("K3", AS_OF)) == 1
    empty = page("manager", "/holds/", customer="K3", choice="lift", reason="")
    assert "Say why orders may go again" in text(empty, 422)

    told = text(page("manager", "/holds/", customer="K3", choice="lift", reason="found"))

    assert "Orders of K3 may go again" in told
    assert holds_standing("K3", AS_OF) == []


def test_an_alert_that_was_dealt_with_leaves_the_list_and_can_be_brought_back(page):
    known = {"about": "alert", "customer": "K1", "name": "slower-payment"}
    where = {"next": "/worklists/alerts/"}
    told = text(page("risk", "/deeds/", did="done", note="agreed", **known, **where))
    assert "Done." in told
    assert "甲木五金" not in told
    assert "agreed" in text(page("risk", "/worklists/alerts/?show=away"))
    [done] = Deed.objects.all()

    text(page("risk", "/deeds/reopen/", deed=done.pk, **where))

    assert "甲木五金" in text(page("risk", "/worklists/alerts/"))
    assert "Deal with it" not in text(page("auditor", "/worklists/alerts/"))


def test_a_snoozed_alert_comes_back_on_its_day(page):
    known = {"about": "alert", "customer": "K1", "name": "slower-payment", "did": "snoozed"}
    where = {"next": "/worklists/alerts/"}
    bad = text(page("risk", "/deeds/", until="soon", **known, **where))
    assert "soon is no day" in bad
    until = (AS_OF + timedelta(7)).isoformat()

    assert "甲木五金" not in text(page("risk", "/deeds/", until=until, **known, **where))
    company(AS_OF + timedelta(7))
    assert "甲木五金" in text(page("risk", "/worklists/alerts/"))


def test_a_review_that_was_done_leaves_the_list_and_stands_on_the_customers_page(page):
    assert "Review done" in text(page("risk", "/customers/K1/"))
    known = {"about": "task", "customer": "K1", "name": "review-due", "did": "done"}

    text(page("risk", "/deeds/", note="all seen", **known, next="/worklists/reviews/"))

    assert "甲木五金" not in text(page("risk", "/worklists/reviews/"))
    assert "Reviewed by risk on" in text(page("risk", "/customers/K1/"))


def test_orders_that_wait_are_listed_and_taken_off_with_a_reason(page):
    assert "SO-7" in text(page("sales", "/worklists/orders/"))
    assert "SO-7" not in text(page("sales", "/worklists/orders/?q=SO-8"))
    assert "SO-7" not in text(page("sales", "/worklists/orders/?show=reserved"))
    one = text(page("manager", f"/orders/{ORDER}/"))
    assert "Release, as one of two" in one
    assert "Release, as one of two" not in text(page("risk", f"/orders/{ORDER}/"))
    OrderDecision.objects.filter(pk=ORDER)
    known = {"about": "order", "did": "done", "customer": "K1", "name": "SO-7"}

    text(page("risk", "/deeds/", note="not wanted", **known, next="/worklists/orders/"))

    assert "SO-7" not in text(page("sales", "/worklists/orders/"))


def test_an_order_of_another_customer_under_the_same_id_hides_none(page):
    other = OrderDecision.objects.get(pk=ORDER)
    other.pk, other.customer_id, other.idempotency_key = ORDER + 1, "K2", "shop/8"
    other.save(force_insert=True)

    assert f"/orders/{ORDER}/" in page("manager", "/worklists/orders/").content.decode()


def test_another_salespersons_order_is_as_if_unknown(page, by):
    by["sales"].salesperson = "Wang"
    by["sales"].save()

    assert page("sales", f"/orders/{ORDER}/").status_code == 404
    assert "SO-7" not in text(page("sales", "/worklists/orders/"))


def test_an_order_is_refused_in_words_with_what_was_typed_still_there(page):
    assert 'value="K3"' in text(page("sales", "/orders/check/?customer=K3"))
    known = {"customer": "K3", "order": "SO-9", "key": "k"}

    answer = text(page("sales", "/orders/check/", amount="much", **known))

    assert "much is no amount" in answer
    assert 'value="SO-9"' in answer
    unknown = text(page("sales", "/orders/check/", amount="5", **known))
    assert "There is no customer K3" in unknown


def test_finance_proposes_a_write_off_and_the_manager_approves_it(page, by):
    known = {"invoice": "F-K1", "amount": "2,370,000", "reason": "wound up"}
    told = text(page("finance", "/write-offs/propose/", **known))
    assert "Proposed to write off 2,370,000.00 CNY of invoice F-K1" in told
    [waits] = WriteOff.objects.all()
    sent = {"write_off": waits.pk, "decision": "approve"}
    assert "is for: manager" in text(page("risk", "/write-offs/decide/", **sent))

    told = text(page("manager", "/write-offs/decide/", **sent))

    assert "2,370,000.00 CNY of invoice F-K1 is written off" in told
    assert "F-K1" in text(page("auditor", "/worklists/write-offs/?state=approved&q=F-K"))
    text(page("manager", "/write-offs/take-back/", write_off=waits.pk))
    propose_write_off(WriteOffAsked("F-K1", Decimal(5), "x"), by["finance"])
    [again] = WriteOff.objects.filter(state="open")
    sent = {"write_off": again.pk, "decision": "withdraw"}
    assert "is withdrawn" in text(page("finance", "/write-offs/decide/", **sent))
