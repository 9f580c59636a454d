"""Keep what the public said, and what was answered and filed, as it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from decisions.participation.sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies: ClassVar = [("decisions", "0002_statutes_triggers")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
