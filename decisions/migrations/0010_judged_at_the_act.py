"""Whose counsel somebody was is kept with the opinion; what applies is determined anew, never changed."""

from django.db import migrations, models

from accounts.append_only import append_only_sql


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_usernames_stay"),
        ("decisions", "0009_attended_on_the_day"),
    ]

    operations = [
        # No opinion of the drafter's own counsel was ever taken (SOD-04), so what stands there was nobody's.
        migrations.AddField(
            model_name="counselopinion",
            name="is_of_drafter",
            field=models.BooleanField(default=False, editable=False, verbose_name="counsel of the lead unit"),
        ),
        migrations.AddField(
            model_name="historicalcounselopinion",
            name="is_of_drafter",
            field=models.BooleanField(default=False, editable=False, verbose_name="counsel of the lead unit"),
        ),
        migrations.RunSQL(*append_only_sql("decisions_determination")),
    ]
