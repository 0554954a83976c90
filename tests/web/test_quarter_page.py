"""The quarterly review: figures side by side with targets, and the customers that fell."""

from datetime import date

import pytest
from django.urls import reverse
from small_company import company, people

from duecourse.store.positions import PositionCustomer, PositionDay

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager(client):
    company()
    client.force_login(people()["manager"])
    return client


def test_quarters_stand_side_by_side_with_the_policys_targets(manager):
    company(date(2025, 12, 31))
    PositionDay.objects.filter(as_of=date(2025, 12, 31)).update(
        figures={"high_risk_share": "0.04", "bad_debt_rate": "0.004"}
    )

    page = manager.get(reverse("quarter")).content.decode()

    for told in ("Q4 2025", "Q1 2026", "4.0 %", "94.8 %", "10.0 %", "off target", "unknown"):
        assert told in page, told
    assert "None" not in page
    assert "No grade fell" in page


def test_who_fell_since_the_quarter_before_is_listed_the_largest_first(manager):
    earlier, _ = company(date(2025, 12, 31))
    PositionCustomer.objects.filter(day=earlier, customer_id="K1").update(grade="A")
    PositionCustomer.objects.filter(day=earlier, customer_id="K2").update(grade="A")
    PositionCustomer.objects.filter(day=earlier, customer_id="K3").update(grade="C")
    PositionCustomer.objects.filter(day=earlier, customer_id="K4").update(grade=None)

    page = manager.get(reverse("quarter")).content.decode()

    assert "Customers whose grade fell: 2" in page
    assert page.index("甲木五金") < page.index("Nordwind")
    assert "乙木纸业" not in page
    assert "Sunmill" not in page


def test_without_an_earlier_quarter_the_page_says_so(manager, django_assert_num_queries):
    manager.get(reverse("quarter"))
    with django_assert_num_queries(6):
        page = manager.get(reverse("quarter")).content.decode()

    assert "No day of an earlier quarter" in page


def test_before_the_first_day_it_leads_to_the_first_screen(client):
    client.force_login(people()["finance"])

    assert client.get(reverse("quarter")).url == reverse("overview")
