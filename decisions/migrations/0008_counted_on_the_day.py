"""What is counted or named at an act is kept with it: days, keeper, how participants were told."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_usernames_stay"),
        ("decisions", "0007_members_on_the_record"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="answer_days",
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="days until the answers"),
        ),
        migrations.AddField(
            model_name="consultation",
            name="period_days",
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="days of the period"),
        ),
        migrations.AddField(
            model_name="filing",
            name="level",
            field=models.CharField(blank=True, editable=False, max_length=12, verbose_name="level of the archives"),
        ),
        migrations.AddField(
            model_name="filing",
            name="unit",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="filed by",
            ),
        ),
        migrations.AddField(
            model_name="filing",
            name="unit_is_lead",
            field=models.BooleanField(default=False, editable=False, verbose_name="filed by the lead unit"),
        ),
        migrations.AddField(
            model_name="filing",
            name="unit_kind",
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name="kind of the unit"),
        ),
        migrations.AddField(
            model_name="hearing",
            name="feedback",
            field=models.TextField(blank=True, verbose_name="how the participants were told in writing"),
        ),
        migrations.AddField(
            model_name="historicalconsultation",
            name="answer_days",
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="days until the answers"),
        ),
        migrations.AddField(
            model_name="historicalconsultation",
            name="period_days",
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="days of the period"),
        ),
        migrations.AddField(
            model_name="historicalfiling",
            name="level",
            field=models.CharField(blank=True, editable=False, max_length=12, verbose_name="level of the archives"),
        ),
        migrations.AddField(
            model_name="historicalfiling",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="accounts.unit",
                verbose_name="filed by",
            ),
        ),
        migrations.AddField(
            model_name="historicalfiling",
            name="unit_is_lead",
            field=models.BooleanField(default=False, editable=False, verbose_name="filed by the lead unit"),
        ),
        migrations.AddField(
            model_name="historicalfiling",
            name="unit_kind",
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name="kind of the unit"),
        ),
        migrations.AddField(
            model_name="historicalhearing",
            name="feedback",
            field=models.TextField(blank=True, verbose_name="how the participants were told in writing"),
        ),
        migrations.AddField(
            model_name="historicalintake",
            name="working_days",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="working days since the submission"
            ),
        ),
        migrations.AddField(
            model_name="intake",
            name="working_days",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="working days since the submission"
            ),
        ),
    ]
