"""What people do, in a real browser against the real server: each role's main path, in Chinese."""

import pytest
from browser.browsing import PHONE, Person, chromium, grave_faults, sideways, walk
from browser.serving import example_company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def served(request, tmp_path_factory):
    request.getfixturevalue("browser")  # where there is none, no company is made for it
    with example_company(tmp_path_factory.mktemp("company")) as answering:
        yield answering


@pytest.fixture
def person(browser, served):
    """Sign somebody in; at the end nobody's browser has complained."""
    people = []

    def signed_in(name, viewport=None):
        people.append(Person(browser, served, name, viewport))
        return people[-1]

    yield signed_in
    for one in people:
        one.context.close()
    assert [complaint for one in people for complaint in one.complaints] == []


def test_the_overview_says_in_chinese_what_is_owed_and_each_figure_opens_its_list(person):
    manager = person("manager-zh")

    assert manager.page.get_attribute("html", "lang") == "zh-Hans"
    assert manager.sees("总览")
    manager.page.click(".figure .what >> nth=0")
    assert manager.page.locator("[popover]:popover-open").count() == 1
    manager.page.keyboard.press("Escape")
    manager.press(".figure a")
    assert manager.path != "/"


def test_risk_goes_from_the_overdue_list_to_a_customer_and_its_reasons(person):
    risk = person("risk-zh")
    risk.go("/worklists/overdue/")
    risk.press("main .data tbody a")

    assert risk.path.startswith("/customers/")
    assert risk.page.locator("main h1").count() == 1
    assert risk.sees("额度")


def test_sales_sees_its_own_customers_and_no_other(person):
    sales, manager = person("sales-zh"), person("manager-zh")
    sales.go("/customers/")
    manager.go("/customers/?sort=name")
    own = set(sales.links())
    others = [one for one in manager.links() if "/customers/" in one and one not in own]
    others = [one for one in others if one.count("/") > 4 and "?" not in one]

    assert others
    answer = sales.page.request.get(others[0])
    assert answer.status == 404


def test_finance_sees_cash_and_the_problems_of_imports(person):
    finance = person("finance-zh")

    assert finance.go("/worklists/cash/") == 200
    assert finance.go("/worklists/facts/") == 200
    assert finance.sees("数据")


def test_an_auditor_reads_everything_and_has_nothing_to_press(person):
    auditor = person("auditor-zh")
    ways = {"/logout/", "/language/", "/keys/", "/policy/confirm/"}
    looks = ("/policy/drafts/", "/letters/templates/")  # a draft's effect, a template's preview
    for _ in walk(auditor):
        if auditor.path.startswith("/tables/"):
            continue
        forms = auditor.page.eval_on_selector_all(
            "form[method=post]:has(button)",
            "forms => forms.map(form => new URL(form.action).pathname)",
        )
        assert {one for one in forms if not one.startswith(looks)} <= ways, auditor.path


def test_an_administrator_adds_a_person_who_then_signs_in(person, served):
    administrator = person("administrator-zh")
    administrator.go("/tables/web/userstable/add/")
    page = administrator.page
    page.fill("input[name=username]", "new.person-zh")
    page.fill("input[name=new_password]", "quite long enough 7")
    page.select_option("select[name=role]", "finance")
    page.select_option("select[name=language]", "zh")
    administrator.press("[name=_save]")
    served.passwords["new.person-zh"] = "quite long enough 7"

    assert person("new.person-zh").sees("财务")


def test_english_is_one_press_away_and_stays(person):
    risk = person("risk-en")
    assert risk.sees("Overview")

    risk.press("header form[action='/language/'] button")
    risk.go("/customers/")

    assert risk.sees("客户")


def test_keys_find_go_move_and_help(person):
    page = person("manager-zh").page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/customers/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator(".data tbody tr >> nth=0")
    assert "here" in first.get_attribute("class")
    page.keyboard.press("?")
    assert page.locator("#keys:popover-open").count() == 1


def test_a_phone_has_the_menu_in_a_drawer(person):
    manager = person("manager-zh", PHONE)
    manager.page.click("header button.menu")

    assert manager.page.locator("#nav:popover-open").count() == 1
    manager.page.click("#nav a[href='/customers/']")
    manager.page.wait_for_url("**/customers/")


@pytest.mark.parametrize("name", ["manager-zh", "sales-zh", "administrator-zh", "manager-en"])
def test_no_page_has_a_grave_fault_or_runs_out_of_a_phone(person, name):
    somebody = person(name)
    faults, seen = [], []
    for page in walk(somebody):
        seen.append(page)
        faults += [] if page.startswith("admin:") else grave_faults(somebody)
        faults += sideways(somebody)

    assert len(seen) > 5
    assert faults == []
