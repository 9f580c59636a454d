"""What the tests of argumentation say again and again: conclude, open, and read what was refused."""

from __future__ import annotations

from datetime import timedelta

from archive.models import Material
from experts import selectors, services
from tests.factories.experts import DAY, seal

AFTER = DAY + timedelta(days=11)


def codes(decision):
    return list(Material.objects.filter(case=decision.case).order_by("pk").values_list("code", flat=True))


def refused(grounds, *wanted):
    return {rule.code for rule, _finding in grounds.value.grounds} == set(wanted)


def replies_to(panel):
    return [
        services.Reply(alias=item.sheet.seat.alias, disposition="adopted", reason="已在草案第三条中采纳。")
        for item in selectors.opinions_of(panel)
    ]


def concluded(panel, by, **changes):
    panel.refresh_from_db()
    return services.conclude_panel(
        panel,
        **{
            "summary": "专家组多数认为方案必要、可行。",
            "chair": "李明远",
            "course": "with_changes",
            "replies": replies_to(panel),
            "on": AFTER,
            "by": by,
            **changes,
        },
    )


def opened(panel, official, *, stances=("support", "support", "support", "oppose", "conditional")):
    for stance, seat in zip(stances, panel.seats.select_related("expert__user").order_by("alias"), strict=True):
        seal(seat, stance=stance)
    services.open_sheets(panel, on=DAY, by=official)
    panel.refresh_from_db()
