"""A seat keeps what the pool said when its expert was invited; rows there already are filled from the history."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def row_at(history, instant, **which):
    """Return the row of a history as it stood at an instant, the first one where it began later."""
    rows = history.objects.filter(**which)
    return (
        rows.filter(history_date__lte=instant).order_by("-history_date", "-history_id").first()
        or rows.order_by("history_date", "history_id").first()
    )


def as_invited(apps, schema_editor):
    """Fill seats and panels from the histories of pool, experts and units.

    Interests and reasons not to be fit stay empty: with either, no seat would have been made. No row of history is
    written, as nothing happened to the seats.
    """
    panels, seats = apps.get_model("experts", "Panel"), apps.get_model("experts", "Seat")
    past = {
        name: apps.get_model(label, f"Historical{name}")
        for label, name in (
            ("experts", "Panel"),
            ("experts", "Seat"),
            ("experts", "Expert"),
            ("experts", "ExpertPool"),
            ("accounts", "Unit"),
        )
    }
    for panel in panels.objects.select_related("decision__authority").order_by("pk"):
        made = past["Panel"].objects.filter(id=panel.pk).order_by("history_date", "history_id").first()
        if made is None:
            continue
        authority = panel.decision.authority
        unit = row_at(past["Unit"], made.history_date, id=authority.pk) or authority
        ids = past["ExpertPool"].objects.order_by().values_list("id", flat=True).distinct()
        pools = [
            pool
            for key in ids
            if (pool := row_at(past["ExpertPool"], made.history_date, id=key))
            and pool.history_date <= made.history_date
        ]
        own = [pool for pool in pools if pool.authority_id == authority.pk and pool.is_active]
        above = {int(part) for part in authority.path.split("/") if part}
        usable = {pool.id for pool in pools if pool.is_active and pool.authority_id in above} | {
            pool.upstream_id for pool in own if pool.upstream_id
        }
        panels.objects.filter(pk=panel.pk).update(is_province=unit.level == "province", has_own_pool=bool(own))
        for seat in seats.objects.filter(panel=panel).select_related("expert").order_by("pk"):
            began = past["Seat"].objects.filter(id=seat.pk).order_by("history_date", "history_id").first()
            at = began.history_date if began else made.history_date
            expert = row_at(past["Expert"], at, id=seat.expert_id) or seat.expert
            others = seats.objects.filter(
                expert=seat.expert_id, pk__lt=seat.pk, panel__convened_on__year=seat.invited_on.year
            ).exclude(panel=panel)
            active = [
                other
                for other in others
                if getattr(row_at(past["Seat"], at, id=other.pk), "status", other.status) in {"invited", "accepted"}
            ]
            seats.objects.filter(pk=seat.pk).update(
                name=expert.name,
                pool=expert.pool_id,
                is_outsider=expert.pool_id not in usable,
                term_starts_on=expert.term_starts_on,
                term_ends_on=expert.term_ends_on,
                tasks=len(active) + 1,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalpanel",
            name="has_own_pool",
            field=models.BooleanField(default=False, editable=False, verbose_name="the organ keeps an open pool"),
        ),
        migrations.AddField(
            model_name="historicalpanel",
            name="is_province",
            field=models.BooleanField(default=False, editable=False, verbose_name="the organ is a province's"),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="interests",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="is_outsider",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="from outside the pools open to the organ"
            ),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="name",
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="name when invited"),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="not_ready",
            field=models.CharField(
                blank=True, editable=False, max_length=100, verbose_name="why not fit to serve when invited"
            ),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="pool",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="experts.expertpool",
                verbose_name="pool when invited",
            ),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="tasks",
            field=models.PositiveSmallIntegerField(
                default=1, editable=False, verbose_name="tasks of the year, this one included"
            ),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="term_ends_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="term until, when invited"),
        ),
        migrations.AddField(
            model_name="historicalseat",
            name="term_starts_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="term from, when invited"),
        ),
        migrations.AddField(
            model_name="panel",
            name="has_own_pool",
            field=models.BooleanField(default=False, editable=False, verbose_name="the organ keeps an open pool"),
        ),
        migrations.AddField(
            model_name="panel",
            name="is_province",
            field=models.BooleanField(default=False, editable=False, verbose_name="the organ is a province's"),
        ),
        migrations.AddField(
            model_name="seat",
            name="interests",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="is_outsider",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="from outside the pools open to the organ"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="name",
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="name when invited"),
        ),
        migrations.AddField(
            model_name="seat",
            name="not_ready",
            field=models.CharField(
                blank=True, editable=False, max_length=100, verbose_name="why not fit to serve when invited"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="pool",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="experts.expertpool",
                verbose_name="pool when invited",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="tasks",
            field=models.PositiveSmallIntegerField(
                default=1, editable=False, verbose_name="tasks of the year, this one included"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="term_ends_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="term until, when invited"),
        ),
        migrations.AddField(
            model_name="seat",
            name="term_starts_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="term from, when invited"),
        ),
        # Back again, the columns go and with them what they held.
        migrations.RunPython(as_invited, migrations.RunPython.noop),
    ]
