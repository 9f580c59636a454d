"""The readable half of what drafting files; always in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import UnitKind
from archive.sheet import Sheet
from decisions.cases.wording import in_chinese
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decisions.cases.models import Decision, Draft, Snapshot, Standing
    from decisions.drafting.models import AdoptionNote, Preparation, UnitOpinion, UnitReply


@in_chinese
def draft_sheet(decision: Decision, draft: Draft, snapshot: Snapshot, standings: Iterable[Standing]) -> Sheet:
    """B05."""
    sheet = Sheet().rows(
        (_("Matter"), decision),
        (_("Title"), draft.title),
        (_("Version"), draft.version),
        (_("Dated"), draft.on),
        (_("Change"), snapshot.get_change_class_display()),
        (_("SHA-256 of the snapshot"), snapshot.digest),
    )
    sheet.text(_("What changed and why"), draft.change_note)
    sheet.table(
        _("Standing of concluded procedures"),
        [_("Procedure"), _("Still stands"), _("Reasons"), _("Signed by")],
        [[Procedure(row.procedure).label, row.stands, row.reason, row.signed_by] for row in standings],
    )
    sheet.text(_("Drafting explanation"), draft.explanation)
    for clause in draft.clauses.all():
        sheet.text(clause.heading, clause.text or clause.heading)
    return sheet


@in_chinese
def research_sheet(decision: Decision, preparation: Preparation) -> Sheet:
    """B01."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Version"), preparation.draft.version))
        .text(_("Investigation and figures"), preparation.research)
    )


@in_chinese
def basis_sheet(decision: Decision, preparation: Preparation) -> Sheet:
    """B02."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Version"), preparation.draft.version))
        .table(
            _("Legal and policy basis"),
            [_("No."), _("Title"), _("Article"), _("Bearing on the draft")],
            [[item.position, item.title, item.article, item.relation] for item in preparation.basis.all()],
        )
        .text(_("Conformity with laws and policies"), preparation.compliance_note)
    )


@in_chinese
def cost_benefit_sheet(decision: Decision, preparation: Preparation) -> Sheet:
    """B03."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Version"), preparation.draft.version))
        .text(_("Costs and benefits"), preparation.cost_benefit)
    )


@in_chinese
def options_sheet(decision: Decision, preparation: Preparation) -> Sheet:
    """B04."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Version"), preparation.draft.version))
        .table(
            _("Options"),
            [_("Option"), _("Content"), _("Advantages and drawbacks"), _("Preferred")],
            [[item.title, item.content, item.comparison, item.is_preferred] for item in preparation.options.all()],
        )
    )


@in_chinese
def reply_sheet(decision: Decision, reply: UnitReply) -> Sheet:
    """B06."""
    unit = reply.request.unit
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Version"), reply.request.draft.version),
            (_("Consulted unit"), unit),
            (_("Position"), reply.get_position_display()),
            (_("Signed by"), reply.signed_by),
            (_("Replied on"), reply.replied_on),
            (_("Given in the system by the unit itself"), reply.is_own),
            (
                _("Kind of reply"),
                _("Opinion of a consulted unit; it does not replace the legality review (art. 25(1))")
                if unit.kind == UnitKind.JUSTICE_BUREAU
                else _("Opinion of a consulted unit"),
            ),
        )
        .text(_("Opinion"), reply.text)
    )


@in_chinese
def summary_sheet(decision: Decision, draft: Draft, replies: Sequence[UnitReply]) -> Sheet:
    """B07."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Version"), draft.version), (_("Units consulted"), len(replies)))
        .table(
            _("Replies"),
            [_("Unit"), _("Position"), _("Signed by"), _("Replied on")],
            [
                [reply.request.unit.name, reply.get_position_display(), reply.signed_by, reply.replied_on]
                for reply in replies
            ],
        )
        .table(
            _("Opinions and what was adopted"),
            [_("Unit"), _("Opinion"), _("What became of it"), _("Reasons")],
            [
                [reply.request.unit.name, opinion.text, opinion.get_disposition_display(), opinion.reason]
                for reply in replies
                for opinion in reply.opinions.all()
            ],
        )
    )


@in_chinese
def disagreement_sheet(decision: Decision, draft: Draft, opinions: Iterable[UnitOpinion]) -> Sheet:
    """B08."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Version"), draft.version))
        .table(
            _("Disagreement that stays"),
            [
                _("Unit"),
                _("Main issue in dispute"),
                _("The unit's opinion"),
                _("The lead unit's opinion, reasons and basis"),
            ],
            [
                [opinion.reply.request.unit.name, opinion.issue, opinion.unit_opinion, opinion.lead_opinion]
                for opinion in opinions
            ],
        )
    )


@in_chinese
def adoption_sheet(decision: Decision, note: AdoptionNote) -> Sheet:
    """B05, beside the final draft."""
    return (
        Sheet()
        .rows((_("Matter"), decision), (_("Version"), note.draft.version), (_("Finalised on"), note.on))
        .text(_("What was adopted"), note.text)
    )


@in_chinese
def reasons_of_absence() -> dict[str, str]:
    """Say why a paper that is owed only on a condition is not there."""
    return {
        "B03": _("The lead unit saw no need of an analysis of costs and benefits (art. 12(3))."),
        "B04": _("Views do not diverge so widely that options are called for (art. 12(4))."),
        "B08": _("No disagreement of a consulted unit stays (art. 13)."),
    }
