"""``duecourse backup`` and ``duecourse restore``: there and back, and what is refused."""

import json
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as configured
from django.db import connection
from typer.testing import CliRunner

from duecourse.cli.main import app
from duecourse.outside.postgres_programs import ProgramFailed, Server
from duecourse.store.audit import AuditEvent
from duecourse.store.people import User

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
RUN = CliRunner()
LATER = "store.9999_later"


@pytest.fixture(autouse=True)
def home(tmp_path, settings, monkeypatch):
    """Give the installation a home with one imported file; its database is that of the tests."""
    monkeypatch.setattr("duecourse.services.migrate_database.migrate_database", list)
    monkeypatch.setattr("duecourse.services.restore_backup.call_command", lambda *_, **__: None)
    settings.HOME = tmp_path / "home"
    kept = settings.HOME / "imports" / "abc"
    kept.mkdir(parents=True)
    (kept / "台账.xlsx").write_bytes(b"a ledger")
    return settings.HOME


@pytest.fixture
def made(tmp_path):
    """Back up an installation with one user."""
    User.objects.create_user("wang", email="wang@example.com")
    file = tmp_path / "backup.zip"
    assert called("backup", file).exit_code == 0
    return file


def called(*words):
    return RUN.invoke(app, [*map(str, words), "--lang", "en"])


def rewritten(file, **changes):
    """Change the note of a backup."""
    with ZipFile(file) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    note = json.loads(held["backup.json"]) | changes
    with ZipFile(file, "w") as archive:
        for name, data in (held | {"backup.json": json.dumps(note)}).items():
            archive.writestr(name, data)


def test_what_was_backed_up_comes_back_and_what_came_since_is_gone(made, home):
    User.objects.create_user("li")
    User.objects.filter(username="wang").update(email="changed@example.com")
    (home / "imports" / "abc" / "台账.xlsx").write_bytes(b"spoilt")
    (home / "imports" / "later.csv").touch()

    restored = called("restore", made, "--force")

    assert restored.exit_code == 0, restored.output
    assert "with 1 imported files" in restored.output
    assert list(User.objects.values_list("username", "email")) == [("wang", "wang@example.com")]
    assert (home / "imports" / "abc" / "台账.xlsx").read_bytes() == b"a ledger"
    assert [path.name for path in home.iterdir()] == ["imports"]
    assert not (home / "imports" / "later.csv").exists()
    told = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert told == ["backup.made", "backup.restored"]


def test_a_restored_installation_can_be_backed_up_and_restored_again(made, tmp_path):
    second = tmp_path / "second.zip"
    assert called("restore", made, "--force").exit_code == 0

    assert called("backup", second).exit_code == 0
    assert called("restore", second, "--force").exit_code == 0
    assert User.objects.get().username == "wang"


def test_only_its_owner_can_read_a_backup(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_written_over_unless_asked(made):
    assert called("backup", made).exit_code == 1
    assert called("backup", made, "--force").exit_code == 0


def test_a_folder_that_is_not_there_or_not_writable_is_named(tmp_path, monkeypatch):
    missing = called("backup", tmp_path / "none" / "backup.zip")
    assert (missing.exit_code, "none" in missing.output) == (1, True)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("duecourse.services.back_up.TemporaryDirectory", full)
    refused = called("backup", tmp_path / "backup.zip")
    assert refused.exit_code == 1
    assert "No space left on device" in refused.output


def test_data_that_is_there_is_not_replaced_unless_asked(made):
    refused = called("restore", made)

    assert refused.exit_code == 1
    assert "--force" in refused.output


def test_what_is_no_backup_is_refused_and_nothing_is_changed(tmp_path, made):
    text, other, outside = tmp_path / "a.txt", tmp_path / "b.zip", tmp_path / "c.zip"
    text.write_text("no zip")
    with ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "hello")
    outside.write_bytes(made.read_bytes())
    with ZipFile(outside, "a") as archive:
        archive.writestr("imports/../../evil", "x")

    for file in (text, other, outside):
        refused = called("restore", file, "--force")
        assert refused.exit_code == 1
        assert "is no backup of Duecourse" in refused.output
    assert called("restore", tmp_path / "none.zip").exit_code == 1
    assert User.objects.get().username == "wang"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 2}, "is no backup of Duecourse"),
        ({"database": "oracle"}, "is no backup of Duecourse"),
        ({"migrations": [LATER]}, f"made by a newer version ({LATER})"),
    ],
)
def test_a_backup_of_another_or_a_newer_kind_is_refused(made, changes, says):
    rewritten(made, **changes)

    refused = called("restore", made, "--force")

    assert refused.exit_code == 1
    assert says in refused.output


def test_a_backup_goes_back_into_a_database_of_its_own_kind(made):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    rewritten(made, database=other)

    assert f"is of {other}" in called("restore", made, "--force").output


def test_a_damaged_backup_is_refused(made):
    data = bytearray(made.read_bytes())
    middle = data.index(b"database.s") + 500
    data[middle : middle + 20] = b"x" * 20
    made.write_bytes(data)

    assert called("restore", made, "--force").exit_code == 1
    assert User.objects.get().username == "wang"


def test_a_program_of_postgresql_that_is_missing_or_fails_is_named(tmp_path, monkeypatch):
    server = Server({"dbname": "books", "host": "127.0.0.1", "port": "1", "password": "secret"})
    if connection.vendor == "postgresql":
        with pytest.raises(ProgramFailed) as failed:
            server.dump(tmp_path / "dump.sql")
        assert failed.value.code in ("client-failed", "no-client-program")
        assert "secret" not in str(failed.value)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ProgramFailed) as absent:
        server.load(Path(configured.HOME))
    assert absent.value.code == "no-client-program"
