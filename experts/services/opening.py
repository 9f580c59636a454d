"""Opening the sheets: all at once, each proved against its digest, then counted and filed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from archive.canonical import canonical, plain
from archive.sheet import Sheet as Paper
from decisions.cases.services import deposit, note, require
from experts import rules, scoring, seal
from experts.facts import Opening, PanelSize
from experts.models import (
    ACTIVE_SEATS,
    ExpertOpinion,
    Panel,
    PanelResult,
    ScoreItem,
    ScoreSheet,
    SheetDraft,
)
from experts.rules import DIMENSIONS
from experts.selectors import progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from archive.models import LedgerEntry
    from experts.models import Criterion

METHOD = "weighted-1"


@transaction.atomic
def open_sheets(panel: Panel, *, on: date, by: User) -> LedgerEntry:
    """Open all sealed sheets of a panel together, compute the result and file each opinion (D05).

    Args:
        panel: A panel all of whose sheets are sealed, or whose period is over.
        by: The official of the lead unit who opens them.

    Raises:
        ValidationError: They are open already, or a sheet is not what was sealed.
        Refusal: Sheets are outstanding and the period runs, or too few were sealed.
    """
    panel = Panel.objects.select_for_update(of=("self",)).select_related("decision", "snapshot").get(pk=panel.pk)
    if panel.is_opened:
        raise ValidationError(_("The sheets are opened already."))
    now = progress(panel)
    size = PanelSize(now.submitted, panel.is_complex)
    require(
        panel.decision.pack,
        (rules.sheets_are_opened_together, Opening(now.outstanding, panel.deadline_on, on)),
        (rules.enough_experts, size),
        (rules.odd_number, size),
    )
    sheets = list(
        ScoreSheet.objects.filter(seat__panel=panel, seat__status__in=ACTIVE_SEATS, round=panel.round)
        .select_related("seat__expert__user")
        .order_by("seat__alias")
    )
    read = [_unseal(panel, sheet) for sheet in sheets]
    panel.opened_on = on
    panel.opened_at = timezone.now()
    panel.save()
    entry = note(
        panel.decision,
        act="open_sheets",
        data={
            "panel": panel.number,
            "round": panel.round,
            "deadline_on": panel.deadline_on,
            "outstanding": now.outstanding,
            "sheets": [{"alias": sheet.seat.alias, "digest": sheet.digest} for sheet in sheets],
        },
        on=on,
        by=by,
    )
    SheetDraft.objects.filter(seat__panel=panel).delete()
    criteria = list(panel.criteria.all())
    for sheet, (content, salt) in zip(sheets, read, strict=True):
        _keep(sheet, content, salt, criteria)
        _file(panel, sheet, content, salt, criteria, on=on, by=by)
    _compute(panel, sheets, [content for content, _salt in read], criteria)
    return entry


def _unseal(panel: Panel, sheet: ScoreSheet) -> tuple[dict[str, Any], str]:
    try:
        return seal.unseal(sheet.sealed, panel_salt=panel.seal_salt, digest=sheet.digest)
    except seal.BrokenSealError as error:
        raise ValidationError(
            _("The sheet of %(alias)s is not what was sealed; nothing was opened.") % {"alias": sheet.seat.alias}
        ) from error


def _keep(sheet: ScoreSheet, content: dict[str, Any], salt: str, criteria: Sequence[Criterion]) -> None:
    ScoreItem.objects.bulk_create(
        ScoreItem(
            sheet=sheet,
            criterion=item,
            value=content["scores"].get(item.key),
            comment=content["comments"].get(item.key, ""),
        )
        for item in criteria
    )
    signature = content["signature"]
    ExpertOpinion.objects.create(
        sheet=sheet,
        stance=content["stance"],
        dimensions=content["dimensions"],
        text=content["text"],
        conditions=content["conditions"],
        salt=salt,
        signed_name=signature["name"],
        signed_by=User.objects.get(username=signature["account"]),
        signed_at=datetime.fromisoformat(signature["at"]),
    )


def _compute(
    panel: Panel, sheets: Sequence[ScoreSheet], contents: Sequence[dict[str, Any]], criteria: Sequence[Criterion]
) -> PanelResult:
    weights = {item.key: item.weight for item in criteria}
    scores = {sheet.seat.alias: content["scores"] for sheet, content in zip(sheets, contents, strict=True)}
    stances = {sheet.seat.alias: content["stance"] for sheet, content in zip(sheets, contents, strict=True)}
    inputs = canonical({"digests": sorted(sheet.digest for sheet in sheets), "weights": weights, "method": METHOD})
    return PanelResult.objects.create(
        panel=panel,
        round=panel.round,
        statistics=plain(scoring.statistics(scores, stances, weights)),
        method=METHOD,
        inputs=hashlib.sha256(inputs.encode()).hexdigest(),
    )


def _file(
    panel: Panel,
    sheet: ScoreSheet,
    content: dict[str, Any],
    salt: str,
    criteria: Sequence[Criterion],
    *,
    on: date,
    by: User,
) -> None:
    expert = sheet.seat.expert
    opinion = sheet.opinion
    mean = scoring.weighted_mean(content["scores"], {item.key: item.weight for item in criteria})
    signed_at = datetime.fromisoformat(content["signature"]["at"])
    paper = (
        Paper()
        .rows(
            (_("Expert"), f"{sheet.seat.alias} {expert.name}"),
            (_("Employer"), expert.employer),
            (_("Professional title"), expert.title),
            (_("Opinion"), opinion.get_stance_display()),
            (_("Conditions"), content["conditions"]),
            (_("Weighted mean (support only)"), scoring.rounded(mean) if mean is not None else ""),
        )
        .table(
            _("Scores"),
            [_("Criterion"), _("Weight"), _("Score"), _("Ground of the score")],
            [
                [
                    item.label,
                    item.percent,
                    _("not applicable")
                    if content["scores"].get(item.key) is None
                    else str(content["scores"][item.key]),
                    content["comments"].get(item.key, ""),
                ]
                for item in criteria
            ],
        )
    )
    for key, text in content["dimensions"].items():
        paper.text(_("On %(dimension)s") % {"dimension": DIMENSIONS[key]}, text)
    paper.text(_("Opinion as a whole"), content["text"]).rows(
        (_("Signed by name"), content["signature"]["name"]),
        (_("Signed at"), signed_at),
        (_("Digest of the sealed sheet"), sheet.digest),
    )
    deposit(
        panel.decision,
        code="D05",
        title=_("Opinion and score sheet of an expert (%(alias)s %(name)s)")
        % {"alias": sheet.seat.alias, "name": expert.name},
        act="open_sheets",
        data={
            "panel": panel.number,
            "expert": {"code": expert.code, "name": expert.name, "employer": expert.employer},
            "sheet": content,
            "salt": salt,
            "digest": sheet.digest,
            "sealed_on": sheet.sealed_on,
            "sealed_at": sheet.sealed_at,
        },
        sheet=paper,
        on=on,
        by=by,
        producer=expert.name,
        rules=[rules.opinions_are_signed, rules.dimensions_are_argued, rules.sheets_are_opened_together],
        snapshot=panel.snapshot,
    )
