"""The pages: what they say, in both languages, and how often they ask the database."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from small_company import AS_OF, IMPORT, LETTER, ORDER, company, people

from duecourse.policies import preset
from duecourse.services.customer_position import OF_ONE
from duecourse.store.audit import AuditEvent
from duecourse.store.facts import FACTS
from duecourse.store.people import User
from duecourse.store.policy_versions import PolicyVersion
from duecourse.store.positions import PositionCustomer
from duecourse.web.pages.policy import as_html

pytestmark = [pytest.mark.database, pytest.mark.django_db]

QUERIES = {
    "overview": 8,
    "customers": 5,
    "customer": 40,
    "worklist-overdue": 8,
    "worklist-alerts": 9,
    "worklist-holds": 6,
    "worklist-contracts": 6,
    "worklist-cash": 6,
    "worklist-reviews": 9,
    "worklist-limits": 6,
    "worklist-orders": 6,
    "worklist-write-offs": 4,
    "order": 8,
    "order-check": 3,
    "worklist-facts": 4,
    "imports": 5,
    "import-batch": 6,
    "policy": 5,
    "letters": 8,
    "letter": 6,
    "letter-templates": 5,
    "letter-template": 6,
}
"""How often each page asks the database, the session and the person included."""
FIRST_OVERVIEW = 20
"""The overview is worded once for each day and reader, and kept."""
OF_LETTERS = {"letters", "letter", "letter-templates", "letter-template", "imports", "import-batch"}
"""Pages that need no position of a day."""
ARGUMENTS = {
    "import-batch": [IMPORT],
    "customer": ["K1"],
    "order": [ORDER],
    "letter": [LETTER],
    "letter-template": ["formal", "en"],
}
UNKNOWN = (
    *("grade", "score", "known_weight", "to_home", "salesperson", "terms", "recommended_terms"),
    *("open_amount", "overdue_amount", "exposure", "net_exposure", "effective_limit", "headroom"),
    *("recommended_limit", "granted_limit", "exposure_home", "overdue_home", "headroom_home"),
    *("limit_home", "days_beyond_terms", "days_beyond_terms_change", "largest_days_past_due"),
    *("limit_rule", "security"),
)
"""What a position may not know of a customer."""


@pytest.fixture
def manager(client):
    cache.clear()
    company()
    person = people()["manager"]
    client.force_login(person)
    return client


def text_of(client, name, language="en", query=""):
    User.objects.update(language=language)
    answer = client.get(reverse(name, args=ARGUMENTS.get(name, [])) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_asks_the_database_as_often_however_many_rows_there_are(
    manager, name, django_assert_num_queries
):
    text_of(manager, "overview")
    address = reverse(name, args=ARGUMENTS.get(name, []))
    with django_assert_num_queries(QUERIES[name]):
        manager.get(address)


def test_the_overview_is_worded_once(manager, django_assert_num_queries):
    User.objects.update(language="en")
    with django_assert_num_queries(FIRST_OVERVIEW):
        manager.get(reverse("overview"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", QUERIES)
def test_no_page_holds_inline_style_or_script_or_a_word_left_out(manager, name, language):
    page = text_of(manager, name, language)

    assert ' style="' not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\son\w+=", page)
    assert "None" not in page
    assert "web." not in page
    assert page.count("<h1>") + page.count("<h1 ") >= 1


@pytest.mark.parametrize("name", sorted(set(QUERIES) - {"policy", "customer", "letter"}))
def test_what_the_house_says_in_english_holds_no_chinese(manager, name):
    page = text_of(manager, name, "en")
    ours = (
        page.replace("甲木五金", "").replace("乙木纸业", "").replace("如期", "").replace("中文", "")
    )

    assert not re.findall(r"[\u4e00-\u9fff]+", ours)


def test_the_overview_shows_figures_that_open_their_list_and_their_definition(manager):
    page = text_of(manager, "overview")

    assert "4.03" in page
    assert 'popovertarget="def-overdue_amount"' in page
    assert "/customers/?show=overdue&amp;sort=-overdue" in page
    assert "Release orders or keep the hold" in page
    assert "2,300,000" in page


def test_the_overview_of_sales_counts_its_own_customers_alone(client):
    company()
    client.force_login(people()["sales"])
    page = text_of(client, "overview")

    assert "3.89" not in page
    assert "甲木五金" in page
    assert "DSO" not in page


def test_customers_are_searched_filtered_and_sorted(manager):
    assert "Nordwind" in text_of(manager, "customers", query="?q=nord")
    assert "Sunmill" not in text_of(manager, "customers", query="?q=nord")
    assert "Nordwind" not in text_of(manager, "customers", query="?grade=C")
    assert "甲木五金" not in text_of(manager, "customers", query="?status=prepay")
    overdue = text_of(manager, "customers", query="?show=overdue&sort=-overdue")
    assert overdue.index("甲木五金") < overdue.index("Nordwind") < overdue.index("Sunmill")
    assert "乙木纸业" not in overdue
    assert 'aria-sort="descending"' in overdue


def test_nonsense_in_the_address_is_no_filter(manager):
    page = text_of(manager, "customers", query="?grade=Z&status=x&show=y&sort=drop&page=99")

    assert "Nordwind" in page


def test_a_customer_is_found_by_its_invoice(manager):
    found = manager.get(reverse("find"), {"q": "F-K1"})

    assert found.url == reverse("customer", args=["K1"])
    assert manager.get(reverse("find"), {"q": "K1"}).url == reverse("customer", args=["K1"])
    assert manager.get(reverse("find"), {"q": "nord"}).url == "/customers/?q=nord"


def test_sales_finds_no_customer_of_others_by_its_invoice(client):
    company()
    client.force_login(people()["sales"])
    User.objects.filter(role="sales").update(salesperson="Wang")

    assert client.get(reverse("find"), {"q": "F-K1"}).url == "/customers/?q=F-K1"


def test_the_customer_page_tells_everything_of_one_customer(manager):
    page = text_of(manager, "customer")

    for told in ("F-K1", "91310000X", "B1", "C1", "short delivery", "broken", "Formal notice"):
        assert told in page, told
    assert "over the limit" in page
    assert "New orders are stopped" in page


def test_a_grade_that_fell_stands_in_the_history(manager):
    month_before, _ = company(AS_OF - timedelta(30))
    PositionCustomer.objects.filter(customer_id="K1", day=month_before).update(grade="B")

    assert "Grade B → C" in text_of(manager, "customer")


@pytest.fixture
def anew(monkeypatch):
    """List for whom the pipeline runs; it calls every customer "worked out anew"."""
    asked = []

    def rows_on(customer_id, as_of, _):
        asked.append((customer_id, as_of))
        row = {"customer_id": customer_id, "name": "worked out anew", "currency": "CNY"}
        customers = [{**row, "status": "active", "overdue_home": Decimal("1.5")}]
        return {"customers": customers, "profile": [{}], **{name: [] for name in OF_ONE}}

    monkeypatch.setattr("duecourse.services.customer_position.rows_on", rows_on)
    return asked


def promise(invoice_id, **told):
    event = AuditEvent.objects.create(action="promise.recorded")
    days = {"promised_on": AS_OF, "until_on": AS_OF}
    return FACTS["promises"].objects.create(
        promise_id=f"P-{event.pk}", invoice_id=invoice_id, recorded=event, **days, **told
    )


def test_a_fact_recorded_since_the_day_makes_the_customer_page_anew_once(manager, anew):
    assert "worked out anew" not in text_of(manager, "customer")

    promise("F-K1")

    assert "worked out anew" in text_of(manager, "customer")
    assert "worked out anew" in text_of(manager, "customer", "zh")
    assert anew == [("K1", AS_OF)]


def test_a_further_fact_makes_the_customer_page_anew_again(manager, anew):
    promise("F-K1")
    text_of(manager, "customer")
    promise("F-K1")
    text_of(manager, "customer")

    assert len(anew) == 2


def test_what_was_superseded_or_taken_back_since_makes_the_customer_page_anew(manager, anew):
    fact = FACTS["promises"].objects.filter(invoice_id="F-K1").first()
    fact.superseded = AuditEvent.objects.create(action="promise.closed")
    fact.save()
    text_of(manager, "customer")
    AuditEvent.objects.create(action="import.taken-back")
    text_of(manager, "customer")

    assert len(anew) == 2


def test_another_policy_in_force_makes_the_customer_page_anew(manager, anew):
    PolicyVersion.objects.update(state="superseded")
    PolicyVersion.objects.create(
        number=2, text=preset("standard"), state="published", published_at="2026-04-01T00:00Z"
    )

    assert "worked out anew" in text_of(manager, "customer")
    assert len(anew) == 1


def test_facts_about_others_leave_the_customer_page_as_kept(manager, anew):
    promise("F-K2")

    assert "F-K1" in text_of(manager, "customer")
    assert anew == []


def test_what_changes_no_fact_leaves_the_customer_page_as_kept(manager):
    AuditEvent.objects.create(action="user.language")
    AuditEvent.objects.create(action="order.reserved", customer_id="K2")

    assert "F-K1" in text_of(manager, "customer")


def test_an_empty_installation_says_what_comes_next(client):
    client.force_login(people()["finance"])

    assert 'type="file"' in text_of(client, "overview")
    assert client.get(reverse("customers")).url == reverse("overview")


@pytest.mark.parametrize("name", sorted(set(QUERIES) - OF_LETTERS - {"overview", "policy"}))
def test_before_the_first_day_every_list_leads_to_the_first_screen(client, name):
    client.force_login(people()["manager"])

    assert client.get(reverse(name, args=ARGUMENTS.get(name, []))).url == reverse("overview")


def test_before_the_first_policy_its_page_says_so(client):
    client.force_login(people()["manager"])

    assert "No policy has been published" in text_of(client, "policy")


@pytest.mark.parametrize("name", QUERIES)
def test_what_is_not_known_is_said_to_be_unknown_on_every_page(manager, name):
    PositionCustomer.objects.update(
        **dict.fromkeys(UNKNOWN),
        stage="observation",
        grade_before_caps=None,
        unallocated=5,
        unallocated_home=None,
        at_risk_home=None,
    )
    page = text_of(manager, name)

    assert "None" not in page
    if name in ("customers", "customer", "worklist-holds", "worklist-overdue"):
        assert '<span class="unknown">unknown</span>' in page


def test_letters_that_failed_and_disputes_that_ended_stand_in_the_history(manager):
    FACTS["notices"].objects.update(status="failed")
    FACTS["disputes"].objects.update(closed_on=AS_OF, outcome="credited")
    month_before, _ = company(AS_OF - timedelta(30))
    PositionCustomer.objects.filter(day=month_before).update(status="active")
    AuditEvent.objects.create(
        action="user.noted", customer_id="K1", reason="called", user=User.objects.first()
    )

    page = text_of(manager, "customer")

    for told in ("Not delivered: Formal notice", "Dispute closed", "credited", "Status now: hold"):
        assert told in page, told
    assert "called" in page


def test_customers_of_one_group_are_read_with_it(manager):
    PositionCustomer.objects.filter(customer_id__in=("K1", "K2")).update(group_id="G1")

    assert "G1" in text_of(manager, "customer")


def test_worklists_are_narrowed_by_their_own_choices(manager):
    assert "甲木五金" in text_of(manager, "worklist-overdue", query="?level=formal")
    assert "甲木五金" not in text_of(manager, "worklist-overdue", query="?level=legal")
    assert "甲木五金" in text_of(manager, "worklist-alerts", query="?severity=high")
    assert "甲木五金" not in text_of(manager, "worklist-alerts", query="?severity=low")
    assert "甲木五金" in text_of(manager, "worklist-reviews", query="?kind=review-due")
    assert "甲木五金" not in text_of(manager, "worklist-reviews", query="?kind=hand-over")


def test_who_may_not_import_is_told_whom_to_ask(client):
    client.force_login(people()["sales"])

    assert "duecourse import" not in text_of(client, "overview")


def test_the_policy_can_be_read_in_the_other_language(manager):
    assert "客户评级" not in text_of(manager, "policy")
    assert "客户评级" in text_of(manager, "policy", "en", "?in=zh")


def test_markup_in_a_policy_is_shown_and_not_obeyed():
    page = as_html("# <script>alert(1)</script>\n\n[x](javascript:alert(1))")

    assert "<script>" not in page
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)


def test_a_customers_name_cannot_carry_markup(manager):
    PositionCustomer.objects.update(name="<b>x</b>")

    assert "<b>x</b>" not in text_of(manager, "customers")
