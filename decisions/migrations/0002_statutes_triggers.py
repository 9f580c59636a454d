"""Hold rule packs still once they have left drafting, and their history for good."""

from django.db import migrations

from decisions.statutes.sql import PAIRS


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial"), ("accounts", "0002_guards")]

    operations = [migrations.RunSQL(forward, backward) for forward, backward in PAIRS]
