"""Hold rule packs still once they have left drafting."""

from django.db import migrations

from decisions.statutes.sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
