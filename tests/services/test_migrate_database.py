"""The database is brought to the shape of this version, and never back from a newer one."""

from types import SimpleNamespace

import pytest

from duecourse.services.migrate_database import migrate_database, unknown_migrations

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_database_that_is_up_to_date_is_left_alone():
    migrate_database()

    assert migrate_database() == []


def test_what_only_a_newer_version_knows_is_recognised():
    known = {("store", "0001_tables"): None}
    loader = SimpleNamespace(
        migrated_apps={"store"},
        graph=SimpleNamespace(nodes=known),
        disk_migrations=known,
        applied_migrations={**known, ("store", "9999_later"): None, ("gone", "0001"): None},
    )

    assert unknown_migrations(SimpleNamespace(loader=loader)) == ["store.9999_later"]
