"""Keep the order of speaking, and records of meetings as they were signed."""

from django.db import migrations

from decisions.deliberation.sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_participation_guards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
