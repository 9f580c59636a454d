"""The readable half of what fair-competition review files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from archive.sheet import Sheet
from decisions.cases.wording import in_chinese
from decisions.competition.models import Standard

if TYPE_CHECKING:
    from decisions.competition.models import CompetitionReview, PreliminaryReview


@in_chinese
def preliminary_sheet(preliminary: PreliminaryReview) -> Sheet:
    """F01."""
    return (
        Sheet()
        .rows(
            (_("Matter"), preliminary.decision),
            (_("Drafting unit"), preliminary.decision.lead_unit),
            (_("Snapshot reviewed"), preliminary.snapshot),
            (_("Preliminary conclusion"), preliminary.get_conclusion_display()),
            (_("Signed by"), preliminary.signed_by),
            (_("Given on"), preliminary.on),
        )
        .text(_("Measures that bear on operators"), preliminary.measures)
        .text(_("Preliminary opinion"), preliminary.opinion)
    )


@in_chinese
def operators_sheet(review: CompetitionReview) -> Sheet:
    """F02."""
    return (
        Sheet()
        .table(
            _("Operators and associations heard"),
            [_("Operator or association"), _("Heard how"), _("Opinion"), _("How it was taken into account")],
            [(row.name, row.heard_how, row.opinion, row.answer) for row in review.operators.all()],
        )
        .text(_("How the public was heard"), review.public_heard)
    )


@in_chinese
def conclusion_sheet(review: CompetitionReview) -> Sheet:
    """F03."""
    return (
        Sheet()
        .rows(
            (_("Number"), review.number),
            (_("Matter"), review.decision),
            (_("Snapshot reviewed"), review.snapshot),
            (_("Reviewing unit"), review.reviewer),
            (_("Standards touched"), [str(Standard(value).label) for value in review.standards]),
            (_("Conclusion"), review.get_conclusion_display()),
            (_("Ground of article 12"), review.get_ground_display() if review.ground else ""),
            (_("Period or condition of its end"), review.period),
            (_("Concluded on"), review.on),
        )
        .text(_("Reasons"), review.reasons)
        .text(_("Statement on the ground"), review.statement)
        .text(_("Why nothing is less restrictive"), review.alternatives)
        .text(_("What has to be changed"), review.advice)
    )
