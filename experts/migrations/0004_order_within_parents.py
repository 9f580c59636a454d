"""Rows come in order within their parents; the parents' own order is not asked for with each of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0003_seat_as_invited"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="conflictdeclaration",
            options={
                "default_permissions": (),
                "ordering": ["seat_id", "pk"],
                "verbose_name": "declaration of interests",
                "verbose_name_plural": "declarations of interests",
            },
        ),
        migrations.AlterModelOptions(
            name="criterion",
            options={
                "default_permissions": (),
                "ordering": ["panel_id", "position"],
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
            },
        ),
        migrations.AlterModelOptions(
            name="panel",
            options={
                "default_permissions": (),
                "ordering": ["decision_id", "number"],
                "verbose_name": "expert panel",
                "verbose_name_plural": "expert panels",
            },
        ),
        migrations.AlterModelOptions(
            name="panelresult",
            options={
                "default_permissions": (),
                "ordering": ["panel_id", "round"],
                "verbose_name": "result of a panel",
                "verbose_name_plural": "results of panels",
            },
        ),
        migrations.AlterModelOptions(
            name="scoreitem",
            options={
                "default_permissions": (),
                "ordering": ["sheet_id", "criterion__position"],
                "verbose_name": "score",
                "verbose_name_plural": "scores",
            },
        ),
        migrations.AlterModelOptions(
            name="seat",
            options={
                "default_permissions": (),
                "ordering": ["panel_id", "expert__code"],
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
            },
        ),
    ]
