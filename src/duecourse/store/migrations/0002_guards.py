"""What the database refuses whoever asks; see ``store.triggers``."""

from django.db import migrations

from duecourse.store import triggers


def install(_apps: object, editor: object) -> None:
    """Install the guards."""
    triggers.install(editor)


def remove(_apps: object, editor: object) -> None:
    """Take the guards away."""
    triggers.remove(editor)


class Migration(migrations.Migration):
    """The audit trail, decisions and published policies stay as they are."""

    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(install, remove)]
