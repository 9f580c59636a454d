"""The readable half of what publication files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from archive.sheet import Sheet
from decisions.cases.wording import in_chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decisions.cases.models import Decision
    from decisions.publication.models import Channel, Publication


@in_chinese
def document_sheet(decision: Decision, publication: Publication) -> Sheet:
    """J01: the decision as issued, clause by clause."""
    draft = publication.snapshot.draft
    sheet = Sheet().rows(
        (_("Document number"), publication.document_number),
        (_("Title"), draft.title),
        (_("Issued by"), decision.authority),
        (_("Signed by"), publication.signed_by),
        (_("Issued on"), publication.issued_on),
        (_("Effective from"), publication.effective_on),
        (_("Text"), f"{publication.snapshot} {publication.snapshot.short_digest}"),
    )
    for clause in draft.clauses.all():
        sheet.text(clause.heading, clause.text)
    return sheet


@in_chinese
def channels_sheet(decision: Decision, publication: Publication, channels: Sequence[Channel]) -> Sheet:
    """J02: where it was published, or why it was not."""
    return (
        Sheet()
        .rows(
            (_("Document number"), publication.document_number),
            (_("Matter"), decision),
            (_("Issued on"), publication.issued_on),
            (_("To be published by"), publication.due_on),
            (_("Ground of non-disclosure"), publication.get_withheld_ground_display()),
        )
        .text(_("Why the ground applies"), publication.withheld_reason)
        .table(
            _("Publication"),
            [_("Channel"), _("Issue or address"), _("Published on")],
            [[channel.get_kind_display(), channel.reference, channel.on] for channel in channels],
        )
        .text(_("Why it was published late"), publication.late_reason)
    )


@in_chinese
def interpretation_sheet(decision: Decision, publication: Publication) -> Sheet:
    """J03."""
    return (
        Sheet()
        .rows(
            (_("Document number"), publication.document_number),
            (_("Matter"), decision),
            (_("Widely watched"), publication.is_watched),
            (_("Strongly professional or technical"), publication.is_technical),
        )
        .text(_("Interpretation"), publication.interpretation)
        .text(_("What became of the public's opinions"), publication.public_adoption)
        .text(_("What became of the experts' opinions"), publication.expert_adoption)
    )


@in_chinese
def interpretation_owed(*, is_watched: bool, is_technical: bool, withheld: str) -> tuple[bool, str]:
    """Say whether an interpretation is owed, and why."""
    if withheld:
        return False, _("Not disclosed: %(ground)s") % {"ground": withheld}
    if is_watched:
        return True, _("Widely watched")
    if is_technical:
        return True, _("Strongly professional or technical")
    return False, _("Neither widely watched nor strongly technical.")


@in_chinese
def title_of_record(*, is_withheld: bool) -> str:
    """Return the title of J02."""
    return _("Record of non-disclosure") if is_withheld else _("Record of publication")
