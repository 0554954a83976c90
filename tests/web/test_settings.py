"""The settings as an installation in production has them."""

import os
import subprocess
import sys

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "duecourse.web.settings",
    "DUECOURSE_SECRET_KEY": "q8Zk-3vXw_Lm2Rt7Yp5Nc9Hb4Jd6Fg1Sa0Qe-Uiop_WxTzKyVr",
    "DUECOURSE_HOSTS": "credit.example",
    "DUECOURSE_LOCAL": "0",
    "DATABASE_URL": "",
}


def django(*words, home, **environment):
    """Run one of Django's commands in a process of its own, in production's environment."""
    return subprocess.run(
        [sys.executable, "-m", "django", *words],
        env=os.environ | PRODUCTION | {"DUECOURSE_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_djangos_own_check_for_deployment_finds_nothing_in_production(tmp_path):
    done = django("check", "--deploy", "--fail-level", "INFO", home=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_missing_secret_stops_the_start_and_says_how_to_make_one(tmp_path):
    done = django("check", home=tmp_path, DUECOURSE_SECRET_KEY="")

    assert done.returncode != 0
    assert "DUECOURSE_SECRET_KEY is not set" in done.stderr
    assert "token_urlsafe" in done.stderr


def test_what_is_asked_in_plain_http_is_sent_to_https_but_for_the_health(tmp_path):
    program = (
        "from duecourse.web.wsgi import application; from django.test import Client;"
        "get = lambda path: Client().get(path, headers={'host': 'credit.example'});"
        "print(get('/').status_code, get('/').headers['Location'], get('/healthz').status_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | PRODUCTION | {"DUECOURSE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["301", "https://credit.example/", "503"]
