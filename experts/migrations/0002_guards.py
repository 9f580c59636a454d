"""Triggers: sealed sheets do not change, are opened together, and are read only after that."""

from django.db import migrations

from experts.sql import OPERATIONS


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0001_initial"),
    ]

    operations = [migrations.RunSQL(forward, backward) for forward, backward in OPERATIONS]
