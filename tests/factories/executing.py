"""A decision brought into force without the years of procedure before it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from decisions.cases.models import Decision, Status
from decisions.flows import DecisionFlow
from decisions.statutes.models import PackStatus, RulePack, RuleParameter

if TYPE_CHECKING:
    from tests.factories.cases import World
    from tests.procedure import Procedure

_VERSIONS = count(1)


def in_force(procedure: Procedure) -> Procedure:
    """Start a decision and go on where its executing unit is named, as if everything between had happened."""
    procedure.advance_to("draft")
    Decision.objects.filter(pk=procedure.decision.pk).update(status=Status.IN_FORCE)
    DecisionFlow.divert(procedure.reload(), "assign_execution", by=None)
    return procedure


def stricter_pack(world: World, values: dict[str, Any]) -> RulePack:
    """Return a pack of the city in force, with parameters of its own."""
    pack = RulePack.objects.create(
        code="linjiang",
        # Packs in force are kept in memory by id and version; a database put back whole gives ids again.
        version=f"1.{next(_VERSIONS)}",
        name="临江市",
        authority=world.city,
        parent=world.pack,
        effective_from="2020-01-01",
    )
    RuleParameter.objects.bulk_create(
        RuleParameter(pack=pack, key=key, value=value, source="临江市办法") for key, value in values.items()
    )
    pack.status = PackStatus.ACTIVE
    pack.save()
    return pack
