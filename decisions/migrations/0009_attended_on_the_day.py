"""Who attended a meeting is kept as it was judged on the day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0008_counted_on_the_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="decisionrecord",
            name="lead_attended",
            field=models.BooleanField(editable=False, null=True, verbose_name="the lead unit attended"),
        ),
        migrations.AddField(
            model_name="decisionrecord",
            name="legal_attended",
            field=models.BooleanField(editable=False, null=True, verbose_name="the head of the legal body attended"),
        ),
    ]
