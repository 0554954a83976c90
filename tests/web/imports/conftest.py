"""Importing on the pages: a home folder of its own, work that is waited for, finance signed in."""

import pytest
from django.core.cache import cache
from small_company import people

from duecourse.web.imports import work


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    cache.clear()
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr(work, "PATIENCE", 60)
    return settings.HOME


@pytest.fixture
def finance(client):
    client.force_login(people()["finance"])
    return client
