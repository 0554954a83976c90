"""``duecourse token`` as it is called."""

import pytest
from counter import person
from typer.testing import CliRunner

from duecourse.cli.main import app
from duecourse.store.tokens import ApiToken, token_told

pytestmark = pytest.mark.django_db
RUN = CliRunner()


@pytest.fixture(autouse=True)
def in_shape(monkeypatch):
    """Take the database of the tests as it is."""
    monkeypatch.setattr("duecourse.services.migrate_database.migrate_database", list)


def called(*words, lang="en"):
    return RUN.invoke(app, ["token", *words, "--lang", lang])


def test_a_token_is_issued_shown_once_listed_and_revoked():
    person("finance", "shop")

    issued = called("issue", "shop", "--name", "web shop", "--scope", "orders.check")

    secret = issued.stdout.strip()
    token = ApiToken.objects.get()
    assert (issued.exit_code, token_told(secret)) == (0, token)
    assert secret not in called("list").output
    assert f"{token.prefix}  shop  web shop  orders.check" in called("list").output
    assert called("revoke", token.prefix, lang="zh").output == f"令牌 {token.prefix} 已撤销。\n"
    assert token_told(secret) is None
    assert "revoked" in called("list").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("issue", "nobody", "--name", "x", "--scope", "orders.check"), "no user nobody"),
        (("issue", "shop", "--name", "x", "--scope", "everything"), "no scope everything"),
        (("issue", "shop", "--name", " ", "--scope", "orders.check"), "Name the token"),
        (("revoke", "1234"), "no token 1234"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(words, says):
    person("finance", "shop")
    refused = called(*words)

    assert refused.exit_code == 1
    assert says in refused.output
