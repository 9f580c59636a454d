"""Concluding an argumentation: the comprehensive opinion, dissent word for word, what is adopted and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from archive.models import Access
from archive.sheet import Sheet
from decisions.cases.services import deposit, require
from experts import rules, selectors
from experts.facts import Adoption, PanelSize
from experts.models import Disposition, OpinionAnswer, Panel, PanelForm, Stance
from experts.services.opening import open_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from experts.models import ExpertOpinion, PanelResult


@dataclass(frozen=True)
class Reply:
    """What becomes of one opinion, or of one point of it."""

    alias: str
    disposition: str
    reason: str
    point: str = ""


@transaction.atomic
def conclude_panel(
    panel: Panel,
    *,
    summary: str,
    chair: str,
    course: str,
    departure_reason: str = "",
    replies: Sequence[Reply],
    record_files: Sequence[Upload] = (),
    report_files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """Conclude the argumentation (art. 19, 29(3)). Sheets still sealed are opened first, under the same rules.

    Args:
        panel: The panel.
        summary: The comprehensive opinion of the chair or the lead unit.
        chair: Who drew it up.
        course: Go on as drafted, with changes, or work the draft out anew.
        departure_reason: Why most experts are not followed, where they are not.
        replies: What becomes of each opinion and why.
        record_files: Minutes and attendance of a meeting.
        report_files: The sealed report of a commissioned institution.

    Returns:
        The comprehensive opinion (D07); the adoption table is filed beside it (D08), a commission's report as D06.

    Raises:
        ValidationError: It is concluded already, or a commission's report is missing.
        Refusal: Too few signed opinions or too few in favour, a dimension nobody argues, an opinion nobody answers.
    """
    if not panel.is_opened:
        open_sheets(panel, on=on, by=by)
    panel = Panel.objects.select_for_update(of=("self",)).select_related("decision", "snapshot").get(pk=panel.pk)
    if panel.is_concluded:
        raise ValidationError(_("The argumentation is concluded already."))
    if panel.form == PanelForm.COMMISSIONED and not report_files:
        raise ValidationError(
            {"report_files": _("Attach the sealed report of %(name)s.") % {"name": panel.institution}}
        )
    opinions = list(selectors.opinions_of(panel))
    found = selectors.result(panel)
    majority = str(found.statistics["majority"]) if found else ""
    aliases = {opinion.sheet.seat.alias for opinion in opinions}
    unknown = sorted({reply.alias for reply in replies} - aliases)
    if unknown:
        raise ValidationError(_("No opinion is by: %(names)s.") % {"names": rules.in_words(unknown)})
    adoption = Adoption(
        unanswered=tuple(sorted(aliases - {reply.alias for reply in replies})),
        unreasoned=tuple(sorted({reply.alias for reply in replies if not reply.reason.strip()})),
        departs_from_majority=selectors.departs(majority, course),
        departure_reason=departure_reason,
    )
    size = PanelSize(len(opinions), panel.is_complex)
    require(
        panel.decision.pack,
        (rules.dimensions_are_argued, selectors.argumentation(opinions)),
        (rules.enough_experts, size),
        (rules.odd_number, size),
        (rules.opinions_are_answered, adoption),
        (rules.departure_is_explained, adoption),
        (rules.vote_carries, selectors.vote(opinions, course)),
    )
    panel.summary = summary
    panel.chair = chair
    panel.course = course
    panel.departs_from_majority = adoption.departs_from_majority
    panel.departure_reason = departure_reason if adoption.departs_from_majority else ""
    panel.concluded_on = on
    panel.full_clean(exclude=["snapshot", "decision", "papers"])
    panel.save()
    _keep(opinions, replies)
    if panel.form == PanelForm.COMMISSIONED:
        _file_commission(panel, report_files, on=on, by=by)
    report = _file_report(panel, opinions, found, majority, record_files, on=on, by=by)
    _file_adoption(panel, opinions, replies, on=on, by=by)
    return report


def _keep(opinions: Sequence[ExpertOpinion], replies: Sequence[Reply]) -> None:
    rows = []
    for opinion in opinions:
        mine = [reply for reply in replies if reply.alias == opinion.sheet.seat.alias]
        rows += [
            OpinionAnswer(
                opinion=opinion,
                position=position,
                point=reply.point,
                disposition=reply.disposition,
                reason=reply.reason,
            )
            for position, reply in enumerate(mine, 1)
        ]
    OpinionAnswer.objects.bulk_create(rows)


def _file_commission(panel: Panel, files: Sequence[Upload], *, on: date, by: User) -> None:
    deposit(
        panel.decision,
        code="D06",
        title=_("Report of the institution commissioned (%(name)s)") % {"name": panel.institution},
        act="conclude_panel",
        data={"panel": panel.number, "institution": panel.institution},
        sheet=Sheet().rows((_("Institution commissioned"), panel.institution), (_("Panel"), panel.number)),
        files=files,
        on=on,
        by=by,
        producer=panel.institution,
        rules=[rules.form_is_recorded, rules.opinions_are_signed],
        snapshot=panel.snapshot,
    )


def _file_report(
    panel: Panel,
    opinions: Sequence[ExpertOpinion],
    found: PanelResult | None,
    majority: str,
    files: Sequence[Upload],
    *,
    on: date,
    by: User,
) -> Material:
    figures: dict[str, Any] = found.statistics if found else {}
    differing = selectors.dissent(opinions, majority)
    sheet = (
        Sheet()
        .rows(
            (_("Form"), panel.get_form_display()),
            (_("Signed opinions"), len(opinions)),
            *((stance.label, figures.get("opinions", {}).get(stance.value)) for stance in Stance),
            (_("Most experts"), Stance(majority).label if majority else _("no majority")),
            (_("What the lead unit does"), panel.get_course_display()),
            (_("Why most experts are not followed"), panel.departure_reason),
        )
        .text(_("Questions to the experts"), panel.questions)
        .text(_("Comprehensive opinion (drawn up by %(name)s)") % {"name": panel.chair}, panel.summary)
    )
    if figures.get("shown"):
        overall = figures["overall"]
        lines = [(item.label, item.percent, figures["criteria"][item.key]["spread"]) for item in panel.criteria.all()]
        sheet.table(
            _("Scores (support for the reader only)"),
            [
                _("Criterion"),
                _("Weight"),
                _("Median"),
                _("Mean"),
                _("Least to most"),
                _("Quartile distance"),
                _("Standard deviation"),
            ],
            [
                [
                    label,
                    weight,
                    spread["median"],
                    spread["mean"],
                    f"{spread['min']}–{spread['max']}",
                    spread["iqr"],
                    spread["sd"],
                ]
                for label, weight, spread in [*lines, (_("Weighted as a whole"), "", overall)]
                if spread
            ],
        )
    for opinion in differing:
        sheet.text(
            _("Differing opinion of %(alias)s: %(stance)s")
            % {"alias": opinion.sheet.seat.alias, "stance": opinion.get_stance_display()},
            "\n".join(filter(None, [opinion.text, opinion.conditions])),
        )
    return deposit(
        panel.decision,
        code="D07",
        title=_("Comprehensive opinion of the expert argumentation"),
        act="conclude_panel",
        data={
            "panel": panel.number,
            "round": panel.round,
            "form": panel.form,
            "summary": panel.summary,
            "chair": panel.chair,
            "course": panel.course,
            "majority": majority,
            "departs_from_majority": panel.departs_from_majority,
            "departure_reason": panel.departure_reason,
            "use": "support_only",
            "statistics": figures,
            "method": found.method if found else "",
            "inputs": found.inputs if found else "",
            "dissent": [
                {
                    "alias": opinion.sheet.seat.alias,
                    "stance": opinion.stance,
                    "text": opinion.text,
                    "conditions": opinion.conditions,
                    "dimensions": opinion.dimensions,
                }
                for opinion in differing
            ],
        },
        sheet=sheet,
        files=files,
        on=on,
        by=by,
        rules=[
            rules.dimensions_are_argued,
            rules.enough_experts,
            rules.departure_is_explained,
            rules.vote_carries,
        ],
        snapshot=panel.snapshot,
    )


def _file_adoption(
    panel: Panel, opinions: Sequence[ExpertOpinion], replies: Sequence[Reply], *, on: date, by: User
) -> Material:
    by_alias = {opinion.sheet.seat.alias: opinion for opinion in opinions}
    ordered = sorted(replies, key=lambda reply: reply.alias)
    is_public = not panel.decision.is_nonpublic
    return deposit(
        panel.decision,
        code="D08",
        title=_("Experts' opinions and what was adopted"),
        act="conclude_panel",
        data={
            "panel": panel.number,
            "answers": [
                {
                    "alias": reply.alias,
                    "stance": by_alias[reply.alias].stance,
                    "opinion": by_alias[reply.alias].text,
                    "point": reply.point,
                    "disposition": reply.disposition,
                    "reason": reply.reason,
                }
                for reply in ordered
            ],
        },
        sheet=Sheet().table(
            _("Experts' opinions and what was adopted"),
            [_("Expert"), _("Opinion"), _("Opinion in words"), _("Disposition"), _("Reason")],
            [
                [
                    reply.alias,
                    by_alias[reply.alias].get_stance_display(),
                    reply.point or by_alias[reply.alias].text,
                    Disposition(reply.disposition).label,
                    reply.reason,
                ]
                for reply in ordered
            ],
        ),
        on=on,
        by=by,
        access=Access.PUBLIC if is_public else Access.RESTRICTED,
        rules=[rules.opinions_are_answered],
        snapshot=panel.snapshot,
    )
