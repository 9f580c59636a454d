"""Rows come in order within their parents; the parents' own order is not asked for with each of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_rendition_failures"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="expectation",
            options={
                "ordering": ["case_id", "code", "pk"],
                "verbose_name": "expectation",
                "verbose_name_plural": "expectations",
            },
        ),
        migrations.AlterModelOptions(
            name="ledgerentry",
            options={
                "ordering": ["case_id", "sequence"],
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
            },
        ),
        migrations.AlterModelOptions(
            name="materialfile",
            options={"ordering": ["material_id", "sequence"], "verbose_name": "file", "verbose_name_plural": "files"},
        ),
    ]
