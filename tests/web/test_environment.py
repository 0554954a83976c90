"""What the environment must say, and what is refused where it says too little or nonsense."""

from pathlib import Path

import pytest

from duecourse.web import environment
from duecourse.web.environment import Environment, NotConfigured, zone_of_machine

GOOD = "q8Zk-3vXw_Lm2Rt7Yp5Nc9Hb4Jd6Fg1Sa0Qe-Uiop_WxTzKyVr"


def told(**values):
    return Environment(values)


def refused(read):
    """Return the code by which a reading is refused."""
    with pytest.raises(NotConfigured) as refusal:
        read()
    return refusal.value.code


@pytest.mark.parametrize("secret", [None, "", GOOD[:49], "a" * 80, "abc" * 30])
def test_a_missing_short_or_simple_secret_is_refused(secret):
    values = {} if secret is None else {"DUECOURSE_SECRET_KEY": secret}

    assert refused(lambda: Environment(values).secret_key) == "no-secret"


def test_a_long_random_secret_is_taken_as_it_is():
    assert told(DUECOURSE_SECRET_KEY=GOOD).secret_key == GOOD


def test_without_an_address_there_is_a_file_in_the_home_folder_which_is_made(tmp_path):
    home = tmp_path / "new" / "home"
    database = told(DUECOURSE_HOME=str(home)).database()

    assert database["NAME"] == str(home / "duecourse.sqlite3")
    assert home.is_dir()
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_home_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    read = told(DUECOURSE_HOME=str(tmp_path / "file" / "home")).database

    assert refused(read) == "no-home"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sqlite:///books/a%20b.sqlite3", "books/a b.sqlite3"),
        ("sqlite:////srv/books.sqlite3", "/srv/books.sqlite3"),
    ],
)
def test_an_sqlite_address_names_a_file_from_here_or_from_the_root(
    address, path, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: None)

    assert told(DATABASE_URL=address).database()["NAME"] == str(Path(path))


def test_a_server_is_named_by_user_password_host_port_and_options():
    address = "postgresql://credit:p%40ss%2Fword@db.example:6432/books?sslmode=require"
    database = told(DATABASE_URL=address).database()

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert [database[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "books",
        "credit",
        "p@ss/word",
        "db.example",
        "6432",
    ]
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_a_server_behind_a_socket_is_named_by_its_folder():
    database = told(DATABASE_URL="postgres:///books?host=%2Frun%2Fpg&user=credit").database()

    assert (database["HOST"], database["USER"], database["NAME"]) == ("/run/pg", "credit", "books")
    assert (database["PORT"], database["OPTIONS"]) == ("", {})


@pytest.mark.parametrize(
    "address",
    [
        "mysql://a:b@c/d",
        "books",
        "postgresql://db.example",
        "postgresql://db.example/",
        "postgresql://db.example:port/books",
        "postgresql://[db/books",
        "sqlite:///",
    ],
)
def test_an_address_of_nothing_that_is_supported_is_refused_without_its_password(address):
    assert refused(told(DATABASE_URL=address).database) == "no-such-database"


def test_no_refusal_shows_a_password():
    with pytest.raises(NotConfigured) as refusal:
        told(DATABASE_URL="mysql://credit:hunter2@db/books").database()

    assert "hunter2" not in f"{refusal.value} {refusal.value.details}"


def test_a_server_without_its_driver_is_refused_with_the_way_to_install_it(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda _: None)

    assert refused(told(DATABASE_URL="postgresql://db/books").database) == "no-driver"


def test_this_machine_is_always_among_the_names_and_none_is_listed_twice():
    assert told().hosts == ["127.0.0.1", "localhost"]
    assert told(DUECOURSE_HOSTS="credit.example, localhost,").hosts == [
        "credit.example",
        "localhost",
        "127.0.0.1",
    ]


def test_only_a_proxy_on_this_machine_is_believed_unless_others_are_named():
    assert told().proxies == ["127.0.0.1", "::1"]
    assert told(DUECOURSE_PROXIES="10.0.0.0/8").proxies == ["10.0.0.0/8"]


def test_uploads_and_sessions_have_bounds_that_can_be_moved():
    assert (told().upload_limit, told().session_seconds) == (50 * 1024 * 1024, 7200)
    moved = told(DUECOURSE_UPLOAD_MB="2", DUECOURSE_SESSION_MINUTES=" 30 ")
    assert (moved.upload_limit, moved.session_seconds) == (2 * 1024 * 1024, 1800)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", "٣"])
def test_a_bound_that_is_no_whole_number_above_zero_is_refused(text):
    assert refused(lambda: told(DUECOURSE_UPLOAD_MB=text).upload_limit) == "no-number"


def test_a_day_begins_where_the_environment_says_else_where_the_machine_is():
    assert told(DUECOURSE_TIME_ZONE=" Asia/Shanghai ", TZ="Europe/Paris").time_zone == (
        "Asia/Shanghai"
    )
    assert told(TZ=":Europe/Paris").time_zone == "Europe/Paris"
    assert told(TZ="nowhere").time_zone == "UTC"
    assert refused(lambda: told(DUECOURSE_TIME_ZONE="Peking").time_zone) == "no-time-zone"


@pytest.mark.parametrize(
    ("folder", "found"), [("zoneinfo/Asia", "Asia/Shanghai"), ("elsewhere/Asia", "")]
)
def test_the_machine_links_to_its_time_zone(tmp_path, folder, found):
    zone = tmp_path / folder / "Shanghai"
    zone.parent.mkdir(parents=True)
    zone.write_bytes(b"")
    clock = tmp_path / "localtime"
    clock.symlink_to(zone)

    assert zone_of_machine(clock) == found


def test_local_is_only_what_says_so_exactly():
    assert told(DUECOURSE_LOCAL="1").local
    assert not told(DUECOURSE_LOCAL="0").local
    assert not told().local
