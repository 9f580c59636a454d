"""Trigger: a user name is given once, because the ledger names who acted by it."""

from django.db import migrations

from accounts.sql import USERNAMES_STAY


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards")]

    operations = [migrations.RunSQL(*USERNAMES_STAY)]
