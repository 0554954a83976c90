"""What the database refuses whoever asks; see ``store.triggers``.

The guards name columns that later migrations add, so that the last of these installs them all.
"""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing yet: 0003 installs the guards."""

    dependencies = [("store", "0001_initial")]
    operations: list[object] = []
