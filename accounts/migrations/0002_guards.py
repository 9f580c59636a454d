"""Triggers: nobody is deleted, history does not change, the three administrators stay separate."""

from django.db import migrations

from accounts.sql import OPERATIONS


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunSQL(forward, backward) for forward, backward in OPERATIONS]
