"""The triggers that make the record append-only."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from archive.sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies: ClassVar = [("archive", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
