"""An expert's sheet: kept as a draft, then signed and sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.services import record
from decisions.cases.services import require
from experts import rules, seal
from experts.facts import Signature
from experts.models import ScoreSheet, Seat, SeatStatus, SheetDraft
from experts.sheet import Asked, Sheet, complaints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from accounts.models import User
    from archive.models import LedgerEntry
    from experts.models import Panel


def asked_of(panel: Panel) -> list[Asked]:
    """Return the criteria of a panel as a sheet asks them."""
    return [Asked(item.key, item.label, item.weight, item.allows_na) for item in panel.criteria.all()]


@transaction.atomic
def save_draft(seat: Seat, *, values: Mapping[str, Any]) -> SheetDraft:
    """Keep what an expert has filled in so far, readable to nobody else.

    Raises:
        ValidationError: The sheet is sealed, or the expert is no longer asked.
    """
    held = _hold(seat)
    kept = read_draft(held) | dict(values)
    draft, _created = SheetDraft.objects.update_or_create(
        seat=held, defaults={"closed": seal.close(kept, panel_salt=held.panel.seal_salt)}
    )
    return draft


def read_draft(seat: Seat) -> dict[str, Any]:
    """Return what the expert has filled in so far."""
    draft = SheetDraft.objects.filter(seat=seat).first()
    return seal.read(draft.closed, panel_salt=seat.panel.seal_salt) if draft else {}


def _hold(seat: Seat) -> Seat:
    held = (
        Seat.objects.select_for_update(of=("self",)).select_related("panel__decision__case", "expert").get(pk=seat.pk)
    )
    if (
        held.status != SeatStatus.ACCEPTED
        or held.panel.is_opened
        or ScoreSheet.objects.filter(seat=held, round=held.panel.round).exists()
    ):
        raise ValidationError(_("The sheet is not open."))
    return held


@transaction.atomic
def seal_sheet(seat: Seat, *, sheet: Sheet, signed_name: str, on: date, by: User) -> ScoreSheet:
    """Sign and seal a sheet: afterwards nobody reads it before all are opened, and nobody changes it.

    The ledger keeps the digest under the expert's alias and no name, so that it proves the sheet and does not tell
    who has handed in.

    Args:
        seat: An accepted seat.
        sheet: Scores, grounds and opinion.
        signed_name: The name as signed.
        by: The expert.

    Raises:
        ValidationError: The sheet is not whole, or not open.
        Refusal: It is not signed by the expert.
    """
    held = _hold(seat)
    panel, decision = held.panel, held.panel.decision
    if on > panel.deadline_on:
        raise ValidationError(_("The period for scoring is over; ask the organiser for more time."))
    require(
        decision.pack,
        (rules.opinions_are_signed, Signature(held.expert.name, signed_name, by.pk == held.expert.user_id)),
    )
    wrong = complaints(sheet, asked_of(panel))
    if wrong:
        raise ValidationError({key: [text] for key, text in wrong.items()})
    now = timezone.now()
    content = {
        **sheet.as_data(),
        "signature": {"name": signed_name, "account": by.username, "at": now},
        "alias": held.alias,
        "round": panel.round,
    }
    sealed, digest = seal.seal(content, panel_salt=panel.seal_salt)
    entry: LedgerEntry = record(
        decision.case,
        act="seal_sheet",
        data={"panel": panel.number, "round": panel.round, "alias": held.alias, "digest": digest},
        on=on,
        by=None,
        office=held.alias,
    )
    SheetDraft.objects.filter(seat=held).delete()
    return ScoreSheet.objects.create(
        seat=held, round=panel.round, sealed=sealed, digest=digest, sealed_on=on, sealed_at=now, entry=entry
    )
