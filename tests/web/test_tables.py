"""The plain tables: read by administrators and auditors, changed by administrators alone."""

import gettext
from pathlib import Path

import pytest
from compile_words import CATALOGUES
from compile_words import main as compile_words
from django.urls import reverse
from small_company import company, people

from duecourse.services.api_tokens import TokenAsked, issue_token
from duecourse.store.audit import AuditEvent
from duecourse.store.people import Role, User
from duecourse.web.tables.proxies import GROUPS, LEDGER, TOKENS, USERS
from duecourse.web.tables.registry import tables_site

ROOT = Path(__file__).resolve().parents[2]
TABLES = [model for models in GROUPS.values() for model in models]
PERSON = {"role": "risk", "language": "zh", "salesperson": "", "email": ""}

pytestmark = pytest.mark.django_db


def address(model, page="changelist", *arguments):
    return reverse(f"admin:web_{model._meta.model_name}_{page}", args=arguments)


@pytest.fixture
def signed_in(client):
    company()
    client.force_login(people()["administrator"])
    return client


def test_every_table_that_is_registered_stands_in_a_group():
    assert set(tables_site()._registry) == set(TABLES)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_table_shows_its_list_and_a_row_in_both_languages(signed_in, model):
    for language in ("zh", "en"):
        User.objects.update(language=language)
        listed = signed_in.get(address(model))
        assert listed.status_code == 200
        first = model.objects.first()
        if first:
            assert signed_in.get(address(model, "change", first.pk)).status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_the_tables_are_for_administrators_and_auditors(client, role):
    company()
    client.force_login(people()[role])
    expected = 200 if role in {"administrator", "auditor"} else 403

    assert client.get(reverse("admin:index")).status_code == expected
    assert client.get(address(USERS)).status_code == expected
    assert client.get(address(LEDGER["customers"])).status_code == expected


def test_who_is_not_signed_in_is_sent_to_the_houses_own_page(client):
    assert client.get(address(USERS)).url.startswith(reverse("login"))


def test_an_auditor_reads_and_changes_nothing(client):
    company()
    found = people()
    client.force_login(found["auditor"])

    assert client.get(address(USERS, "add")).status_code == 403
    page = client.get(address(USERS, "change", found["risk"].pk))
    assert page.status_code == 200
    assert "new_password" not in page.content.decode()
    assert client.post(address(USERS, "change", found["risk"].pk), PERSON).status_code == 403


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_no_address_asks_what_a_password_or_a_token_begins_with(client, role):
    company()
    client.force_login(people()[role])

    asked = client.get(address(USERS), {"password__startswith": "pbkdf2"})
    assert asked.status_code == 400
    assert client.get(address(TOKENS), {"digest__startswith": "a"}).status_code == 400
    assert client.get(address(USERS), {"role__exact": "risk"}).status_code == 200


@pytest.mark.parametrize("model", [one for one in TABLES if one is not USERS])
def test_what_was_recorded_is_not_written_here(signed_in, model):
    assert signed_in.get(address(model, "add")).status_code == 403
    first = model.objects.first()
    if first:
        assert signed_in.post(address(model, "change", first.pk), {}).status_code == 403
        assert signed_in.post(address(model, "delete", first.pk), {}).status_code == 403


def test_a_person_is_added_by_the_service_with_its_event(signed_in):
    told = PERSON | {"username": "new.person", "new_password": "quite long enough 7"}

    assert signed_in.post(address(USERS, "add"), told).status_code == 302

    made = User.objects.get(username="new.person")
    assert made.role == "risk"
    assert made.check_password("quite long enough 7")
    event = AuditEvent.objects.get(action="user.added")
    assert event.user.username == "administrator"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"new_password": "short"}, "The password is too short"),
        ({"username": "RISK"}, "There is a user RISK already"),
        ({"role": "sales"}, "sees their own customers only"),
        ({"salesperson": "Li"}, "for the role sales alone"),
    ],
)
def test_what_the_service_refuses_is_said_on_the_form_and_nothing_is_kept(signed_in, told, why):
    full = PERSON | {"username": "new.person", "new_password": "quite long enough 7"} | told

    page = signed_in.post(address(USERS, "add"), full)

    assert page.status_code == 200
    assert why in page.content.decode()
    assert not AuditEvent.objects.filter(action="user.added").exists()


def test_a_person_is_changed_turned_off_and_given_a_password(signed_in):
    risk = User.objects.get(username="risk")
    told = PERSON | {"role": "finance", "new_password": "quite long enough 7"}

    assert signed_in.post(address(USERS, "change", risk.pk), told).status_code == 302

    risk.refresh_from_db()
    assert (risk.role, risk.is_active) == ("finance", False)
    assert risk.check_password("quite long enough 7")
    actions = set(AuditEvent.objects.filter(subject="risk").values_list("action", flat=True))
    assert actions == {"user.changed", "user.disabled", "user.password"}


def test_the_last_administrator_stays_one(signed_in):
    last = User.objects.get(username="administrator")

    page = signed_in.post(address(USERS, "change", last.pk), PERSON | {"is_active": "on"})

    assert page.status_code == 200
    last.refresh_from_db()
    assert last.role == "administrator"


def test_a_token_is_revoked_with_its_event(signed_in):
    token, _ = issue_token(
        TokenAsked(User.objects.get(username="risk"), "shop", ["orders.check"]), None
    )
    told = {"action": "revoke", "_selected_action": [token.pk]}

    signed_in.post(address(TOKENS), told)

    token.refresh_from_db()
    assert token.revoked_at
    assert AuditEvent.objects.get(action="token.revoked").user.username == "administrator"


def test_the_tables_alone_have_looser_rules_and_still_no_inline_script(signed_in):
    rules = signed_in.get(address(USERS)).headers["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-eval';" in rules
    assert "unsafe" not in signed_in.get("/").headers["Content-Security-Policy"]


def catalogue(source):
    """Read the words of a compiled catalogue; its heading tells when it was compiled."""
    with source.with_suffix(".mo").open("rb") as told:
        return {key: says for key, says in gettext.GNUTranslations(told)._catalog.items() if key}


def test_the_chinese_of_the_library_is_ours_and_compiled(signed_in, tmp_path):
    for source in ROOT.glob(CATALOGUES):
        copy = tmp_path / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True)
        copy.write_bytes(source.read_bytes())
        compile_words(tmp_path)
        assert catalogue(copy) == catalogue(source), "run scripts/compile_words.py"
    User.objects.update(language="zh")

    page = signed_in.get(address(USERS)).content.decode()

    assert "输入关键字查找" in page
    assert "用户与程序" in page
    assert "Type to search" not in page
