"""The database is brought to the shape of this version, and never back from a newer one."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from duecourse.services.migrate_database import migrate_database, unknown_migrations

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_database_that_is_up_to_date_is_left_alone():
    migrate_database()

    assert migrate_database() == []


def test_what_only_a_newer_version_knows_is_recognised():
    executor = MigrationExecutor(connection)
    assert unknown_migrations(executor) == []

    executor.loader.applied_migrations = {("store", "9999_later"): None, ("gone", "0001"): None}

    assert unknown_migrations(executor) == ["store.9999_later"]
